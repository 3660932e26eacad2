//! What went wrong, in a sentence for people: the key of a catalogue for what we know, the server's own words otherwise.

use shared::{Code, Error};

/// What to say of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sentence<'e> {
    /// A key of the catalogue.
    Ours(&'static str),
    /// What the server says itself.
    Theirs(&'e str),
}

/// What to say of a refusal of sign-in or sign-up.
pub fn of_sign_in(error: &Error) -> Sentence<'_> {
    let known = [
        ("InvalidAccountId", "sign-in-wrong"),
        ("InvalidSecret", "sign-in-wrong"),
        ("TooManyFailedAttempts", "sign-in-too-many"),
        ("Invalid password", "sign-in-short-password"),
        ("already exists", "sign-in-exists"),
        ("not an e-mail address", "sign-in-email"),
    ];
    if let Some((_, key)) = known.into_iter().find(|(text, _)| error.message.contains(text)) {
        return Sentence::Ours(key);
    }
    match error.code {
        Code::RateLimited => Sentence::Ours("sign-in-too-many"),
        Code::NotAuthenticated => Sentence::Ours("sign-in-wrong"),
        Code::Internal => Sentence::Ours("sign-in-failed"),
        _ => Sentence::Theirs(plain(&error.message)),
    }
}

/// The server's message without what only developers want: the function's name in brackets and the stack line.
pub fn plain(message: &str) -> &str {
    let rest = match message.strip_prefix("[CONVEX ") {
        Some(rest) => rest.split_once("] ").map_or(rest, |(_, rest)| rest),
        None => message,
    };
    rest.split("\n  Called by").next().unwrap_or(rest).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: Code, message: &str) -> Sentence<'static> {
        match of_sign_in(&Error::new(code, message)) {
            Sentence::Ours(key) => Sentence::Ours(key),
            Sentence::Theirs(text) => Sentence::Theirs(text.to_owned().leak()),
        }
    }

    #[test]
    fn an_unknown_account_and_a_wrong_password_read_alike() {
        let refused = |message| of(Code::NotAuthenticated, message);
        assert_eq!(refused("InvalidAccountId"), refused("InvalidSecret"));
        assert_eq!(refused("TooManyFailedAttempts"), Sentence::Ours("sign-in-too-many"));
        assert_eq!(refused("Account ben@example.com already exists"), Sentence::Ours("sign-in-exists"));
    }

    #[test]
    fn only_a_server_that_cannot_be_reached_is_said_to_be() {
        assert_eq!(of_sign_in(&Error::internal()), Sentence::Ours("sign-in-failed"));
        let long = "Name is too long: 300 characters, at most 255";
        assert_eq!(of(Code::InvalidInput, long), Sentence::Theirs(long));
        assert_eq!(
            of(Code::InvalidInput, "Email is too long: 300 bytes"),
            Sentence::Theirs("Email is too long: 300 bytes")
        );
        assert_eq!(of(Code::InvalidInput, "email is not an e-mail address"), Sentence::Ours("sign-in-email"));
    }

    #[test]
    fn developers_words_are_taken_off() {
        assert_eq!(plain("[CONVEX M(a:b)] Not authorized\n  Called by client"), "Not authorized");
        assert_eq!(plain("Not authorized"), "Not authorized");
    }
}
