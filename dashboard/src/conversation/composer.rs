//! Where the agent writes. Enter sends, Shift+Enter begins a line; what is not sent is kept for each conversation.

use crate::{
    browser, commands,
    conversation::Open,
    desk::{Desk, desk},
    icons::{Icon, icon},
    inbox::Inbox,
    link,
    parts::key,
    say,
};
use leptos::{html, prelude::*};
use shared::{Millis, conversations::Status, limits, permissions::Permission, typing};

#[component]
pub fn Composer() -> impl IntoView {
    let desk = desk();
    // A memo: the field keeps its focus while members come and go.
    let may_reply = Memo::new(move |_| desk.may(Permission::ConversationsReply));
    move || {
        if may_reply.get() {
            view! { <Field /> }.into_any()
        } else {
            view! { <p class="composer-closed">{say!("may-not-reply")}</p> }.into_any()
        }
    }
}

/// Puts a text back into the composer, before what is there.
pub fn put_back(text: &str) {
    let Some(field) = field() else { return };
    let rest = field.value();
    field.set_value(&if rest.is_empty() { text.to_owned() } else { format!("{text}\n{rest}") });
    let _ = field.dispatch_event(&match web_sys::Event::new("input") {
        Ok(event) => event,
        Err(_) => return,
    });
    let _ = field.focus();
}

fn field() -> Option<web_sys::HtmlTextAreaElement> {
    use wasm_bindgen::JsCast;
    browser::document().get_element_by_id("composer")?.dyn_into().ok()
}

#[component]
fn Field() -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let open = expect_context::<Open>();
    let draft = format!("draft.{}", open.id);
    let text = RwSignal::new(browser::kept(&draft).unwrap_or_default());
    let node = NodeRef::<html::Textarea>::new();
    let typing = Typing::new(open);
    let is_closed = move || open.facts.with(|it| it.as_ref().is_some_and(|it| it.status == Status::Closed));
    Effect::new(move |_| {
        text.track();
        if let Some(field) = node.get() {
            grow(&field);
        }
    });
    let changed = {
        let draft = draft.clone();
        move |value: String| {
            browser::keep(&draft, (!value.is_empty()).then_some(value.as_str()));
            typing.wrote(!value.trim().is_empty());
            text.set(value);
        }
    };
    let send = StoredValue::new({
        let changed = changed.clone();
        move || {
            if submit(desk, open, text) {
                changed(String::new());
            }
        }
    });
    let pressed = move |event: web_sys::KeyboardEvent| {
        if browser::is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" if !event.shift_key() => {
                event.prevent_default();
                send.with_value(|send| send());
            }
            "Escape" => {
                event.prevent_default();
                browser::focus("#rows");
            }
            _ => (),
        }
    };
    view! {
        <form
            class="composer"
            on:submit=move |event| {
                event.prevent_default();
                send.with_value(|send| send());
            }
        >
            <Show when=is_closed>
                <p class="hint">
                    {say!("composer-closed")} " "
                    <button hidden=move || !desk.may(Permission::ConversationsClose) type="button" class="link" on:click=move |_| commands::set_status(desk, inbox, open.id, Status::Open, None)>{say!("reopen")}</button>
                </p>
            </Show>
            <div class="box">
                <textarea
                    id="composer"
                    node_ref=node
                    rows="1"
                    dir="auto"
                    aria-label=say!("reply")
                    placeholder=say!("reply-placeholder")
                    data-testid="composer-input"
                    prop:value=text
                    on:input:target=move |event| changed(event.target().value())
                    on:keydown=pressed
                    on:blur=move |_| typing.wrote(false)
                ></textarea>
                <button
                    class="button primary"
                    type="submit"
                    data-testid="composer-send"
                    disabled=move || text.with(|text| text.trim().is_empty())
                >
                    {icon(Icon::Send)} <span>{say!("send")}</span>
                </button>
            </div>
            <p class="hint keys">{key("Enter")} " " {say!("keys-send")} " " {key("Shift Enter")} " " {say!("keys-newline")} " · " {say!("markdown")}</p>
        </form>
    }
}

/// Hands the text to the outbox; false when there is nothing to send, or it is too long.
fn submit(desk: Desk, open: Open, text: RwSignal<String>) -> bool {
    let content = text.get_untracked().trim().to_owned();
    if content.is_empty() {
        return false;
    }
    if limits::content("", &content).is_err() {
        desk.notices.problem(say!("too-long", size = (content.len() / 1024) as f64));
        return false;
    }
    desk.outbox.send(open.id, content);
    true
}

/// As high as its text, up to what the style sheet allows.
fn grow(field: &web_sys::HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(field);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", field.scroll_height()));
}

/// Tells the visitor that somebody writes, at most every two seconds.
#[derive(Clone, Copy)]
struct Typing {
    open: Open,
    told_at: StoredValue<Millis>,
}

impl Typing {
    fn new(open: Open) -> Self {
        Self { open, told_at: StoredValue::new(0) }
    }

    fn wrote(self, is_typing: bool) {
        let now = browser::now();
        // Leaving a conversation takes the focus away after the field is gone.
        let Some(told_at) = self.told_at.try_get_value() else { return };
        let is_due = if is_typing { now - told_at >= typing::EVERY } else { told_at != 0 };
        if !is_due {
            return;
        }
        self.told_at.set_value(if is_typing { now } else { 0 });
        let said = typing::Set { conversation_id: self.open.id, is_typing, session_token: None };
        let client = link::client();
        // Whether it arrives matters to nobody.
        leptos::task::spawn_local(async move { drop(client.call(said).await) });
    }
}
