//! The panel: fetched as a chunk of its own when the visitor first opens it.

use leptos::prelude::*;

/// The panel's view.
#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(panel, wasm_split_path = ::leptos::wasm_split))]
fn panel_view() -> AnyView {
    view! { <section id="panel"><p>"Hello, Ana."</p></section> }.into_any()
}

/// Loads the panel, if it is a chunk of its own, and draws it.
pub async fn panel() -> AnyView {
    #[cfg(feature = "split")]
    return panel_view().await;
    #[cfg(not(feature = "split"))]
    panel_view()
}
