//! What a mail says: its words without markup, without what it quotes, and the subject that replies share. All of it is hostile.

use super::markup;
use shared::limits;

/// The words of a mail, as markdown source: the plain part, else what markup says without being markup.
pub fn words(text: Option<&str>, html: Option<&str>) -> String {
    let plain = text.filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let words = plain.or_else(|| html.map(markup::words)).unwrap_or_default();
    let words = words.replace("\r\n", "\n").replace('\0', "");
    fitting(words.trim(), limits::CONTENT).to_owned()
}

/// As much of the text as fits into so many bytes.
fn fitting(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// The text without what it answers to; all of it where nothing would be left.
pub fn trimmed(text: &str) -> &str {
    let mut end = text.len();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().map_or("", |next| next.trim());
        if begins_quote(line.trim(), next) {
            end = at;
            break;
        }
        at += line.len();
    }
    let kept = without_quoted_end(&text[..end]).trim_end();
    if kept.trim().is_empty() { text } else { kept }
}

/// Whether from this line on a mail program has written, and not its user.
fn begins_quote(line: &str, next: &str) -> bool {
    let is_attribution = |line: &str| {
        ["wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "كتب:"]
            .iter()
            .any(|end| line.ends_with(end))
            || line.ends_with(':') && line.contains(" schrieb ")
    };
    let dashes = |line: &str| line.starts_with("-----") && line.ends_with("-----") && line.contains(' ');
    // Some programs break the line that names whom they quote.
    (is_attribution(line) && (line.contains(char::is_numeric) || next.starts_with('>')))
        || (line.starts_with("On ") && is_attribution(next))
        || (dashes(line) && !line.to_lowercase().contains("forwarded"))
        || (line.len() >= 20 && line.bytes().all(|byte| byte == b'_'))
}

fn without_quoted_end(text: &str) -> &str {
    let mut kept = text.trim_end();
    while let Some(last) = kept.lines().next_back()
        && last.trim_start().starts_with('>')
    {
        kept = kept[..kept.len() - last.len()].trim_end();
    }
    kept
}

/// What replies have in common: one `re:`, `fwd:` or `fw:` less, single spaces, lower case.
pub fn normalized_subject(subject: &str) -> String {
    let lower = subject.trim().to_lowercase();
    let rest = ["re:", "fwd:", "fw:"].iter().find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower);
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The subject without `fw:` or `fwd:`, if it begins so.
pub fn without_forward(subject: &str) -> Option<&str> {
    let subject = subject.trim_start();
    let begins =
        |prefix: &str| subject.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    ["fwd:", "fw:"]
        .into_iter()
        .find(|prefix| begins(prefix))
        .map(|prefix| subject[prefix.len()..].trim_start())
}

/// Whether a colleague has forwarded this mail.
pub fn is_forwarded(subject: &str, text: &str) -> bool {
    let marks = |line: &str| {
        let rest = line.strip_prefix("------").filter(|rest| !rest.starts_with('-'));
        rest.is_some_and(|rest| rest.trim_start().to_lowercase().starts_with("forwarded"))
    };
    without_forward(subject).is_some() || text.lines().any(marks)
}

/// Whom a forwarded mail came from, as its text says.
pub fn original_sender(text: &str) -> Option<&str> {
    let sender = |line: &'_ str| {
        let line = line.trim_start_matches(['>', ' ', '*']);
        line.get(..5).filter(|start| start.eq_ignore_ascii_case("from:")).is_some()
    };
    let line = text.lines().find(|line| sender(line))?;
    let (_, rest) = line.split_once(':')?;
    let rest = rest.trim_matches([' ', '*', '\t']);
    rest.contains('@').then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rich_text;
    use std::time::{Duration, Instant};

    #[test]
    fn markup_becomes_words_and_nothing_of_it_stays_markup() {
        let html = "<html><head><title>t</title><style>p{color:red}</style></head><body onload=alert(1)>\
                    <p>Hello <b>there</b>,</p><p>see <a href=\"https://shop.test/a?b=1\">my order</a>.\
                    <a href='javascript:alert(1)'>click</a></p><script>alert(1)</script>\
                    <ul><li>one<li>two</ul><blockquote>old</blockquote><hr><img src=x onerror=alert(1)>\
                    <!-- c --><svg><script>alert(2)</script></svg>&lt;script&gt;alert(3)&lt;/script&gt;</body></html>";
        let words = markup::words(html);
        assert!(
            words.contains("Hello there,\n\nsee")
                && words.contains("- one\n- two")
                && words.contains("> old"),
            "{words}"
        );
        for gone in ["alert(1)", "alert(2)", "color:red", "onerror", "<p", "javascript"] {
            assert!(!words.contains(gone), "{gone} in {words}");
        }
        let tree = serde_json::to_string(&rich_text::parse(&words)).unwrap();
        assert!(tree.contains(r#""link":["https://shop.test/a?b=1""#), "{tree}");
        assert!(!tree.contains(r#""link":["javascript"#), "{tree}");
        assert!(tree.contains("<script>alert(3)</script>"), "what was text is text: {tree}");
    }

    #[test]
    fn markup_that_is_an_attack_takes_no_longer_than_a_mail() {
        let attacks = [
            "<div>".repeat(100_000),
            "<table><tr><td>".repeat(30_000),
            "<b><i>".repeat(80_000),
            "<ul><li>".repeat(50_000),
            format!("<p>{}</p>", "a ".repeat(250_000)),
            "<a href=x>".repeat(50_000),
            "<table>".to_owned() + &"<tr>".repeat(1000) + &"<td colspan=1000000>x".repeat(1000),
            "<blockquote>".repeat(40_000) + "x",
        ];
        for attack in attacks {
            let began = Instant::now();
            let words = words(None, Some(&attack));
            let took = began.elapsed();
            assert!(words.len() <= limits::CONTENT);
            assert!(took < Duration::from_secs(5), "{took:?} for {}…", &attack[..40]);
        }
    }

    #[test]
    fn what_a_mail_answers_to_is_left_out() {
        let cases = [
            (
                "Thanks!\n\nOn Mon, 1 Jan 2026 at 10:00, Ben <ben@acme.test> wrote:\n> Hello\n> you\n",
                "Thanks!",
            ),
            ("Thanks!\n\nOn Mon, 1 Jan 2026 at 10:00, Ben\n<ben@acme.test> wrote:\n> Hello", "Thanks!"),
            ("Danke\n\nAm 1. Januar 2026 schrieb Ben <ben@acme.test>:\n> Hallo", "Danke"),
            ("Yes\n\n-----Original Message-----\nFrom: Ben\n\nHello", "Yes"),
            ("Yes\n________________________________\nFrom: Ben\nHello", "Yes"),
            ("> question?\nanswer\n> another?\nmore", "> question?\nanswer\n> another?\nmore"),
            ("answer\n\n> question?\n>\n> more", "answer"),
            ("> only a quote", "> only a quote"),
            ("He wrote:\nnothing", "He wrote:\nnothing"),
            (
                "See below\n------ Forwarded ------\nFrom: a@b.c",
                "See below\n------ Forwarded ------\nFrom: a@b.c",
            ),
            ("", ""),
        ];
        for (text, kept) in cases {
            assert_eq!(trimmed(text), kept, "{text:?}");
        }
    }

    #[test]
    fn subjects_of_replies_are_the_same_and_forwarded_mail_is_known() {
        for subject in ["My  order", "RE: my order", "fwd:My order ", "Fw: my order"] {
            assert_eq!(normalized_subject(subject), "my order", "{subject}");
        }
        assert_eq!(normalized_subject("Re: Fwd: X"), "fwd: x");
        assert!(is_forwarded("FWD: hello", "") && is_forwarded("hello", "see\n------   Forwarded message"));
        assert!(!is_forwarded("hello", "------- Forwarded") && !is_forwarded("forwarded", "text"));
        let text = "fyi\n---------- Forwarded message ---------\nFrom: Dora <dora@example.com>\nTo: x";
        assert_eq!(original_sender(text), Some("Dora <dora@example.com>"));
        assert_eq!(original_sender("*From:* Dora <dora@example.com>"), Some("Dora <dora@example.com>"));
        assert_eq!(original_sender("From: nobody"), None);
    }
}
