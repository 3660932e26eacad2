//! A content in pieces that are small enough for a model to grasp.

use sha2::{Digest, Sha256};

/// Characters of a piece.
const SIZE: usize = 2000;
/// Characters that two pieces have in common, so that no sentence is in none.
const OVERLAP: usize = 200;
/// The most pieces of one content.
const MOST: usize = 40;

/// A part of a content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Of title and text, in hex.
    pub hash: String,
}

impl Piece {
    /// What is embedded.
    pub fn with_title(&self, title: &str) -> String {
        format!("{title}\n\n{}", self.text)
    }
}

/// The pieces of a plain text, at least one; each ends where a paragraph, line or sentence does, if that is near.
pub fn pieces(title: &str, text: &str) -> Vec<Piece> {
    let mut rest = text.trim();
    let mut pieces = Vec::new();
    loop {
        let (piece, after) = cut(rest);
        let hash = hex::encode(Sha256::digest(format!("{title}\n\n{piece}")));
        pieces.push(Piece { text: piece.to_owned(), hash });
        match after {
            Some(after) if pieces.len() < MOST => rest = after,
            _ => return pieces,
        }
    }
}

/// The first piece, and where the next one begins.
fn cut(text: &str) -> (&str, Option<&str>) {
    let Some(end) = at_char(text, SIZE) else { return (text, None) };
    let least = at_char(text, SIZE * 6 / 10).unwrap_or(0);
    let window = &text[least..end];
    let breaks = ["\n\n", "\n", ". ", "! ", "? ", "。"];
    let end =
        breaks.iter().find_map(|mark| window.rfind(mark).map(|at| least + at + mark.len())).unwrap_or(end);
    let begin = text[..end].char_indices().rev().nth(OVERLAP - 1).map_or(end, |(at, _)| at);
    (text[..end].trim_end(), Some(&text[begin..]))
}

/// Where the n-th character begins, if there is one.
fn at_char(text: &str, n: usize) -> Option<usize> {
    text.char_indices().nth(n).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_sentences_and_nothing_of_it_is_lost() {
        let sentence = |n: usize| format!("Sentence number {n} of the ärticle. ");
        let text: String = (0..400).map(sentence).collect();
        let all = pieces("Title", &text);
        assert!((7..=10).contains(&all.len()), "{}", all.len());
        assert!(all.iter().all(|piece| piece.text.chars().count() <= SIZE && piece.text.ends_with('.')));
        for n in 0..400 {
            assert!(all.iter().any(|piece| piece.text.contains(sentence(n).trim())), "{n}");
        }
        assert_eq!(pieces("Title", &text), all);
        assert_ne!(pieces("Another", &text)[0].hash, all[0].hash);
    }

    #[test]
    fn an_empty_text_is_one_piece_and_an_endless_one_few() {
        assert_eq!(pieces("T", " ").len(), 1);
        assert_eq!(pieces("T", &"ä".repeat(1_000_000)).len(), MOST);
    }
}
