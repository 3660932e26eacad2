//! Addresses that an author gives and a visitor follows.

use crate::{Error, limits};

/// Refuses an address that could do more than open a page: http and https, or one relative to the page. Errors: INVALID_INPUT; `what`
/// names it.
pub fn check(what: &str, address: &str) -> Result<(), Error> {
    limits::url(what, address)?;
    if is_web(address) { Ok(()) } else { Err(Error::invalid(format!("{what} is no http or https address"))) }
}

/// Whether following it opens a page and does nothing else. Browsers drop tabs and line ends and leading blanks before they look at a
/// scheme, so an address with any of them is none.
pub fn is_web(address: &str) -> bool {
    if address.is_empty() || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return false;
    }
    let end_of_scheme = address.find([':', '/', '?', '#', '\\']);
    match end_of_scheme.map(|at| (&address[..at], &address[at..])) {
        Some((scheme, rest)) if rest.starts_with(':') => {
            let is_known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
            is_known && rest.len() > 3 && rest.starts_with("://")
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_a_page_is_an_address_and_what_runs_is_none() {
        for good in [
            "https://a.test",
            "HTTP://a.test/?q=1#b",
            "/pricing",
            "pricing?x=a:b",
            "#top",
            "//a.test",
            "?a=b:c",
        ] {
            assert!(is_web(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "mailto:a@b.test",
            "file:///etc/passwd",
            "blob:https://a.test/x",
            "http:alert",
            "https://",
            ":x",
            "",
        ] {
            assert!(!is_web(bad), "{bad:?}");
        }
        assert!(check("The address", &format!("https://a.test/{}", "x".repeat(2048))).is_err());
    }
}
