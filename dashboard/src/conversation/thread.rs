//! The messages of the open conversation: the newest window is live, older ones are fetched on request and kept.

use crate::{
    browser,
    conversation::Open,
    conversation::answers::AnswerNote,
    conversation::grouping::{self, Place, Sent},
    conversation::mail,
    conversation::outbox::Pending,
    desk::{Desk, desk},
    files::{names, shown::attachments},
    icons::{Icon, icon},
    inbox::Inbox,
    link, moments,
    parts::rich_text::RichText,
    parts::{avatar, skeleton},
    people, say,
};
use client::outbox::Attached;
use leptos::{html, prelude::*};
use shared::{
    id::{ConversationId, IdentityId},
    messages::{Kind, List, Listed, Message, SenderType},
};
use std::collections::BTreeMap;

/// Messages of one window.
const WINDOW: i64 = 60;
/// Messages of a window on the way to an old one.
const FAR: i64 = 200;

/// The messages that are known.
#[derive(Clone, Copy)]
pub struct Thread {
    conversation: ConversationId,
    /// By sequence number; none while the first window is on its way.
    known: RwSignal<Option<BTreeMap<i64, Listed>>>,
    is_loading: RwSignal<bool>,
    /// A message that is on its way to be shown.
    aim: RwSignal<Option<i64>>,
    /// The message that was aimed at, once it is here.
    found: RwSignal<Option<i64>>,
}

impl Thread {
    pub fn new(conversation: ConversationId, inbox: Inbox) -> Self {
        let newest = link::live(move || {
            Some(List {
                conversation_id: conversation,
                visitor_id: None,
                session_token: None,
                limit: Some(WINDOW),
                before_seq: None,
            })
        });
        let known = RwSignal::new(None);
        Effect::new(move |_| {
            if let Some(window) = newest.get() {
                known.update(|known| merge(known.get_or_insert_default(), window));
            }
        });
        let thread = Self {
            conversation,
            known,
            is_loading: RwSignal::new(false),
            aim: RwSignal::new(None),
            found: RwSignal::new(None),
        };
        thread.follow(inbox);
        thread
    }

    /// Shows the message that a search found, loading what lies before it.
    fn follow(self, inbox: Inbox) {
        Effect::new(move |_| {
            if let Some((_, seq)) = inbox.aim.get().filter(|(id, _)| *id == self.conversation) {
                self.found.set(None);
                self.aim.set(Some(seq));
            }
        });
        Effect::new(move |_| {
            let (Some(seq), Some(first)) = (self.aim.get(), self.first()) else { return };
            if self.is_loading.get() {
                return;
            }
            if first > seq && first > 1 {
                self.load_before(FAR);
            } else {
                self.aim.set(None);
                self.found.set(Some(seq));
                inbox.aim.set(None);
            }
        });
    }

    fn listed(self) -> Vec<Listed> {
        self.known.with(|known| known.iter().flat_map(|known| known.values().cloned()).collect())
    }

    fn first(self) -> Option<i64> {
        self.known.with(|known| known.as_ref()?.keys().next().copied())
    }

    fn has_older(self) -> bool {
        self.first().is_some_and(|first| first > 1)
    }

    /// Fetches the window before the oldest known message.
    fn load_older(self) {
        self.load_before(WINDOW);
    }

    fn load_before(self, limit: i64) {
        let Some(first) = self.first().filter(|_| !self.is_loading.get_untracked()) else { return };
        self.is_loading.set(true);
        let called = link::call(List {
            conversation_id: self.conversation,
            visitor_id: None,
            session_token: None,
            limit: Some(limit),
            before_seq: Some(first),
        });
        let notices = desk().notices;
        leptos::task::spawn_local(async move {
            match called.await {
                Ok(window) => {
                    self.known.try_update(|known| {
                        let window = window.into_iter().map(|one| (one.message.seq, one));
                        known.get_or_insert_default().extend(window);
                    });
                }
                Err(error) => {
                    self.aim.try_set(None);
                    notices.failed(&error);
                }
            }
            self.is_loading.try_set(false);
        });
    }
}

/// Takes the newest window in. What it covers is as it says; a gap to the older ones means that those are out of date.
fn merge(known: &mut BTreeMap<i64, Listed>, window: Vec<Listed>) {
    let Some(first) = window.first().map(|one| one.message.seq) else {
        known.clear();
        return;
    };
    known.retain(|seq, _| *seq < first);
    if known.keys().next_back().is_some_and(|last| last + 1 < first) {
        known.clear();
    }
    known.extend(window.into_iter().map(|one| (one.message.seq, one)));
}

#[component]
pub fn ThreadView() -> impl IntoView {
    let desk = desk();
    let open = expect_context::<Open>();
    let inbox = expect_context::<Inbox>();
    let thread = open.thread;
    let scroller = NodeRef::<html::Div>::new();
    stay_at_end(desk, open, scroller);
    Effect::new(move |_| {
        if let Some(seq) = thread.found.get() {
            // After the frame in which the end is scrolled to.
            request_animation_frame(move || {
                request_animation_frame(move || browser::bring(&format!("[data-seq=\"{seq}\"]")));
            });
        }
    });
    let pending = move || desk.outbox.of(open.id, &thread.listed());
    view! {
        <div
            class="messages"
            node_ref=scroller
            tabindex="0"
            role="region"
            aria-label=say!("messages")
            data-testid="conversation-messages"
        >
            <Show when=move || thread.has_older()>
                <button
                    class="button more"
                    data-testid="load-older"
                    disabled=move || thread.is_loading.get()
                    on:click=move |_| thread.load_older()
                >
                    {say!("older")}
                </button>
            </Show>
            {move || thread.known.with(Option::is_none).then(|| skeleton(5))}
            <ol>
                <For each=move || placed(thread) key=|(place, listed)| key_of(place, listed) let((place, listed))>
                    {bubble(desk, open, place, listed)}
                </For>
                <For each=pending key=|one| (one.key.clone(), one.failure.clone()) let:one>
                    {waiting(desk, inbox, one)}
                </For>
            </ol>
            <Marks />
        </div>
    }
}

fn placed(thread: Thread) -> Vec<(Place, Listed)> {
    let listed = thread.listed();
    let sent: Vec<Sent> = listed.iter().map(Sent::from).collect();
    grouping::places(&sent, browser::offset()).into_iter().zip(listed).collect()
}

/// A bubble is drawn anew when the message was edited, its mail got further, or its neighbours changed.
fn key_of(place: &Place, listed: &Listed) -> (i64, i64, Option<&'static str>, bool, bool, bool) {
    let Message { seq, rev, delivery_status, .. } = &listed.message;
    (*seq, *rev, delivery_status.map(mail::delivery_word), place.begins_day, place.begins, place.ends)
}

fn bubble(desk: Desk, open: Open, place: Place, listed: Listed) -> impl IntoView {
    let Listed { message, attachments: files, sender_name } = listed;
    let at = message.created_at;
    let is_note = message.kind == Kind::Note;
    let is_own = message.sender_type != SenderType::Visitor;
    let seq = message.seq;
    let day = place.begins_day.then(|| {
        view! { <li class="day"><span>{move || moments::day(at, desk.now.get(), browser::offset())}</span></li> }
    });
    if message.kind == Kind::System {
        return view! { {day} <li class="line" dir="auto">{message.content}</li> }.into_any();
    }
    let name = match message.sender_type {
        SenderType::Visitor => open.visitor.with_untracked(|it| it.as_ref().map(people::visitor_name)),
        SenderType::Bot if message.ai.is_some() => Some(say!("ai-agent")),
        SenderType::Bot => Some(say!("bot")),
        _ => sender_name,
    };
    let name = name.unwrap_or_else(|| say!("someone"));
    let (below, more) = (mail::lines(&message), mail::more(&message));
    let face = message.sender_id.map_or(message.id.0, |id| id.0);
    let face = (place.ends && !is_own).then(|| avatar(face, &name));
    let has_text = !message.content.is_empty();
    let ai = message.ai.clone();
    view! {
        {day}
        <li
            class="message"
            class:own=is_own
            class:bot=message.sender_type == SenderType::Bot
            class:note=is_note
            class:begins=place.begins
            class:ends=place.ends
            class:found=move || open.thread.found.get() == Some(seq)
            data-testid="message"
            data-seq=seq
        >
            <span class="face">{face}</span>
            <div class="bubble" dir="auto" title=moments::full(at)>
                {has_text.then(|| view! { <RichText blocks=message.blocks fallback=message.content /> })}
                {attachments(files)}
                {more}
            </div>
            {below}
            {ai.map(|ai| view! { <AnswerNote ai=ai /> })}
            {place.ends.then(|| view! { <p class="meta">{is_note.then(|| view! { <span class="only">{icon(Icon::Note)} {say!("note")}</span> " · " })}<span dir="auto">{name}</span> " · " <time>{moments::clock(at)}</time></p> })}
        </li>
    }
    .into_any()
}

/// A message on its way, or one that did not arrive.
fn waiting(desk: Desk, inbox: Inbox, one: Pending) -> impl IntoView {
    let key = StoredValue::new(one.key);
    let has_failed = one.failure.is_some();
    let is_note = one.is_note;
    let edit = move |_| {
        if let Some(one) = key.with_value(|key| desk.outbox.discard(key)) {
            crate::conversation::composer::put_back(desk, inbox, one);
        }
    };
    let state = match one.failure {
        None => view! { <p class="meta">{say!("sending")}</p> }.into_any(),
        Some(why) => view! {
            <p class="meta failed" role="alert">
                <span>{say!("not-sent")} " " <bdi>{why}</bdi></span>
                <button class="link" data-testid="message-retry" on:click=move |_| key.with_value(|key| desk.outbox.retry(key))>{icon(Icon::Retry)} {say!("retry")}</button>
                <button class="link" on:click=edit>{say!("edit")}</button>
            </p>
        }
        .into_any(),
    };
    view! {
        <li class="message own begins ends waiting" class:note=is_note class:failed=has_failed data-testid="message-pending">
            <span class="face">{""}</span>
            <div class="bubble plain-text" dir="auto">
                {one.content}
                {(!one.files.is_empty()).then(|| view! { <p class="files-named">{icon(Icon::Attach)} <bdi>{files_named(&one.files)}</bdi></p> })}
            </div>
            {state}
        </li>
    }
}

fn files_named(files: &[Attached]) -> String {
    files.iter().map(|file| names::shown(&file.name)).collect::<Vec<_>>().join(" · ")
}

/// What comes after the last message: read by the visitor, or who is writing.
#[component]
fn Marks() -> impl IntoView {
    let open = expect_context::<Open>();
    let mark = move || {
        let last = open.thread.known.with(|known| {
            let mut newest_first = known.as_ref()?.values().rev();
            newest_first
                .find(|one| one.message.kind != Kind::Note)
                .map(|one| (one.message.seq, one.message.sender_type, one.message.kind))
        });
        let (seq, sender, kind) = last?;
        if sender == SenderType::Visitor || kind != Kind::Text {
            return None;
        }
        let read = open.facts.with(|facts| facts.as_ref().map(|facts| facts.owner_read_seq))?;
        Some(if read >= seq { say!("read") } else { say!("delivered") })
    };
    let typing = move || {
        open.typists.with(|all| {
            let who = all.as_ref()?.first()?;
            if who.who == SenderType::Bot {
                return Some(say!("ai-agent"));
            }
            let known = match who.who {
                SenderType::Visitor => open.visitor.with(|it| it.as_ref().map(people::visitor_name)),
                _ => None,
            };
            Some(who.name.clone().or(known).unwrap_or_else(|| say!("someone")))
        })
    };
    view! {
        <p class="mark" data-testid="read-mark">{mark}</p>
        <p class="typing" role="status" data-testid="typing">
            {move || typing().map(|name| view! { <span class="dots" aria-hidden="true">{""}<i></i><i></i><i></i></span> {say!("typing", name = name.as_str())} })}
        </p>
    }
}

/// Scrolls to the end when a message comes while the end is in sight, or the agent sends one; tells a screen reader what came.
fn stay_at_end(desk: Desk, open: Open, scroller: NodeRef<html::Div>) {
    let last =
        Memo::new(move |_| open.thread.known.with(|known| known.as_ref()?.values().next_back().cloned()));
    let is_near = move |element: &web_sys::HtmlElement| {
        element.scroll_height() - element.scroll_top() - element.client_height() < 160
    };
    let to_end = move || {
        request_animation_frame(move || {
            if let Some(element) = scroller.try_get_untracked().flatten() {
                element.set_scroll_top(element.scroll_height());
            }
        });
    };
    Effect::new(move |before: Option<Option<i64>>| {
        let newest = last.get();
        let seq = newest.as_ref().map(|one| one.message.seq);
        let Some(before) = before.flatten() else {
            to_end();
            return seq;
        };
        let came = newest.filter(|one| one.message.seq > before);
        if let Some(one) = came {
            // One's own is followed also where a picture has moved the end away.
            let own = untrack(|| desk.user_id()).map(IdentityId::from);
            let is_own = own.is_some() && own == one.message.sender_id;
            if is_own || scroller.get_untracked().is_some_and(|element| is_near(&element)) {
                to_end();
            }
            if one.message.sender_type == SenderType::Visitor {
                let name = open
                    .visitor
                    .with_untracked(|it| it.as_ref().map(people::visitor_name))
                    .unwrap_or_default();
                desk.notices.say(say!("said", name = name.as_str(), text = one.message.content.as_str()));
            }
        }
        seq
    });
    let own = Memo::new(move |_| desk.outbox.of(open.id, &[]).len());
    let writes = Memo::new(move |_| open.typists.with(|all| all.as_ref().is_some_and(|all| !all.is_empty())));
    Effect::new(move |before: Option<usize>| {
        let now = own.get();
        let is_writing = writes.get();
        let is_near = scroller.get_untracked().is_some_and(|element| is_near(&element));
        if before.is_some_and(|before| now > before) || (is_writing && is_near) {
            to_end();
        }
        now
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(seq: i64) -> Listed {
        let id = "67e5504410b1426f9247bb680e5fe0c8";
        serde_json::from_value(serde_json::json!({
            "_id": id, "_creationTime": 0, "conversationId": id, "seq": seq, "rev": 0, "senderId": id, "senderType": "visitor",
            "senderKind": "contact", "kind": "text", "content": "", "blocks": [], "createdAt": 0, "attachments": [],
        }))
        .unwrap()
    }

    fn after(known: &[i64], window: std::ops::RangeInclusive<i64>) -> Vec<i64> {
        let mut known = known.iter().map(|seq| (*seq, listed(*seq))).collect();
        merge(&mut known, window.map(listed).collect());
        known.into_keys().collect()
    }

    #[test]
    fn a_window_extends_what_is_known_and_removes_what_it_no_longer_has() {
        assert_eq!(after(&[1, 2, 3, 4], 3..=5), [1, 2, 3, 4, 5]);
        assert_eq!(after(&[3, 4, 5], 3..=4), [3, 4]);
    }

    #[test]
    fn after_a_gap_only_the_window_is_known() {
        assert_eq!(after(&[1, 2], 9..=10), [9, 10]);
    }
}
