//! What the editor's buttons and keys do to a text. Positions are UTF-16 code units, as browsers count them.

use std::ops::Range;

/// What a button puts on a selection, or takes off it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Bold,
    Italic,
    Code,
    Link,
    Heading,
    Quote,
    Bullets,
    Numbers,
}

/// A replacement in the text, and what is selected after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub replaced: Range<usize>,
    pub text: String,
    pub selected: Range<usize>,
}

/// The edit that a mark makes of a selection.
pub fn apply(text: &str, selection: Range<usize>, mark: Mark) -> Edit {
    let range = byte_at(text, selection.start)..byte_at(text, selection.end.max(selection.start));
    match mark {
        Mark::Bold => around(text, range, "**"),
        Mark::Italic => around(text, range, "*"),
        Mark::Code => around(text, range, "`"),
        Mark::Link => link(text, range),
        Mark::Heading => lines(text, range, Prefix::Heading),
        Mark::Quote => lines(text, range, Prefix::Quote),
        Mark::Bullets => lines(text, range, Prefix::Bullet),
        Mark::Numbers => lines(text, range, Prefix::Number),
    }
}

/// What Enter does at the end of a line of a list or a quote: the next one begins, or an empty one ends it all.
pub fn continued(text: &str, caret: usize) -> Option<Edit> {
    let at = byte_at(text, caret);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..at];
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (prefix, length) = prefix_of(&line[indent..])?;
    if prefix == Prefix::Heading {
        return None;
    }
    let rest = &line[indent + length..];
    if rest.trim().is_empty() {
        return Some(Edit {
            replaced: units(text, start)..caret,
            text: String::new(),
            selected: caret_at(units(text, start)),
        });
    }
    let next = match prefix {
        Prefix::Number => {
            let number: u32 =
                line[indent..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()?;
            format!("\n{}{}. ", &line[..indent], number.saturating_add(1))
        }
        _ => format!("\n{}{}", &line[..indent], &line[indent..indent + length]),
    };
    let after = caret + next.encode_utf16().count();
    Some(Edit { replaced: caret_at(caret), text: next, selected: caret_at(after) })
}

/// A picture as a paragraph of its own after the line of the caret; what is said of it is selected.
pub fn picture(text: &str, caret: usize, alt: &str, reference: &str) -> Edit {
    let at = byte_at(text, caret);
    let end = text[at..].find('\n').map_or(text.len(), |line| at + line);
    let apart = |breaks: usize| &"\n\n"[breaks.min(2)..];
    let before = match &text[..end] {
        "" => "",
        before => apart(before.len() - before.trim_end_matches('\n').len()),
    };
    let after = match &text[end..] {
        "" => "",
        after => apart(after.len() - after.trim_start_matches('\n').len()),
    };
    let start = before.len() + "![".len();
    let new = format!("{before}![{alt}]({reference}){after}");
    edit(text, end..end, new, start..start + alt.len())
}

fn caret_at(place: usize) -> Range<usize> {
    place..place
}

fn byte_at(text: &str, place: usize) -> usize {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen >= place {
            return at;
        }
        seen += c.len_utf16();
    }
    text.len()
}

fn units(text: &str, byte: usize) -> usize {
    text[..byte].encode_utf16().count()
}

/// An edit of bytes, selecting `selected` of the new text.
fn edit(text: &str, replaced: Range<usize>, new: String, selected: Range<usize>) -> Edit {
    let start = units(text, replaced.start);
    let place = |byte: usize| start + new[..byte].encode_utf16().count();
    Edit {
        replaced: start..units(text, replaced.end),
        selected: place(selected.start)..place(selected.end),
        text: new,
    }
}

/// Whether a text ends with this very mark, and not with a longer run of its sign.
fn ends(text: &str, mark: &str) -> bool {
    let sign = mark.chars().next().unwrap_or_default();
    let run = text.chars().rev().take_while(|c| *c == sign).count();
    run == mark.len() || run == 3 && sign == '*'
}

fn begins(text: &str, mark: &str) -> bool {
    let sign = mark.chars().next().unwrap_or_default();
    let run = text.chars().take_while(|c| *c == sign).count();
    run == mark.len() || run == 3 && sign == '*'
}

fn around(text: &str, range: Range<usize>, mark: &str) -> Edit {
    let (before, inner, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    if ends(before, mark) && begins(after, mark) {
        let outer = range.start - mark.len()..range.end + mark.len();
        return edit(text, outer, inner.to_owned(), 0..inner.len());
    }
    if inner.len() >= 2 * mark.len() && begins(inner, mark) && ends(inner, mark) {
        let bare = inner[mark.len()..inner.len() - mark.len()].to_owned();
        let length = bare.len();
        return edit(text, range, bare, 0..length);
    }
    // Marks beside a space mean nothing in Markdown.
    let trimmed = inner.trim();
    let lead = inner.len() - inner.trim_start().len();
    let new = format!("{}{mark}{trimmed}{mark}{}", &inner[..lead], &inner[lead + trimmed.len()..]);
    let begin = lead + mark.len();
    edit(text, range, new, begin..begin + trimmed.len())
}

fn link(text: &str, range: Range<usize>) -> Edit {
    let inner = text[range.clone()].trim();
    if inner.starts_with("https://") || inner.starts_with("http://") {
        return edit(text, range, format!("[]({inner})"), 1..1);
    }
    let new = format!("[{inner}](https://)");
    let address = inner.len() + 3..new.len() - 1;
    let selected = if inner.is_empty() { 1..1 } else { address };
    edit(text, range, new, selected)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prefix {
    Heading,
    Quote,
    Bullet,
    Number,
}

/// The mark that a line begins with, and its length.
fn prefix_of(line: &str) -> Option<(Prefix, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(". ") {
        return Some((Prefix::Number, digits + 2));
    }
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    if hashes > 0 && line[hashes..].starts_with(' ') {
        return Some((Prefix::Heading, hashes + 1));
    }
    let known = [("- ", Prefix::Bullet), ("* ", Prefix::Bullet), ("> ", Prefix::Quote)];
    known.into_iter().find(|(sign, _)| line.starts_with(sign)).map(|(sign, prefix)| (prefix, sign.len()))
}

/// Puts a prefix on every line of the selection, in place of another; on lines that all have it, takes it off.
fn lines(text: &str, range: Range<usize>, wanted: Prefix) -> Edit {
    let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    let block = &text[start..end];
    let is_single = !block.contains('\n');
    let counts = |line: &str| is_single || !line.trim().is_empty();
    let has = |line: &str| matches!(prefix_of(line), Some((prefix, _)) if prefix == wanted);
    let takes_off = block.split('\n').filter(|line| counts(line)).all(has);
    let mut number = 0;
    let new: Vec<String> = block
        .split('\n')
        .map(|line| {
            if !counts(line) {
                return line.to_owned();
            }
            let bare = prefix_of(line).map_or(line, |(_, length)| &line[length..]);
            number += 1;
            match (wanted, takes_off) {
                // A heading becomes smaller before it is none.
                (Prefix::Heading, true) if line.starts_with("## ") => format!("### {bare}"),
                (_, true) => bare.to_owned(),
                (Prefix::Heading, false) => format!("## {bare}"),
                (Prefix::Quote, false) => format!("> {bare}"),
                (Prefix::Bullet, false) => format!("- {bare}"),
                (Prefix::Number, false) => format!("{number}. {bare}"),
            }
        })
        .collect();
    let new = new.join("\n");
    let length = new.len();
    let selected = if is_single { length..length } else { 0..length };
    edit(text, start..end, new, selected)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies a mark to a text whose selection is between `[` and `]`, and shows the outcome in the same way.
    fn after(marked: &str, mark: Mark) -> String {
        let (before, rest) = marked.split_once('⟦').unwrap();
        let (inner, end) = rest.split_once('⟧').unwrap();
        let text = format!("{before}{inner}{end}");
        let start = before.encode_utf16().count();
        let edit = apply(&text, start..start + inner.encode_utf16().count(), mark);
        shown(&text, &edit)
    }

    fn shown(text: &str, edit: &Edit) -> String {
        let mut units: Vec<u16> = text.encode_utf16().collect();
        units.splice(edit.replaced.clone(), edit.text.encode_utf16());
        let part = |range: Range<usize>| String::from_utf16(&units[range]).unwrap();
        format!(
            "{}⟦{}⟧{}",
            part(0..edit.selected.start),
            part(edit.selected.clone()),
            part(edit.selected.end..units.len())
        )
    }

    #[test]
    fn a_mark_is_put_around_a_selection_and_taken_off_again() {
        for (before, mark, expected) in [
            ("🚲 ⟦word⟧ end", Mark::Bold, "🚲 **⟦word⟧** end"),
            ("🚲 **⟦word⟧** end", Mark::Bold, "🚲 ⟦word⟧ end"),
            ("⟦**word**⟧", Mark::Bold, "⟦word⟧"),
            ("**⟦word⟧**", Mark::Italic, "***⟦word⟧***"),
            ("***⟦word⟧***", Mark::Italic, "**⟦word⟧**"),
            ("***⟦word⟧***", Mark::Bold, "*⟦word⟧*"),
            ("a⟦ word ⟧b", Mark::Code, "a `⟦word⟧` b"),
            ("⟦⟧", Mark::Bold, "**⟦⟧**"),
        ] {
            assert_eq!(after(before, mark), expected, "{before} {mark:?}");
        }
    }

    #[test]
    fn a_link_asks_for_what_is_missing() {
        assert_eq!(after("see ⟦this⟧", Mark::Link), "see [this](⟦https://⟧)");
        assert_eq!(after("⟦https://a.test⟧", Mark::Link), "[⟦⟧](https://a.test)");
        assert_eq!(after("⟦⟧", Mark::Link), "[⟦⟧](https://)");
    }

    #[test]
    fn lines_get_a_prefix_in_place_of_another() {
        for (before, mark, expected) in [
            ("one\ntw⟦⟧o", Mark::Heading, "one\n## two⟦⟧"),
            ("## tw⟦⟧o", Mark::Heading, "### two⟦⟧"),
            ("### tw⟦⟧o", Mark::Heading, "two⟦⟧"),
            ("a\n⟦b\n\nc⟧\nd", Mark::Numbers, "a\n⟦1. b\n\n2. c⟧\nd"),
            ("⟦1. b\n2. c⟧", Mark::Bullets, "⟦- b\n- c⟧"),
            ("⟦- b\n- c⟧", Mark::Bullets, "⟦b\nc⟧"),
            ("⟦⟧", Mark::Quote, "> ⟦⟧"),
        ] {
            assert_eq!(after(before, mark), expected, "{before} {mark:?}");
        }
    }

    #[test]
    fn a_picture_stands_in_a_paragraph_of_its_own_and_its_words_are_selected() {
        for (text, caret, expected) in [
            ("", 0, "![⟦🚲⟧](r)"),
            ("one", 1, "one\n\n![⟦🚲⟧](r)"),
            ("one\n", 4, "one\n\n![⟦🚲⟧](r)"),
            ("🚲 one\ntwo", 2, "🚲 one\n\n![⟦🚲⟧](r)\n\ntwo"),
            ("one\n\ntwo", 4, "one\n\n![⟦🚲⟧](r)\n\ntwo"),
            ("one\n\n\n\ntwo", 5, "one\n\n![⟦🚲⟧](r)\n\ntwo"),
        ] {
            assert_eq!(shown(text, &picture(text, caret, "🚲", "r")), expected, "{text:?}");
        }
    }

    #[test]
    fn a_list_goes_on_with_enter_and_ends_with_an_empty_line() {
        let at_end = |text: &str| continued(text, text.encode_utf16().count()).map(|edit| shown(text, &edit));
        assert_eq!(at_end("- 🚲").as_deref(), Some("- 🚲\n- ⟦⟧"));
        assert_eq!(at_end("x\n  9. nine").as_deref(), Some("x\n  9. nine\n  10. ⟦⟧"));
        assert_eq!(at_end("- a\n- ").as_deref(), Some("- a\n⟦⟧"));
        assert_eq!(at_end("> said").as_deref(), Some("> said\n> ⟦⟧"));
        assert_eq!((at_end("## title"), at_end("text"), at_end("")), (None, None, None));
    }
}
