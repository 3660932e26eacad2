//! Regular expressions that authors write for addresses of pages. The engine takes time in proportion to the text, whatever the pattern.

use regex::{Regex, RegexBuilder};
use shared::{Error, engagement::Trigger};
use std::{
    collections::VecDeque,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

/// Of a compiled pattern, in bytes.
const LARGEST: usize = 256 * 1024;
/// Of a pattern, in characters.
const LONGEST: usize = 500;

/// Patterns that are kept compiled, which takes a thousand times longer than looking: all of the largest are some 30 MB.
const MOST: usize = 64;

/// Whether the pattern is found anywhere in a text. One that cannot be read is found nowhere.
pub fn finds(pattern: &str, text: &str) -> bool {
    static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
    let known = KEPT.lock().unwrap_or_else(PoisonError::into_inner).find(pattern);
    let compiled = known.unwrap_or_else(|| {
        // Others look meanwhile.
        let compiled = compiled(pattern).ok().map(Arc::new);
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).keep(pattern, compiled.clone());
        compiled
    });
    compiled.is_some_and(|compiled| compiled.is_match(text))
}

/// The patterns that were used last, the latest first; none for one that cannot be read.
#[derive(Default)]
struct Kept(VecDeque<(String, Compiled)>);

type Compiled = Option<Arc<Regex>>;

impl Kept {
    fn find(&mut self, pattern: &str) -> Option<Compiled> {
        let at = self.0.iter().position(|(known, _)| known == pattern)?;
        let used = self.0.remove(at)?;
        let compiled = used.1.clone();
        self.0.push_front(used);
        Some(compiled)
    }

    fn keep(&mut self, pattern: &str, compiled: Compiled) {
        // A text that is too long for a pattern is refused faster than it is found.
        if pattern.len() > LONGEST * 4 || self.find(pattern).is_some() {
            return;
        }
        self.0.push_front((pattern.to_owned(), compiled));
        self.0.truncate(MOST);
    }
}

/// Refuses a trigger that makes no sense, or whose pattern cannot be read. Errors: INVALID_INPUT.
pub fn check(trigger: Option<&Trigger>) -> Result<(), Error> {
    let Some(trigger) = trigger else { return Ok(()) };
    trigger.check()?;
    trigger.pattern().map_or(Ok(()), |pattern| compiled(pattern).map(drop))
}

fn compiled(pattern: &str) -> Result<Regex, Error> {
    if pattern.chars().count() > LONGEST {
        return Err(Error::invalid(format!("The pattern is longer than {LONGEST} characters")));
    }
    RegexBuilder::new(pattern)
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .build()
        .map_err(|why| Error::invalid(format!("The pattern is no regular expression that we can use: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_found_anywhere_and_a_bad_one_nowhere() {
        assert!(
            finds("/cart/\\d+", "https://shop.test/cart/17") && !finds("^/cart", "https://shop.test/cart")
        );
        for bad in ["(", "(?=x)", "(a{1000}){1000}", &"x".repeat(501)] {
            assert!(!finds(bad, "x") && compiled(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_patterns_that_were_used_last_are_kept_compiled_and_no_more_of_them() {
        let mut kept = Kept::default();
        let keep = |kept: &mut Kept, pattern: &str| kept.keep(pattern, compiled(pattern).ok().map(Arc::new));
        for n in 0..MOST {
            keep(&mut kept, &format!("/page/{n}$"));
        }
        let first = kept.find("/page/0$").unwrap().unwrap();
        keep(&mut kept, "(");
        keep(&mut kept, "(");
        keep(&mut kept, &"x".repeat(LONGEST * 4 + 1));
        assert_eq!(kept.0.len(), MOST);
        assert!(matches!(kept.find("("), Some(None)), "that it cannot be read is known too");
        assert!(kept.find("/page/1$").is_none(), "what was not used for longest has gone");
        let again = kept.find("/page/0$").unwrap().unwrap();
        assert!(Arc::ptr_eq(&first, &again) && again.is_match("/page/0") && !again.is_match("/page/1"));
    }

    #[test]
    fn a_pattern_is_the_same_before_and_after_it_was_kept() {
        for _ in 0..3 {
            assert!(finds("/kept/\\d+$", "/kept/12") && !finds("/kept/\\d+$", "/kept/x") && !finds("[", "["));
        }
    }

    #[test]
    fn a_pattern_that_takes_other_engines_for_ever_takes_no_time() {
        let text = "a".repeat(2000) + "!";
        for pattern in ["^(a+)+$", "^(a|a)*$", "^(.*a){20}$x", "(x+x+)+y"] {
            assert!(!finds(pattern, &text), "{pattern}");
        }
    }
}
