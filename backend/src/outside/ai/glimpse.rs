//! What can be told already of an object in JSON that has not come to its end.

use serde_json::Value;

/// The parts of an answer that are there so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glimpse {
    pub confidence: Option<f64>,
    pub names_sources: bool,
    /// As far as it has come.
    pub text: Option<String>,
}

/// Looks at the beginning of an object; what is not there yet, or is no JSON, is not told.
pub fn glimpse(begun: &str) -> Glimpse {
    let mut seen = Glimpse::default();
    let Some(mut rest) = begun.trim_start().strip_prefix('{') else { return seen };
    loop {
        rest = rest.trim_start_matches([' ', '\n', '\r', '\t', ',']);
        let Some((key, after)) = string(rest).and_then(|(key, end)| Some((key, end?))) else { return seen };
        let Some(value) = after.trim_start().strip_prefix(':').map(str::trim_start) else { return seen };
        if let Some((text, end)) = string(value) {
            if key == "text" {
                seen.text = Some(text);
            }
            let Some(end) = end else { return seen };
            rest = end;
            continue;
        }
        let Some(end) = end_of_value(value) else { return seen };
        let whole: Option<Value> = serde_json::from_str(&value[..end]).ok();
        match key.as_str() {
            "confidence" => seen.confidence = whole.and_then(|value| value.as_f64()),
            "sources" => {
                let names = |value: Value| value.as_array().is_some_and(|all| !all.is_empty());
                seen.names_sources = whole.is_some_and(names);
            }
            _ => {}
        }
        rest = &value[end..];
    }
}

/// The string that a text begins with, and what follows it; nothing follows one that has not ended.
fn string(text: &str) -> Option<(String, Option<&str>)> {
    let inside = text.strip_prefix('"')?;
    let mut is_escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Some((unescaped(&inside[..at])?, Some(&inside[at + 1..]))),
            _ => {}
        }
    }
    Some((begun(inside), None))
}

/// As much of it as can be read: the last escape may be half of one.
fn begun(inside: &str) -> String {
    let most = inside.len();
    // Two escapes of six letters are one character.
    let cuts = (most.saturating_sub(12)..=most).rev().filter(|at| inside.is_char_boundary(*at));
    cuts.map(|at| &inside[..at]).find_map(unescaped).unwrap_or_default()
}

fn unescaped(inside: &str) -> Option<String> {
    serde_json::from_str(&format!("\"{inside}\"")).ok()
}

/// Where a number, word, list or object ends that has come to its end.
fn end_of_value(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '[' | '{' => depth += 1,
            '}' | ',' if depth == 0 => return Some(at),
            ']' | '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}
