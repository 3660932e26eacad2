//! The list of conversations: live, narrowed by a filter and a field, moved through by keys.

use crate::{
    conversation::preview,
    desk::{Desk, desk},
    icons::{Icon, icon},
    inbox::Inbox,
    moments,
    parts::{Empty, avatar, colour, key, skeleton, spot},
    people,
    route::{Filter, Route},
    say,
    sidebar::follow,
};
use leptos::prelude::*;
use shared::{
    conversations::{Channel, InboxRow, RowTag},
    excerpt::Piece,
    id::{ConversationId, IdentityId},
    messages::{Kind, SenderType},
};

/// Tags of a row that are shown.
const SHOWN_TAGS: usize = 2;

#[component]
pub fn InboxList() -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let title = move || match inbox.searching.is_on() {
        true => say!("results"),
        false => say!(&format!("filter-{}", inbox.filter.get().word())),
    };
    // A memo: the list stays, with its scroll, while its rows change.
    let is_empty = Memo::new(move |_| inbox.rows.with(|rows| rows.as_ref().map(Vec::is_empty)));
    view! {
        <section class="list" aria-label=say!("conversations")>
            <header>
                <h2>{title}</h2>
                <nav class="chips" aria-label=say!("filters")>
                    {Filter::ALL.map(|filter| chip(filter, inbox)).collect_view()}
                </nav>
                <label class="search">
                    {icon(Icon::Search)}
                    <span class="visually-hidden">{say!("narrow")}</span>
                    <input
                        type="search"
                        id="search"
                        placeholder=say!("narrow")
                        data-testid="inbox-search"
                        prop:value=inbox.searching.query
                        on:input:target=move |event| inbox.searching.query.set(event.target().value())
                        on:keydown=move |event| leave(&event, desk, inbox)
                    />
                    {key("/")}
                </label>
            </header>
            {move || match is_empty.get() {
                None => skeleton(8).into_any(),
                Some(true) => nothing(inbox).into_any(),
                Some(false) => rows(desk, inbox).into_any(),
            }}
        </section>
    }
}

/// Escape and arrows leave the field for the list.
fn leave(event: &web_sys::KeyboardEvent, desk: Desk, inbox: Inbox) {
    if crate::browser::is_composing(event) {
        return;
    }
    match event.key().as_str() {
        "Escape" => inbox.searching.query.set(String::new()),
        "ArrowDown" | "Enter" => inbox.step(desk, 0),
        _ => return,
    }
    event.prevent_default();
    crate::browser::focus("#rows");
}

fn chip(filter: Filter, inbox: Inbox) -> impl IntoView {
    let route = Route::Inbox(filter, None);
    view! {
        <a
            class="chip"
            href=route.path()
            aria-current=move || (inbox.filter.get() == filter).then_some("page")
            on:click=follow(route)
        >
            {say!(&format!("filter-{}", filter.word()))}
        </a>
    }
}

fn rows(desk: Desk, inbox: Inbox) -> impl IntoView {
    let ids = move || {
        inbox.rows.with(|rows| rows.iter().flatten().map(|row| row.conversation.id).collect::<Vec<_>>())
    };
    let scrolled = move |event: web_sys::Event| {
        let element = event_target::<web_sys::HtmlElement>(&event);
        if element.scroll_top() + element.client_height() + 400 > element.scroll_height() {
            inbox.more(desk);
        }
    };
    let marked =
        move || inbox.marked.get().filter(|id| inbox.row(*id).is_some()).map(|id| format!("row-{id}"));
    view! {
        <div class="rows" on:scroll=scrolled>
            <div
                id="rows"
                role="listbox"
                tabindex="0"
                aria-label=say!("conversations")
                aria-activedescendant=marked
                data-testid="inbox-list"
                on:keydown=move |event| arrows(&event, desk, inbox)
            >
                <For each=ids key=|id| *id let:id>
                    <Row id=id />
                </For>
            </div>
            <Show when=move || inbox.has_more.get()>
                <button class="button more" on:click=move |_| inbox.more(desk)>{say!("more")}</button>
            </Show>
        </div>
    }
}

fn arrows(event: &web_sys::KeyboardEvent, desk: Desk, inbox: Inbox) {
    match event.key().as_str() {
        "ArrowDown" => inbox.step(desk, 1),
        "ArrowUp" => inbox.step(desk, -1),
        " " => {
            if let Some(id) = inbox.marked.get_untracked() {
                inbox.show(desk, id);
            }
        }
        _ => return,
    }
    event.prevent_default();
}

/// One conversation. The element stays when the conversation changes or moves.
#[component]
fn Row(id: ConversationId) -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let row = Memo::new(move |_| inbox.row(id));
    let is_unread =
        move || row.with(|row| row.as_ref().is_some_and(|row| row.conversation.unread_by_agent > 0));
    let is_mail =
        move || row.with(|row| row.as_ref().is_some_and(|row| row.conversation.channel == Channel::Email));
    let unread = move || row.with(|row| row.as_ref().map_or(0, |row| row.conversation.unread_by_agent));
    view! {
        <div
            id=format!("row-{id}")
            class="row"
            role="option"
            class:unread=is_unread
            class:marked=move || inbox.marked.get() == Some(id)
            aria-selected=move || (inbox.open.get() == Some(id)).to_string()
            data-testid="inbox-row"
            data-id=id.to_string()
            on:click=move |_| inbox.show(desk, id)
        >
            {move || row.get().map(|row| face(&row))}
            <div class="text">
                <span class="name" dir="auto" data-testid="inbox-row-name">{move || is_mail().then(|| view! { {icon(Icon::Mail)} <span class="visually-hidden">{say!("email-channel")}": "</span> })} {move || row.get().map(|row| name(&row))}</span>
                <time class="when">{move || row.get().map(|row| moments::short(at(&row), desk.now.get()))}</time>
                <span class="preview" dir="auto" data-testid="inbox-row-preview">{move || row.get().map(|row| shown_words(desk, inbox, &row))}</span>
                {move || {
                    is_unread()
                        .then(|| {
                            view! { <span class="dot" data-testid="inbox-row-unread">{unread()}<span class="visually-hidden">" "{say!("unread")}</span></span> }
                        })
                }}
                {move || row.get().and_then(|row| assignee(desk, &row))}
                {move || row.get().and_then(|row| tags(row.tags))}
            </div>
        </div>
    }
}

fn face(row: &InboxRow) -> impl IntoView + use<> {
    let id = row.visitor.as_ref().map_or(row.conversation.id.0, |visitor| visitor.id.0);
    avatar(id, &name(row))
}

/// Who the conversation is with.
pub fn name(row: &InboxRow) -> String {
    row.visitor.as_ref().map_or_else(|| say!("someone"), people::visitor_name)
}

fn at(row: &InboxRow) -> shared::Millis {
    row.conversation.last_message_at.unwrap_or(row.conversation.created_at)
}

/// The newest message in a line; in results the words that were searched for, where a message was found by them.
fn shown_words(desk: Desk, inbox: Inbox, row: &InboxRow) -> AnyView {
    match inbox.searching.excerpt(row.conversation.id) {
        Some(pieces) => pieces
            .into_iter()
            .map(|Piece { text, is_match }| match is_match {
                true => view! { <mark>{text}</mark> }.into_any(),
                false => text.into_any(),
            })
            .collect_view()
            .into_any(),
        None => last_words(desk, row).into_any(),
    }
}

fn last_words(desk: Desk, row: &InboxRow) -> String {
    let Some(message) = &row.last_message else { return say!("no-messages") };
    let text = match preview::line(&message.blocks, &message.content) {
        text if text.is_empty() && message.attachment_ids.is_some() => say!("preview-file"),
        text => text,
    };
    match (message.sender_type, message.kind) {
        (_, Kind::System) => text,
        (SenderType::Agent | SenderType::User, _) => match author(desk, message.sender_id) {
            Author::Own => say!("preview-own", text = text.as_str()),
            Author::Colleague(name) => say!("said", name = name.as_str(), text = text.as_str()),
            Author::Former => say!("preview-former", text = text.as_str()),
        },
        (SenderType::Bot, _) => say!("preview-bot", text = text.as_str()),
        (SenderType::Visitor, _) => text,
    }
}

/// Which of the team wrote.
enum Author {
    Own,
    /// By first name.
    Colleague(String),
    /// Somebody who is no member any more.
    Former,
}

fn author(desk: Desk, sender: Option<IdentityId>) -> Author {
    if sender.is_some() && desk.user_id().map(IdentityId::from) == sender {
        return Author::Own;
    }
    let name = desk.members.with(|members| {
        let member =
            members.as_ref()?.iter().find(|member| Some(IdentityId::from(member.user_id)) == sender)?;
        people::member_name(member).split_whitespace().next().map(str::to_owned)
    });
    name.map_or(Author::Former, Author::Colleague)
}

fn assignee(desk: Desk, row: &InboxRow) -> Option<impl IntoView + use<>> {
    let agent = row.conversation.assigned_agent_id?;
    let name =
        desk.members.with(|members| people::member(members.as_ref()?, agent).map(people::member_name))?;
    let label = say!("assigned-to", name = name.as_str());
    let title = label.clone();
    Some(
        view! { <span class="assignee" title=title>{avatar(agent.0, &name)}<span class="visually-hidden">{label}</span></span> },
    )
}

/// The first tags of a row, and how many more there are.
fn tags(all: Vec<RowTag>) -> Option<impl IntoView> {
    if all.is_empty() {
        return None;
    }
    let more = all.len().saturating_sub(SHOWN_TAGS);
    let title = all.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>().join(", ");
    let shown = all.into_iter().take(SHOWN_TAGS).map(|tag| {
        view! { <span class="tag">{spot(colour(tag.color.as_deref()))} <bdi>{tag.name}</bdi></span> }
    });
    Some(view! {
        <span class="row-tags" title=title data-testid="inbox-row-tags">
            {shown.collect_view()}
            {(more > 0).then(|| view! { <small>{format!("+{more}")}</small> })}
        </span>
    })
}

/// Why the list is empty, and what to do about it.
fn nothing(inbox: Inbox) -> AnyView {
    if inbox.searching.is_on() {
        let clear = move |_| inbox.searching.query.set(String::new());
        return view! {
            <Empty title=say!("nothing-found") text=say!("nothing-found-text")>
                <button class="button" on:click=clear>{say!("clear")}</button>
            </Empty>
        }
        .into_any();
    }
    match inbox.filter.get() {
        Filter::Open => view! {
            <Empty title=say!("empty-open") text=say!("empty-open-text")>
                <a class="button primary" href=Route::Install.path() on:click=follow(Route::Install)>{say!("install-widget")}</a>
            </Empty>
        }
        .into_any(),
        other => {
            let word = other.word();
            let open = Route::Inbox(Filter::Open, None);
            view! {
                <Empty title=say!(&format!("empty-{word}")) text=say!(&format!("empty-{word}-text"))>
                    <a class="button" href=open.path() on:click=follow(open)>{say!("see-open")}</a>
                </Empty>
            }
            .into_any()
        }
    }
}
