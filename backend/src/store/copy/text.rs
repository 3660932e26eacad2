//! The text of `COPY`: a row is a line, values are separated by tabs, `\N` is null, and a backslash marks what would end a value.

/// Appends a value with its special characters marked.
pub(super) fn escape(value: &str, into: &mut Vec<u8>) {
    for byte in value.bytes() {
        match byte {
            b'\\' => into.extend(b"\\\\"),
            b'\n' => into.extend(b"\\n"),
            b'\r' => into.extend(b"\\r"),
            b'\t' => into.extend(b"\\t"),
            other => into.push(other),
        }
    }
}

/// A value as it was before it was escaped; nothing for null.
pub(super) fn unescape(field: &str) -> Option<String> {
    if field == "\\N" {
        return None;
    }
    let mut value = String::with_capacity(field.len());
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        let plain = match letter {
            '\\' => match letters.next()? {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\u{b}',
                other => other,
            },
            other => other,
        };
        value.push(plain);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        for text in ["", "\\N", "\\.", "a\tb\nc\rd\\e", "größe \u{1f600}", "\\\\x00"] {
            let mut escaped = Vec::new();
            escape(text, &mut escaped);
            let escaped = String::from_utf8(escaped).unwrap();
            assert!(!escaped.contains(['\t', '\n', '\r']), "{escaped}");
            assert_eq!(unescape(&escaped).as_deref(), Some(text));
        }
        assert_eq!(unescape("\\N"), None);
        assert_eq!(unescape("\\b\\f\\v").as_deref(), Some("\u{8}\u{c}\u{b}"));
    }
}
