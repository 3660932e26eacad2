//! The header of a conversation: with whom, who else looks at it, and what to do with it.

use crate::{
    commands,
    conversation::Open,
    desk::{Desk, Overlay, desk},
    icons::{Icon, icon},
    inbox::Inbox,
    moments,
    parts::avatar,
    people,
    route::Route,
    say, tickets,
};
use leptos::prelude::*;
use shared::{
    conversations::{Channel, Status},
    permissions::Permission,
    presence::{Present, Status as Presence},
};

#[component]
pub fn Header() -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let open = expect_context::<Open>();
    let name = move || {
        open.visitor.with(|it| it.as_ref().map(people::visitor_name)).unwrap_or_else(|| say!("someone"))
    };
    let back = move |_| desk.go(Route::Inbox(inbox.filter.get_untracked(), None));
    view! {
        <header class="bar">
            <button class="plain back" aria-label=say!("back") data-testid="back" on:click=back>{icon(Icon::Back)}</button>
            <button
                class="who"
                aria-expanded=move || inbox.shows_visitor.get().to_string()
                aria-controls="visitor"
                data-testid="conversation-visitor"
                on:click=move |_| inbox.shows_visitor.update(|shown| *shown = !*shown)
            >
                <h2 dir="auto" data-testid="conversation-name">{name}</h2>
                <span class="sub">{move || state(desk, open)}</span>
                {move || subject(open).map(|subject| view! { <span class="sub" dir="auto" data-testid="conversation-subject">{icon(Icon::Mail)} {subject}</span> })}
            </button>
            <Viewers />
            <Actions />
        </header>
    }
}

/// What a conversation by e-mail is about; none of another.
fn subject(open: Open) -> Option<String> {
    open.facts.with(|facts| {
        let facts = facts.as_ref().filter(|facts| facts.channel == Channel::Email)?;
        let subject = facts.subject.clone().filter(|subject| !subject.is_empty());
        Some(subject.unwrap_or_else(|| say!("mail-no-subject")))
    })
}

/// Status and assignment in a line.
fn state(desk: Desk, open: Open) -> String {
    let Some(facts) = open.facts.get() else { return String::new() };
    let status = match (facts.status, facts.snoozed_until) {
        (Status::Open, _) => say!("status-open"),
        (Status::Closed, _) => say!("status-closed"),
        (Status::Snoozed, None) => say!("status-snoozed"),
        (Status::Snoozed, Some(until)) => say!("status-snoozed-until", time = moments::soon(until).as_str()),
    };
    let assignee = facts.assigned_agent_id.and_then(|agent| {
        desk.members.with(|members| people::member(members.as_ref()?, agent).map(people::member_name))
    });
    let assigned = match assignee {
        Some(name) => say!("assigned-to", name = name.as_str()),
        None => say!("unassigned"),
    };
    format!("{status} · {assigned}")
}

/// Colleagues who have this conversation open now.
#[component]
fn Viewers() -> impl IntoView {
    let desk = desk();
    let open = expect_context::<Open>();
    let others = Memo::new(move |_| {
        let own = desk.user_id();
        let looks = |one: &Present| {
            one.viewing_conversation_id == Some(open.id)
                && Some(one.user_id) != own
                && one.status != Presence::Offline
        };
        desk.present.with(|all| all.iter().flatten().filter(|one| looks(one)).cloned().collect::<Vec<_>>())
    });
    let label = move || {
        others.with(|others| {
            let names = others.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
            say!("viewing", names = names.as_str(), count = others.len() as f64)
        })
    };
    view! {
        <div class="viewers" data-testid="viewers" hidden=move || others.with(Vec::is_empty) title=label>
            {move || others.get().into_iter().take(3).map(|one| avatar(one.user_id.0, &one.name)).collect_view()}
            <span class="visually-hidden">{label}</span>
        </div>
    }
}

#[component]
fn Actions() -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let open = expect_context::<Open>();
    let id = open.id;
    let status = move || open.facts.with(|it| it.as_ref().map_or(Status::Open, |it| it.status));
    let may_close = move || desk.may(Permission::ConversationsClose);
    let set = move |status| commands::set_status(desk, inbox, id, status, None);
    view! {
        <div class="actions">
            <Show when=move || desk.may(Permission::ConversationsAssign)>
                <button class="button" title=say!("assign-hint") data-testid="action-assign" on:click=move |_| desk.open(Overlay::Assign(id))>
                    {icon(Icon::Assign)} <span>{say!("assign")}</span>
                </button>
            </Show>
            <Show when=move || desk.may(Permission::ConversationsAssign)>
                <button class="button" title=say!("tag-hint") data-testid="action-tag" on:click=move |_| desk.open(Overlay::Tag(id))>
                    {icon(Icon::Tag)} <span>{say!("tag")}</span>
                </button>
            </Show>
            <Show when=move || desk.may(Permission::ConversationsReply)>
                <button class="button" title=say!("new-ticket-hint") data-testid="action-ticket" on:click=move |_| desk.open(tickets::new::of_conversation(id))>
                    {icon(Icon::Ticket)} <span>{say!("ticket")}</span>
                </button>
            </Show>
            <Show when=move || may_close() && status() != Status::Closed>
                <button class="button" title=say!("snooze-hint") data-testid="action-snooze" on:click=move |_| desk.open(Overlay::Snooze(id))>
                    {icon(Icon::Snooze)} <span>{say!("snooze")}</span>
                </button>
                <button class="button" title=say!("close-hint") data-testid="action-close" on:click=move |_| set(Status::Closed)>
                    {icon(Icon::Check)} <span>{say!("close")}</span>
                </button>
            </Show>
            <Show when=move || may_close() && status() != Status::Open>
                <button class="button primary" title=move || reopen_hint(status()) data-testid="action-reopen" on:click=move |_| set(Status::Open)>
                    {icon(Icon::Reopen)} <span>{say!("reopen")}</span>
                </button>
            </Show>
        </div>
    }
}

/// The key closes what sleeps, and opens only what is closed.
fn reopen_hint(status: Status) -> String {
    if status == Status::Closed { say!("reopen-hint") } else { say!("reopen") }
}
