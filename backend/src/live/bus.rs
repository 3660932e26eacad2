//! What a node tells the others beside the database: that it has committed something, and what is never a row. Where there is
//! one node, nobody listens and telling costs nothing.

use crate::core::{Chance, Clock, Result, Seldom};
use serde::{Deserialize, Serialize};
use shared::{
    Millis,
    id::{ConversationId, IdentityId, UserId, Uuid, WorkspaceId},
    messages::SenderType,
    presence::Status,
};
use std::{
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Notify, mpsc, watch},
    time::timeout,
};

/// Events that wait to be told; what comes when there is no room is lost, as typing may be.
const ROOM: usize = 4096;
/// What is remembered of rows is believed for so long after the last look at what others have changed.
const BELIEVED: Millis = 5_000;
/// How long a client that comes from another node waits for this one to be as far.
const PATIENCE: Duration = Duration::from_secs(1);

static EARLY: Seldom = Seldom::new();

/// What is never a row, as one node tells it to the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum Event {
    /// Somebody of this kind writes in a conversation, or without a kind has stopped.
    Typing { conversation: ConversationId, id: IdentityId, who: Option<SenderType> },
    /// What the AI agent writes has come so far, or without a text has ended.
    Draft { conversation: ConversationId, text: Option<String> },
    /// All that an agent's tabs say through the telling node, in place of what they said before.
    Present { workspace: WorkspaceId, user: UserId, tabs: Vec<Said> },
    /// An agent was removed from a team.
    Removed { workspace: WorkspaceId, user: UserId },
    /// A page at that origin asked for a workspace's config.
    Seen { workspace: WorkspaceId, origin: String },
    /// A node listens from now on and asks what the others know; with what it knows of itself.
    Hello { public_url: String },
    /// A node stops: what it said is no longer so.
    Bye {},
}

/// What one tab of an agent says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub status: Status,
    pub viewing: Option<ConversationId>,
    pub at: Millis,
    /// For how many milliseconds it holds; as long as its socket is open unless given.
    pub lasts: Option<Millis>,
}

/// This node's voice and ears.
pub struct Bus {
    node: Uuid,
    out: OnceLock<mpsc::Sender<Event>>,
    has_committed: Notify,
    is_connected: AtomicBool,
    follows: AtomicBool,
    asked: Notify,
    begun: AtomicU64,
    done: watch::Sender<u64>,
    last: Mutex<Option<Moment>>,
}

/// The clock and the time that has passed, since a machine that slept may stop either.
#[derive(Clone, Copy)]
struct Moment {
    now: Millis,
    passed: Millis,
}

/// A look at what others have changed, between its beginning and its end.
pub struct Looking {
    number: u64,
    began: Moment,
}

impl Bus {
    pub fn new() -> Result<Self> {
        Ok(Self {
            node: Chance.id()?,
            out: OnceLock::new(),
            has_committed: Notify::new(),
            is_connected: AtomicBool::new(false),
            follows: AtomicBool::new(false),
            asked: Notify::new(),
            begun: AtomicU64::new(0),
            done: watch::Sender::new(0),
            last: Mutex::default(),
        })
    }

    /// This node's name; a new one each time that the process starts.
    pub fn node(&self) -> Uuid {
        self.node
    }

    /// Tells the other nodes, if there are any and they can be reached.
    pub fn tell(&self, event: Event) {
        if let Some(out) = self.out.get() {
            // Typing and presence are told again; a queue that grew without end would tell them late.
            let _ = out.try_send(event);
        }
    }

    /// Lets the other nodes look at what was committed here.
    pub fn hint(&self) {
        self.has_committed.notify_one();
    }

    pub(super) async fn hinted(&self) {
        self.has_committed.notified().await;
    }

    /// The events to be told from now on; once.
    pub(super) fn speak(&self) -> Option<mpsc::Receiver<Event>> {
        let (out, events) = mpsc::channel(ROOM);
        self.out.set(out).ok().map(|()| events)
    }

    /// Whether messages reach the other nodes at once; else they look by themselves each second.
    pub fn is_connected(&self) -> bool {
        self.is_connected.load(Ordering::Relaxed)
    }
    /// Answers whether that is new.
    pub(super) fn connected(&self, is_connected: bool) -> bool {
        self.is_connected.swap(is_connected, Ordering::Relaxed) != is_connected
    }

    /// How long ago the last look at what others have changed began; nothing where nobody else can change anything.
    pub fn lag(&self, clock: &Clock) -> Option<Millis> {
        if !self.follows() {
            return None;
        }
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        Some(last.map_or(Millis::MAX, |last| {
            let now = Moment::of(clock);
            (now.passed - last.passed).max((now.now - last.now).abs())
        }))
    }

    /// Whether this node knows what others have changed until a moment ago, so that what it remembers of rows may be believed.
    pub fn is_abreast(&self, clock: &Clock) -> bool {
        self.lag(clock).is_none_or(|lag| lag < BELIEVED)
    }

    /// Whether other nodes may change what is in the database.
    pub fn follows(&self) -> bool {
        self.follows.load(Ordering::Relaxed)
    }

    /// From now on nothing is believed unless looks succeed.
    pub(super) fn follow(&self) {
        self.follows.store(true, Ordering::Relaxed);
    }

    /// Asks for a look soon.
    pub(super) fn ask(&self) {
        self.asked.notify_one();
    }
    pub(super) async fn asked(&self) {
        self.asked.notified().await;
    }

    pub(super) fn begin_look(&self, clock: &Clock) -> Looking {
        let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        Looking { number, began: Moment::of(clock) }
    }
    pub(super) fn end_look(&self, looking: &Looking) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(looking.began);
        self.done.send_replace(looking.number);
    }

    /// Waits until everything that another node has acknowledged before this call is known here, or for a second.
    pub async fn catch_up(&self) {
        if !self.follows() {
            return;
        }
        // One that has begun may have seen too little.
        let next = self.begun.load(Ordering::SeqCst) + 1;
        let mut done = self.done.subscribe();
        self.ask();
        if timeout(PATIENCE, done.wait_for(|number| *number >= next)).await.is_err() && EARLY.lets_through() {
            tracing::warn!("a client is served before it is known what other nodes have changed");
        }
    }
}

impl Moment {
    fn of(clock: &Clock) -> Self {
        Self { now: clock.now(), passed: clock.passed() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_cannot_look_believes_nothing_that_it_remembers() {
        let (bus, clock) = (Bus::new().unwrap(), Clock::held(1_000_000));
        assert!(bus.is_abreast(&clock), "alone, nobody else changes anything");
        bus.follow();
        assert!(!bus.is_abreast(&clock), "it has not looked yet");
        let looking = bus.begin_look(&clock);
        clock.advance(1_000);
        bus.end_look(&looking);
        assert_eq!(bus.lag(&clock), Some(1_000), "what came after the beginning may not have been seen");
        clock.advance(BELIEVED - 1_001);
        assert!(bus.is_abreast(&clock));
        clock.advance(1);
        assert!(!bus.is_abreast(&clock));
    }

    #[test]
    fn what_nodes_tell_each_other_is_read_as_it_was_written() {
        let said = Said { status: Status::Busy, viewing: None, at: 5, lasts: Some(60_000) };
        for event in [
            Event::Typing {
                conversation: ConversationId(Uuid::nil()),
                id: IdentityId(Uuid::nil()),
                who: Some(SenderType::Visitor),
            },
            Event::Present {
                workspace: WorkspaceId(Uuid::nil()),
                user: UserId(Uuid::nil()),
                tabs: vec![said],
            },
            Event::Hello { public_url: "https://chat.example".into() },
            Event::Bye {},
        ] {
            let text = serde_json::to_string(&event).unwrap();
            assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event, "{text}");
        }
    }
}
