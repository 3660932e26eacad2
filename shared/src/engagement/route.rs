//! Which pages a tour and its steps are for (functions-engagement.md §5.1). Without a `*` a pattern is the whole address; with it each `*` is
//! any text. The fragment of an address never counts.

use crate::origin::Origin;

/// Whether a page is the one that a pattern means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    Yes,
    No,
    /// The pattern can fit no page: it begins like an address and is none.
    Invalid,
}

/// Looks whether the page fits. A blank pattern fits every page. Without an address the server lets the page fit and the widget does not,
/// as `unknown` says.
pub fn fits(pattern: &str, page: Option<&str>, unknown: Fit) -> Fit {
    let pattern = pattern.trim();
    if pattern.is_empty() {
        return Fit::Yes;
    }
    let is_whole = ["http://", "https://"]
        .iter()
        .any(|scheme| pattern.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let wanted = if is_whole { Page::parse(pattern) } else { None };
    if is_whole && wanted.is_none() && !pattern.contains('*') {
        return Fit::Invalid;
    }
    let Some(page) = page else { return unknown };
    let Some(page) = Page::parse(page) else { return Fit::No };
    let whole = format!("{}{}", page.origin, page.path_and_query);
    let is_fit = match (is_whole, pattern.contains('*'), wanted) {
        (true, true, _) => is_like(pattern, &whole),
        (true, false, wanted) => wanted.is_some_and(|wanted| wanted == page),
        (false, true, _) if pattern.starts_with('/') => is_like(pattern, &page.path_and_query),
        (false, true, _) => is_like(pattern, &whole) || is_like(pattern, &page.path_and_query),
        (false, false, _) => {
            pattern == page.path_and_query
                || pattern == page.path()
                || (!pattern.starts_with('/') && pattern == whole)
        }
    };
    if is_fit { Fit::Yes } else { Fit::No }
}

/// Path and query of a page, without its fragment; none where the text is no page's address. One that begins with `/` is a page of the same
/// site.
pub fn of_page(address: &str) -> Option<String> {
    let address = address.trim();
    if address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\") {
        return address.split('#').next().map(str::to_owned);
    }
    Page::parse(address).map(|page| page.path_and_query)
}

/// The parts of an address that count.
#[derive(PartialEq, Eq)]
struct Page {
    origin: String,
    path_and_query: String,
}

impl Page {
    fn parse(address: &str) -> Option<Self> {
        let origin = Origin::parse(address)?;
        let (_, rest) = address.trim().split_once("://")?;
        let rest = rest.split('#').next()?;
        let path = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
        let root = if path.starts_with('/') { "" } else { "/" };
        Some(Self { origin: origin.to_string(), path_and_query: format!("{root}{path}") })
    }

    fn path(&self) -> &str {
        self.path_and_query.split('?').next().unwrap_or_default()
    }
}

/// Whether a text is a pattern in which each `*` is any text. Takes at most as many steps as both are long, multiplied.
fn is_like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_the_whole_address_but_for_its_stars() {
        let page = "https://Shop.test:443/cart/step?n=1#top";
        for (pattern, expected) in [
            ("", Fit::Yes),
            ("  ", Fit::Yes),
            ("https://shop.test/cart/step?n=1", Fit::Yes),
            (" HTTPS://shop.test/cart/step?n=1#other ", Fit::Yes),
            ("https://shop.test/cart/step", Fit::No),
            ("http://shop.test/cart/step?n=1", Fit::No),
            ("https://shop.test/*", Fit::Yes),
            ("https://*.test/cart*", Fit::Yes),
            ("https://*.example/cart*", Fit::No),
            ("/cart/step?n=1", Fit::Yes),
            ("/cart/step", Fit::Yes),
            ("/cart", Fit::No),
            ("/cart*", Fit::Yes),
            ("/*/step?n=*", Fit::Yes),
            ("/CART*", Fit::No),
            ("/cart/step?n=2", Fit::No),
            ("*step*", Fit::Yes),
            ("*shop.test*", Fit::Yes),
            ("*?n=1", Fit::Yes),
            ("*?n", Fit::No),
            ("cart", Fit::No),
            ("*", Fit::Yes),
            ("https://", Fit::Invalid),
            ("http://a b/", Fit::Invalid),
        ] {
            assert_eq!(fits(pattern, Some(page), Fit::No), expected, "{pattern}");
        }
        for nowhere in ["about:blank", "/cart", "javascript:alert(1)", ""] {
            assert_eq!(fits("/cart", Some(nowhere), Fit::Yes), Fit::No, "{nowhere}");
        }
        assert_eq!((fits("/cart", None, Fit::Yes), fits("/cart", None, Fit::No)), (Fit::Yes, Fit::No));
        assert_eq!(fits("/", Some("https://shop.test"), Fit::No), Fit::Yes);
        assert_eq!(fits("/?q", Some("https://shop.test?q"), Fit::No), Fit::Yes);
    }

    #[test]
    fn stars_overlap_nothing_and_take_no_time() {
        assert!(
            is_like("a*a", "aa")
                && !is_like("a*a", "a")
                && is_like("*a*b*", "xaxb")
                && !is_like("*b*a*", "ab")
        );
        let (pattern, text) = ("*a".repeat(1000), "a".repeat(999) + "b");
        assert!(!is_like(&pattern, &text));
        assert!(!is_like(&("a*".repeat(500) + "c"), &"a".repeat(2000)));
    }
}
