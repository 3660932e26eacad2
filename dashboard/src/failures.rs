//! What went wrong, in a sentence for people: the key of a catalogue for what we know, the server's own words otherwise.

use shared::{Code, Error};

/// The catalogue's key for a refusal of sign-in or sign-up.
pub fn sign_in_key(error: &Error) -> &'static str {
    let known = [
        ("InvalidAccountId", "sign-in-wrong"),
        ("InvalidSecret", "sign-in-wrong"),
        ("TooManyFailedAttempts", "sign-in-too-many"),
        ("Invalid password", "sign-in-short-password"),
        ("already exists", "sign-in-exists"),
        ("e-mail address", "sign-in-email"),
    ];
    let found = known.into_iter().find(|(text, _)| error.message.contains(text)).map(|(_, key)| key);
    found.unwrap_or(match error.code {
        Code::RateLimited => "sign-in-too-many",
        Code::NotAuthenticated => "sign-in-wrong",
        _ => "sign-in-failed",
    })
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

    #[test]
    fn an_unknown_account_and_a_wrong_password_read_alike() {
        let key = |message: &str| sign_in_key(&Error::new(Code::NotAuthenticated, message));
        assert_eq!(key("InvalidAccountId"), key("InvalidSecret"));
        assert_eq!(key("TooManyFailedAttempts"), "sign-in-too-many");
        assert_eq!(key("Account ben@example.com already exists"), "sign-in-exists");
        assert_eq!(sign_in_key(&Error::internal()), "sign-in-failed");
    }

    #[test]
    fn developers_words_are_taken_off() {
        assert_eq!(plain("[CONVEX M(a:b)] Not authorized\n  Called by client"), "Not authorized");
        assert_eq!(plain("Not authorized"), "Not authorized");
    }
}
