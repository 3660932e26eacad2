//! The open conversation: its header, messages and composer, and who it is with.

pub mod answers;
pub mod composer;
pub mod grouping;
pub mod header;
pub mod mail;
pub mod outbox;
pub mod preview;
pub mod slash;
pub mod snippet_menu;
pub mod snoozing;
pub mod tagging;
pub mod thread;
pub mod visitor;

use crate::{
    browser,
    conversation::composer::Composer,
    conversation::header::Header,
    conversation::tagging::TagRow,
    conversation::thread::{Thread, ThreadView},
    conversation::visitor::VisitorPanel,
    desk::{Desk, desk},
    inbox::Inbox,
    link::{self, Newest},
    parts::{Empty, key, skeleton},
    route::Route,
    say,
};
use leptos::prelude::*;
use shared::{
    ai_agent::{GetConversationResponses, GivenResponse},
    conversations::{self, Conversation as Facts, MarkAsRead, ReaderType},
    id::ConversationId,
    typing::{self, Typist},
    visitors::{self, Visitor},
};

/// What the panes of one open conversation share.
#[derive(Clone, Copy)]
pub struct Open {
    pub id: ConversationId,
    /// From the list at once, from its own query a moment later.
    pub facts: Memo<Option<Facts>>,
    pub visitor: Memo<Option<Visitor>>,
    pub thread: Thread,
    pub typists: Newest<Vec<Typist>>,
    /// What the AI agent answered.
    pub answers: Newest<Vec<GivenResponse>>,
}

#[component]
pub fn Conversation() -> impl IntoView {
    let inbox = expect_context::<Inbox>();
    move || match inbox.open.get() {
        Some(id) => view! { <OpenConversation id=id /> }.into_any(),
        None => nothing_open(inbox).into_any(),
    }
}

fn nothing_open(inbox: Inbox) -> impl IntoView {
    let has_rows = move || inbox.rows.with(|rows| rows.as_ref().is_some_and(|rows| !rows.is_empty()));
    view! {
        <section class="conversation none" aria-label=say!("conversation")>
            <Show when=has_rows>
                <Empty title=say!("choose") text=say!("choose-text")>
                    <p class="keys">
                        <span>{key("J")} {key("K")} {say!("keys-move")}</span>
                        <span>{key("Enter")} {say!("keys-open")}</span>
                        <span>{key("?")} {say!("keys-help")}</span>
                    </p>
                </Empty>
            </Show>
        </section>
    }
}

#[component]
fn OpenConversation(id: ConversationId) -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    let fetched = link::live(move || Some(conversations::Get { id, visitor_id: None, session_token: None }));
    let row = Memo::new(move |_| inbox.row(id));
    let facts = Memo::new(move |_| match fetched.get() {
        Some(answer) => answer,
        None => row.get().map(|row| row.conversation),
    });
    let visitor_id = Memo::new(move |_| facts.with(|facts| facts.as_ref()?.visitor_id));
    let full = link::live(move || visitor_id.get().map(|id| visitors::Get { id }));
    let visitor = Memo::new(move |_| full.get().flatten().or_else(|| row.get()?.visitor));
    let open = Open {
        id,
        facts,
        visitor,
        thread: Thread::new(id, inbox),
        typists: link::live(move || Some(typing::List { conversation_id: id, session_token: None })),
        answers: link::live(move || {
            Some(GetConversationResponses { conversation_id: id, visitor_id: None, session_token: None })
        }),
    };
    provide_context(open);
    // Each conversation begins with a reply; a note is chosen.
    if inbox.noted.get_untracked() != Some(id) {
        inbox.writes_note.set(false);
    }
    inbox.noted.set(None);
    Effect::new(move |_| inbox.facts.set(facts.get()));
    if !browser::holds(browser::ROOM) {
        inbox.shows_visitor.set(false);
    }
    mark_as_read(desk, open);
    let is_gone = Memo::new(move |_| fetched.get() == Some(None));
    // A memo: the panes stay, with focus and scroll, while the facts change.
    let is_loading = Memo::new(move |_| facts.with(Option::is_none));
    view! {
        <section class="conversation" aria-label=say!("conversation")>
            {move || {
                if is_gone.get() {
                    view! {
                        <Empty title=say!("gone") text=say!("gone-text")>
                            <button class="button" on:click=move |_| desk.go(Route::Inbox(inbox.filter.get_untracked(), None))>{say!("back")}</button>
                        </Empty>
                    }
                        .into_any()
                } else if is_loading.get() {
                    skeleton(6).into_any()
                } else {
                    view! {
                        <Header />
                        <TagRow />
                        <ThreadView />
                        <Composer />
                    }
                        .into_any()
                }
            }}
        </section>
        <Show when=move || !is_gone.get()>
            <VisitorPanel />
        </Show>
    }
}

/// Moves the team's read mark while somebody looks, once for each newest message.
fn mark_as_read(desk: Desk, open: Open) {
    let unread = Memo::new(move |_| {
        open.facts.with(|facts| facts.as_ref().filter(|it| it.unread_by_agent > 0).map(|it| it.last_seq))
    });
    Effect::new(move |before: Option<Option<i64>>| {
        let seen = before.flatten();
        let newest = unread.get();
        if !desk.is_visible.get() || newest.is_none() || newest <= seen {
            return seen;
        }
        let called = link::call(MarkAsRead {
            id: open.id,
            reader_type: ReaderType::Agent,
            visitor_id: None,
            session_token: None,
        });
        // Not worth a notice: the next message tries again.
        leptos::task::spawn_local(async move { drop(called.await) });
        newest
    });
}
