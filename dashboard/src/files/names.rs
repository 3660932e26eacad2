//! What a file's name may be and how it is shown: it comes from somebody else's computer.

use shared::support_attachments::{LARGEST, SORTS};

/// A name without what would turn it around or hide a part of it: a program must not read as a picture.
pub fn shown(name: &str) -> String {
    let turns = |letter: &char| matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{061C}' | '\u{FEFF}');
    let kept: String = name.chars().filter(|letter| !turns(letter) && !letter.is_control()).collect();
    if kept.trim().is_empty() { "…".to_owned() } else { kept }
}

/// Why a file is not even sent: the key of a phrase.
pub fn refusal(name: &str, size: i64) -> Option<&'static str> {
    let ending = name.rsplit_once('.').map(|(stem, ending)| (stem, ending.to_ascii_lowercase()));
    let is_known = ending.is_some_and(|(stem, ending)| {
        !stem.trim().is_empty() && SORTS.iter().any(|(known, _)| *known == ending)
    });
    match (is_known, size) {
        (false, _) => Some("file-wrong-type"),
        (_, 0) => Some("file-empty"),
        (_, size) if size > LARGEST => Some("file-too-large"),
        _ => None,
    }
}

/// What a refusal of the server is called: the key of a phrase.
pub fn of_rejection(message: &str) -> Option<&'static str> {
    let known = [("Unsupported file type", "file-wrong-type"), ("exceeds", "file-too-large")];
    known.into_iter().find(|(text, _)| message.contains(text)).map(|(_, word)| word)
}

/// Whether browsers draw it and nothing in it can act. The server has looked at its bytes, and says that they are nothing else.
pub fn is_picture(mime_type: &str) -> bool {
    matches!(mime_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp")
}

/// A size in the unit that suits it.
pub fn sized(bytes: i64) -> (f64, &'static str) {
    match bytes as f64 {
        bytes if bytes < 1_000.0 => (bytes, "byte"),
        bytes if bytes < 1_000_000.0 => ((bytes / 1_000.0).round(), "kilobyte"),
        bytes => ((bytes / 100_000.0).round() / 10.0, "megabyte"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_turn_itself_around() {
        assert_eq!(shown("invoice\u{202E}fdp.exe"), "invoicefdp.exe");
        assert_eq!(shown("a\u{200B}b\u{2066}c\n\u{7}.png"), "abc.png");
        assert_eq!(shown("\u{202E}\u{200F}"), "…");
        assert_eq!(shown("تقرير.pdf"), "تقرير.pdf");
        assert_eq!(shown("<b>x</b>.png"), "<b>x</b>.png");
    }

    #[test]
    fn what_the_server_would_refuse_is_not_sent() {
        assert_eq!(refusal("cat.PNG", 10), None);
        assert_eq!(refusal("archive.tar.zip", LARGEST), None);
        for name in ["run.exe", "page.html", "drawing.svg", "png", ".png", "name.", ""] {
            assert_eq!(refusal(name, 10), Some("file-wrong-type"), "{name}");
        }
        assert_eq!(refusal("cat.png", LARGEST + 1), Some("file-too-large"));
        assert_eq!(refusal("cat.png", 0), Some("file-empty"));
    }

    #[test]
    fn only_pictures_without_scripts_are_drawn() {
        assert!(is_picture("image/webp"));
        for sort in ["image/svg+xml", "application/pdf", "text/html", "image/png; x"] {
            assert!(!is_picture(sort), "{sort}");
        }
    }

    #[test]
    fn a_size_has_its_unit() {
        assert_eq!(sized(999), (999.0, "byte"));
        assert_eq!(sized(1_499), (1.0, "kilobyte"));
        assert_eq!(sized(10_485_760), (10.5, "megabyte"));
    }
}
