//! Messages that were sent and are not yet in the conversation: shown at once, retried with the same key.

use crate::{browser, link};
use leptos::prelude::*;
use shared::{
    Millis,
    id::ConversationId,
    messages::{Listed, Send, SenderType},
};

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub key: String,
    pub conversation: ConversationId,
    pub content: String,
    pub at: Millis,
    /// Why it did not arrive; none while it is on its way.
    pub failure: Option<String>,
}

/// Everything on its way, of all conversations.
#[derive(Clone, Copy)]
pub struct Outbox(RwSignal<Vec<Pending>>);

impl Outbox {
    pub fn new() -> Self {
        Self(RwSignal::default())
    }

    /// What is on its way in a conversation and not among the messages that arrived.
    pub fn of(self, conversation: ConversationId, arrived: &[Listed]) -> Vec<Pending> {
        let has_arrived =
            |key: &str| arrived.iter().rev().any(|it| it.message.client_message_id.as_deref() == Some(key));
        self.0.with(|all| {
            let own = all.iter().filter(|one| one.conversation == conversation && !has_arrived(&one.key));
            own.cloned().collect()
        })
    }

    /// Sends a message; it is shown until it has arrived.
    pub fn send(self, conversation: ConversationId, content: String) {
        let key = client::random_id();
        let pending = Pending { key, conversation, content, at: browser::now(), failure: None };
        self.0.update(|all| all.push(pending.clone()));
        self.deliver(pending);
    }

    /// Tries again what failed.
    pub fn retry(self, key: &str) {
        let found = self.0.try_update(|all| {
            let one = all.iter_mut().find(|one| one.key == key)?;
            one.failure = None;
            Some(one.clone())
        });
        if let Some(pending) = found.flatten() {
            self.deliver(pending);
        }
    }

    /// Gives up on what failed, and returns its text.
    pub fn discard(self, key: &str) -> Option<String> {
        let found = self.0.try_update(|all| {
            let at = all.iter().position(|one| one.key == key)?;
            Some(all.remove(at).content)
        });
        found.flatten()
    }

    fn deliver(self, pending: Pending) {
        let called = link::call(Send {
            conversation_id: pending.conversation,
            sender_id: String::new(),
            sender_type: SenderType::Agent,
            content: pending.content,
            attachment_ids: None,
            visitor_id: None,
            session_token: None,
            client_message_id: Some(pending.key.clone()),
        });
        leptos::task::spawn_local(async move {
            let result = called.await;
            self.0.try_update(|all| match result {
                Ok(_) => all.retain(|one| one.key != pending.key),
                Err(error) => {
                    if let Some(one) = all.iter_mut().find(|one| one.key == pending.key) {
                        one.failure = Some(crate::failures::plain(&error.message).to_owned());
                    }
                }
            });
        });
    }
}
