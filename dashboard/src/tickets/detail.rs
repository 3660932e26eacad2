//! One ticket: what it says, what was said about it, and what to do with it.

use crate::{
    desk::{Desk, Overlay, desk},
    dialog::Dialog,
    files::shown::attachments,
    icons::{Icon, icon},
    link, moments,
    parts::{Empty, fields, skeleton},
    route::{Filter, Route},
    say,
    sidebar::follow,
    tickets::{
        Tickets,
        comments::{CommentField, Comments},
        facts::Facts,
        words,
    },
};
use leptos::prelude::*;
use shared::{
    id::TicketId,
    permissions::Permission,
    tickets::{Detailed, GetForAdminView, Resolve, Status, Update, Verdict},
};

/// What the parts of one open ticket share.
#[derive(Clone, Copy)]
pub struct Open {
    pub id: TicketId,
    pub ticket: Memo<Option<Detailed>>,
    pub may_reply: Memo<bool>,
}

#[component]
pub fn Detail(id: TicketId) -> impl IntoView {
    let desk = desk();
    let tickets = expect_context::<Tickets>();
    let answer = link::live(move || Some(GetForAdminView { id }));
    let ticket = Memo::new(move |_| answer.get().and_then(|answer| answer.ticket));
    let may_reply = Memo::new(move |_| desk.may(Permission::ConversationsReply));
    let open = Open { id, ticket, may_reply };
    provide_context(open);
    let is_there =
        Memo::new(move |_| answer.with(|answer| answer.as_ref().map(|it| it.status == Verdict::Ok)));
    let back = move |_| desk.go(Route::Tickets(tickets.filter.get_untracked(), None));
    view! {
        <section class="conversation ticket-detail" aria-label=say!("ticket") data-testid="ticket">
            {move || match is_there.get() {
                None => skeleton(6).into_any(),
                Some(false) => view! {
                    <Empty title=say!("ticket-gone") text=say!("gone-text")>
                        <button class="button" on:click=back>{say!("back")}</button>
                    </Empty>
                }
                .into_any(),
                Some(true) => view! {
                    <Bar open=open />
                    <div class="messages" tabindex="0" role="region" aria-label=say!("ticket")>
                        <Facts open=open />
                        {move || ticket.with(|ticket| ticket.as_ref()?.listed.ticket.description.clone()).map(|text| view! { <p class="plain-text description" dir="auto" data-testid="ticket-description-text">{text}</p> })}
                        {move || ticket.with(|ticket| ticket.as_ref().map(|ticket| ticket.listed.attachments.clone())).and_then(attachments)}
                        <Answers open=open />
                        {move || ticket.with(|ticket| ticket.as_ref()?.listed.ticket.resolution_summary.clone()).map(|text| view! {
                            <div class="resolution"><h3 class="caption">{say!("resolution")}</h3><p class="plain-text" dir="auto">{text}</p></div>
                        })}
                        <Comments open=open />
                    </div>
                    <CommentField open=open />
                }
                .into_any(),
            }}
        </section>
    }
}

#[component]
fn Bar(open: Open) -> impl IntoView {
    let desk = desk();
    let tickets = expect_context::<Tickets>();
    let back = move |_| desk.go(Route::Tickets(tickets.filter.get_untracked(), None));
    let row =
        move |part: fn(&Detailed) -> String| open.ticket.with(|it| it.as_ref().map(part).unwrap_or_default());
    let is_resolved = move || {
        open.ticket.with(|it| it.as_ref().is_some_and(|it| it.listed.ticket.status == Status::Resolved))
    };
    let conversation = Memo::new(move |_| open.ticket.with(|it| it.as_ref()?.listed.ticket.conversation_id));
    view! {
        <header class="bar">
            <button class="plain back" aria-label=say!("back") on:click=back>{icon(Icon::Back)}</button>
            <div class="who">
                <h2 dir="auto" data-testid="ticket-title">{move || row(|it| words::subject(&it.listed.ticket.subject))}</h2>
                <span class="sub">{move || row(|it| moments::full(it.listed.ticket.created_at))}</span>
            </div>
            <div class="actions">
                {move || conversation.get().map(|id| {
                    let route = Route::Inbox(Filter::Open, Some(id));
                    view! { <a class="button" href=route.path() data-testid="ticket-conversation" title=say!("conversation-open") on:click=follow(route)>{icon(Icon::Inbox)} <span>{say!("conversation")}</span></a> }
                })}
                <Show when=move || open.may_reply.get() && !is_resolved()>
                    <button class="button" data-testid="ticket-resolve" title=say!("resolve") on:click=move |_| desk.open(resolving(desk, open.id))>{icon(Icon::Check)} <span>{say!("resolve")}</span></button>
                </Show>
                <Show when=move || open.may_reply.get() && is_resolved()>
                    <button class="button primary" data-testid="ticket-reopen" title=say!("reopen") on:click=move |_| reopen(open.id)>{icon(Icon::Reopen)} <span>{say!("reopen")}</span></button>
                </Show>
            </div>
        </header>
    }
}

/// What a change that leaves everything as it is would be.
pub fn unchanged(id: TicketId) -> Update {
    Update { id, status: None, priority: None, assignee_id: None, team_id: None }
}

fn reopen(id: TicketId) {
    let notices = desk().notices;
    let change = Update { status: Some(Status::InProgress), ..unchanged(id) };
    link::send_then(change, move |_| notices.done(say!("ticket-reopened")));
}

/// Asks how it was resolved.
fn resolving(desk: Desk, id: TicketId) -> Overlay {
    let form = move || {
        let summary = RwSignal::new(String::new());
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            desk.close_overlay();
            let resolve = Resolve { id, resolution_summary: fields::filled(&summary.get_untracked()) };
            link::send_then(resolve, move |_| desk.notices.done(say!("ticket-resolved-now")));
        };
        view! {
            <Dialog title=say!("resolve-title")>
                <form on:submit=submit>
                    {fields::lines("resolve-summary", "resolve-summary", "3", summary)}
                    <p class="sub">{say!("resolve-text")}</p>
                    {fields::footer(say!("resolve"), "resolve-confirm", || true)}
                </form>
            </Dialog>
        }
    };
    Overlay::Form(form.into())
}

/// What the visitor answered in the form.
#[component]
fn Answers(open: Open) -> impl IntoView {
    let desk = desk();
    let form = Memo::new(move |_| open.ticket.with(|it| it.as_ref()?.listed.ticket.form_id));
    let fetched = link::live(move || {
        let id = form.get()?;
        desk.may(Permission::SettingsWorkspace).then_some(shared::ticket_forms::Get { id })
    });
    let answers = move || {
        let data = open.ticket.with(|it| it.as_ref()?.listed.ticket.form_data.clone())?;
        let fields = fetched.get().flatten().map(|form| form.fields).unwrap_or_default();
        let shown = words_of(data, &fields);
        (!shown.is_empty()).then(|| {
            let rows = shown.into_iter().map(|(label, text)| {
                view! { <div><dt dir="auto">{label}</dt><dd class="plain-text" dir="auto">{text}</dd></div> }
            });
            view! { <dl class="facts answers" data-testid="ticket-answers">{rows.collect_view()}</dl> }
        })
    };
    view! { {answers} }
}

/// The answers that were given, under the questions where those are known.
fn words_of(
    data: shared::tickets::FormData,
    fields: &[shared::ticket_forms::Field],
) -> Vec<(String, String)> {
    use shared::tickets::FormValue;
    let label = |id: &str| fields.iter().find(|field| field.id == id).map(|field| field.label.clone());
    let made = data.into_iter().filter_map(|(id, value)| {
        let text = match value? {
            FormValue::Text(text) => text,
            FormValue::Number(number) => number.to_string(),
            FormValue::Flag(flag) => {
                if flag {
                    say!("yes")
                } else {
                    say!("no")
                }
            }
            FormValue::Chosen(chosen) => chosen.join(", "),
        };
        (!text.trim().is_empty()).then(|| (label(&id).unwrap_or(id), text))
    });
    made.collect()
}
