//! Where a survey, a message or a checklist stands on the page of a preview.

use super::mock::{Colours, page};
use crate::say;
use leptos::prelude::*;

/// A page with something before it.
#[component]
pub fn Scene(
    /// Where it stands: `corner`, `middle`, `top` or `top floating`.
    #[prop(into)]
    at: Signal<&'static str>,
    /// What it is a preview of, for a screen reader.
    label: String,
    children: Children,
) -> impl IntoView {
    let colours = Colours::new();
    let content = view! { <div class=move || format!("shows {}", at.get())>{children()}</div> };
    view! {
        <section class="try" aria-label=label>
            <p class="caption">{say!("preview")}</p>
            {page(colours, move || colours.primary(), content)}
        </section>
    }
}
