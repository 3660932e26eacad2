//! Who is writing in which conversation.

use shared::{
    Millis,
    id::{ConversationId, IdentityId},
    messages::SenderType,
    typing::{EVERY, LASTS},
};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Everybody who is writing, by conversation.
#[derive(Default)]
pub struct Typing {
    rooms: Mutex<HashMap<ConversationId, HashMap<IdentityId, Entry>>>,
}

#[derive(Clone, Copy)]
struct Entry {
    who: SenderType,
    /// When this was last told to readers.
    told_at: Millis,
    is_writing: bool,
}

impl Entry {
    fn until(&self) -> Millis {
        self.told_at + LASTS
    }
    fn is_live(&self, now: Millis) -> bool {
        self.is_writing && now < self.until()
    }
}

/// Past this many conversations the ended ones are forgotten.
const MANY: usize = 1024;

impl Typing {
    /// Somebody writes. Answers whether readers have to be told, which is at most each two seconds.
    pub fn begin(&self, conversation: ConversationId, id: IdentityId, who: SenderType, now: Millis) -> bool {
        let mut rooms = self.lock();
        if rooms.len() >= MANY {
            rooms.retain(|_, writers| {
                writers.retain(|_, entry| now < entry.until());
                !writers.is_empty()
            });
        }
        let writers = rooms.entry(conversation).or_default();
        if writers.get(&id).is_some_and(|entry| (entry.told_at..entry.told_at + EVERY).contains(&now)) {
            return false;
        }
        writers.retain(|_, entry| now < entry.until());
        writers.insert(id, Entry { who, told_at: now, is_writing: true });
        true
    }

    /// Somebody stopped, or has sent what it wrote. Answers whether readers have to be told.
    pub fn end(&self, conversation: ConversationId, id: IdentityId, now: Millis) -> bool {
        let mut rooms = self.lock();
        let Some(entry) = rooms.get_mut(&conversation).and_then(|writers| writers.get_mut(&id)) else {
            return false;
        };
        let was_live = entry.is_live(now);
        // The entry stays until its time is up, so that stopping and starting again is not told more often.
        entry.is_writing = false;
        was_live
    }

    /// Who writes at `now`, and until when that holds; in a fixed order.
    pub fn writers(
        &self,
        conversation: ConversationId,
        now: Millis,
    ) -> Vec<(IdentityId, SenderType, Millis)> {
        let rooms = self.lock();
        let entries = rooms.get(&conversation).into_iter().flatten();
        let mut writers: Vec<_> = entries
            .filter(|(_, entry)| entry.is_live(now))
            .map(|(id, entry)| (*id, entry.who, entry.until()))
            .collect();
        writers.sort_unstable_by_key(|(id, ..)| *id);
        writers
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConversationId, HashMap<IdentityId, Entry>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
