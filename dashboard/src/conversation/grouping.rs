//! How a conversation's messages are laid out: a line for each new day, and bubbles of one sender close together.

use shared::{
    Millis,
    id::IdentityId,
    messages::{Kind, Listed, SenderType},
};

const DAY: Millis = 86_400_000;
/// A pause that begins a new group, in milliseconds.
const PAUSE: Millis = 5 * 60_000;

/// What a bubble needs to know about its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The first of its day.
    pub begins_day: bool,
    /// The first of its group: shows the sender.
    pub begins: bool,
    /// The last of its group: shows the time.
    pub ends: bool,
}

/// The facts of a message that grouping looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub sender: Option<IdentityId>,
    pub sender_type: SenderType,
    pub kind: Kind,
    pub at: Millis,
}

impl From<&Listed> for Sent {
    fn from(listed: &Listed) -> Self {
        let message = &listed.message;
        Self {
            sender: message.sender_id,
            sender_type: message.sender_type,
            kind: message.kind,
            at: message.created_at,
        }
    }
}

/// The place of each message; `offset` is what local time is ahead of UTC, in milliseconds.
pub fn places(sent: &[Sent], offset: Millis) -> Vec<Place> {
    let day = |one: &Sent| (one.at + offset).div_euclid(DAY);
    let begins_day = |i: usize| i == 0 || day(&sent[i]) != day(&sent[i - 1]);
    let begins = |i: usize| begins_day(i) || !belong_together(&sent[i - 1], &sent[i]);
    (0..sent.len())
        .map(|i| Place {
            begins_day: begins_day(i),
            begins: begins(i),
            ends: i + 1 == sent.len() || begins(i + 1),
        })
        .collect()
}

fn belong_together(before: &Sent, after: &Sent) -> bool {
    (before.sender, before.sender_type, before.kind) == (after.sender, after.sender_type, after.kind)
        && after.kind != Kind::System
        && after.at - before.at < PAUSE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(sender_type: SenderType, at: Millis) -> Sent {
        Sent { sender: None, sender_type, kind: Kind::Text, at }
    }

    #[test]
    fn bubbles_of_one_sender_are_one_group_until_a_pause() {
        use SenderType::{Agent, Visitor};
        let all = [sent(Visitor, 0), sent(Visitor, 1_000), sent(Agent, 2_000), sent(Agent, 2_000 + PAUSE)];
        let places = places(&all, 0);
        assert_eq!(places.iter().map(|p| p.begins).collect::<Vec<_>>(), [true, false, true, true]);
        assert_eq!(places.iter().map(|p| p.ends).collect::<Vec<_>>(), [false, true, true, true]);
        assert!(places[0].begins_day && !places[1].begins_day);
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let late = 23 * 3_600_000;
        let all = [sent(SenderType::Visitor, late), sent(SenderType::Visitor, late + 60_000)];
        assert!(!places(&all, 0)[1].begins_day);
        assert!(places(&all, 3_600_000 - 60_000)[1].begins_day);
    }

    #[test]
    fn lines_of_the_system_stand_alone() {
        let line = Sent { kind: Kind::System, ..sent(SenderType::Bot, 0) };
        assert!(places(&[line, line], 0).iter().all(|place| place.begins && place.ends));
    }
}
