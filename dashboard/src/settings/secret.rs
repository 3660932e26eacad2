//! A secret that was just made and is shown this once.

use crate::{
    desk::{Desk, Overlay},
    dialog::Dialog,
    icons::{Icon, icon},
    notices::copy,
    say,
};
use leptos::prelude::*;

/// Shows it, with what to do with it.
pub fn show(desk: Desk, title: String, text: String, secret: String) {
    let secret = StoredValue::new(secret);
    let view = move || {
        let (title, text) = (title.clone(), text.clone());
        view! {
            <Dialog title=title>
                <p class="question">{text}</p>
                <div class="snippet" dir="ltr">
                    <pre tabindex="0"><code data-testid="secret">{secret.get_value()}</code></pre>
                </div>
                <footer>
                    <button class="button" data-testid="secret-copy" on:click=move |_| copy(desk.notices, secret.get_value(), say!("copied"))>{icon(Icon::Copy)} {say!("copy")}</button>
                    <button class="button primary" data-testid="secret-kept" on:click=move |_| desk.close_overlay()>{say!("secret-kept")}</button>
                </footer>
            </Dialog>
        }
    };
    desk.open(Overlay::Form(view.into()));
}
