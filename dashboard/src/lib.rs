//! The agents' app.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the app into the document's body; the glue calls it once it has loaded.
#[wasm_bindgen(start)]
pub fn start() {
    mount_to_body(|| view! { <h1>"Docent"</h1> });
}
