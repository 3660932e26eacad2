//! Dialogs: the browser's own modal, which keeps the focus inside, makes the rest inert and gives the focus back.

use crate::{
    browser,
    desk::{Confirm, desk},
    icons::{Icon, icon},
    say,
};
use leptos::{html, prelude::*};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// A modal with a title. `on:cancel` (Escape) and a click beside it close the overlay.
#[component]
pub fn Dialog(title: String, #[prop(optional)] is_wide: bool, children: Children) -> impl IntoView {
    let desk = desk();
    view! {
        <Modal class=if is_wide { "dialog wide" } else { "dialog" } label=title.clone()>
            <header>
                <h2>{title}</h2>
                <button class="plain" aria-label=say!("close-dialog") on:click=move |_| desk.close_overlay()>
                    {icon(Icon::Close)}
                </button>
            </header>
            {children()}
        </Modal>
    }
}

/// The bare modal.
#[component]
pub fn Modal(class: &'static str, #[prop(into)] label: String, children: Children) -> impl IntoView {
    let desk = desk();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let beside = move |event: web_sys::MouseEvent| {
        let target = event.target().map(wasm_bindgen::JsValue::from);
        if target == node.get_untracked().map(wasm_bindgen::JsValue::from) {
            desk.close_overlay();
        }
    };
    // Escape takes a word back, not the dialog away.
    let composed = |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && browser::is_composing(&event) {
            event.prevent_default();
        }
    };
    // Its event comes late: by then the next overlay may be open.
    let is_over = Arc::new(AtomicBool::new(false));
    let closed = {
        let is_over = is_over.clone();
        move |_| {
            if !is_over.load(Ordering::Relaxed) {
                desk.close_overlay();
            }
        }
    };
    // The browser gives the focus back only when the dialog is closed before it leaves the document.
    on_cleanup(move || {
        is_over.store(true, Ordering::Relaxed);
        if let Some(dialog) = node.try_get_untracked().flatten() {
            dialog.close();
        }
    });
    view! {
        <dialog node_ref=node class=class aria-label=label on:close=closed on:mousedown=beside on:keydown=composed>
            <div class="sheet">{children()}</div>
        </dialog>
    }
}

/// Asks before something that is hard to take back.
#[component]
pub fn ConfirmDialog(confirm: Confirm) -> impl IntoView {
    let desk = desk();
    let Confirm { title, text, action, run } = confirm;
    view! {
        <Dialog title=title>
            <p class="question">{text}</p>
            <footer>
                <button class="button" autofocus on:click=move |_| desk.close_overlay()>{say!("cancel")}</button>
                <button
                    class="button danger"
                    data-testid="confirm"
                    on:click=move |_| {
                        desk.close_overlay();
                        run.run(());
                    }
                >
                    {action}
                </button>
            </footer>
        </Dialog>
    }
}
