//! Which agents are here, and what they look at.

use shared::{
    Millis,
    id::{ConversationId, UserId, WorkspaceId},
    presence::{LASTS, Status},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Everybody who is here, by workspace, each by tab.
#[derive(Default)]
pub struct Presence {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    teams: HashMap<WorkspaceId, HashMap<UserId, Tabs>>,
    /// The numbers of the open sockets.
    sockets: HashSet<u64>,
    last_socket: u64,
}

/// What each tab of an agent last said.
type Tabs = BTreeMap<Tab, Here>;

/// A tab by its name, else by its socket; one with neither is every client that does not tell its tabs apart.
type Tab = (Option<String>, Option<u64>);

/// What an agent last said of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    pub status: Status,
    pub viewing: Option<ConversationId>,
    pub said_at: Millis,
    /// When it is no longer so; [`Millis::MAX`] while a socket is open.
    pub until: Millis,
    /// The socket through which it was said.
    socket: Option<u64>,
}

impl Here {
    /// Through a socket it holds as long as that is open, else for [`LASTS`].
    pub fn said(status: Status, viewing: Option<ConversationId>, socket: Option<u64>, now: Millis) -> Self {
        let until = if socket.is_some() { Millis::MAX } else { now + LASTS };
        Self { status, viewing, said_at: now, until, socket }
    }
    fn says_more_than(&self, before: &Self) -> bool {
        self.status != before.status
            || self.viewing != before.viewing
            || self.socket != before.socket
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
    /// A socket opens: its number, for [`Presence::leave`] when it closes.
    pub fn arrive(&self) -> u64 {
        let mut state = self.lock();
        state.last_socket += 1;
        let socket = state.last_socket;
        state.sockets.insert(socket);
        socket
    }

    /// A socket closes. Answers the workspaces whose readers have to be told.
    pub fn leave(&self, socket: u64) -> Vec<WorkspaceId> {
        self.lock().sockets.remove(&socket);
        self.forget(socket)
    }

    /// Takes back what was said through a socket. Answers the workspaces whose readers have to be told.
    pub fn forget(&self, socket: u64) -> Vec<WorkspaceId> {
        let mut changed = Vec::new();
        for (workspace, team) in &mut self.lock().teams {
            let count = |team: &HashMap<UserId, Tabs>| team.values().map(BTreeMap::len).sum::<usize>();
            let before = count(team);
            team.retain(|_, tabs| {
                tabs.retain(|_, here| here.socket != Some(socket));
                !tabs.is_empty()
            });
            if count(team) < before {
                changed.push(*workspace);
            }
        }
        changed
    }

    /// An agent is not here any more, whatever its tabs say. Answers whether readers have to be told.
    pub fn end(&self, workspace: WorkspaceId, user: UserId) -> bool {
        self.lock().teams.get_mut(&workspace).is_some_and(|team| team.remove(&user).is_some())
    }

    /// An agent says where it is in one tab. Answers whether readers have to be told. What comes through a socket that has closed
    /// meanwhile is too late.
    pub fn say(&self, workspace: WorkspaceId, user: UserId, tab: Option<String>, here: Here) -> bool {
        let mut state = self.lock();
        if here.socket.is_some_and(|socket| !state.sockets.contains(&socket)) {
            return false;
        }
        let tab = if tab.is_some() { (tab, None) } else { (None, here.socket) };
        let team = state.teams.entry(workspace).or_default();
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
        let state = self.lock();
        let members = state.teams.get(&workspace).into_iter().flatten();
        let mut team: Vec<_> =
            members.filter_map(|(user, tabs)| Some((*user, merged(tabs.values(), now)?))).collect();
        team.sort_unstable_by_key(|(user, _)| *user);
        team
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
