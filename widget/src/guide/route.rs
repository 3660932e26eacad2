//! Whether a page is the one that a step's pattern means: as `shared::engagement::route` has it, by the browser's own reading of addresses,
//! which costs the download a fifth.

use web_sys::Url;

/// Whether the page fits; none for a pattern that can fit no page.
pub fn fits(pattern: &str, page: &str) -> Option<bool> {
    let pattern = pattern.trim();
    if pattern.is_empty() {
        return Some(true);
    }
    let has_star = pattern.bytes().any(|letter| letter == b'*');
    let begins =
        |start: &str| pattern.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    let is_whole = begins("http://") || begins("https://");
    let read = |address: &str| {
        let url = Url::new(address).ok()?;
        let path = [url.pathname(), url.search()].concat();
        Some(([url.origin(), path.clone()].concat(), path, url.pathname()))
    };
    let wanted = if is_whole && !has_star { Some(read(pattern)?) } else { None };
    let Some((whole, path_and_query, path)) = read(page) else { return Some(false) };
    Some(match wanted {
        Some((wanted, ..)) => wanted == whole,
        None if has_star => {
            let is_path = pattern.starts_with('/');
            !is_path && is_like(pattern.as_bytes(), whole.as_bytes())
                || !is_whole && is_like(pattern.as_bytes(), path_and_query.as_bytes())
        }
        None => pattern == path_and_query || pattern == path || pattern == whole,
    })
}

/// Whether a text is like a pattern in which each `*` is any text.
fn is_like(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', rest @ ..] => (0..=text.len()).any(|at| is_like(rest, &text[at..])),
        [letter, rest @ ..] => text.first() == Some(letter) && is_like(rest, &text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::engagement::route::{self, Fit};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_page_fits_here_as_it_fits_on_the_server() {
        let pages = [
            "https://shop.test/",
            "https://shop.test/cart",
            "https://shop.test/cart?n=1#top",
            "https://shop.test:8443/cart/2",
            "http://shop.test/cart",
            "nothing",
        ];
        let patterns = [
            "",
            " ",
            "/",
            "/cart",
            "/cart?n=1",
            "/cart*",
            "/*/2",
            "*",
            "*cart",
            "cart",
            "https://shop.test/cart",
            "https://shop.test",
            "HTTPS://shop.test/cart",
            "https://shop.test/*",
            "https://*.test/cart",
            "https://",
            "shop.test/cart",
            "https://shop.test/cart?n=1",
            "https://shop.test:443/cart",
            "/cart#top",
        ];
        for pattern in patterns {
            for page in pages {
                let here = fits(pattern, page);
                let there = match route::fits(pattern, Some(page), Fit::No) {
                    Fit::Yes => Some(true),
                    Fit::No => Some(false),
                    Fit::Invalid => None,
                };
                assert_eq!(here, there, "{pattern:?} {page:?}");
            }
        }
    }
}
