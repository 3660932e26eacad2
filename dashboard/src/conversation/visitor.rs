//! The panel about the visitor: who it is, where it is, what the site told about it.

use crate::{
    conversation::Open,
    conversation::preview,
    desk::desk,
    icons::{Icon, icon},
    inbox::Inbox,
    link, moments,
    notices::copy,
    parts::{avatar, skeleton},
    people,
    route::{Route, TicketFilter},
    say,
    sidebar::follow,
    tickets::words,
};
use leptos::prelude::*;
use shared::{
    conversations::InboxRow,
    id::{VisitorId, WorkspaceId},
    tickets::{ListByVisitor, OfVisitor},
    visitors::{IsOnline, Visitor},
};

#[component]
pub fn VisitorPanel() -> impl IntoView {
    let open = expect_context::<Open>();
    let inbox = expect_context::<Inbox>();
    view! {
        <aside id="visitor" class="visitor" class:shown=move || inbox.shows_visitor.get() aria-label=say!("visitor") data-testid="visitor-panel">
            <button class="plain hide" aria-label=say!("close-dialog") on:click=move |_| inbox.shows_visitor.set(false)>{icon(Icon::Close)}</button>
            {move || match open.visitor.get() {
                Some(visitor) => details(open, visitor).into_any(),
                None if open.facts.with(|facts| facts.as_ref().is_some_and(|facts| facts.visitor_id.is_none())) => view! { <p class="quiet">{say!("no-visitor")}</p> }.into_any(),
                None => skeleton(5).into_any(),
            }}
        </aside>
    }
}

fn details(open: Open, visitor: Visitor) -> impl IntoView {
    let desk = desk();
    let name = people::visitor_name(&visitor);
    let id = visitor.id;
    let is_online = link::live(move || Some(IsOnline { visitor_id: id }));
    let is_here = move || is_online.get() == Some(true);
    let email = visitor.email.clone().filter(|email| !email.is_empty());
    let copied = email.clone().unwrap_or_default();
    view! {
        <div class="head">
            <span class="portrait" class:online=is_here>{avatar(id.0, &name)}</span>
            <h2 dir="auto" data-testid="visitor-name">{name}</h2>
            <p class="sub">
                {move || if is_here() { say!("online") } else { say!("not-here") }}
                {(visitor.identity_verified == Some(true)).then(|| view! { <span class="badge" title=say!("verified-hint") data-testid="visitor-verified">{icon(Icon::Check)} {say!("verified")}</span> })}
            </p>
        </div>
        {email
            .map(|email| {
                view! {
                    <p class="email">
                        <bdi data-testid="visitor-email">{email}</bdi>
                        <button class="plain" aria-label=say!("copy-email") on:click=move |_| copy(desk.notices, copied.clone(), say!("copied"))>{icon(Icon::Copy)}</button>
                    </p>
                }
            })}
        <h3 class="caption">{say!("visit")}</h3>
        <dl class="facts">{visit(&visitor)}</dl>
        {attributes(&visitor)}
        <Requested workspace=visitor.workspace_id visitor=id />
        <Others open=open visitor=id />
        <p class="next"><a class="button" href=Route::Visitors(Some(id)).path() data-testid="visitor-profile" on:click=follow(Route::Visitors(Some(id)))>{icon(Icon::Visitors)} {say!("profile")}</a></p>
    }
}

/// The facts of the visit, those that are known.
pub fn visit(visitor: &Visitor) -> impl IntoView + use<> {
    let now = desk().now;
    let device = visitor.device.clone().unwrap_or_default();
    let device =
        [device.browser, device.os, device.device_type].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let place = visitor.location.clone().unwrap_or_default();
    let place =
        [place.city, place.region, place.country].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let seen = |at: Option<i64>| {
        at.map(|at| {
            view! { <time title=moments::full(at)>{move || moments::ago(at, now.get())}</time> }.into_any()
        })
    };
    let text = |text: String| (!text.is_empty()).then(|| view! { <bdi>{text}</bdi> }.into_any());
    let facts = [
        ("page", visitor.current_url.clone().map(|url| address(&url))),
        ("referrer", visitor.referrer.clone().filter(|url| !url.is_empty()).map(|url| address(&url))),
        ("device", text(device)),
        ("location", text(place)),
        ("last-seen", seen(visitor.last_seen_at)),
        ("first-seen", seen(visitor.first_seen_at)),
        ("readable-id", text(visitor.readable_id.clone())),
        ("user-id", text(visitor.external_user_id.clone().unwrap_or_default())),
    ];
    let shown = facts.into_iter().filter_map(|(word, value)| {
        value.map(|value| view! { <div data-testid=format!("visitor-{word}")><dt>{say!(word)}</dt><dd>{value}</dd></div> })
    });
    shown.collect_view()
}

/// What a visitor calls an address is a link only if it is one of the web; the text has no scheme.
pub fn address(url: &str) -> AnyView {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let shown = url.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    if is_web {
        view! { <a href=url.to_owned() target="_blank" rel="noopener noreferrer nofollow" dir="ltr">{shown}</a> }.into_any()
    } else {
        view! { <bdi>{shown}</bdi> }.into_any()
    }
}

pub fn attributes(visitor: &Visitor) -> Option<impl IntoView + use<>> {
    let attributes = visitor.custom_attributes.clone().filter(|all| !all.is_empty())?;
    let rows = attributes.into_iter().map(|(key, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        view! { <div><dt dir="auto">{key}</dt><dd dir="auto">{value}</dd></div> }
    });
    let rows = rows.collect_view();
    Some(
        view! { <h3 class="caption">{say!("attributes")}</h3> <dl class="facts" data-testid="visitor-attributes">{rows}</dl> },
    )
}

/// The visitor's newest tickets.
#[component]
fn Requested(workspace: WorkspaceId, visitor: VisitorId) -> impl IntoView {
    let found = link::live(move || {
        Some(ListByVisitor {
            visitor_id: Some(visitor),
            session_token: None,
            workspace_id: workspace,
            limit: Some(5),
        })
    });
    let row = |one: OfVisitor| {
        let route = Route::Tickets(TicketFilter::All, Some(one.ticket.id));
        let status = words::of_status(one.ticket.status);
        view! {
            <li>
                <a class="link" href=route.path() dir="auto" on:click=follow(route)>{words::subject(&one.ticket.subject)}</a>
                <span class=format!("state {status}")>{say!(status)}</span>
            </li>
        }
    };
    view! {
        <Show when=move || found.with(|all| all.as_ref().is_some_and(|all| !all.is_empty()))>
            <h3 class="caption">{say!("tickets")}</h3>
            <ul class="others requested" data-testid="visitor-tickets">{move || found.get().unwrap_or_default().into_iter().map(row).collect_view()}</ul>
        </Show>
    }
}

/// Other conversations with the same visitor, of those that the list has.
#[component]
fn Others(open: Open, visitor: VisitorId) -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let others = Memo::new(move |_| {
        let is_other =
            |row: &&InboxRow| row.conversation.visitor_id == Some(visitor) && row.conversation.id != open.id;
        inbox.rows.with(|rows| rows.iter().flatten().filter(is_other).cloned().collect::<Vec<_>>())
    });
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <h3 class="caption">{say!("others")}</h3>
            <ul class="others">
                {move || {
                    others
                        .get()
                        .into_iter()
                        .map(|row| {
                            let id = row.conversation.id;
                            let text = row.last_message.map(|it| preview::line(&it.blocks, &it.content)).unwrap_or_default();
                            view! { <li><button class="link" dir="auto" on:click=move |_| inbox.show(desk, id)>{text}</button></li> }
                        })
                        .collect_view()
                }}
            </ul>
        </Show>
    }
}
