//! Messages that were sent and are not yet in the conversation: shown at once, kept on this device, sent again with the same key
//! until the server has them. A reload or a lost session loses none.

use crate::{browser, link};
use client::{
    Client,
    outbox::{self, Attached, Unsent},
    time,
};
use leptos::prelude::*;
use shared::{
    Millis,
    id::{ConversationId, UserId},
    messages::{Kind, Listed, Send, SenderType},
};

/// How long a message waits for the device to keep it, in milliseconds.
const KEEPING: Millis = 1_000;

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub key: String,
    pub conversation: ConversationId,
    pub content: String,
    /// For the team alone.
    pub is_note: bool,
    pub files: Vec<Attached>,
    pub at: Millis,
    /// Why it did not arrive; none while it is on its way.
    pub failure: Option<String>,
}

/// What this device keeps. It outlives the session, also where the disk refuses.
#[derive(Clone, Copy)]
pub struct Kept(StoredValue<outbox::Outbox, LocalStorage>);

impl Kept {
    pub fn new() -> Self {
        Self(StoredValue::new_local(outbox::Outbox::new()))
    }

    fn disk(self) -> outbox::Outbox {
        self.0.get_value()
    }
}

/// Everything on its way, of all conversations.
#[derive(Clone, Copy)]
pub struct Outbox {
    pending: RwSignal<Vec<Pending>>,
    /// Whose messages these are; none until the server has said who we are.
    owner: StoredValue<Option<String>>,
    client: StoredValue<Client>,
    kept: Kept,
}

impl Outbox {
    pub fn new() -> Self {
        Self {
            pending: RwSignal::default(),
            owner: StoredValue::new(None),
            client: StoredValue::new(link::client()),
            kept: expect_context(),
        }
    }

    /// Sends what an earlier page or session of this agent has left.
    pub fn resume(self, user: UserId) {
        let owner = format!("agent:{user}");
        if self.owner.get_value().as_ref() == Some(&owner) {
            return;
        }
        self.owner.set_value(Some(owner.clone()));
        let disk = self.kept.disk();
        leptos::task::spawn_local(async move {
            let left = disk.list(&owner).await;
            let fresh = self.pending.try_update(|all| absorb(all, left)).unwrap_or_default();
            for pending in fresh {
                self.deliver(pending);
            }
        });
    }

    pub fn is_empty(self) -> bool {
        self.pending.with_untracked(Vec::is_empty)
    }

    /// Gives up on everything, and forgets it.
    pub async fn clear(self) {
        self.pending.try_update(Vec::clear);
        if let Some(owner) = self.owner.try_get_value().flatten() {
            self.kept.disk().clear(&owner).await;
        }
    }

    /// What is on its way in a conversation and not among the messages that arrived.
    pub fn of(self, conversation: ConversationId, arrived: &[Listed]) -> Vec<Pending> {
        let has_arrived =
            |key: &str| arrived.iter().rev().any(|it| it.message.client_message_id.as_deref() == Some(key));
        self.pending.with(|all| {
            let own = all.iter().filter(|one| one.conversation == conversation && !has_arrived(&one.key));
            own.cloned().collect()
        })
    }

    /// Sends a message; it is shown until it has arrived.
    pub fn send(self, conversation: ConversationId, content: String, is_note: bool, files: Vec<Attached>) {
        let key = client::random_id();
        let at = browser::now();
        let pending = Pending { key, conversation, content, is_note, files, at, failure: None };
        self.pending.update(|all| all.push(pending.clone()));
        let disk = self.kept.disk();
        let unsent = self.owner.get_value().map(|owner| unsent(owner, &pending));
        leptos::task::spawn_local(async move {
            if let Some(unsent) = unsent {
                // A disk that hangs must not keep the message from going out.
                time::within(KEEPING, disk.add(unsent)).await;
            }
            self.deliver(pending);
        });
    }

    /// Tries again what failed.
    pub fn retry(self, key: &str) {
        let found = self.pending.try_update(|all| {
            let one = all.iter_mut().find(|one| one.key == key)?;
            one.failure = None;
            Some(one.clone())
        });
        if let Some(pending) = found.flatten() {
            self.deliver(pending);
        }
    }

    /// Gives up on what failed, and returns it.
    pub fn discard(self, key: &str) -> Option<Pending> {
        let found = self.pending.try_update(|all| {
            let at = all.iter().position(|one| one.key == key)?;
            Some(all.remove(at))
        });
        let (disk, key) = (self.kept.disk(), key.to_owned());
        leptos::task::spawn_local(async move { disk.remove(&key).await });
        found.flatten()
    }

    fn deliver(self, pending: Pending) {
        let Some(client) = self.client.try_get_value() else { return };
        let disk = self.kept.disk();
        let send = Send {
            conversation_id: pending.conversation,
            sender_id: String::new(),
            sender_type: SenderType::Agent,
            content: pending.content,
            attachment_ids: (!pending.files.is_empty())
                .then(|| pending.files.iter().map(|file| file.id).collect()),
            visitor_id: None,
            session_token: None,
            client_message_id: Some(pending.key.clone()),
            kind: pending.is_note.then_some(Kind::Note),
        };
        leptos::task::spawn_local(async move {
            match client.call(send).await {
                Ok(_) => {
                    self.pending.try_update(|all| all.retain(|one| one.key != pending.key));
                    disk.remove(&pending.key).await;
                }
                Err(error) => {
                    self.pending.try_update(|all| {
                        if let Some(one) = all.iter_mut().find(|one| one.key == pending.key) {
                            one.failure = Some(crate::failures::plain(&error.message).to_owned());
                        }
                    });
                }
            }
        });
    }
}

fn unsent(owner: String, pending: &Pending) -> Unsent {
    Unsent {
        client_message_id: pending.key.clone(),
        owner,
        conversation_id: Some(pending.conversation),
        content: pending.content.clone(),
        is_note: pending.is_note,
        files: pending.files.clone(),
        created_at: pending.at,
    }
}

/// Takes in what was left, and answers what is new of it. An agent's message always has its conversation.
fn absorb(known: &mut Vec<Pending>, left: Vec<Unsent>) -> Vec<Pending> {
    let fresh: Vec<Pending> = left
        .into_iter()
        .filter(|unsent| known.iter().all(|one| one.key != unsent.client_message_id))
        .filter_map(|unsent| {
            Some(Pending {
                files: unsent.files,
                key: unsent.client_message_id,
                conversation: unsent.conversation_id?,
                content: unsent.content,
                is_note: unsent.is_note,
                at: unsent.created_at,
                failure: None,
            })
        })
        .collect();
    known.extend(fresh.iter().cloned());
    known.sort_by_key(|one| one.at);
    fresh
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(key: &str, at: Millis) -> Pending {
        let conversation = "67e5504410b1426f9247bb680e5fe0c8".parse().unwrap();
        Pending {
            key: key.into(),
            conversation,
            content: format!("{key} says"),
            is_note: false,
            files: Vec::new(),
            at,
            failure: None,
        }
    }

    #[test]
    fn the_files_of_a_message_come_back_with_it() {
        let id = "67e5504410b1426f9247bb680e5fe0c8".parse().unwrap();
        let file = Attached { id, name: "cat.png".into(), size: 3 };
        let with = Pending { files: vec![file], ..pending("a", 1) };
        let left = vec![unsent("agent:ben".into(), &with)];
        assert_eq!(absorb(&mut Vec::new(), left), [with]);
    }

    #[test]
    fn what_was_kept_comes_back_as_it_was() {
        let kept = unsent("agent:ben".into(), &pending("a", 1));
        assert_eq!(absorb(&mut Vec::new(), vec![kept]), [pending("a", 1)]);
    }

    #[test]
    fn a_note_that_was_kept_comes_back_as_a_note() {
        let note = Pending { is_note: true, ..pending("a", 1) };
        let kept = unsent("agent:ben".into(), &note);
        assert_eq!(absorb(&mut Vec::new(), vec![kept]), [note]);
    }

    #[test]
    fn what_is_on_its_way_already_is_not_sent_twice() {
        let mut known = vec![pending("b", 2)];
        let left = [pending("a", 1), pending("b", 2)].map(|one| unsent("agent:ben".into(), &one));
        assert_eq!(absorb(&mut known, left.into()), [pending("a", 1)]);
        assert_eq!(known, [pending("a", 1), pending("b", 2)], "oldest first");
    }

    #[test]
    fn a_failure_is_tried_afresh_after_a_reload() {
        let failed = Pending { failure: Some("no".into()), ..pending("a", 1) };
        assert_eq!(absorb(&mut Vec::new(), vec![unsent(String::new(), &failed)])[0].failure, None);
    }
}
