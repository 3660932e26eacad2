//! Where the visitor writes. Enter sends, Shift+Enter breaks the line, and a word being composed (IME) is left alone.

use crate::{
    emoji,
    icons::{self, icon},
    messenger::{Messenger, messenger},
    session::now,
    words::{Number, say, say_with},
};
use leptos::{ev, html, prelude::*};
use shared::{Millis, limits, typing};

#[component]
pub fn Composer() -> impl IntoView {
    let it = messenger();
    let text = RwSignal::new(it.draft(it.conversation.get_untracked()));
    let field = NodeRef::<html::Textarea>::new();
    let has_emoji = RwSignal::new(false);
    let said_typing_at = StoredValue::new(0);
    let over = move || text.with(|text| text.len().saturating_sub(limits::CONTENT));
    let can_send = move || text.with(|text| !text.trim().is_empty()) && over() == 0;

    Effect::new(move |_| {
        if let (text, Some(field)) = (text.get(), field.get()) {
            if field.value() != text {
                field.set_value(&text);
            }
            grow(&field);
        }
    });
    let typed = move |now_text: String| {
        it.keep_draft(it.conversation.get_untracked(), now_text.clone());
        say_typing(it, !now_text.trim().is_empty(), said_typing_at);
        text.set(now_text);
    };
    let send = move || {
        if !can_send() {
            return;
        }
        let content = text.get_untracked().trim().to_owned();
        typed(String::new());
        has_emoji.set(false);
        it.outbox.send(it.conversation.get_untracked(), content);
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
    };
    let insert = move |emoji: &str| {
        let Some(field) = field.get_untracked() else { return };
        let range = field.selection_start().ok().flatten().zip(field.selection_end().ok().flatten());
        let (start, end) = range.unwrap_or((u32::MAX, u32::MAX));
        // A field without a selection takes it at its end.
        let _ = field.set_range_text_with_start_and_end_and_mode(emoji, start, end, "end");
        typed(field.value());
    };
    on_cleanup(move || say_typing(it, false, said_typing_at));
    view! {
        <form
            class="composer"
            data-testid="widget-chat-controls"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <Show when=move || has_emoji.get()>
                <Suspense>{Suspend::new(emoji::picker(insert, has_emoji))}</Suspense>
            </Show>
            <Show when=move || { over() > 0 }>
                <p class="problem" role="alert">
                    {move || say_with("too-long", &[("count", Number(over() as f64))])}
                </p>
            </Show>
            <div class="field">
                <textarea
                    node_ref=field
                    rows="1"
                    dir="auto"
                    enterkeyhint="send"
                    aria-label=say("message-label")
                    placeholder=say("message-hint")
                    data-testid="widget-message-input"
                    on:input:target=move |event| typed(event.target().value())
                    on:blur=move |_| say_typing(it, false, said_typing_at)
                    on:keydown=move |event: ev::KeyboardEvent| {
                        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                            event.prevent_default();
                            send();
                        }
                    }
                />
                <button
                    type="button"
                    class="round quiet"
                    aria-label=move || say(if has_emoji.get() { "emoji-close" } else { "emoji" })
                    aria-expanded=move || has_emoji.get().to_string()
                    data-testid="widget-emoji-button"
                    on:click=move |_| has_emoji.update(|shown| *shown = !*shown)
                >
                    {icon(icons::SMILE)}
                </button>
                <button
                    type="submit"
                    class="send"
                    aria-label=say("send")
                    disabled=move || !can_send()
                    data-testid="widget-send-button"
                >
                    {icon(icons::SEND)}
                </button>
            </div>
        </form>
    }
}

/// As tall as its text; the sheet says how tall at most.
fn grow(field: &web_sys::HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(field);
    // Both are valid values of a known property.
    let _ = style.set_property("height", "auto");
    let height = field.scroll_height();
    if height > 0 {
        let _ = style.set_property("height", &format!("{height}px"));
    }
}

/// Tells the team, at most as often as it is remembered; the end is told once.
fn say_typing(it: Messenger, is_typing: bool, said_at: StoredValue<Millis>) {
    let last = said_at.get_value();
    let is_due = if is_typing { now() - last >= typing::EVERY } else { last > 0 };
    let (true, Some(conversation_id)) = (is_due, it.conversation.get_untracked()) else { return };
    said_at.set_value(if is_typing { now() } else { 0 });
    let session_token = it.session.token.get_untracked();
    leptos::task::spawn_local(async move {
        // It is forgotten within seconds anyway.
        let _ = it.server.call(typing::Set { conversation_id, is_typing, session_token }).await;
    });
}
