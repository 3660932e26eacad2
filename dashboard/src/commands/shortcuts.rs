//! The keyboard: which key means which command. One press at a time goes in, so that the rules are plain values to test.

use shared::Millis;

/// How long `g` waits for its second key, in milliseconds.
const GO_WAITS: Millis = 1_200;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Next,
    Previous,
    Open,
    Reply,
    Close,
    Assign,
    Snooze,
    Tag,
    Note,
    /// A ticket of the conversation, or on the screen of tickets a new one.
    Ticket,
    Search,
    GoInbox,
    GoHelpCenter,
    GoTickets,
    GoSnippets,
    GoTeam,
    GoSettings,
    /// Has no key.
    Invite,
    Help,
    Palette,
}

/// One press of a key.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// As `KeyboardEvent.key` says it.
    pub key: &'a str,
    /// Control, or Command on a Mac.
    pub with_control: bool,
    pub with_alt: bool,
    /// The focus is in a field, or a dialog is open: single letters are text there.
    pub is_typing: bool,
}

/// Remembers a `g` between two presses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keys {
    go_since: Option<Millis>,
}

impl Keys {
    /// The command of this press, if it has one. `now` is any clock in milliseconds.
    pub fn press(&mut self, press: Press, now: Millis) -> Option<Command> {
        let went = self.go_since.take().is_some_and(|since| now - since <= GO_WAITS);
        if press.with_control {
            return (press.key.eq_ignore_ascii_case("k") && !press.with_alt).then_some(Command::Palette);
        }
        if press.is_typing || press.with_alt {
            return None;
        }
        if went {
            return second(press.key);
        }
        if press.key == "g" {
            self.go_since = Some(now);
            return None;
        }
        single(press.key)
    }
}

fn second(key: &str) -> Option<Command> {
    match key {
        "i" => Some(Command::GoInbox),
        "a" => Some(Command::GoHelpCenter),
        "k" => Some(Command::GoTickets),
        "n" => Some(Command::GoSnippets),
        "t" => Some(Command::GoTeam),
        "s" => Some(Command::GoSettings),
        _ => None,
    }
}

fn single(key: &str) -> Option<Command> {
    match key {
        "j" => Some(Command::Next),
        "k" => Some(Command::Previous),
        "o" | "Enter" => Some(Command::Open),
        "r" => Some(Command::Reply),
        "e" => Some(Command::Close),
        "a" => Some(Command::Assign),
        "s" => Some(Command::Snooze),
        "t" => Some(Command::Tag),
        "n" => Some(Command::Note),
        "c" => Some(Command::Ticket),
        "/" => Some(Command::Search),
        "?" => Some(Command::Help),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str) -> Press<'_> {
        Press { key, with_control: false, with_alt: false, is_typing: false }
    }

    #[test]
    fn a_letter_is_a_command_only_outside_of_fields() {
        let mut keys = Keys::default();
        assert_eq!(keys.press(key("e"), 0), Some(Command::Close));
        assert_eq!(keys.press(Press { is_typing: true, ..key("e") }, 0), None);
        assert_eq!(keys.press(Press { with_alt: true, ..key("e") }, 0), None);
    }

    #[test]
    fn g_waits_a_moment_for_where_to_go() {
        let mut keys = Keys::default();
        assert_eq!(keys.press(key("g"), 0), None);
        assert_eq!(keys.press(key("s"), 500), Some(Command::GoSettings));
        assert_eq!(keys.press(key("s"), 600), Some(Command::Snooze));
        keys.press(key("g"), 1_000);
        assert_eq!(keys.press(key("i"), 9_000), None, "too late, and i alone is nothing");
    }

    #[test]
    fn the_palette_opens_from_everywhere_and_other_browser_keys_stay_the_browsers() {
        let mut keys = Keys::default();
        let control = |name| Press { with_control: true, is_typing: true, ..key(name) };
        assert_eq!(keys.press(control("k"), 0), Some(Command::Palette));
        assert_eq!(keys.press(control("K"), 0), Some(Command::Palette));
        assert_eq!(keys.press(control("r"), 0), None);
    }
}
