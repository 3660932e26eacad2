//! What was said about a ticket, and the field to say more: to the visitor, or to the team alone.

use crate::{
    browser,
    desk::{Desk, desk},
    files::{
        shown::attachments,
        tray::{TakesFiles, Tray},
    },
    icons::{Icon, icon},
    link, moments,
    parts::avatar,
    people, say,
    tickets::detail::Open,
};
use leptos::prelude::*;
use shared::{
    id::{IdentityId, Uuid},
    limits,
    tickets::{AddComment, AuthorType, Comment, ListedComment},
};

#[component]
pub fn Comments(open: Open) -> impl IntoView {
    let desk = desk();
    let comments = move || {
        let all = open.ticket.with(|it| it.as_ref().map(|it| it.comments.clone()));
        all.unwrap_or_default()
    };
    let has_none = move || open.ticket.with(|it| it.as_ref().is_some_and(|it| it.comments.is_empty()));
    view! {
        <h3 class="caption">{say!("comments")}</h3>
        <p class="quiet" hidden=move || !has_none()>{say!("comments-none")}</p>
        <ol class="comments" data-testid="ticket-comments">
            <For each=comments key=|listed| listed.comment.id let:listed>
                {drawn(desk, open, listed)}
            </For>
        </ol>
    }
}

fn drawn(desk: Desk, open: Open, listed: ListedComment) -> impl IntoView {
    let ListedComment { comment, attachments: files } = listed;
    let at = comment.created_at;
    if comment.author_type == AuthorType::System {
        return view! { <li class="line" dir="auto">{comment.content}</li> }.into_any();
    }
    let (id, name) = author(desk, open, &comment);
    view! {
        <li class="comment" class:internal=comment.is_internal data-testid="ticket-comment">
            {avatar(id, &name)}
            <div class="said">
                <p class="meta">
                    <strong dir="auto">{name}</strong>
                    <time title=moments::full(at)>{move || moments::ago(at, desk.now.get())}</time>
                    {comment.is_internal.then(|| view! { <span class="only">{icon(Icon::Note)} {say!("internal")}</span> })}
                </p>
                <p class="plain-text" dir="auto">{comment.content}</p>
                {attachments(files)}
            </div>
        </li>
    }
    .into_any()
}

fn author(desk: Desk, open: Open, comment: &Comment) -> (Uuid, String) {
    let id = comment.author_id.map_or(comment.id.0, |id| id.0);
    let name = match comment.author_type {
        AuthorType::Visitor => {
            open.ticket.with_untracked(|it| it.as_ref()?.listed.visitor.as_ref().map(people::visitor_name))
        }
        _ => desk.members.with_untracked(|members| {
            let is_author = |user: IdentityId| Some(user) == comment.author_id;
            let member = members.as_ref()?.iter().find(|member| is_author(member.user_id.into()));
            Some(member.map_or_else(|| say!("former"), people::member_name))
        }),
    };
    (id, name.unwrap_or_else(|| say!("someone")))
}

#[component]
pub fn CommentField(open: Open) -> impl IntoView {
    move || match open.may_reply.get() {
        true => view! { <Field open=open /> }.into_any(),
        false => view! { <p class="composer-closed">{say!("may-not-reply")}</p> }.into_any(),
    }
}

#[component]
fn Field(open: Open) -> impl IntoView {
    let desk = desk();
    let text = RwSignal::new(String::new());
    // Without a visitor there is nobody but the team to read it.
    let has_visitor = Memo::new(move |_| {
        open.ticket.with(|it| it.as_ref().is_some_and(|it| it.listed.ticket.visitor_id.is_some()))
    });
    let is_internal = RwSignal::new(true);
    let is_sending = RwSignal::new(false);
    let workspace = Signal::derive(move || desk.workspace_id());
    let tray = Tray::new(desk.uploads, workspace, move || format!("ticket.{}", open.id));
    let send = move || {
        let content = text.get_untracked().trim().to_owned();
        if (content.is_empty() && untrack(|| tray.is_empty())) || is_sending.get_untracked() {
            return;
        }
        if !untrack(|| tray.is_ready()) {
            desk.notices.problem(say!("files-unfinished"));
            return;
        }
        if limits::content("", &content).is_err() {
            desk.notices.problem(say!("too-long", size = (content.len() / 1024) as f64));
            return;
        }
        is_sending.set(true);
        let files = tray.uploads.take(&tray.place.get_untracked());
        let ids: Vec<_> = files.iter().map(|file| file.id).collect();
        let called = link::call(AddComment {
            ticket_id: open.id,
            visitor_id: None,
            content,
            attachment_ids: (!ids.is_empty()).then_some(ids),
            is_internal: Some(is_internal.get_untracked()),
            author_id: None,
            author_type: None,
            session_token: None,
        });
        leptos::task::spawn_local(async move {
            match called.await {
                Ok(_) => drop(text.try_set(String::new())),
                // Text and files stay in the field.
                Err(error) => {
                    tray.uploads.put_back(&tray.place.get_untracked(), files);
                    desk.notices.failed(&error);
                }
            }
            is_sending.try_set(false);
        });
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if browser::is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => send(),
            "Escape" => browser::focus("#tickets"),
            _ => return,
        }
        event.prevent_default();
    };
    let mode = move |wanted: bool, word: &'static str, name: &'static str| {
        view! {
            <button
                type="button"
                data-testid=name
                aria-pressed=move || (is_internal.get() == wanted).to_string()
                disabled=move || !wanted && !has_visitor.get()
                on:click=move |_| is_internal.set(wanted)
            >
                {say!(word)}
            </button>
        }
    };
    view! {
        <form
            class="composer"
            class:noting=is_internal
            class:over=tray.is_over
            on:dragover=move |event| tray.dragged(&event)
            on:dragleave=move |_| tray.is_over.set(false)
            on:drop=move |event| tray.dropped(&event)
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <div class="modes" role="group" aria-label=say!("write-as")>
                {mode(true, "internal", "comment-internal")} {mode(false, "public", "comment-public")}
                <span class="hint">{move || if is_internal.get() { say!("internal-hint") } else { say!("public-hint") }}</span>
            </div>
            {tray.view()}
            <div class="box">
                {tray.button()}
                <textarea
                    id="comment"
                    rows="2"
                    dir="auto"
                    aria-label=say!("comment")
                    placeholder=say!("comment-placeholder")
                    data-testid="comment-input"
                    prop:value=text
                    on:input:target=move |event| text.set(event.target().value())
                    on:paste=move |event| tray.pasted(&event)
                    on:keydown=pressed
                ></textarea>
                <button class="button primary" data-testid="comment-send" disabled=move || is_sending.get() || !tray.is_ready() || (tray.is_empty() && text.with(|text| text.trim().is_empty()))>
                    {icon(Icon::Send)} <span>{say!("comment-add")}</span>
                </button>
            </div>
        </form>
    }
}
