//! Cutting a text into folded words: lower case, without accents, and scripts that put no space between words cut into pairs of
//! letters, as is usual for them.

use std::{iter, ops::Range};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters of a word that are kept; what differs behind them is not told apart.
const LONGEST: usize = 40;

/// A word and where it stands in the text, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    pub folded: String,
    pub at: Range<usize>,
    /// Whether it is one letter of a script without spaces, which stands for everything that begins with it.
    pub is_part: bool,
}

/// The words that a text is found by.
pub fn of(text: &str) -> Vec<Word> {
    cut(text, |letters| {
        // The last letter stands alone too, or a query of that letter would not find it.
        (0..letters).map(|first| first..(first + 2).min(letters)).collect()
    })
}

/// The words that a query asks for.
pub fn asked(query: &str) -> Vec<Word> {
    cut(query, |letters| match letters {
        1 => iter::once(0..1).collect(),
        letters => (0..letters - 1).map(|first| first..first + 2).collect(),
    })
}

/// Cuts a text; `pieces` says which letters of a run without spaces belong together.
fn cut(text: &str, pieces: impl Fn(usize) -> Vec<Range<usize>>) -> Vec<Word> {
    let mut found = Vec::new();
    for run in runs(text) {
        let at = |range: &Range<usize>| run.start + range.start..run.start + range.end;
        let letters = &text[run.clone()];
        if !letters.starts_with(is_unspaced) {
            push(&mut found, letters, run, false);
            continue;
        }
        let ends: Vec<usize> = letters.char_indices().map(|(at, _)| at).chain([letters.len()]).collect();
        for piece in pieces(ends.len() - 1) {
            let range = ends[piece.start]..ends[piece.end];
            push(&mut found, &letters[range.clone()], at(&range), piece.len() == 1);
        }
    }
    found
}

fn push(found: &mut Vec<Word>, letters: &str, at: Range<usize>, is_part: bool) {
    let folded = fold(letters);
    if !folded.is_empty() {
        found.push(Word { folded, at, is_part });
    }
}

/// Runs of letters of one kind: with spaces between words, or without.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for (at, letter) in text.char_indices() {
        let kind = match letter {
            mark if is_combining_mark(mark) && before.is_some() => before,
            letter if letter.is_alphanumeric() => Some(is_unspaced(letter)),
            _ => None,
        };
        let end = at + letter.len_utf8();
        match runs.last_mut() {
            Some(run) if kind.is_some() && kind == before => run.end = end,
            _ if kind.is_some() => runs.push(at..end),
            _ => {}
        }
        before = kind;
    }
    runs
}

fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let letters = word.nfkd().filter(|letter| !is_accent(*letter)).flat_map(char::to_lowercase).nfc();
    for letter in
        letters.filter(|letter| letter.is_alphanumeric() || is_combining_mark(*letter)).take(LONGEST)
    {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            // Writers of Arabic leave these marks out as often as not.
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            other => folded.push(other),
        }
    }
    folded
}

/// Marks that writers leave out: accents of Latin, Greek and Cyrillic, vowel signs of Hebrew and Arabic.
fn is_accent(mark: char) -> bool {
    matches!(mark, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Scripts that put no space between words: Thai to Khmer, kana, Chinese characters.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        of(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_found_whatever_their_case_and_accents() {
        assert_eq!(folded("Zürich, STRASSE straße"), ["zurich", "strasse", "strasse"]);
        assert_eq!(folded("e\u{301}té ﬁn"), ["ete", "fin"]);
        assert_eq!(folded("ana.smith+1@example.com"), ["ana", "smith", "1", "example", "com"]);
        assert_eq!(folded("Łódź İstanbul"), ["lodz", "istanbul"]);
        assert_eq!(folded("مُحَمَّد"), ["محمد"]);
        assert_eq!(folded("हिन्दी"), ["हिन्दी"]);
        assert_eq!(folded(" \u{301} – ½ ⅷ"), ["12", "viii"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(folded("注文番号42です"), ["注文", "文番", "番号", "号", "42", "です", "す"]);
        let asked: Vec<_> = asked("番号").into_iter().map(|word| (word.folded, word.is_part)).collect();
        assert_eq!(asked, [("番号".to_owned(), false)]);
        let asked: Vec<_> = super::asked("注").into_iter().map(|word| (word.folded, word.is_part)).collect();
        assert_eq!(asked, [("注".to_owned(), true)]);
    }

    #[test]
    fn a_word_knows_where_it_stands_and_an_endless_one_is_cut() {
        let text = "Ein süßes Wort";
        let spots: Vec<_> = of(text).into_iter().map(|word| &text[word.at]).collect();
        assert_eq!(spots, ["Ein", "süßes", "Wort"]);
        assert_eq!(folded(&"x".repeat(5000)), ["x".repeat(LONGEST)]);
    }
}
