//! Everything that one person wrote or was told.

use super::{rows::columns, topic};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{id::ConversationId, messages::Message};

/// Every message of these conversations, in their order.
pub async fn all_in(cx: &mut Reader, conversations: &[ConversationId]) -> Result<Vec<Message>> {
    let topics: Vec<Topic> = conversations.iter().copied().map(topic).collect();
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM messages WHERE "))
        .any_of("conversation_id", conversations.iter().copied())
        .push(" ORDER BY conversation_id, seq");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// Deletes what is in a person's conversations and empties what it wrote in others, whose numbers go on without a gap; answers how many
/// messages that were.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<u64> {
    let filter = Filter::new("DELETE FROM messages WHERE ").any_of("conversation_id", person.conversations());
    let topics: Vec<Topic> = person.conversations().into_iter().map(topic).collect();
    let deleted = match topics.is_empty() {
        true => 0,
        false => cx.write(topics).filter(filter).execute().await?,
    };
    let now = cx.now();
    let filter = Filter::new("UPDATE messages SET content = '', blocks = '[]', details = NULL, metadata = NULL, words = NULL, error = NULL, client_message_id = NULL, external_id = NULL, sender_id = NULL, rev = rev + 1, deleted_at = ")
        .bind(now)
        .push(" WHERE ")
        .any_of("sender_id", person.identities())
        .push(" RETURNING conversation_id");
    let emptied: Vec<(ConversationId,)> = cx.write_unnoticed("messages").filter(filter).fetch_all().await?;
    emptied.iter().for_each(|(conversation,)| cx.touch(topic(*conversation)));
    Ok(deleted + emptied.len() as u64)
}
