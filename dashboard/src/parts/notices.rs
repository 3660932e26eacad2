//! Short notices at the edge of the screen, and what a screen reader is told about things that happen elsewhere.

use crate::{
    browser, failures,
    icons::{Icon, icon},
    say,
};
use leptos::prelude::*;
use shared::{Code, Error};
use std::time::Duration;

#[derive(Clone, PartialEq, Eq)]
struct Notice {
    id: u64,
    text: String,
    is_error: bool,
}

/// Everything that is shown or said now.
#[derive(Clone, Copy)]
pub struct Notices {
    shown: RwSignal<Vec<Notice>>,
    last: StoredValue<u64>,
    said: RwSignal<String>,
}

impl Notices {
    pub fn new() -> Self {
        Self { shown: RwSignal::default(), last: StoredValue::new(0), said: RwSignal::default() }
    }

    /// Shows a short confirmation.
    pub fn done(self, text: String) {
        self.show(text, false, 4_000);
    }

    /// Shows why something did not happen.
    pub fn failed(self, error: &Error) {
        self.problem(sentence(error));
    }

    /// Shows a problem in our own words.
    pub fn problem(self, text: String) {
        self.show(text, true, 9_000);
    }

    /// Lets a screen reader say it, without showing it.
    pub fn say(self, text: String) {
        self.said.set(text);
    }

    fn show(self, text: String, is_error: bool, lasts: u64) {
        let id = self.last.with_value(|last| last + 1);
        self.last.set_value(id);
        self.shown.update(|shown| {
            shown.retain(|notice| notice.text != text);
            shown.push(Notice { id, text, is_error });
        });
        set_timeout(move || self.dismiss(id), Duration::from_millis(lasts));
    }

    fn dismiss(self, id: u64) {
        self.shown.try_update(|shown| shown.retain(|notice| notice.id != id));
    }
}

/// Why something did not happen.
pub fn sentence(error: &Error) -> String {
    match error.code {
        Code::Internal => say!("failed-internal"),
        Code::RateLimited => say!("failed-rate"),
        Code::PermissionDenied => say!("failed-permission"),
        _ => failures::plain(&error.message).to_owned(),
    }
}

/// Draws the notices and the live region.
#[component]
pub fn NoticeBoard() -> impl IntoView {
    let notices = expect_context::<Notices>();
    view! {
        <div class="visually-hidden" role="log" aria-live="polite" data-testid="announcements">
            {move || notices.said.get()}
        </div>
        <div class="notices" role="status" aria-live="polite">
            <For each=move || notices.shown.get() key=|notice| notice.id let:notice>
                <p class="notice" class:error=notice.is_error data-testid="notice">
                    <span>{notice.text}</span>
                    <button class="plain" aria-label=say!("dismiss") on:click=move |_| notices.dismiss(notice.id)>
                        {icon(Icon::Close)}
                    </button>
                </p>
            </For>
        </div>
    }
}

/// Copies a text and says so.
pub fn copy(notices: Notices, text: String, said: String) {
    leptos::task::spawn_local(async move {
        if browser::copy(&text).await {
            notices.done(said);
        } else {
            notices.problem(say!("copy-failed"));
        }
    });
}
