//! What is never a row: who types, who is here, when the next snoozed conversation is due. Each entry has a time limit, and what a
//! reader sees of one changes only when its topic is touched or its time is up.

mod alarm;
mod drafts;
mod presence;
mod sightings;
mod typing;

pub use alarm::Alarm;
pub use drafts::Drafts;
pub use presence::{Here, Presence};
pub use sightings::{MOST_SITES, News, Sightings};
pub use typing::Typing;

use tokio::sync::Notify;

/// Ephemeral state of this process.
#[derive(Default)]
pub struct Memory {
    alarm: Alarm,
    drafts: Drafts,
    asked: Notify,
    stale: Notify,
    presence: Presence,
    sightings: Sightings,
    typing: Typing,
}

impl Memory {
    pub fn alarm(&self) -> &Alarm {
        &self.alarm
    }
    /// What the AI agent is writing.
    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }
    /// A conversation waits for the AI agent.
    pub fn asked(&self) -> &Notify {
        &self.asked
    }
    /// Something was written that may be looked for by its meaning.
    pub fn stale(&self) -> &Notify {
        &self.stale
    }
    pub fn presence(&self) -> &Presence {
        &self.presence
    }
    pub fn sightings(&self) -> &Sightings {
        &self.sightings
    }
    pub fn typing(&self) -> &Typing {
        &self.typing
    }
}
