//! One message: the day above it, who wrote it, what, when, and how far it got.

use crate::{
    conversation::sign,
    history::{Body, Progress, Row},
    home::face,
    icons::{self, icon},
    messenger::messenger,
    session::now,
    words::{self, Text, say, say_with},
};
use client::rich_text::RichText;
use leptos::prelude::*;
use shared::messages::{Listed, SenderKind};

#[component]
pub fn Bubble(row: RwSignal<Row>) -> impl IntoView {
    // What the element is made of changes rarely, what stands around it with every neighbour: each part on its own.
    let body = Memo::new(move |_| row.with(|row| row.body.clone()));
    let claim = move |of: fn(&Row) -> bool| move || row.with(of);
    let is_new = row.with_untracked(|row| row.at() > now() - 5_000);
    view! {
        {move || claim(|row| row.begins_day)().then(|| view! { <p class="day"><span>{day(row)}</span></p> })}
        <div
            class="line"
            class:mine=claim(Row::is_mine)
            class:theirs=claim(|row| !row.is_mine() && !row.is_notice())
            class:notice-line=claim(Row::is_notice)
            class:begins=claim(|row| row.begins_group)
            class:ends=claim(|row| row.ends_group)
            class:failed=claim(|row| row.progress == Progress::Failed)
            class:waiting=claim(|row| row.progress == Progress::Waiting)
            class:fresh=is_new
            data-testid="widget-message"
        >
            {move || body.with(|body| sender(body, row.with_untracked(Row::is_mine)))}
            <div class="bubble" dir="auto">{move || body.with(content)}</div>
            {move || row.with(|row| row.ends_group || row.progress == Progress::Failed).then(|| view! { <Meta row/> })}
        </div>
    }
}

fn day(row: RwSignal<Row>) -> String {
    words::day(row.with_untracked(Row::at), now())
}

/// Face and name; the sheet shows them once a group.
fn sender(body: &Body, is_mine: bool) -> Option<impl IntoView + use<>> {
    let Body::Stored(listed) = body else { return None };
    if is_mine || listed.message.sender_kind == SenderKind::System {
        return None;
    }
    let name = sender_name(listed);
    Some(view! {
        {face(&name)}
        <span class="name" dir="auto">{name}</span>
    })
}

fn sender_name(listed: &Listed) -> String {
    match (&listed.sender_name, listed.message.sender_kind) {
        (Some(name), _) => name.clone(),
        (None, SenderKind::Ai | SenderKind::Bot) => say("assistant"),
        _ => say("team"),
    }
}

fn content(body: &Body) -> AnyView {
    match body {
        Body::Pending(pending) => view! { <p class="plain-text">{pending.content.clone()}</p> }.into_any(),
        Body::Stored(listed) => {
            let text = if listed.message.blocks.is_empty() {
                view! { <p class="plain-text">{listed.message.content.clone()}</p> }.into_any()
            } else {
                view! { <RichText blocks=listed.message.blocks.clone()/> }.into_any()
            };
            let files = listed.attachments.iter().map(|file| {
                let label = say_with("attachment", &[("name", Text(&file.file_name))]);
                let name = file.file_name.clone();
                let href = file.url.clone();
                view! {
                    <a class="file" href=href target="_blank" rel="noopener noreferrer" aria-label=label>
                        {icon(icons::CLIP)}
                        {name}
                    </a>
                }
            });
            let files = files.collect_view();
            view! { {text} {files} }.into_any()
        }
    }
}

/// The time, and for an own message how far it got.
#[component]
fn Meta(row: RwSignal<Row>) -> impl IntoView {
    let it = messenger();
    let key = StoredValue::new(row.with_untracked(|row| row.key.clone()));
    let time = move || words::clock(row.with(Row::at));
    view! {
        <span class="meta">
            <time>{time}</time>
            {move || {
                sign(row.with(|row| row.progress))
                    .map(|(path, word)| view! { <span class="sign">{icon(path)}{say(word)}</span> })
            }}
            <Show when=move || row.with(|row| row.progress == Progress::Failed)>
                <button type="button" class="link" on:click=move |_| it.outbox.retry(&key.get_value())>
                    {say("retry")}
                </button>
                <button type="button" class="link" on:click=move |_| it.outbox.discard(&key.get_value())>
                    {say("discard")}
                </button>
            </Show>
        </span>
    }
}
