//! The token outlives the page: it is kept in this tab's storage of our own origin, which the site cannot read, until the work is done or its
//! time is over; and with it what was written and not saved.

use super::Work;
use crate::{messenger::attribute, session::now};
use client::{codec::Json, dom::window};
use shared::{authoring_sessions::LASTS, id::WorkspaceId};
use web_sys::Storage;

pub struct Kept {
    pub work: Work,
    pub token: String,
    /// A point in time, in milliseconds.
    pub until: f64,
    /// An object.
    pub drafts: Json,
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Of one workspace. `www/loader/frame.js` looks for it too.
fn key() -> String {
    ["docent_authoring_", &attribute("data-workspace").unwrap_or_default()].concat()
}

/// Where the browser keeps nothing, the tool goes with the page.
pub fn keep(work: Work, token: &str, until: f64, drafts: &Json) {
    let kept =
        Json::default().with("token", &token.into()).with("until", &until.into()).with("drafts", drafts);
    if let Some(storage) = storage() {
        let is_tooltip = work == Work::Tooltip;
        let _ = storage.set_item(&key(), &kept.with("isTooltip", &is_tooltip.into()).print());
    }
}

pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key());
    }
}

/// The token of the page's address, else the one that was kept; a new one begins without what was written for another.
pub fn found(url: &str) -> Option<Kept> {
    let text = storage().and_then(|storage| storage.get_item(&key()).ok().flatten()).unwrap_or_default();
    let kept = read(&Json::parse(&text).unwrap_or_default(), now() as f64);
    if let Some((work, token)) = token(url)
        && kept.as_ref().is_none_or(|kept| kept.token != token)
    {
        return Some(Kept { work, token, until: (now() + LASTS) as f64, drafts: Json::default() });
    }
    if kept.is_none() {
        forget();
    }
    kept
}

fn read(kept: &Json, now: f64) -> Option<Kept> {
    let until = kept.get("until").number().filter(|until| now < *until)?;
    let work = if kept.get("isTooltip").is_true() { Work::Tooltip } else { Work::Tour };
    Some(Kept { work, token: kept.filled("token")?, until, drafts: kept.get("drafts") })
}

/// Arguments with the token, and the workspace where that is asked for.
pub fn with_token(args: Json, token: &str, workspace: Option<WorkspaceId>) -> Json {
    let args = args.with("token", &token.into());
    match workspace {
        Some(id) => args.with("workspaceId", &id.text().as_str().into()),
        None => args,
    }
}

/// The token of the page's address.
fn token(url: &str) -> Option<(Work, String)> {
    let query = url.split('#').next()?.split('?').nth(1)?;
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let works = [("opencom_tooltip_authoring", Work::Tooltip), ("opencom_authoring", Work::Tour)];
    let (token, work) = works.into_iter().find_map(|(name, work)| Some((value(name)?, work)))?;
    let is_token = !token.is_empty() && token.bytes().all(|letter| letter.is_ascii_alphanumeric());
    is_token.then(|| (work, token.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_token_stands_in_the_pages_query_and_is_letters_and_digits() {
        for (url, expected) in [
            ("https://shop.test/?opencom_authoring=abc123", Some((Work::Tour, "abc123"))),
            ("https://shop.test/a?n=1&opencom_tooltip_authoring=X9#top", Some((Work::Tooltip, "X9"))),
            ("https://shop.test/?opencom_authoring=", None),
            ("https://shop.test/?opencom_authoring=a-b", None),
            ("https://shop.test/#?opencom_authoring=abc", None),
            ("https://shop.test/?my_opencom_authoring=abc", None),
            ("https://shop.test/", None),
        ] {
            let found = token(url);
            let found = found.as_ref().map(|(work, token)| (*work, token.as_str()));
            assert_eq!(found, expected, "{url}");
        }
    }

    #[test]
    fn what_is_kept_of_a_token_is_good_until_its_time_is_over() {
        let kept = Json::default().with("token", &"abc".into()).with("until", &10.0.into());
        let found = read(&kept, 9.0).expect("it is good");
        assert_eq!((found.work, found.token.as_str(), found.until), (Work::Tour, "abc", 10.0));
        assert_eq!(
            read(&kept.with("isTooltip", &true.into()), 9.0).map(|kept| kept.work),
            Some(Work::Tooltip)
        );
        assert!(read(&kept, 10.0).is_none());
        assert!(read(&kept.without("until"), 9.0).is_none());
        assert!(read(&kept.without("token"), 9.0).is_none());
        assert!(read(&Json::default(), 0.0).is_none());
    }
}
