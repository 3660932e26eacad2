//! One visitor: who it is, what it said and asked for, and what it did.

use crate::{
    browser,
    conversation::visitor::{attributes, visit},
    desk::{Desk, desk},
    icons::{Icon, icon},
    link, moments,
    notices::copy,
    parts::{Empty, avatar, skeleton, trouble},
    people,
    route::{Filter, Route, TicketFilter},
    say,
    sidebar::follow,
    tickets::words,
    visitors::{privacy, timeline::Timeline},
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    conversations::Status,
    id::VisitorId,
    permissions::Permission,
    visitors::{
        IsOnline, Visitor,
        directory::{DirectoryDetail, GetDirectoryDetail, LinkedConversation, LinkedTicket},
    },
};

#[component]
pub fn Profile(id: VisitorId) -> impl IntoView {
    let desk = desk();
    let loaded =
        link::loaded(move || Some(GetDirectoryDetail { workspace_id: desk.workspace_id()?, visitor_id: id }));
    let detail = Memo::new(move |_| match loaded.get() {
        Loaded::Ready(detail) => Some(detail),
        _ => None,
    });
    let error = move || match loaded.get() {
        Loaded::Failed(error) => Some(error),
        _ => None,
    };
    let visitor = Memo::new(move |_| detail.get().map(|detail| detail.visitor));
    let back = move |_| {
        desk.go(Route::Visitors(None));
        browser::focus("#people");
    };
    view! {
        <section class="conversation person" aria-label=say!("profile") data-testid="profile">
            {move || match visitor.get() {
                None => match error() {
                    Some(error) => trouble(&error).into_any(),
                    None => skeleton(8).into_any(),
                },
                Some(None) => view! {
                    <Empty title=say!("visitor-gone") text=say!("visitor-gone-text")>
                        <button class="button" on:click=back>{say!("back")}</button>
                    </Empty>
                }
                .into_any(),
                Some(Some(visitor)) => view! {
                    {head(desk, &visitor)}
                    <div class="messages" tabindex="0" role="group" aria-label=say!("profile")>
                        <div class="columns">
                            <div class="panel">
                                <h3 class="caption">{say!("visit")}</h3>
                                <dl class="facts">{visit(&visitor)}</dl>
                                {attributes(&visitor)}
                            </div>
                            <Linked detail=detail />
                        </div>
                        <Timeline id=id />
                    </div>
                }
                .into_any(),
            }}
        </section>
    }
}

fn head(desk: Desk, visitor: &Visitor) -> impl IntoView + use<> {
    let (id, name) = (visitor.id, people::visitor_name(visitor));
    let is_online = link::live(move || Some(IsOnline { visitor_id: id }));
    let is_here = move || is_online.get() == Some(true);
    let email = visitor.email.clone().filter(|email| !email.is_empty() && *email != name);
    let back = move |_| {
        desk.go(Route::Visitors(None));
        browser::focus("#people");
    };
    let kept = StoredValue::new(visitor.clone());
    let copied = email.clone().unwrap_or_default();
    view! {
        <header class="bar">
            <button class="plain back" aria-label=say!("back") on:click=back>{icon(Icon::Back)}</button>
            <span class="portrait" class:online=is_here>{avatar(id.0, &name)}</span>
            <div class="who">
                <h2 dir="auto" data-testid="profile-name">{name}</h2>
                <p class="sub">
                    {move || if is_here() { say!("online") } else { say!("not-here") }}
                    {email.map(|email| view! { " · " <bdi data-testid="profile-email">{email}</bdi> })}
                    {(visitor.identity_verified == Some(true)).then(|| view! { " " <span class="badge" title=say!("verified-hint")>{icon(Icon::Check)} {say!("verified")}</span> })}
                </p>
            </div>
            <div class="actions">
                {(!copied.is_empty()).then(|| view! { <button class="button" title=say!("copy-email") on:click=move |_| copy(desk.notices, copied.clone(), say!("copied"))>{icon(Icon::Copy)} <span>{say!("copy-email")}</span></button> })}
                <Show when=move || desk.may(Permission::DataExport)>
                    <button class="button" data-testid="visitor-export" title=say!("export-text") on:click=move |_| privacy::export(desk, &kept.get_value())>{icon(Icon::Download)} <span>{say!("export")}</span></button>
                </Show>
                <Show when=move || desk.may(Permission::DataDelete)>
                    <button class="button" data-testid="visitor-erase" title=say!("erase-title") on:click=move |_| privacy::ask(desk, kept.get_value())>{icon(Icon::Remove)} <span>{say!("erase")}</span></button>
                </Show>
            </div>
        </header>
    }
}

/// Conversations and tickets, for whoever may read them.
#[component]
fn Linked(detail: Memo<Option<DirectoryDetail>>) -> impl IntoView {
    let desk = desk();
    let may =
        move || detail.with(|detail| detail.as_ref().is_some_and(|it| it.resource_access.conversations));
    let said = Memo::new(move |_| detail.get().map(|it| it.linked_conversations).unwrap_or_default());
    let asked = Memo::new(move |_| detail.get().map(|it| it.linked_tickets).unwrap_or_default());
    view! {
        <Show when=may>
            <div class="panel">
                <h3 class="caption">{say!("conversations")}</h3>
                <p class="quiet" hidden=move || !said.with(Vec::is_empty)>{say!("visitor-no-conversations")}</p>
                <ul class="linked" data-testid="profile-conversations">{move || said.get().into_iter().map(|one| conversation(desk, one)).collect_view()}</ul>
                <h3 class="caption">{say!("tickets")}</h3>
                <p class="quiet" hidden=move || !asked.with(Vec::is_empty)>{say!("visitor-no-tickets")}</p>
                <ul class="linked" data-testid="profile-tickets">{move || asked.get().into_iter().map(ticket).collect_view()}</ul>
            </div>
        </Show>
    }
}

fn conversation(desk: Desk, one: LinkedConversation) -> impl IntoView {
    let (filter, word) = match one.status {
        Status::Open => (Filter::Open, "status-open"),
        Status::Closed => (Filter::Closed, "status-closed"),
        Status::Snoozed => (Filter::Snoozed, "status-snoozed"),
    };
    let route = Route::Inbox(filter, Some(one.id));
    let at = one.last_message_at.unwrap_or(one.updated_at);
    let has_file = one.last_message_preview.as_deref() == Some("");
    let text = one.last_message_preview.or(one.subject).filter(|text| !text.trim().is_empty());
    let text = text.unwrap_or_else(|| if has_file { say!("preview-file") } else { say!("no-messages") });
    view! {
        <li>
            <a class="link" href=route.path() dir="auto" on:click=follow(route)>{text}</a>
            <span class="state">{say!(word)}</span>
            <time title=moments::full(at)>{move || moments::short(at, desk.now.get())}</time>
        </li>
    }
}

fn ticket(one: LinkedTicket) -> impl IntoView {
    let route = Route::Tickets(TicketFilter::All, Some(one.id));
    let status = words::of_status(one.status);
    view! {
        <li>
            <a class="link" href=route.path() dir="auto" on:click=follow(route)>{words::subject(&one.subject)}</a>
            <span class=format!("state {status}")>{say!(status)}</span>
        </li>
    }
}
