//! The list of tickets with its filters.

use crate::{
    desk::{Desk, desk},
    icons::{Icon, icon},
    moments,
    parts::{Empty, avatar, fields::choose, skeleton},
    people,
    route::{Route, TicketFilter},
    say,
    sidebar::follow,
    tickets::{Tickets, new, words},
};
use leptos::prelude::*;
use shared::{id::TicketId, permissions::Permission, tickets::Listed};

#[component]
pub fn TicketList(desk: Desk) -> impl IntoView {
    let tickets = expect_context::<Tickets>();
    let is_empty = Memo::new(move |_| tickets.rows.with(|rows| rows.as_ref().map(Vec::is_empty)));
    view! {
        <section class="list" aria-label=say!("tickets")>
            <header>
                <div class="row">
                    <h2>{say!("tickets")}</h2>
                    <Show when=move || desk.may(Permission::ConversationsReply)>
                        <button class="button" data-testid="ticket-new" title=say!("new-ticket-key") on:click=move |_| desk.open(new::empty())>{icon(Icon::Plus)} {say!("new-ticket")}</button>
                    </Show>
                </div>
                <nav class="chips always" aria-label=say!("filters")>
                    {TicketFilter::ALL.map(|filter| chip(tickets, filter)).into_iter().collect_view()}
                </nav>
                <div class="narrowing">{assignee(desk, tickets)} {priority(tickets)}</div>
            </header>
            {move || match is_empty.get() {
                None => skeleton(8).into_any(),
                Some(true) => nothing(desk, tickets),
                Some(false) => rows(desk, tickets).into_any(),
            }}
        </section>
    }
}

fn chip(tickets: Tickets, filter: TicketFilter) -> impl IntoView {
    let route = Route::Tickets(filter, None);
    let word = match filter.status() {
        None => "ticket-all",
        Some(status) => words::of_status(status),
    };
    view! {
        <a
            class="chip"
            href=route.path()
            data-testid=format!("tickets-{}", filter.word())
            aria-current=move || (tickets.filter.get() == filter).then_some("page")
            on:click=follow(route)
        >
            {say!(word)}
        </a>
    }
}

fn assignee(desk: Desk, tickets: Tickets) -> impl IntoView {
    move || {
        let members = desk.members.get().unwrap_or_default();
        let named = members.iter().map(|member| (Some(member.user_id), people::member_name(member)));
        let choices = std::iter::once((None, say!("anybody"))).chain(named).collect();
        choose(
            say!("assignee"),
            "tickets-assignee",
            choices,
            move || tickets.assignee.get(),
            move |assignee| tickets.assignee.set(assignee),
        )
    }
}

fn priority(tickets: Tickets) -> impl IntoView {
    let named = words::priorities().into_iter().map(|(priority, word)| (Some(priority), word));
    let choices = std::iter::once((None, say!("any-priority"))).chain(named).collect();
    choose(
        say!("priority"),
        "tickets-priority",
        choices,
        move || tickets.priority.get(),
        move |priority| tickets.priority.set(priority),
    )
}

fn rows(desk: Desk, tickets: Tickets) -> impl IntoView {
    let ids =
        move || tickets.rows.with(|rows| rows.iter().flatten().map(|row| row.ticket.id).collect::<Vec<_>>());
    let marked =
        move || tickets.marked.get().filter(|id| tickets.row(*id).is_some()).map(|id| format!("ticket-{id}"));
    let pressed = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => tickets.step(desk, 1),
            "ArrowUp" => tickets.step(desk, -1),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="rows">
            <div id="tickets" role="listbox" tabindex="0" aria-label=say!("tickets") aria-activedescendant=marked data-testid="ticket-list" on:keydown=pressed>
                <For each=ids key=|id| *id let:id>
                    <Row id=id />
                </For>
            </div>
            <Show when=move || tickets.has_more()>
                <button class="button more" on:click=move |_| tickets.more()>{say!("more")}</button>
            </Show>
        </div>
    }
}

#[component]
fn Row(id: TicketId) -> impl IntoView {
    let desk = desk();
    let tickets = expect_context::<Tickets>();
    let row = Memo::new(move |_| tickets.row(id));
    view! {
        <div
            id=format!("ticket-{id}")
            class="row ticket"
            role="option"
            class:marked=move || tickets.marked.get() == Some(id)
            aria-selected=move || (tickets.open.get() == Some(id)).to_string()
            data-testid="ticket-row"
            on:click=move |_| tickets.show(desk, id)
        >
            <div class="text">
                <span class="name" dir="auto" data-testid="ticket-row-subject">{move || row.get().map(|row| words::subject(&row.ticket.subject))}</span>
                <time class="when">{move || row.get().map(|row| moments::short(row.ticket.created_at, desk.now.get()))}</time>
                <span class="preview">{move || row.get().map(line)}</span>
                {move || row.get().and_then(|row| face(&row))}
            </div>
        </div>
    }
}

/// How far it is, how urgent, and whose it is.
fn line(row: Listed) -> impl IntoView {
    let status = words::of_status(row.ticket.status);
    let priority = words::of_priority(row.ticket.priority);
    let name = row.visitor.as_ref().map(people::visitor_name);
    view! {
        <span class=format!("state {status}")>{say!(status)}</span>
        <span class=format!("priority {priority}")>{say!(priority)}</span>
        {name.map(|name| view! { <bdi>{name}</bdi> })}
    }
}

fn face(row: &Listed) -> Option<impl IntoView + use<>> {
    let assignee = row.assignee.as_ref()?;
    let name = assignee.name.clone().or_else(|| assignee.email.clone()).unwrap_or_default();
    let label = say!("assigned-to", name = name.as_str());
    let title = label.clone();
    Some(
        view! { <span class="assignee" title=title>{avatar(assignee.id.0, &name)}<span class="visually-hidden">{label}</span></span> },
    )
}

fn nothing(desk: Desk, tickets: Tickets) -> AnyView {
    if tickets.is_narrowed() || tickets.filter.get() != TicketFilter::All {
        let all = move |_| {
            tickets.assignee.set(None);
            tickets.priority.set(None);
            desk.go(Route::Tickets(TicketFilter::All, None));
        };
        return view! {
            <Empty title=say!("nothing-found") text=say!("tickets-narrow-text")>
                <button class="button" on:click=all>{say!("tickets-see-all")}</button>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty title=say!("tickets-empty") text=say!("tickets-empty-text")>
            <Show when=move || desk.may(Permission::ConversationsReply)>
                <button class="button primary" on:click=move |_| desk.open(new::empty())>{say!("new-ticket")}</button>
            </Show>
        </Empty>
    }
    .into_any()
}
