//! Messages that were written but not delivered yet, kept on this device until the server has them.
//!
//! A message has one `clientMessageId` for life, under which the server stores it once; so sending it again, from this
//! tab or another, is always right, and the lock around a flush only saves traffic.

use crate::{codec::Json, time};
use shared::{
    Millis,
    id::{AttachmentId, ConversationId},
};
use std::{cell::RefCell, future::Future, rc::Rc};

mod disk;

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    pub client_message_id: String,
    /// Whose it is; only messages of this owner are listed. The widget uses workspace and visitor.
    pub owner: String,
    /// None when it begins a conversation.
    pub conversation_id: Option<ConversationId>,
    pub content: String,
    /// For the team alone. It is kept with the message: what is sent again after a reload must not become public.
    pub is_note: bool,
    pub files: Vec<Attached>,
    pub created_at: Millis,
}

/// A file that goes with a message; the server has it already, and keeps it for an hour before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub id: AttachmentId,
    pub name: String,
    /// Bytes.
    pub size: i64,
}

impl Unsent {
    fn write(&self) -> Json {
        let texts = [
            ("clientMessageId", &self.client_message_id),
            ("owner", &self.owner),
            ("content", &self.content),
        ];
        let message = texts
            .into_iter()
            .fold(Json::default(), |all, (name, text)| all.with(name, &text.as_str().into()))
            .with("isNote", &self.is_note.into())
            .with("files", &self.files.iter().map(Attached::write).collect())
            .with("createdAt", &Json::whole(self.created_at));
        match self.conversation_id {
            Some(id) => message.with("conversationId", &id.text().as_str().into()),
            None => message,
        }
    }

    /// None for what an outbox has not kept.
    fn read(json: &Json) -> Option<Self> {
        let conversation = json.get("conversationId").as_text();
        Some(Self {
            client_message_id: json.text("clientMessageId")?,
            owner: json.text("owner")?,
            conversation_id: conversation.map(|id| id.parse()).transpose().ok()?,
            content: json.text("content")?,
            is_note: json.get("isNote").is_true(),
            files: json.get("files").each().iter().filter_map(Attached::read).collect(),
            created_at: json.get("createdAt").number()? as Millis,
        })
    }
}

impl Attached {
    fn write(&self) -> Json {
        Json::default()
            .with("id", &self.id.text().as_str().into())
            .with("name", &self.name.as_str().into())
            .with("size", &Json::whole(self.size))
    }

    fn read(json: &Json) -> Option<Self> {
        let size = json.get("size").number()? as i64;
        Some(Self { id: json.text("id")?.parse().ok()?, name: json.text("name")?, size })
    }
}

/// Where a message is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It survives the tab.
    Disk,
    /// Storage was refused: it lives as long as the tab. The interface says so.
    Memory,
}

/// The unsent messages of this browser. Clones share it.
#[derive(Clone, Default)]
pub struct Outbox {
    /// What the disk refused.
    memory: Rc<RefCell<Vec<Unsent>>>,
}

impl Outbox {
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a message; one with the same id is replaced.
    pub async fn add(&self, message: Unsent) -> Durability {
        if disk::put(&message.client_message_id, &message.write().print()).await.is_some() {
            return Durability::Disk;
        }
        let mut memory = self.memory.borrow_mut();
        memory.retain(|known| known.client_message_id != message.client_message_id);
        memory.push(message);
        Durability::Memory
    }

    /// The owner's messages, oldest first.
    pub async fn list(&self, owner: &str) -> Vec<Unsent> {
        let texts = disk::all().await.unwrap_or_default();
        let stored = texts.iter().filter_map(|text| Unsent::read(&Json::parse(text)?)).collect();
        in_order(stored, &self.memory.borrow(), owner)
    }

    /// Forgets a message: it was delivered, or given up.
    pub async fn remove(&self, client_message_id: &str) {
        self.memory.borrow_mut().retain(|known| known.client_message_id != client_message_id);
        disk::delete(client_message_id).await;
    }

    /// Forgets all that the owner left.
    pub async fn clear(&self, owner: &str) {
        for message in self.list(owner).await {
            self.remove(&message.client_message_id).await;
        }
    }
}

fn in_order(mut stored: Vec<Unsent>, memory: &[Unsent], owner: &str) -> Vec<Unsent> {
    stored.extend(memory.iter().cloned());
    stored.retain(|message| message.owner == owner);
    // A handful at most: the sort of the standard library would be a good part of this file's download.
    let mut sorted: Vec<Unsent> = Vec::new();
    for message in stored {
        let place = |one: &Unsent| {
            (one.created_at, &one.client_message_id) < (message.created_at, &message.client_message_id)
        };
        let at = sorted.iter().take_while(|one| place(one)).count();
        if sorted.get(at).is_none_or(|next| next.client_message_id != message.client_message_id) {
            sorted.insert(at, message);
        }
    }
    sorted
}

/// Runs one flush while no other tab runs one, for at most `limit` milliseconds: the wait for the others and the work
/// are limited each. `None` when its time was over; what was not delivered is still in the outbox.
pub async fn flush<T>(limit: Millis, work: impl Future<Output = T>) -> Option<T> {
    let _lock = disk::lock("docent-outbox", limit as f64).await;
    time::within(limit, work).await
}

#[cfg(test)]
mod tests {
    use super::{Unsent, in_order};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn message(id: &str, owner: &str, created_at: i64) -> Unsent {
        Unsent {
            client_message_id: id.into(),
            owner: owner.into(),
            conversation_id: None,
            content: format!("{id} says hello"),
            is_note: false,
            files: Vec::new(),
            created_at,
        }
    }

    #[test]
    fn only_the_owners_messages_are_listed_oldest_first_and_once() {
        let stored = vec![message("b", "ana", 2), message("x", "ben", 1), message("a", "ana", 1)];
        let memory = [message("c", "ana", 2), message("b", "ana", 2)];
        let ids = |list: Vec<Unsent>| list.into_iter().map(|one| one.client_message_id).collect::<Vec<_>>();
        assert_eq!(ids(in_order(stored, &memory, "ana")), ["a", "b", "c"]);
    }
}
