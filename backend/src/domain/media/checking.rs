//! What a file is: by its name, and by its bytes.

use shared::support_attachments::SORTS;

/// What is kept of bytes that are neither a known sort of file nor text.
const UNKNOWN: &str = "application/octet-stream";
const TEXT: &str = "text/plain";

/// What bytes are, whatever they are called. Texts are UTF-8 without NUL.
pub fn content_type(bytes: &[u8]) -> &'static str {
    match infer::get(bytes) {
        // Of what is packed in a ZIP (office documents …) we only know that.
        _ if infer::archive::is_zip(bytes) => "application/zip",
        Some(found) if found.matcher_type() != infer::MatcherType::Text => found.mime_type(),
        _ if is_text(bytes) => TEXT,
        _ => UNKNOWN,
    }
}

fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'))
}

/// The last part of a path, whichever slashes it has.
pub fn name_of(given: Option<&str>) -> String {
    let last = given.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    // A name that turns the direction of writing could show another ending than it has.
    let clean: String = last.chars().filter(|letter| !letter.is_control() && !turns(*letter)).collect();
    match clean.trim() {
        "" => "attachment".into(),
        name => name.into(),
    }
}

/// Whether a mark turns the direction of the letters after it.
pub fn turns(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The type of a file by the ending of its name, if it is one of those allowed.
pub fn type_of(name: &str) -> Option<&'static str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let known = |sort: &&(&str, &str)| sort.0.eq_ignore_ascii_case(ending);
    SORTS.iter().find(known).filter(|_| !stem.is_empty()).map(|(_, kind)| *kind)
}

/// The name with an ending that says what the file is, and that; none for what is not of these sorts.
pub fn with_ending(
    name: &str,
    content_type: &str,
    sorts: &'static [(&'static str, &'static str)],
) -> Option<(String, &'static str)> {
    let (ending, kind) = sorts.iter().find(|(_, kind)| *kind == content_type)?;
    let own = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
    let is_said = own.is_some_and(|(_, own)| {
        sorts.iter().any(|(ending, kind)| *kind == content_type && ending.eq_ignore_ascii_case(own))
    });
    Some((if is_said { name.to_owned() } else { format!("{name}.{ending}") }, kind))
}

/// Whether bytes of this content type may be called so.
pub fn agrees(mime_type: &str, content_type: &str) -> bool {
    match mime_type {
        "text/plain" | "text/csv" | "application/json" => content_type == TEXT,
        other => other == content_type,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_what_they_are() {
        let cases: [(&[u8], &str); 12] = [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
            (b"GIF89a\x01\0\x01\0", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"PK\x03\x04\x14\0", "application/zip"),
            (b"MZ\x90\0\x03\0\0\0", "application/vnd.microsoft.portable-executable"),
            ("ein Text, größer\n".as_bytes(), TEXT),
            (b"<html><script>alert(1)</script>", TEXT),
            (b"", TEXT),
            (b"\xff\xfe\x00\x01", UNKNOWN),
            (b"a\0b", UNKNOWN),
        ];
        for (bytes, kind) in cases {
            assert_eq!(content_type(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn names_lose_their_folders_and_what_turns_them_round() {
        let cases = [
            (Some("C:\\docs\\plan.pdf"), "plan.pdf"),
            (Some("../../etc/passwd"), "passwd"),
            (Some(" a b.txt "), "a b.txt"),
            (Some("exe\u{202e}gnp.txt"), "exegnp.txt"),
            (Some("line\nbreak.csv"), "linebreak.csv"),
            (Some("folder/"), "attachment"),
            (None, "attachment"),
        ];
        for (given, name) in cases {
            assert_eq!(name_of(given), name);
        }
    }

    #[test]
    fn a_picture_gets_the_ending_that_it_is() {
        let sorts = &[("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("png", "image/png")];
        for (name, kind, expected) in [
            ("a.png", "image/png", Some("a.png")),
            ("a.JPEG", "image/jpeg", Some("a.JPEG")),
            ("a.png", "image/jpeg", Some("a.png.jpg")),
            ("page.html", "image/png", Some("page.html.png")),
            (".png", "image/png", Some(".png.png")),
            ("logo", "image/png", Some("logo.png")),
            ("a.svg", "text/plain", None),
        ] {
            let named = with_ending(name, kind, sorts).map(|(name, _)| name);
            assert_eq!(named.as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn an_ending_counts_in_any_case_and_a_name_needs_more_than_one() {
        assert_eq!(type_of("photo.JPeG"), Some("image/jpeg"));
        assert_eq!(type_of("archive.tar.zip"), Some("application/zip"));
        for name in ["photo", ".png", "photo.", "photo.svg", "page.html", "png"] {
            assert_eq!(type_of(name), None, "{name}");
        }
    }
}
