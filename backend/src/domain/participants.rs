//! Who takes part in a conversation, and up to where each has read (domain-model.md §2).

use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::id::{ConversationId, IdentityId};

pub fn topic(conversation: ConversationId) -> Topic {
    Topic::new("participants", conversation.0)
}

/// A participant's part in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    Owner,
    Member,
}

/// Adds a participant; one that is there stays as it is.
pub async fn join(
    cx: &mut Writer,
    conversation: ConversationId,
    who: IdentityId,
    role: Role,
    seq: i64,
) -> Result<()> {
    let now = cx.now();
    cx.write(topic(conversation))
        .query(
            "INSERT INTO participants (conversation_id, identity_id, role, joined_seq, joined_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (conversation_id, identity_id) DO NOTHING",
        )
        .bind(conversation)
        .bind(who)
        .bind(role)
        .bind(seq)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Moves a participant's read mark forward to `seq`, adding the participant if need be.
pub async fn read_up_to(
    cx: &mut Writer,
    conversation: ConversationId,
    who: IdentityId,
    role: Role,
    seq: i64,
) -> Result<()> {
    let now = cx.now();
    cx.write(topic(conversation))
        .query(
            "INSERT INTO participants
                 (conversation_id, identity_id, role, joined_seq, joined_at, last_read_seq, last_delivered_seq)
             VALUES ($1, $2, $3, $4, $5, $4, $4)
             ON CONFLICT (conversation_id, identity_id) DO UPDATE
             SET last_read_seq = excluded.last_read_seq, last_delivered_seq = excluded.last_delivered_seq
             WHERE participants.last_read_seq < excluded.last_read_seq",
        )
        .bind(conversation)
        .bind(who)
        .bind(role)
        .bind(seq)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Up to where a participant has read; 0 if it has read nothing.
pub async fn read_mark(cx: &mut Reader, conversation: ConversationId, who: IdentityId) -> Result<i64> {
    let found: Option<(i64,)> = cx
        .read(topic(conversation))
        .query("SELECT last_read_seq FROM participants WHERE conversation_id = $1 AND identity_id = $2")
        .bind(conversation)
        .bind(who)
        .fetch_optional()
        .await?;
    Ok(found.map_or(0, |(seq,)| seq))
}

/// Puts one party in another's place, unless that one takes part already.
pub async fn replace(
    cx: &mut Writer,
    conversation: ConversationId,
    old: IdentityId,
    new: IdentityId,
) -> Result<()> {
    cx.write(topic(conversation))
        .query(
            "UPDATE participants SET identity_id = $3
             WHERE conversation_id = $1 AND identity_id = $2
               AND NOT EXISTS (SELECT 1 FROM participants WHERE conversation_id = $1 AND identity_id = $3)",
        )
        .bind(conversation)
        .bind(old)
        .bind(new)
        .execute()
        .await?;
    Ok(())
}

/// Deletes who took part in a person's conversations, and where it took part in others.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let filter = Filter::new("DELETE FROM participants WHERE ")
        .any_of("conversation_id", person.conversations())
        .push(" OR ")
        .any_of("identity_id", person.identities())
        .push(" RETURNING conversation_id");
    let left: Vec<(ConversationId,)> = cx.write_unnoticed("participants").filter(filter).fetch_all().await?;
    left.iter().for_each(|(conversation,)| cx.touch(topic(*conversation)));
    Ok(())
}
