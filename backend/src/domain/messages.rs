//! Messages of a conversation (functions-inbox.md §2): numbered without gaps, stored once a key, in the order of their numbers.

mod bot;
mod erase;
mod list;
mod mail;
mod rows;
mod search;
mod send;

pub use bot::{InternalSendBotMessage, greet, say_as_ai, say_for};
pub use erase::{all_in, erase};
pub use mail::{
    Mail, begin_delivery, replies_after, set_delivery, store_mail, store_mail_of_agent, unanswered_after,
};
pub use rows::{Utterance, content, last_of, latest_texts, newest_inbound, reassign};
pub use search::{IndexOld, by_ids, hits};

use crate::core::{Functions, Topic};
use shared::{id::ConversationId, messages};

pub fn register(functions: &mut Functions) {
    functions.query::<messages::List>().mutation::<messages::Send>();
}

/// The messages of one conversation.
pub fn topic(conversation: ConversationId) -> Topic {
    Topic::new("messages", conversation.0)
}
