//! Files that go with what an agent writes: chosen, pasted or dropped, uploaded at once, and named when the message is sent.

pub mod choice;
pub mod names;
pub mod sending;
pub mod shown;
pub mod tray;

use crate::{
    browser, link,
    notices::{Notices, sentence},
    say,
};
use client::{Client, outbox::Attached};
use leptos::prelude::*;
use shared::{
    Error,
    id::{AttachmentId, WorkspaceId},
    support_attachments::{FinalizeUpload, Finalized, GenerateUploadUrl, MOST},
};
use std::collections::HashMap;
use web_sys::{File, XmlHttpRequest};

/// A file that is on its way to the server, or there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub id: u32,
    /// The draft that it belongs to.
    pub place: String,
    pub name: String,
    pub size: i64,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Per cent of its bytes.
    Sending(u8),
    Ready(AttachmentId),
    Failed {
        why: String,
        can_retry: bool,
    },
}

/// Every file of every draft. A copy is the same.
#[derive(Clone, Copy)]
pub struct Uploads {
    all: RwSignal<Vec<Upload>>,
    bytes: StoredValue<HashMap<u32, Bytes>, LocalStorage>,
    client: StoredValue<Client>,
    notices: Notices,
    last: StoredValue<u32>,
}

struct Bytes {
    workspace: WorkspaceId,
    file: File,
    request: Option<XmlHttpRequest>,
}

impl Uploads {
    pub fn new() -> Self {
        Self {
            all: RwSignal::default(),
            bytes: StoredValue::new_local(HashMap::new()),
            client: StoredValue::new(link::client()),
            notices: expect_context(),
            last: StoredValue::new(0),
        }
    }

    /// The files of a draft.
    pub fn of(self, place: &str) -> Vec<Upload> {
        self.all.with(|all| all.iter().filter(|one| one.place == place).cloned().collect())
    }

    /// Takes files into a draft and sends them to the server.
    pub fn add(self, workspace: WorkspaceId, place: &str, files: Vec<File>) {
        let room = MOST.saturating_sub(untrack(|| self.of(place)).len());
        if files.len() > room {
            self.notices.problem(say!("files-too-many", count = MOST as f64));
        }
        for file in files.into_iter().take(room) {
            let id = self.last.with_value(|last| last + 1);
            self.last.set_value(id);
            let (name, size) = (file.name(), file.size() as i64);
            let refused = names::refusal(&name, size);
            let state = match refused {
                Some(word) => State::Failed { why: say!(word), can_retry: false },
                None => State::Sending(0),
            };
            self.all.update(|all| all.push(Upload { id, place: place.to_owned(), name, size, state }));
            if refused.is_none() {
                self.bytes.update_value(|all| drop(all.insert(id, Bytes { workspace, file, request: None })));
                self.start(id);
            }
        }
    }

    /// Takes a file out of its draft; one that is on its way is stopped.
    pub fn remove(self, id: u32) {
        self.all.update(|all| all.retain(|one| one.id != id));
        let bytes = self.bytes.try_update_value(|all| all.remove(&id)).flatten();
        if let Some(request) = bytes.and_then(|bytes| bytes.request) {
            let _ = request.abort();
        }
    }

    /// Sends a file again.
    pub fn retry(self, id: u32) {
        self.set(id, State::Sending(0));
        self.start(id);
    }

    /// Whether a draft's files are all with the server.
    pub fn are_ready(self, place: &str) -> bool {
        self.of(place).iter().all(|one| matches!(one.state, State::Ready(_)))
    }

    /// Takes the files that are with the server out of their draft, to be named by a message.
    pub fn take(self, place: &str) -> Vec<Attached> {
        let own = untrack(|| self.of(place));
        let taken = own.into_iter().filter_map(|one| match one.state {
            State::Ready(id) => {
                self.remove(one.id);
                Some(Attached { id, name: one.name, size: one.size })
            }
            _ => None,
        });
        taken.collect()
    }

    /// Puts files back that a message did not take.
    pub fn put_back(self, place: &str, files: Vec<Attached>) {
        for Attached { id, name, size } in files {
            let number = self.last.with_value(|last| last + 1);
            self.last.set_value(number);
            let upload = Upload { id: number, place: place.to_owned(), name, size, state: State::Ready(id) };
            self.all.update(|all| all.push(upload));
        }
    }

    fn set(self, id: u32, state: State) {
        self.all.try_update(|all| {
            if let Some(one) = all.iter_mut().find(|one| one.id == id) {
                one.state = state;
            }
        });
    }

    fn start(self, id: u32) {
        let found =
            self.bytes.with_value(|all| all.get(&id).map(|bytes| (bytes.workspace, bytes.file.clone())));
        let Some((workspace, file)) = found else { return };
        let client = self.client.get_value();
        leptos::task::spawn_local(async move {
            let state = match self.upload(&client, id, workspace, file).await {
                Ok(attachment) => State::Ready(attachment),
                Err(failed) => failed,
            };
            self.set(id, state);
        });
    }

    async fn upload(
        self,
        client: &Client,
        id: u32,
        workspace_id: WorkspaceId,
        file: File,
    ) -> Result<AttachmentId, State> {
        let name = file.name();
        let asked = GenerateUploadUrl { workspace_id, visitor_id: None, session_token: None };
        let address = client.call(asked).await.map_err(|error| refused(&error))?;
        let sent = sending::Sending::begin(&browser::own(&address), &file, move |percent| {
            self.set(id, State::Sending(percent));
        });
        let sent = sent.map_err(|()| failed("file-unreachable"))?;
        self.bytes.try_update_value(|all| {
            if let Some(bytes) = all.get_mut(&id) {
                bytes.request = Some(sent.request.clone());
            }
        });
        let storage_id = sent.answer().await.map_err(failed)?;
        let named = FinalizeUpload {
            workspace_id,
            visitor_id: None,
            session_token: None,
            storage_id,
            file_name: Some(name),
        };
        match client.call(named).await.map_err(|error| refused(&error))? {
            Finalized::Staged { attachment_id, .. } => Ok(attachment_id),
            Finalized::Rejected { message } => {
                Err(State::Failed { why: rejected(message), can_retry: false })
            }
        }
    }
}

fn failed(word: &'static str) -> State {
    State::Failed { why: say!(word), can_retry: word != "file-too-large" }
}

fn refused(error: &Error) -> State {
    State::Failed { why: sentence(error), can_retry: true }
}

/// Why the server does not take a file, in the agent's language where we know it.
fn rejected(message: String) -> String {
    match names::of_rejection(&message) {
        Some(word) => say!(word),
        None => message,
    }
}
