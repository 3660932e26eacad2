//! Which agents are here, and what they look at: through this node, and as the other nodes say.

use crate::live::bus::Said;
use shared::{
    Millis,
    id::{ConversationId, UserId, Uuid, WorkspaceId},
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
    /// What other nodes say of theirs.
    elsewhere: HashMap<WorkspaceId, HashMap<(UserId, Uuid), Vec<Here>>>,
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
    /// As another node says it at `now`.
    fn heard(said: &Said, now: Millis) -> Self {
        let until = now + said.lasts.map_or(LEASE, |lasts| lasts.min(LEASE));
        Self { status: said.status, viewing: said.viewing, said_at: said.at, until, socket: None }
    }
    fn tell(&self, now: Millis) -> Said {
        let lasts = (self.until < Millis::MAX).then_some(self.until - now);
        Said { status: self.status, viewing: self.viewing, at: self.said_at, lasts }
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
/// What another node says holds for so long unless it says it again.
const LEASE: Millis = 60_000;
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

    /// A socket closes. Answers of whom readers have to be told.
    pub fn leave(&self, socket: u64) -> Vec<(WorkspaceId, UserId)> {
        self.lock().sockets.remove(&socket);
        self.forget(socket)
    }

    /// Takes back what was said through a socket. Answers of whom readers have to be told.
    pub fn forget(&self, socket: u64) -> Vec<(WorkspaceId, UserId)> {
        let mut changed = Vec::new();
        for (workspace, team) in &mut self.lock().teams {
            team.retain(|user, tabs| {
                let before = tabs.len();
                tabs.retain(|_, here| here.socket != Some(socket));
                if tabs.len() < before {
                    changed.push((*workspace, *user));
                }
                !tabs.is_empty()
            });
        }
        changed
    }

    /// An agent is not here any more, whatever its tabs say. Answers whether readers have to be told.
    pub fn end(&self, workspace: WorkspaceId, user: UserId) -> bool {
        let mut state = self.lock();
        let was_here = state.teams.get_mut(&workspace).is_some_and(|team| team.remove(&user).is_some());
        let mut was_elsewhere = false;
        if let Some(team) = state.elsewhere.get_mut(&workspace) {
            let before = team.len();
            team.retain(|(other, _), _| *other != user);
            was_elsewhere = team.len() < before;
        }
        was_here || was_elsewhere
    }

    /// What an agent's tabs say through this node, for the others.
    pub fn told(&self, workspace: WorkspaceId, user: UserId, now: Millis) -> Vec<Said> {
        let state = self.lock();
        let tabs = state.teams.get(&workspace).and_then(|team| team.get(&user));
        tabs.into_iter()
            .flat_map(BTreeMap::values)
            .filter(|here| now < here.until)
            .map(|here| here.tell(now))
            .collect()
    }

    /// Everybody who is here through this node.
    pub fn everybody(&self) -> Vec<(WorkspaceId, UserId)> {
        let state = self.lock();
        let members =
            state.teams.iter().flat_map(|(workspace, team)| team.keys().map(|user| (*workspace, *user)));
        members.collect()
    }

    /// Another node says all that an agent's tabs say there. Answers whether readers have to be told.
    pub fn hear(&self, node: Uuid, workspace: WorkspaceId, user: UserId, tabs: &[Said], now: Millis) -> bool {
        let mut state = self.lock();
        let team = state.elsewhere.entry(workspace).or_default();
        let heard: Vec<Here> = tabs.iter().take(MOST_TABS).map(|said| Here::heard(said, now)).collect();
        let before = if heard.is_empty() {
            team.remove(&(user, node))
        } else {
            team.insert((user, node), heard.clone())
        };
        if team.is_empty() {
            state.elsewhere.remove(&workspace);
        }
        let before = before.unwrap_or_default();
        let was_over = before.iter().any(|here| here.until <= now);
        let is_same = |(one, other): (&Here, &Here)| {
            (one.status, one.viewing, one.said_at) == (other.status, other.viewing, other.said_at)
        };
        was_over || before.len() != heard.len() || !before.iter().zip(&heard).all(is_same)
    }

    /// Another node has stopped. Answers the workspaces whose readers have to be told.
    pub fn silence(&self, node: Uuid) -> Vec<WorkspaceId> {
        let mut changed = Vec::new();
        self.lock().elsewhere.retain(|workspace, team| {
            let before = team.len();
            team.retain(|(_, other), _| *other != node);
            if team.len() < before {
                changed.push(*workspace);
            }
            !team.is_empty()
        });
        changed
    }

    /// Forgets what other nodes have not repeated in time.
    pub fn sweep(&self, now: Millis) {
        self.lock().elsewhere.retain(|_, team| {
            team.retain(|_, tabs| tabs.iter().any(|here| now < here.until));
            !team.is_empty()
        });
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
        let mut tabs: BTreeMap<UserId, Vec<&Here>> = BTreeMap::new();
        for (user, here) in state.teams.get(&workspace).into_iter().flatten() {
            tabs.entry(*user).or_default().extend(here.values());
        }
        for ((user, _), here) in state.elsewhere.get(&workspace).into_iter().flatten() {
            tabs.entry(*user).or_default().extend(here);
        }
        tabs.into_iter().filter_map(|(user, tabs)| Some((user, merged(tabs.into_iter(), now)?))).collect()
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
