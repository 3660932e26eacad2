//! Topics: what a read depends on and what a write touches (design §6.1).

use uuid::Uuid;

/// A table and a key in it: the conversation, else the visitor, else the workspace (or user) that its rows belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Topic {
    pub table: &'static str,
    pub key: Uuid,
}

impl Topic {
    pub const fn new(table: &'static str, key: Uuid) -> Self {
        Self { table, key }
    }

    /// A topic for rows that are looked up by a text (an e-mail, a token's hash) before their owner is known.
    pub fn of_text(table: &'static str, text: &str) -> Self {
        use sha2::{Digest, Sha256};
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(text)[..16]);
        Self { table, key: Uuid::from_bytes(key) }
    }
}

/// One topic or several, as `cx.read(…)` and `cx.write(…)` take them.
pub trait Topics: IntoIterator<Item = Topic> {}
impl<T: IntoIterator<Item = Topic>> Topics for T {}

impl IntoIterator for Topic {
    type Item = Topic;
    type IntoIter = std::iter::Once<Topic>;
    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}
