//! The conversation: its header, its messages from the newest up, who is typing, the composer.

use crate::{
    bubble::Bubble,
    composer::Composer,
    conversations::skeleton,
    history::Progress,
    home::{Presence, face, first_name},
    icons::{self, icon},
    messenger::messenger,
    panel::CloseButton,
    thread::Thread,
    words::{Text, say, say_with},
};
use leptos::{html, prelude::*};

/// Closer to the newest message than this counts as being there, in pixels.
const NEAR: i32 = 60;

#[component]
pub fn Conversation() -> impl IntoView {
    let it = messenger();
    let thread = Thread::open(it);
    let list = NodeRef::<html::Div>::new();
    let is_at_end = RwSignal::new(true);
    let has_new = RwSignal::new(false);
    // A first message begins the conversation; the screen stays and learns which one it is.
    Effect::new(move |_| {
        if let (Some(id), None) = (it.outbox.begun.get(), it.conversation.get_untracked()) {
            it.outbox.begun.set(None);
            it.conversation.set(Some(id));
        }
    });
    Effect::new(move |before: Option<usize>| {
        let (count, is_mine) = thread.lines.with(|lines| {
            let is_mine = lines.last().is_some_and(|line| line.1.with_untracked(|row| row.is_mine()));
            (lines.len(), is_mine)
        });
        if before.is_some_and(|before| before > 0 && count > before) && !is_at_end.get_untracked() {
            if is_mine { to_end(list) } else { has_new.set(true) }
        }
        count
    });
    let scrolled = move |_| {
        let Some(list) = list.get_untracked() else { return };
        // The list runs from the bottom up, so that it stays at the newest message by itself: 0 is the end.
        let above = -list.scroll_top();
        is_at_end.set(above < NEAR);
        if above < NEAR {
            has_new.set(false);
        }
        if list.scroll_height() - list.client_height() - above < 300 {
            thread.load_earlier();
        }
    };
    view! {
        <div class="screen">
            <header class="bar talk">
                <button
                    type="button"
                    class="round"
                    aria-label=say("back")
                    data-testid="widget-back-button"
                    on:click=move |_| it.back()
                >
                    {icon(icons::BACK)}
                </button>
                <Who/>
                <CloseButton/>
            </header>
            <div class="list-area">
                <div
                    node_ref=list
                    class="scroll list"
                    role="log"
                    aria-live="off"
                    aria-label=say("message-list")
                    tabindex="0"
                    data-testid="widget-message-list"
                    on:scroll=scrolled
                >
                    <div class="lines">
                        <Beginning thread/>
                        <For
                            each=move || thread.lines.get()
                            key=|line| line.0.clone()
                            children=move |(_, row)| view! { <Bubble row=RwSignal::from(row)/> }
                        />
                        <Typing thread/>
                    </div>
                </div>
                <Show when=move || !is_at_end.get()>
                    <button
                        type="button"
                        class="jump"
                        class:fresh=has_new
                        aria-label=say("jump-down")
                        on:click=move |_| to_end(list)
                    >
                        {icon(icons::DOWN)}
                        {move || has_new.get().then(|| say("jump-new"))}
                    </button>
                </Show>
            </div>
            <Show when=move || thread.is_closed()>
                <p class="hint" data-testid="widget-conversation-status">{say("closed-hint")}</p>
            </Show>
            <Composer/>
        </div>
    }
}

fn to_end(list: NodeRef<html::Div>) {
    if let Some(list) = list.get_untracked() {
        list.set_scroll_top(0);
    }
}

/// Whom one talks to.
#[component]
fn Who() -> impl IntoView {
    let it = messenger();
    let names = move || it.team.value().map(|team| team.names).unwrap_or_default();
    view! {
        <div class="faces" aria-hidden="true">{move || names().iter().take(2).map(|name| face(name)).collect_view()}</div>
        <div class="who">
            <h1 tabindex="-1">{say("chat-with-us")}</h1>
            <Presence/>
        </div>
    }
}

/// Above the first message: more of them, or a greeting.
#[component]
fn Beginning(thread: Thread) -> impl IntoView {
    let it = messenger();
    let is_empty = move || thread.lines.with(Vec::is_empty);
    move || {
        if !thread.is_loaded.get() {
            return skeleton().into_any();
        }
        if thread.has_earlier.get() {
            return view! {
                <button type="button" class="link earlier" on:click=move |_| thread.load_earlier()>
                    {move || if thread.is_loading_earlier.get() { "…".to_owned() } else { say("older") }}
                </button>
            }
            .into_any();
        }
        if is_empty() {
            return view! {
                <div class="empty">
                    <span class="notice-icon">{icon(icons::CHAT)}</span>
                    <h2>{say("greeting")}</h2>
                    <p>{say("greeting-hint")}</p>
                </div>
            }
            .into_any();
        }
        it.conversation.get().map(|_| view! { <p class="beginning">{say("beginning")}</p> }).into_any()
    }
}

#[component]
fn Typing(thread: Thread) -> impl IntoView {
    let names = move || thread.typists.value().unwrap_or_default();
    move || {
        let typists = names();
        let first = typists.first()?;
        let text = match &first.name {
            Some(name) => say_with("is-typing", &[("name", Text(first_name(name)))]),
            None => say("someone-is-typing"),
        };
        let name = first.name.clone().unwrap_or_else(|| say("team"));
        Some(view! {
            <div class="line theirs begins ends typing" data-testid="widget-typing">
                {face(&name)}
                <div class="bubble"><span class="dots" role="img" aria-label=text><i></i><i></i><i></i></span></div>
            </div>
        })
    }
}

/// The sign below an own message, and its word.
pub fn sign(progress: Progress) -> Option<(&'static str, &'static str)> {
    match progress {
        Progress::Theirs => None,
        Progress::Waiting => Some((icons::CLOCK, "sending")),
        Progress::Failed => Some((icons::ALERT, "failed")),
        Progress::Sent => Some((icons::CHECK, "sent")),
        Progress::Read => Some((icons::CHECKS, "read")),
    }
}
