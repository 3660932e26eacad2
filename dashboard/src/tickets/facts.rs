//! How far a ticket is, how urgent, whose, and for whom: read by everybody, changed by those who may reply.

use crate::{
    desk::{Desk, desk},
    link,
    parts::fields::choose,
    people, say,
    tickets::{
        detail::{Open, unchanged},
        words,
    },
};
use leptos::prelude::*;
use shared::{
    id::UserId,
    permissions::Permission,
    tickets::{Priority, Status, Ticket, Update},
};

#[component]
pub fn Facts(open: Open) -> impl IntoView {
    let desk = desk();
    let row = Memo::new(move |_| open.ticket.with(|it| it.as_ref().map(|it| it.listed.ticket.clone())));
    let visitor =
        move || open.ticket.with(|it| it.as_ref()?.listed.visitor.as_ref().map(people::visitor_name));
    let change = move |change: Update| link::send_then(change, move |_| desk.notices.say(say!("saved")));
    let body = move || {
        match open.may_reply.get() {
        true => view! {
            {field("status", choose(say!("status"), "ticket-status", words::statuses(), move || status(row), move |status| change(Update { status: Some(status), ..unchanged(open.id) })))}
            {field("priority", choose(say!("priority"), "ticket-priority-now", words::priorities(), move || priority(row), move |priority| change(Update { priority: Some(priority), ..unchanged(open.id) })))}
            {field("assignee", move || choose(say!("assignee"), "ticket-assignee", agents(desk, assignee(row)), move || assignee(row), move |assignee| change(Update { assignee_id: Some(assignee), ..unchanged(open.id) })))}
        }
        .into_any(),
        false => view! {
            {field("status", move || say!(words::of_status(status(row))))}
            {field("priority", move || say!(words::of_priority(priority(row))))}
            {field("assignee", move || name(desk, assignee(row)))}
        }
        .into_any(),
    }
    };
    view! {
        <div class="ticket-facts" data-testid="ticket-facts">
            {body}
            {move || visitor().map(|name| field("visitor", view! { <bdi data-testid="ticket-visitor">{name}</bdi> }))}
        </div>
    }
}

fn field(word: &'static str, value: impl IntoView) -> impl IntoView {
    view! { <div class="fact"><span class="caption">{say!(word)}</span>{value}</div> }
}

fn status(row: Memo<Option<Ticket>>) -> Status {
    row.with(|row| row.as_ref().map_or(Status::Submitted, |row| row.status))
}

fn priority(row: Memo<Option<Ticket>>) -> Priority {
    row.with(|row| row.as_ref().map_or(Priority::Normal, |row| row.priority))
}

fn assignee(row: Memo<Option<Ticket>>) -> Option<UserId> {
    row.with(|row| row.as_ref().and_then(|row| row.assignee_id))
}

fn name(desk: Desk, user: Option<UserId>) -> String {
    let name = desk.members.with(|members| people::member(members.as_ref()?, user?).map(people::member_name));
    name.unwrap_or_else(|| say!("nobody"))
}

/// Nobody, and whoever may work on it; who has it is shown also after having left.
fn agents(desk: Desk, has: Option<UserId>) -> Vec<(Option<UserId>, String)> {
    let members = desk.members.get().unwrap_or_default();
    let named = members
        .iter()
        .filter(|member| Some(member.user_id) == has || people::may(member, Permission::ConversationsReply))
        .map(|member| (Some(member.user_id), people::member_name(member)));
    let mut all: Vec<_> = std::iter::once((None, say!("nobody"))).chain(named).collect();
    if has.is_some() && all.iter().all(|(user, _)| *user != has) {
        all.push((has, say!("former")));
    }
    all
}
