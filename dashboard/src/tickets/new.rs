//! Making a ticket: of a conversation, or of nothing.

use crate::{
    desk::{Desk, Overlay, desk},
    dialog::Dialog,
    link,
    parts::fields::{choose, filled, footer, line, lines},
    route::{Route, TicketFilter},
    say,
    tickets::words,
};
use leptos::prelude::*;
use shared::{
    id::{ConversationId, TicketId},
    tickets::{ConvertFromConversation, Create, Priority},
};

/// The form for a ticket that is of no conversation.
pub fn empty() -> Overlay {
    Overlay::Form((|| view! { <NewTicket conversation=None /> }).into())
}

/// The form for a ticket of this conversation.
pub fn of_conversation(id: ConversationId) -> Overlay {
    Overlay::Form((move || view! { <NewTicket conversation=Some(id) /> }).into())
}

#[component]
fn NewTicket(conversation: Option<ConversationId>) -> impl IntoView {
    let desk = desk();
    let subject = RwSignal::new(String::new());
    let description = RwSignal::new(String::new());
    let priority = RwSignal::new(Priority::Normal);
    let is_ready = move || conversation.is_some() || subject.with(|text| filled(text).is_some());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_ready) {
            return;
        }
        let subject = filled(&subject.get_untracked());
        let priority = Some(priority.get_untracked());
        match (conversation, desk.workspace_id()) {
            (Some(conversation_id), _) => {
                made(desk, ConvertFromConversation { conversation_id, subject, priority });
            }
            (None, Some(workspace_id)) => made(
                desk,
                Create {
                    workspace_id,
                    visitor_id: None,
                    session_token: None,
                    subject: subject.unwrap_or_default(),
                    description: filled(&description.get_untracked()),
                    attachment_ids: None,
                    priority,
                    form_id: None,
                    form_data: None,
                },
            ),
            (None, None) => {}
        }
    };
    let title = if conversation.is_some() { say!("ticket-of-conversation") } else { say!("new-ticket") };
    view! {
        <Dialog title=title>
            <form on:submit=submit>
                {conversation.is_some().then(|| view! { <p class="sub">{say!("ticket-of-conversation-text")}</p> })}
                {line("subject", "ticket-subject", subject)}
                {conversation.is_none().then(|| lines("description", "ticket-description", "4", description))}
                <label>
                    <span>{say!("priority")}</span>
                    {choose(say!("priority"), "ticket-priority", words::priorities(), move || priority.get(), move |chosen| priority.set(chosen))}
                </label>
                {footer(say!("ticket-make"), "ticket-create", is_ready)}
            </form>
        </Dialog>
    }
}

/// Makes it and goes there.
fn made<F>(desk: Desk, function: F)
where
    F: shared::Function<Output = TicketId> + serde::Serialize,
{
    desk.close_overlay();
    link::send_then(function, move |id| {
        desk.notices.done(say!("ticket-made"));
        desk.go(Route::Tickets(TicketFilter::All, Some(id)));
    });
}
