//! How long a text may be, and what an e-mail address and a web address look like (functions-identity.md §1 "Text limits").

use crate::Error;

/// Names, subjects and titles, in characters.
pub const TITLE: usize = 255;
/// Message, article and comment content, in bytes: 50 KiB.
pub const CONTENT: usize = 50 * 1024;
/// Web addresses, in bytes.
pub const URL: usize = 2048;
/// E-mail addresses, in bytes.
pub const EMAIL: usize = 254;
/// A visitor's custom attributes or an event's properties as JSON, in bytes.
pub const ATTRIBUTES: usize = 16 * 1024;
/// Opaque words that a client chooses: session ids, message keys, client versions. In bytes.
pub const TOKEN: usize = 255;

/// Refuses a name, subject or title over [`TITLE`] characters; `what` names it in the error.
pub fn title(what: &str, text: &str) -> Result<(), Error> {
    at_most(what, text.chars().count(), TITLE, "characters")
}

/// Refuses content over [`CONTENT`] bytes.
pub fn content(what: &str, text: &str) -> Result<(), Error> {
    at_most(what, text.len(), CONTENT, "bytes")
}

/// Refuses an opaque word over [`TOKEN`] bytes.
pub fn token(what: &str, text: &str) -> Result<(), Error> {
    at_most(what, text.len(), TOKEN, "bytes")
}

/// Refuses a web address over [`URL`] bytes. Its scheme is checked where it is shown.
pub fn url(what: &str, text: &str) -> Result<(), Error> {
    at_most(what, text.len(), URL, "bytes")
}

/// Refuses what does not look like `local@domain` or is over [`EMAIL`] bytes.
pub fn email(what: &str, text: &str) -> Result<(), Error> {
    at_most(what, text.len(), EMAIL, "bytes")?;
    let looks_right = text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
    });
    if looks_right { Ok(()) } else { Err(Error::invalid(format!("{what} is not an e-mail address"))) }
}

/// How many rows a list answers: what was asked for, up to `most`; `usual` where nothing, or less than one, was asked for.
pub fn rows(asked: Option<i64>, usual: i64, most: i64) -> i64 {
    asked.filter(|asked| *asked > 0).unwrap_or(usual).min(most)
}

/// The name of a copy; a long one is shortened.
pub fn copied(name: &str) -> String {
    const SUFFIX: &str = " (Copy)";
    let kept: String = name.chars().take(TITLE - SUFFIX.len()).collect();
    kept + SUFFIX
}

/// Refuses more than `most` of a unit; the error names both.
pub fn at_most(what: &str, is: usize, most: usize, unit: &str) -> Result<(), Error> {
    if is <= most {
        return Ok(());
    }
    Err(Error::invalid(format!("{what} is too long: {is} {unit}, at most {most}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_counts_characters_and_content_counts_bytes() {
        assert!(title("Name", &"ä".repeat(255)).is_ok());
        assert!(title("Name", &"a".repeat(256)).is_err());
        assert!(content("Message", &"a".repeat(50 * 1024)).is_ok());
        assert!(content("Message", &"ä".repeat(25 * 1024 + 1)).is_err());
    }

    #[test]
    fn an_email_needs_both_sides_and_no_space() {
        assert!(email("E-mail", "ana@example.com").is_ok());
        for text in ["ana", "@example.com", "ana@", "a na@example.com", "ana@exa\nmple.com"] {
            assert!(email("E-mail", text).is_err(), "{text}");
        }
    }
}
