//! The fields of forms: each a label with its control, bound to a signal.

use crate::say;
use leptos::prelude::*;
use shared::limits;

/// One line, of at most the length of a title.
pub fn line(word: &'static str, name: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label>
            <span>{say!(word)}</span>
            <input
                type="text"
                dir="auto"
                maxlength=limits::TITLE.to_string()
                data-testid=name
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </label>
    }
}

/// Several lines.
pub fn lines(
    word: &'static str,
    name: &'static str,
    rows: &'static str,
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <label>
            <span>{say!(word)}</span>
            <textarea
                rows=rows
                dir="auto"
                class="tall"
                data-testid=name
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </label>
    }
}

/// One of several, without a label of its own: `label` is for screen readers.
pub fn choose<T: Clone + PartialEq + Send + Sync + 'static>(
    label: String,
    name: impl Into<String>,
    choices: Vec<(T, String)>,
    value: impl Fn() -> T + Copy + Send + Sync + 'static,
    set: impl Fn(T) + 'static,
) -> impl IntoView {
    let values: Vec<T> = choices.iter().map(|(value, _)| value.clone()).collect();
    let options = choices.into_iter().enumerate().map(|(at, (one, words))| {
        view! { <option value=at.to_string() prop:selected=move || value() == one>{words}</option> }
    });
    let changed = move |text: String| {
        if let Some(chosen) = text.parse::<usize>().ok().and_then(|at| values.get(at)) {
            set(chosen.clone());
        }
    };
    view! {
        <select aria-label=label data-testid=name.into() on:change:target=move |event| changed(event.target().value())>
            {options.collect_view()}
        </select>
    }
}

/// What stands under the fields: giving up, and going through with it.
pub fn footer(
    action: String,
    name: &'static str,
    is_ready: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let desk = crate::desk::desk();
    view! {
        <footer>
            <button type="button" class="button" on:click=move |_| desk.close_overlay()>{say!("cancel")}</button>
            <button class="button primary" data-testid=name disabled=move || !is_ready()>{action}</button>
        </footer>
    }
}

/// None for a text of nothing but space.
pub fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
