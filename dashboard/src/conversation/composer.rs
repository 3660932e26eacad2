//! Where the agent writes. Enter sends, Shift+Enter begins a line; what is not sent is kept for each conversation.

use crate::{
    browser, commands,
    conversation::{Open, answers::Suggest, outbox::Pending, snippet_menu::snippet_menu},
    desk::{Desk, desk},
    files::tray::{TakesFiles, Tray},
    icons::{Icon, icon},
    inbox::Inbox,
    link,
    parts::key,
    say,
};
use leptos::{html, prelude::*};
use shared::{Millis, conversations::Status, id::ConversationId, limits, permissions::Permission, typing};

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

/// Puts a message that did not arrive back into the field, before what is there.
pub fn put_back(desk: Desk, inbox: Inbox, one: Pending) {
    desk.uploads.put_back(&draft(one.conversation, one.is_note), one.files);
    inbox.writes_note.set(one.is_note);
    // The field shows the other draft first.
    request_animation_frame(move || {
        let Some(field) = field() else { return };
        let rest = field.value();
        field.set_value(&if rest.is_empty() { one.content } else { format!("{}\n{rest}", one.content) });
        if let Ok(event) = web_sys::Event::new("input") {
            let _ = field.dispatch_event(&event);
        }
        let _ = field.focus();
    });
}

fn field() -> Option<web_sys::HtmlTextAreaElement> {
    use wasm_bindgen::JsCast;
    browser::document().get_element_by_id("composer")?.dyn_into().ok()
}

/// Where the draft is kept. A reply and a note are two drafts: what is meant for the team must not become public by a switch.
fn draft(id: ConversationId, is_note: bool) -> String {
    format!("{}.{id}", if is_note { "note" } else { "draft" })
}

#[component]
fn Field() -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let open = expect_context::<Open>();
    let is_note = inbox.writes_note;
    let kept = move |is_note| browser::kept(&draft(open.id, is_note)).unwrap_or_default();
    let text = RwSignal::new(kept(is_note.get_untracked()));
    let node = NodeRef::<html::Textarea>::new();
    let typing = Typing::new(open);
    let menu = snippet_menu();
    let workspace = Signal::derive(move || desk.workspace_id());
    let tray = Tray::new(desk.uploads, workspace, move || draft(open.id, is_note.get()));
    let is_closed = move || open.facts.with(|it| it.as_ref().is_some_and(|it| it.status == Status::Closed));
    Effect::new(move |before: Option<bool>| {
        let now = is_note.get();
        if before.is_some_and(|before| before != now) {
            menu.close();
            typing.wrote(false);
            text.set(kept(now));
        }
        now
    });
    Effect::new(move |_| {
        text.track();
        if let Some(field) = node.get() {
            grow(&field);
        }
    });
    let changed = move |value: String| {
        let is_note = is_note.get_untracked();
        browser::keep(&draft(open.id, is_note), (!value.is_empty()).then_some(value.as_str()));
        typing.wrote(!is_note && !value.trim().is_empty());
        text.set(value);
    };
    let look = move || {
        if let Some(field) = node.get_untracked() {
            menu.look(&field);
        }
    };
    let insert = move |value: String, caret: usize| {
        if let Some(field) = node.get_untracked() {
            field.set_value(&value);
            let _ = field.set_selection_range(caret as u32, caret as u32);
        }
        changed(value);
    };
    let send = move || {
        if submit(desk, open, text, is_note.get_untracked(), tray) {
            menu.close();
            changed(String::new());
        }
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if browser::is_composing(&event) {
            return;
        }
        let key = event.key();
        let is_plain = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
        // A copy: taking a snippet sets the text.
        if is_plain && menu.press(&key, &text.get_untracked(), insert) {
            event.prevent_default();
            return;
        }
        match key.as_str() {
            "Enter" if !event.shift_key() => {
                event.prevent_default();
                send();
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
            class:noting=is_note
            class:over=tray.is_over
            on:dragover=move |event| tray.dragged(&event)
            on:dragleave=move |_| tray.is_over.set(false)
            on:drop=move |event| tray.dropped(&event)
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <Show when=is_closed>
                <p class="hint">
                    {say!("composer-closed")} " "
                    <button hidden=move || !desk.may(Permission::ConversationsClose) type="button" class="link" on:click=move |_| commands::set_status(desk, inbox, open.id, Status::Open, None)>{say!("reopen")}</button>
                </p>
            </Show>
            <Modes is_note=is_note />
            {tray.view()}
            <Show when=move || !is_note.get()>
                <Suggest text=text take=Callback::new(move |value: String| {
                    let caret = value.encode_utf16().count();
                    insert(value, caret);
                    browser::focus("#composer");
                }) />
            </Show>
            <div class="box">
                {menu.view(text, insert)}
                {tray.button()}
                <textarea
                    id="composer"
                    node_ref=node
                    rows="1"
                    dir="auto"
                    aria-label=move || if is_note.get() { say!("note") } else { say!("reply") }
                    aria-autocomplete="list"
                    aria-haspopup="listbox"
                    aria-controls="snippets"
                    aria-activedescendant=move || menu.active()
                    placeholder=move || if is_note.get() { say!("note-placeholder") } else { say!("reply-placeholder") }
                    data-testid="composer-input"
                    prop:value=text
                    on:input:target=move |event| {
                        changed(event.target().value());
                        look();
                    }
                    on:click=move |_| look()
                    on:paste=move |event| tray.pasted(&event)
                    on:keydown=pressed
                    on:blur=move |_| {
                        menu.close();
                        typing.wrote(false);
                    }
                ></textarea>
                <button
                    class="button primary"
                    type="submit"
                    data-testid="composer-send"
                    disabled=move || !tray.is_ready() || (tray.is_empty() && text.with(|text| text.trim().is_empty()))
                >
                    {move || icon(if is_note.get() { Icon::Note } else { Icon::Send })}
                    <span>{move || if is_note.get() { say!("note-add") } else { say!("send") }}</span>
                </button>
            </div>
            <p class="hint keys">{key("Enter")} " " {say!("keys-send")} " " {key("Shift Enter")} " " {say!("keys-newline")} " " {key("/")} " " {say!("insert-snippet")} " · " {say!("markdown")}</p>
        </form>
    }
}

/// A reply to the visitor, or a note for the team.
#[component]
fn Modes(is_note: RwSignal<bool>) -> impl IntoView {
    let mode = move |wanted: bool, word: &'static str, name: &'static str| {
        let choose = move |_| {
            is_note.set(wanted);
            browser::focus("#composer");
        };
        view! {
            <button type="button" data-testid=name aria-pressed=move || (is_note.get() == wanted).to_string() on:click=choose>{say!(word)}</button>
        }
    };
    view! {
        <div class="modes" role="group" aria-label=say!("write-as")>
            {mode(false, "reply", "mode-reply")} {mode(true, "note", "mode-note")}
            <span class="hint" data-testid="note-hint">{move || is_note.get().then(|| say!("note-hint"))}</span>
        </div>
    }
}

/// Hands the text to the outbox; false when there is nothing to send, or it is too long.
fn submit(desk: Desk, open: Open, text: RwSignal<String>, is_note: bool, tray: Tray) -> bool {
    let content = text.get_untracked().trim().to_owned();
    if content.is_empty() && untrack(|| tray.is_empty()) {
        return false;
    }
    if !untrack(|| tray.is_ready()) {
        desk.notices.problem(say!("files-unfinished"));
        return false;
    }
    if limits::content("", &content).is_err() {
        desk.notices.problem(say!("too-long", size = (content.len() / 1024) as f64));
        return false;
    }
    let files = tray.uploads.take(&tray.place.get_untracked());
    desk.outbox.send(open.id, content, is_note, files);
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
