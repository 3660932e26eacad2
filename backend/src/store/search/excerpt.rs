//! The part of a text that shows why it was found.

use super::{Wanted, words};
use shared::excerpt::Piece;
use std::ops::Range;

/// Characters before the first hit.
const BEFORE: usize = 40;
/// Characters of an excerpt.
const LENGTH: usize = 160;

/// The text around the first hit with every hit in it marked; its beginning if there is none. One line.
pub fn excerpt(text: &str, wanted: &Wanted) -> Vec<Piece> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let hits = hits(&text, wanted);
    let shown = part(&text, hits.first().map_or(0, |hit| hit.start));
    let mut pieces = Vec::new();
    add(&mut pieces, if shown.start > 0 { "…" } else { "" }, false);
    mark(&mut pieces, &text, shown.clone(), &hits);
    add(&mut pieces, if shown.end < text.len() { "…" } else { "" }, false);
    pieces
}

/// The whole text with every hit marked.
pub fn marked(text: &str, wanted: &Wanted) -> Vec<Piece> {
    let mut pieces = Vec::new();
    mark(&mut pieces, text, 0..text.len(), &hits(text, wanted));
    pieces
}

/// The whole text where nothing was searched for.
pub fn unmarked(text: &str) -> Vec<Piece> {
    vec![Piece { text: text.to_owned(), is_match: false }]
}

fn hits(text: &str, wanted: &Wanted) -> Vec<Range<usize>> {
    words::of(text).into_iter().filter(|word| wanted.is_met_by(&word.folded)).map(|word| word.at).collect()
}

/// Adds a part of the text with the hits in it.
fn mark(pieces: &mut Vec<Piece>, text: &str, shown: Range<usize>, hits: &[Range<usize>]) {
    let mut done = shown.start;
    for hit in hits.iter().filter(|hit| shown.start <= hit.start && hit.end <= shown.end) {
        // Pairs of letters overlap.
        let start = hit.start.max(done);
        if start < hit.end {
            add(pieces, &text[done..start], false);
            add(pieces, &text[start..hit.end], true);
            done = hit.end;
        }
    }
    add(pieces, &text[done..shown.end], false);
}

/// What is shown of a text whose first hit is at `hit`: from a word's beginning on.
fn part(text: &str, hit: usize) -> Range<usize> {
    let earliest = text[..hit].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let start = match earliest {
        0 => 0,
        earliest => text[earliest..hit].find(' ').map_or(earliest, |space| earliest + space + 1),
    };
    let end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    start..end
}

fn add(pieces: &mut Vec<Piece>, text: &str, is_match: bool) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.is_match == is_match => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), is_match }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The excerpt with its hits in brackets.
    fn shown(text: &str, query: &str) -> String {
        let pieces = excerpt(text, &Wanted::parse(query).unwrap());
        pieces
            .iter()
            .map(|piece| if piece.is_match { format!("[{}]", piece.text) } else { piece.text.clone() })
            .collect()
    }

    #[test]
    fn hits_are_marked_as_they_were_written() {
        assert_eq!(shown("Das Süße, das  süß ist", "süß"), "Das [Süße], das [süß] ist");
        assert_eq!(shown("注文番号は42です", "番号"), "注文[番号]は42です");
        assert_eq!(shown("nothing of it", "else"), "nothing of it");
        assert_eq!(shown("<b>bold</b>", "bold"), "<b>[bold]</b>");
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_hit_at_a_words_beginning() {
        let text = format!("{}here it is {}", "before ".repeat(30), "after ".repeat(100));
        let cut = shown(&text, "here");
        assert!(
            cut.starts_with("…before ") && cut.contains("before [here] it is after") && cut.ends_with('…'),
            "{cut}"
        );
        assert!(cut.chars().count() <= LENGTH + 4, "{cut}");
        let wide = shown(&"ü".repeat(3000), "x");
        assert_eq!(wide.chars().count(), LENGTH + 1);
    }
}
