//! Which agents are here, and what they look at.

use shared::{
    Millis,
    id::{ConversationId, UserId, WorkspaceId},
    presence::{LASTS, Status},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Everybody who is here, by workspace, each by tab.
#[derive(Default)]
pub struct Presence {
    teams: Mutex<HashMap<WorkspaceId, HashMap<UserId, Tabs>>>,
}

/// What each tab of an agent last said; the nameless one is every client that does not tell its tabs apart.
type Tabs = BTreeMap<Option<String>, Here>;

/// What an agent last said of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    pub status: Status,
    pub viewing: Option<ConversationId>,
    pub said_at: Millis,
    /// When it is no longer so.
    pub until: Millis,
}

impl Here {
    pub fn said(status: Status, viewing: Option<ConversationId>, now: Millis) -> Self {
        Self { status, viewing, said_at: now, until: now + LASTS }
    }
    fn says_more_than(&self, before: &Self) -> bool {
        self.status != before.status
            || self.viewing != before.viewing
            || !(before.said_at..before.said_at + REPEATED).contains(&self.said_at)
    }
    /// A tab that is looked at counts more than one that is not.
    fn weight(&self) -> (u8, bool) {
        let status = match self.status {
            Status::Online => 3,
            Status::Busy => 2,
            Status::Away => 1,
            Status::Offline => 0,
        };
        (status, self.viewing.is_some())
    }
}

/// The same said again within this time changes nothing and wakes nobody.
const REPEATED: Millis = 10_000;
/// Tabs of one agent; the one that was heard of last goes first.
const MOST_TABS: usize = 16;

impl Presence {
    /// An agent says where it is in one tab. Answers whether readers have to be told.
    pub fn say(&self, workspace: WorkspaceId, user: UserId, tab: Option<String>, here: Here) -> bool {
        let mut teams = self.lock();
        let team = teams.entry(workspace).or_default();
        let before = team.get(&user).and_then(|tabs| tabs.get(&tab));
        if before.map_or(here.status == Status::Offline, |before| !here.says_more_than(before)) {
            return false;
        }
        team.entry(user).or_default().insert(tab, here);
        team.retain(|_, tabs| {
            tabs.retain(|_, other| here.said_at < other.until && other.status != Status::Offline);
            !tabs.is_empty()
        });
        if let Some(tabs) = team.get_mut(&user).filter(|tabs| tabs.len() > MOST_TABS) {
            let oldest = tabs.iter().min_by_key(|(_, here)| here.said_at).map(|(tab, _)| tab.clone());
            oldest.map(|tab| tabs.remove(&tab));
        }
        true
    }

    /// Who is here at `now`; in a fixed order, and each once. Who is offline is not here.
    pub fn team(&self, workspace: WorkspaceId, now: Millis) -> Vec<(UserId, Here)> {
        let teams = self.lock();
        let members = teams.get(&workspace).into_iter().flatten();
        let mut team: Vec<_> =
            members.filter_map(|(user, tabs)| Some((*user, merged(tabs.values(), now)?))).collect();
        team.sort_unstable_by_key(|(user, _)| *user);
        team
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<WorkspaceId, HashMap<UserId, Tabs>>> {
        self.teams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the tabs say together: the one that counts most says where the agent is, until the first of them has had its time.
fn merged<'t>(tabs: impl Iterator<Item = &'t Here>, now: Millis) -> Option<Here> {
    let lasting = tabs.filter(|here| now < here.until && here.status != Status::Offline);
    lasting.copied().reduce(|one, other| {
        let shown = if other.weight() > one.weight() { other } else { one };
        Here { said_at: one.said_at.max(other.said_at), until: one.until.min(other.until), ..shown }
    })
}
