//! What the AI agent is writing, as far as it has come.

use shared::{Millis, id::ConversationId};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How long a text stands that does not grow any more, in milliseconds.
const LASTS: Millis = 20_000;
/// Past this many conversations the ended ones are forgotten.
const MANY: usize = 1024;

/// Every text that is being written, by conversation.
#[derive(Default)]
pub struct Drafts {
    texts: Mutex<HashMap<ConversationId, (String, Millis)>>,
}

impl Drafts {
    /// The text has come so far.
    pub fn grow(&self, conversation: ConversationId, text: String, now: Millis) {
        let mut texts = self.lock();
        if texts.len() >= MANY {
            texts.retain(|_, (_, until)| now < *until);
        }
        texts.insert(conversation, (text, now + LASTS));
    }

    /// It was said, or given up. Answers whether there was one.
    pub fn end(&self, conversation: ConversationId) -> bool {
        self.lock().remove(&conversation).is_some()
    }

    /// The text, and until when it stands.
    pub fn of(&self, conversation: ConversationId, now: Millis) -> Option<(String, Millis)> {
        self.lock().get(&conversation).filter(|(_, until)| now < *until).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConversationId, (String, Millis)>> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
