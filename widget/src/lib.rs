//! The messenger: a Leptos app that runs in a frame of Docent's own origin.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

mod panel;

/// Draws the app into the document's body; the glue calls it once it has loaded.
#[wasm_bindgen(start)]
pub fn start() {
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <button on:click=move |_| is_open.update(|open| *open = !*open)>"Chat"</button>
        {move || is_open.get().then(|| view! {
            <Suspense fallback=|| "…">{Suspend::new(panel::panel())}</Suspense>
        })}
    }
}
