//! What a visitor did on the site, newest first.

use crate::{conversation::visitor::address, desk::desk, link, moments, say};
use leptos::prelude::*;
use shared::{
    events::{Event, EventType, List},
    id::VisitorId,
};

/// Events that are shown first, and how many each press adds.
const WINDOW: i64 = 50;
/// The most that one answer has.
const MOST: i64 = 1000;

#[component]
pub fn Timeline(id: VisitorId) -> impl IntoView {
    let limit = RwSignal::new(WINDOW);
    let events = link::live(move || {
        Some(List { visitor_id: id, limit: Some(limit.get()), session_token: None, workspace_id: None })
    });
    let known = RwSignal::new(None::<Vec<Event>>);
    Effect::new(move |_| {
        // More come in the place of those that are there.
        if let Some(events) = events.get() {
            known.set(Some(events));
        }
    });
    let is_none = move || known.with(|all| all.as_ref().is_some_and(Vec::is_empty));
    let has_more = move || {
        limit.get() < MOST
            && known.with(|all| all.as_ref().is_some_and(|all| all.len() as i64 == limit.get()))
    };
    view! {
        <div class="panel timeline">
            <h3 class="caption">{say!("timeline")}</h3>
            <p class="quiet" hidden=move || !is_none()>{say!("timeline-none")}</p>
            <ol data-testid="profile-events">
                <For each=move || known.get().unwrap_or_default() key=|event| event.id let:event>
                    {one(event)}
                </For>
            </ol>
            <Show when=has_more>
                <button class="button more" on:click=move |_| limit.update(|limit| *limit += WINDOW)>{say!("more")}</button>
            </Show>
        </div>
    }
}

fn one(event: Event) -> impl IntoView {
    let now = desk().now;
    let at = event.timestamp;
    let title = match event.event_type {
        EventType::Manual => view! { <strong dir="auto">{event.name}</strong> }.into_any(),
        EventType::PageView => view! { <span>{say!("event-page-view")}</span> }.into_any(),
        EventType::ScreenView => view! { <span>{say!("event-screen-view")}</span> }.into_any(),
        EventType::SessionStart => view! { <span>{say!("event-session-start")}</span> }.into_any(),
        EventType::SessionEnd => view! { <span>{say!("event-session-end")}</span> }.into_any(),
    };
    let facts = event.properties.unwrap_or_default().into_iter().map(|(key, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        view! { <div><dt dir="auto">{key}</dt><dd dir="auto">{value}</dd></div> }
    });
    let facts = facts.collect_view();
    let has_facts = !facts.is_empty();
    view! {
        <li>
            <p>{title} <time title=moments::full(at)>{move || moments::ago(at, now.get())}</time></p>
            {event.url.filter(|url| !url.is_empty()).map(|url| view! { <p class="where">{address(&url)}</p> })}
            {has_facts.then(|| view! { <dl class="facts">{facts}</dl> })}
        </li>
    }
}
