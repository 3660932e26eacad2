//! Messages on their way: shown at once, kept on the device until the server has them, sent in order, each stored once
//! (`clientMessageId`).

use crate::{
    frame::Frame,
    history::{Delivery, Pending},
    server::{Server, for_ever},
    session::{Phase, Session, complain, now},
};
use client::{
    Var,
    codec::Json,
    dom::effect,
    is_unreachable,
    outbox::{self, Attached, Durability, Unsent},
    random_id,
};
use reactive_graph::graph::untrack;
use shared::{Error, Function, Millis, conversations::CreateForVisitor, id::ConversationId, messages::Send};
use std::{cell::Cell, ops::Deref};
use wasm_bindgen_futures::spawn_local;

/// How long one flush may hold the lock against other tabs, in milliseconds.
const FLUSH: Millis = 30_000;

/// A message and the conversation that it belongs to; none for one that this message begins.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    conversation: Option<ConversationId>,
    pending: Pending,
    /// The disk has been told: only then it is sent, since what was delivered is removed from there.
    is_kept: bool,
}

#[derive(Clone, Copy)]
pub struct Outbox(&'static Parts);

impl Deref for Outbox {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What it consists of.
pub struct Parts {
    frame: Frame,
    server: Server,
    session: Session,
    disk: outbox::Outbox,
    held: Var<Vec<Held>>,
    /// The conversation that a first message just began.
    pub begun: Var<Option<ConversationId>>,
    /// A conversation that nobody has written in yet: an earlier try may have begun it and never heard of it.
    pub untouched: Var<Option<ConversationId>>,
    /// False once the disk refused a message.
    pub is_durable: Var<bool>,
    is_flushing: Cell<bool>,
}

impl Outbox {
    pub fn new(frame: Frame, server: Server, session: Session) -> Self {
        let it = Self(for_ever(Parts {
            frame,
            server,
            session,
            disk: outbox::Outbox::new(),
            held: Var::new(Vec::new()),
            begun: Var::new(None),
            untouched: Var::new(None),
            is_durable: Var::new(true),
            is_flushing: Cell::new(false),
        }));
        effect(move || it.restore(it.owner()));
        effect(move || {
            let is_ready = session.phase.get() == Phase::Ready && session.token.get().is_some();
            if is_ready && !server.is_lost() {
                it.flush();
            }
        });
        it
    }

    /// What waits for this conversation.
    pub fn pending(self, conversation: Option<ConversationId>) -> Vec<Pending> {
        self.held.with(|held| {
            let of = held.iter().filter(|one| one.conversation == conversation);
            of.map(|one| one.pending.clone()).collect()
        })
    }

    pub fn send(self, conversation: Option<ConversationId>, content: String, files: Vec<Attached>) {
        let Some(owner) = untrack(|| self.owner()) else { return };
        let key = random_id();
        let (client_message_id, created_at, state) = (key.clone(), now(), Delivery::Waiting);
        let pending = Pending { client_message_id, content, files, created_at, state };
        let held = Held { conversation, pending, is_kept: false };
        let unsent = unsent(&held, owner);
        self.held.update(|all| all.push(held));
        // The next page starts the app at once, also if this one is left before the server can be reached.
        self.frame.tell("known", &[]);
        spawn_local(async move {
            let durability = self.disk.add(unsent).await;
            self.is_durable.set_if_other(durability == Durability::Disk);
            self.change(&key, |held| held.is_kept = true);
            self.session.want();
            self.flush();
        });
    }

    pub fn retry(self, key: &str) {
        self.mark(key, Delivery::Waiting);
        self.flush();
    }

    pub fn discard(self, key: &str) {
        self.held.update(|held| held.retain(|one| one.pending.client_message_id != key));
        self.forget(key.to_owned());
    }

    /// Drops what the list shows by now.
    pub fn settle(self, is_shown: impl Fn(&str) -> bool) {
        let is_settled =
            |one: &Held| one.pending.state == Delivery::Done && is_shown(&one.pending.client_message_id);
        if self.held.with_untracked(|held| held.iter().any(is_settled)) {
            self.held.update(|held| held.retain(|one| !is_settled(one)));
        }
    }

    /// Another visitor uses this device now; what the last one left unsent goes with them.
    pub fn clear(self) {
        self.held.set(Vec::new());
        let Some(owner) = untrack(|| self.owner()) else { return };
        spawn_local(async move { self.disk.clear(&owner).await });
    }

    fn owner(self) -> Option<String> {
        let device = self.session.identity.with(|identity| identity.session.clone())?;
        Some([&self.session.workspace?.text(), "/", &device].concat())
    }

    /// What an earlier page left unsent.
    fn restore(self, owner: Option<String>) {
        let Some(owner) = owner else { return };
        spawn_local(async move {
            if self.agree_with_disk(&owner).await {
                self.session.want();
                self.flush();
            }
        });
    }

    /// Takes over what other pages of this device did to the disk: what they delivered is gone from it, what they left is on it.
    /// True if anything is there.
    async fn agree_with_disk(self, owner: &str) -> bool {
        let left = self.disk.list(owner).await;
        let is_any = !left.is_empty();
        let find =
            |held: &Held| left.iter().find(|one| one.client_message_id == held.pending.client_message_id);
        let mut all = self.held.get_untracked();
        all.retain(|held| held.pending.state != Delivery::Waiting || !held.is_kept || find(held).is_some());
        for held in &mut all {
            held.conversation = held.conversation.or_else(|| find(held)?.conversation_id);
        }
        let is_new =
            |one: &&Unsent| !all.iter().any(|held| held.pending.client_message_id == one.client_message_id);
        let fresh: Vec<_> = left.iter().filter(is_new).cloned().map(restored).collect();
        all.splice(0..0, fresh);
        self.held.set_if_other(all);
        is_any
    }

    fn forget(self, key: String) {
        spawn_local(async move { self.disk.remove(&key).await });
    }

    fn mark(self, key: &str, state: Delivery) {
        self.change(key, |held| held.pending.state = state);
    }

    fn change(self, key: &str, change: impl FnOnce(&mut Held)) {
        self.held.update(|held| {
            if let Some(one) = held.iter_mut().find(|one| one.pending.client_message_id == key) {
                change(one);
            }
        });
    }

    fn next(self) -> Option<Held> {
        let is_waiting = |one: &&Held| one.is_kept && one.pending.state == Delivery::Waiting;
        self.held.with_untracked(|held| held.iter().find(is_waiting).cloned())
    }

    fn flush(self) {
        let has_session = self.session.token.get_untracked().is_some();
        if !has_session || self.is_flushing.get() || self.next().is_none() {
            return;
        }
        self.is_flushing.set(true);
        spawn_local(async move {
            let is_done = outbox::flush(FLUSH, self.deliver_all()).await.unwrap_or(true);
            self.is_flushing.set(false);
            if is_done && self.next().is_some() {
                self.flush();
            }
        });
    }

    /// False if it makes no sense to go on now.
    async fn deliver_all(self) -> bool {
        // Before this page got its turn, another one may have delivered the same.
        if let Some(owner) = untrack(|| self.owner()) {
            self.agree_with_disk(&owner).await;
        }
        while let Some(held) = self.next() {
            let key = held.pending.client_message_id.clone();
            match self.deliver(held).await {
                Ok(()) => {
                    self.mark(&key, Delivery::Done);
                    self.forget(key);
                }
                Err(error) if is_unreachable(&error) => return false,
                Err(error) => {
                    self.session.check(&error);
                    if self.session.token.get_untracked().is_none() {
                        return false; // The next session sends it.
                    }
                    complain(&error);
                    self.mark(&key, Delivery::Failed);
                }
            }
        }
        true
    }

    async fn deliver(self, held: Held) -> Result<(), Error> {
        let conversation_id = match held.conversation {
            Some(id) => id,
            None => self.begin().await?,
        };
        let pending = &held.pending;
        let args = [
            ("conversationId", &*conversation_id.text()),
            ("senderId", &self.session.identity.get_untracked().session.unwrap_or_default()),
            ("senderType", "visitor"),
            ("content", &pending.content),
            ("clientMessageId", &pending.client_message_id),
        ];
        let args = untrack(|| self.session.args(&args)).ok_or_else(client::unreachable)?;
        let ids: Json = pending.files.iter().map(|file| Json::from(file.id.text().as_str())).collect();
        let args = if pending.files.is_empty() { args } else { args.with("attachmentIds", &ids) };
        self.server.run(Send::NAME, args).await.map(drop)
    }

    /// A new conversation for everything that waited for one.
    async fn begin(self) -> Result<ConversationId, Error> {
        let id = match self.untouched.get_untracked() {
            Some(id) => id,
            None => self.create().await?,
        };
        let mut moved = Vec::new();
        self.held.update(|held| {
            for one in held.iter_mut().filter(|one| one.conversation.is_none()) {
                one.conversation = Some(id);
                moved.push(one.clone());
            }
        });
        self.begun.set(Some(id));
        let owner = untrack(|| self.owner()).unwrap_or_default();
        for held in moved {
            // A reload in the middle then goes on in the conversation that has begun.
            self.disk.add(unsent(&held, owner.clone())).await;
        }
        Ok(id)
    }

    async fn create(self) -> Result<ConversationId, Error> {
        let args = untrack(|| self.session.args_in_workspace(&[])).ok_or_else(client::unreachable)?;
        let created = self.server.run(CreateForVisitor::NAME, args).await?;
        created.text("_id").and_then(|id| id.parse().ok()).ok_or_else(Error::internal)
    }
}

fn unsent(held: &Held, owner: String) -> Unsent {
    Unsent {
        client_message_id: held.pending.client_message_id.clone(),
        owner,
        conversation_id: held.conversation,
        content: held.pending.content.clone(),
        is_note: false,
        files: held.pending.files.clone(),
        created_at: held.pending.created_at,
    }
}

fn restored(unsent: Unsent) -> Held {
    let pending = Pending {
        client_message_id: unsent.client_message_id,
        content: unsent.content,
        files: unsent.files,
        created_at: unsent.created_at,
        state: Delivery::Waiting,
    };
    Held { conversation: unsent.conversation_id, pending, is_kept: true }
}
