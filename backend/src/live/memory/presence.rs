//! Which agents are here, and what they look at.

use shared::{
    Millis,
    id::{ConversationId, UserId, WorkspaceId},
    presence::{LASTS, Status},
};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Everybody who is here, by workspace.
#[derive(Default)]
pub struct Presence {
    teams: Mutex<HashMap<WorkspaceId, HashMap<UserId, Here>>>,
}

/// What an agent last said of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    pub status: Status,
    pub viewing: Option<ConversationId>,
    pub said_at: Millis,
}

impl Here {
    pub fn until(&self) -> Millis {
        self.said_at + LASTS
    }
    fn says_more_than(&self, before: &Self) -> bool {
        self.status != before.status
            || self.viewing != before.viewing
            || !(before.said_at..before.said_at + REPEATED).contains(&self.said_at)
    }
}

/// The same said again within this time changes nothing and wakes nobody.
const REPEATED: Millis = 10_000;

impl Presence {
    /// An agent says where it is. Answers whether readers have to be told.
    pub fn say(&self, workspace: WorkspaceId, user: UserId, here: Here) -> bool {
        let mut teams = self.lock();
        let team = teams.entry(workspace).or_default();
        if team.get(&user).is_some_and(|before| !here.says_more_than(before)) {
            return false;
        }
        team.retain(|_, other| here.said_at < other.until());
        team.insert(user, here);
        true
    }

    /// Who is here at `now`; in a fixed order. Who is offline is not here.
    pub fn team(&self, workspace: WorkspaceId, now: Millis) -> Vec<(UserId, Here)> {
        let teams = self.lock();
        let members = teams.get(&workspace).into_iter().flatten();
        let mut team: Vec<_> = members
            .filter(|(_, here)| now < here.until() && here.status != Status::Offline)
            .map(|(user, here)| (*user, *here))
            .collect();
        team.sort_unstable_by_key(|(user, _)| *user);
        team
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<WorkspaceId, HashMap<UserId, Here>>> {
        self.teams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
