//! Regular expressions that authors write for addresses of pages. The engine takes time in proportion to the text, whatever the pattern.

use regex::{Regex, RegexBuilder};
use shared::{Error, engagement::Trigger};

/// Of a compiled pattern, in bytes.
const LARGEST: usize = 256 * 1024;
/// Of a pattern, in characters.
const LONGEST: usize = 500;

/// Whether the pattern is found anywhere in a text. One that cannot be read is found nowhere.
pub fn finds(pattern: &str, text: &str) -> bool {
    compiled(pattern).is_ok_and(|pattern| pattern.is_match(text))
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
    fn a_pattern_that_takes_other_engines_for_ever_takes_no_time() {
        let text = "a".repeat(2000) + "!";
        for pattern in ["^(a+)+$", "^(a|a)*$", "^(.*a){20}$x", "(x+x+)+y"] {
            assert!(!finds(pattern, &text), "{pattern}");
        }
    }
}
