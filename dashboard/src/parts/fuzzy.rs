//! Matching for the palette: the letters of the query in order, best where they are together and begin words.

/// How well `query` matches `text`; none when a letter is missing. Higher is better; an empty query matches everything alike.
pub fn score(query: &str, text: &str) -> Option<i32> {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let mut total = 0;
    let mut at = 0;
    let mut last = None;
    for wanted in query.to_lowercase().chars().filter(|c| !c.is_whitespace()) {
        let found = next(&text, at, wanted, last)?;
        total += worth(&text, found, last);
        last = Some(found);
        at = found + 1;
    }
    Some(total - text.len() as i32 / 8)
}

/// The items that match, best first; equals keep their order.
pub fn rank<T>(query: &str, items: Vec<T>, text: impl Fn(&T) -> String) -> Vec<T> {
    let mut found: Vec<(i32, T)> =
        items.into_iter().filter_map(|item| score(query, &text(&item)).map(|score| (score, item))).collect();
    if !query.trim().is_empty() {
        found.sort_by_key(|(score, _)| -score);
    }
    found.into_iter().map(|(_, item)| item).collect()
}

/// Where the letter is next: right after the last one, else at a word's beginning, else anywhere.
fn next(text: &[char], from: usize, wanted: char, last: Option<usize>) -> Option<usize> {
    if last.is_some() && text.get(from) == Some(&wanted) {
        return Some(from);
    }
    let places = || (from..text.len()).filter(|&i| text[i] == wanted);
    places().find(|&i| begins_word(text, i)).or_else(|| places().next())
}

fn worth(text: &[char], at: usize, last: Option<usize>) -> i32 {
    let together = if at > 0 && last == Some(at - 1) { 12 } else { 0 };
    let begins = if begins_word(text, at) { 8 } else { 0 };
    let first = if at == 0 { 4 } else { 0 };
    1 + together + begins + first
}

fn begins_word(text: &[char], at: usize) -> bool {
    at == 0 || !text[at - 1].is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_must_come_in_order() {
        assert!(score("clc", "Close conversation").is_some());
        assert!(score("xc", "Close conversation").is_none());
        assert!(score("", "anything").is_some());
    }

    #[test]
    fn beginnings_of_words_and_runs_come_first() {
        let items = vec!["Disclose", "Assign to Ben", "Close conversation"];
        assert_eq!(rank("close", items.clone(), |text| text.to_string())[0], "Close conversation");
        assert_eq!(rank("ab", items.clone(), |text| text.to_string()), ["Assign to Ben"]);
        assert_eq!(rank(" ", items.clone(), |text| text.to_string()), items);
    }

    #[test]
    fn a_letter_that_is_only_inside_a_word_is_found_after_a_word_beginning_was_passed() {
        assert!(score("ana", "Banana Stand").is_some());
    }
}
