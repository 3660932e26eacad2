//! An unfinished survey outlives the page that it began on: it is kept in the tab, for this session of the browser.

use super::super::{Guide, acts::session};
use client::{
    codec::{Json, Looked},
    dom::window,
};
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn key(guide: Guide) -> String {
    let workspace = guide.it.session.workspace.map(|id| id.text()).unwrap_or_default();
    ["docent_survey_", &workspace].concat()
}

/// Where the browser keeps nothing, it is gone with the page.
pub fn keep(guide: Guide, survey: &Json, answers: &Json) {
    let kept = Json::default().with("session", &session(guide).as_str().into());
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(guide), &kept.with("survey", survey).with("answers", answers).print());
    }
}

pub fn forget(guide: Guide) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(guide));
    }
}

/// What was kept in this session: the survey, and the answers as they were sent.
pub fn find(guide: Guide) -> Option<(Looked, Json)> {
    let text = storage()?.get_item(&key(guide)).ok().flatten()?;
    let kept = Json::parse(&text)?;
    let is_ours = kept.text("session")? == session(guide);
    is_ours.then(|| (kept.get("survey").into(), kept.get("answers")))
}
