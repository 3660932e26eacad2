//! The visitor's conversations, latest first.

use crate::{
    home::face,
    icons::{self, icon},
    messenger::messenger,
    panel::{CloseButton, badge},
    words::{Text, say, say_with},
};
use leptos::prelude::*;
use shared::{
    conversations::{Status, WithLastMessage},
    messages::SenderType,
};

#[component]
pub fn Conversations() -> impl IntoView {
    let it = messenger();
    let list = move || it.conversations.value().unwrap_or_default();
    view! {
        <div class="screen">
            <header class="bar">
                <h1 tabindex="-1">{say("conversations")}</h1>
                <CloseButton/>
            </header>
            <div class="scroll">
                {move || match it.conversations.with_value(Vec::len) {
                    None => skeleton().into_any(),
                    Some(0) => view! { <Empty/> }.into_any(),
                    Some(_) => {
                        view! {
                            <ul class="rows" data-testid="widget-conversation-list">
                                <For
                                    each=list
                                    key=|row| (row.conversation.id.0, row.conversation.rev, row.conversation.last_seq)
                                    children=|row| view! { <ConversationRow row/> }
                                />
                            </ul>
                        }
                            .into_any()
                    }
                }}
            </div>
            <div class="foot">
                <button
                    type="button"
                    class="primary"
                    data-testid="widget-new-conversation"
                    on:click=move |_| it.talk(None)
                >
                    {say("send-us-a-message")}
                </button>
            </div>
        </div>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="empty">
            <span class="notice-icon">{icon(icons::CHAT)}</span>
            <h2>{say("no-conversations")}</h2>
            <p>{say("no-conversations-hint")}</p>
        </div>
    }
}

/// One conversation: who, what was said last, when, how much is unread.
#[component]
pub fn ConversationRow(row: WithLastMessage) -> impl IntoView {
    let it = messenger();
    let conversation = row.conversation;
    let team = say("team");
    let text = match &row.last_message {
        Some(last) if last.sender_type == SenderType::Visitor => {
            say_with("you", &[("text", Text(&last.content))])
        }
        Some(last) => last.content.clone(),
        None => say("no-messages"),
    };
    let unread = conversation.unread_by_visitor;
    let at = conversation.last_message_at.unwrap_or(conversation.created_at);
    view! {
        <li>
            <button
                type="button"
                class="row"
                class:unread={unread > 0}
                data-testid="widget-conversation-item"
                on:click=move |_| it.talk(Some(conversation.id))
            >
                {face(&team)}
                <span class="row-text">
                    <span class="row-top">
                        <strong>{team}</strong>
                        {(conversation.status == Status::Closed).then(|| view! { <span class="chip">{say("closed")}</span> })}
                        <time>{it.moment(at)}</time>
                    </span>
                    <span class="row-last" dir="auto">{text}</span>
                </span>
                {(unread > 0).then(|| badge(unread))}
            </button>
        </li>
    }
}

/// Grey lines where rows will be.
pub fn skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" aria-hidden="true">
            <i></i><i></i><i></i><i></i><i></i>
        </div>
    }
}
