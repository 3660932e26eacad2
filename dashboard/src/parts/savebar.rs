//! The bar of a page whose changes wait to be saved.

use crate::say;
use leptos::prelude::*;

/// Saves what was changed, or throws it away; it is there while something was.
pub fn savebar(
    is_changed: Memo<bool>,
    discard: impl Fn() + 'static,
    save: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <div class="savebar" class:shown=is_changed>
            <span>{say!("unsaved")}</span>
            <button class="button" type="button" disabled=move || !is_changed.get() on:click=move |_| discard()>{say!("discard")}</button>
            <button class="button primary" type="button" data-testid="settings-save" disabled=move || !is_changed.get() on:click=move |_| save()>{say!("save")}</button>
        </div>
    }
}
