//! What the fields of the larger editors have besides those of the shelf: parts that are computed, web addresses, and texts that may be none.

use super::{
    draft::{Draft, Part},
    fields::Field,
};
use crate::say;
use leptos::prelude::*;
use shared::{engagement::link, limits};

/// The part of a draft that `read` finds and `write` replaces.
pub fn bound<T, P>(
    draft: Draft<T>,
    read: impl Fn(&T) -> P + Copy + Send + Sync + 'static,
    write: impl Fn(&mut T, P) + Send + Sync + 'static,
) -> Part<P>
where
    T: Clone + PartialEq + Send + Sync + 'static,
    P: Clone + PartialEq + Send + Sync + 'static,
{
    Part::new(
        move || draft.with(read),
        move |edit| {
            draft.change(|whole| {
                let mut part = read(whole);
                edit(&mut part);
                write(whole, part);
            });
        },
    )
}

/// A web address; what would do more than open a page is said to be none.
pub fn address(field: Field, value: Part<String>) -> impl IntoView {
    let is_wrong = move || !is_address(&value.get());
    view! {
        <label>
            <span>{say!(field.word)}</span>
            <input type="text" dir="ltr" inputmode="url" spellcheck="false" autocapitalize="off" placeholder="https://" maxlength=limits::URL.to_string() data-testid=field.name aria-invalid=move || is_wrong().then_some("true") prop:value=move || value.get() on:input:target=move |event| value.set(event.target().value()) />
            <small class="problem" role="alert" hidden=move || !is_wrong()>{say!("en-address-wrong")}</small>
        </label>
    }
}

/// Whether what was typed is nothing, or an address that opens a page and does nothing else.
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || link::is_web(text)
}

/// What was typed; none for nothing. Blanks stay while somebody types.
pub fn typed(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn what_could_run_is_no_address_and_nothing_is_no_mistake() {
        for good in ["", "  ", "https://a.test", " /pricing "] {
            assert!(is_address(good), "{good:?}");
        }
        for bad in ["javascript:alert(1)", "data:text/html,x", "a b"] {
            assert!(!is_address(bad), "{bad:?}");
        }
    }
}
