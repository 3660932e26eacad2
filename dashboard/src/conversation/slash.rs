//! Finding what was typed after a slash, and putting a snippet in its place. Browsers count a field's text in UTF-16 units.

/// A slash that begins a word, and what was typed after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slash {
    /// Where it stands, in UTF-16 units.
    pub start: usize,
    /// Where the caret is.
    pub end: usize,
    pub query: String,
}

/// The slash that the caret is behind, if one begins the word that is being typed.
pub fn find(text: &str, caret: usize) -> Option<Slash> {
    let before: Vec<u16> = text.encode_utf16().take(caret).collect();
    let before = String::from_utf16_lossy(&before);
    let word = before.rsplit(char::is_whitespace).next()?;
    let query = word.strip_prefix('/')?;
    let start = before.encode_utf16().count() - word.encode_utf16().count();
    Some(Slash { start, end: caret, query: query.to_owned() })
}

/// The text with a snippet in the slash's place, and where the caret goes.
pub fn replace(text: &str, slash: &Slash, content: &str) -> (String, usize) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let part = |from: usize, to: usize| {
        String::from_utf16_lossy(units.get(from..to.min(units.len())).unwrap_or_default())
    };
    let head = part(0, slash.start);
    let caret = slash.start + content.encode_utf16().count();
    (format!("{head}{content}{}", part(slash.end, units.len())), caret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_counts_where_a_word_begins_and_the_caret_is_in_it() {
        let query = |text: &str, caret| find(text, caret).map(|slash| (slash.start, slash.query));
        assert_eq!(query("/", 1), Some((0, String::new())));
        assert_eq!(query("Hi /ref", 7), Some((3, "ref".into())));
        assert_eq!(query("Hi /refund now", 6), Some((3, "re".into())));
        assert_eq!(query("and/or", 6), None);
        assert_eq!(query("/ref und", 8), None, "the word with the slash is over");
        assert_eq!(query("https://a.com", 13), None);
        assert_eq!(query("/ref", 0), None);
    }

    #[test]
    fn what_stands_around_stays_also_where_letters_have_two_units() {
        let text = "🙂 /re!";
        let slash = find(text, 6).unwrap();
        assert_eq!((slash.start, slash.query.as_str()), (3, "re"));
        assert_eq!(replace(text, &slash, "so 🙂"), ("🙂 so 🙂!".into(), 8));
    }
}
