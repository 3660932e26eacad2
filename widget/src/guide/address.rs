//! Addresses that the team wrote: relative to the page, http and https alone.

use super::Guide;

/// The whole address; none for one that could do more than open a page.
pub fn address(guide: Guide, url: &str) -> Option<String> {
    let page = guide.page.url.get_untracked();
    let whole = web_sys::Url::new_with_base(url.trim(), &page).ok()?;
    ["http:", "https:"].contains(&whole.protocol().as_str()).then(|| whole.href())
}
