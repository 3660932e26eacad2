//! Title and text, with the marks of Markdown at hand.

use super::{
    draft::Draft,
    pictures::Pictures,
    toolbar::{Toolbar, pressed},
};
use crate::{desk::desk, files::tray::TakesFiles, say};
use leptos::{html, prelude::*};

#[component]
pub fn Writing(draft: Draft, may: Memo<bool>) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let pictures = Pictures::new(desk(), draft.id, field);
    let title_field = NodeRef::<html::Input>::new();
    let title = Memo::new(move |_| draft.fields.with(|fields| fields.title.clone()));
    let content = Memo::new(move |_| draft.fields.with(|fields| fields.content.clone()));
    // A new article is named first.
    let is_new = content.with_untracked(String::is_empty) && title.get_untracked() == say!("hc-untitled");
    title_field.on_load(move |input| {
        if is_new {
            // Not before the field has its value: that would undo the selection.
            request_animation_frame(move || {
                let _ = input.focus();
                input.select();
            });
        }
    });
    let down = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && !crate::browser::is_composing(&event) {
            event.prevent_default();
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        }
    };
    let words = move || content.with(|text| text.split_whitespace().count()) as f64;
    view! {
        <div
            class="writing"
            class:over=pictures.is_over
            on:dragover=move |event| if may.get_untracked() { pictures.dragged(&event) }
            on:dragleave=move |_| pictures.is_over.set(false)
            on:drop=move |event| if may.get_untracked() { pictures.dropped(&event) }
        >
            <input
                class="title"
                node_ref=title_field
                dir="auto"
                maxlength="255"
                aria-label=say!("hc-title")
                placeholder=say!("hc-title")
                data-testid="article-title"
                readonly=move || !may.get()
                prop:value=title
                on:input:target=move |event| draft.change(|fields| fields.title = event.target().value())
                on:keydown=down
            />
            <Show when=move || may.get()><Toolbar field=field>{pictures.button()}</Toolbar></Show>
            {pictures.view()}
            <textarea
                node_ref=field
                dir="auto"
                spellcheck="true"
                aria-label=say!("hc-text")
                placeholder=say!("hc-text-hint")
                data-testid="article-content"
                readonly=move || !may.get()
                prop:value=content
                on:input:target=move |event| draft.change(|fields| fields.content = event.target().value())
                on:keydown=move |event| pressed(field, &event)
                on:paste=move |event| if may.get_untracked() { pictures.pasted(&event) }
            ></textarea>
            <p class="hint">{say!("markdown")} " · " {move || say!("hc-words", count = words())}</p>
        </div>
    }
}
