//! Which conversations have a tag.

use super::{by_id, topic};
use crate::{
    core::{Mutation, Query, Reader, Result, Topic, Writer},
    domain::conversations,
    store::Filter,
};
use shared::{
    Error,
    conversations::{Conversation, RowTag},
    id::{ConversationId, ConversationTagId, TagId, UserId},
    permissions::Permission,
    tags::{AddToConversation, Applied, AppliedBy, GetConversationTags, RemoveFromConversation, Tag},
};
use std::collections::HashMap;

/// The tags of one conversation.
fn applied_topic(conversation: ConversationId) -> Topic {
    Topic::new("conversation_tags", conversation.0)
}

impl Mutation for AddToConversation {
    async fn run(self, cx: &mut Writer) -> Result<ConversationTagId> {
        let (row, tag) = both(cx, self.conversation_id, self.tag_id).await?;
        let agent = cx.agent(row.workspace_id, Permission::ConversationsAssign).await?;
        if self.applied_by_user_id.is_some_and(|user| user != agent.user) {
            return Err(Error::not_authorized("Cannot apply tag on behalf of another user").into());
        }
        apply(cx, row.id, tag.id, self.applied_by.unwrap_or(AppliedBy::Manual), Some(agent.user)).await
    }
}

impl Mutation for RemoveFromConversation {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let (row, tag) = both(cx, self.conversation_id, self.tag_id).await?;
        cx.agent(row.workspace_id, Permission::ConversationsAssign).await?;
        cx.write(applied_topic(row.id))
            .query("DELETE FROM conversation_tags WHERE conversation_id = $1 AND tag_id = $2")
            .bind(row.id)
            .bind(tag.id)
            .execute()
            .await?;
        Ok(())
    }
}

impl Query for GetConversationTags {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Applied>> {
        let Some((row, _)) = conversations::visible(cx, self.conversation_id, None).await? else {
            return Ok(Vec::new());
        };
        Ok(cx
            .read([applied_topic(row.id), topic(row.workspace_id)])
            .query(
                "SELECT tags.id, tags.created_at AS creation_time, tags.workspace_id, tags.name, tags.color,
                        tags.created_at, tags.updated_at, conversation_tags.applied_by,
                        conversation_tags.applied_by_user_id, conversation_tags.created_at AS applied_at
                 FROM conversation_tags JOIN tags ON tags.id = conversation_tags.tag_id
                 WHERE conversation_tags.conversation_id = $1
                 ORDER BY conversation_tags.created_at, conversation_tags.id",
            )
            .bind(row.id)
            .fetch_all()
            .await?)
    }
}

/// The tags of several conversations of one workspace, by one statement.
pub async fn of_all(cx: &mut Reader, rows: &[Conversation]) -> Result<HashMap<ConversationId, Vec<RowTag>>> {
    let Some(first) = rows.first() else { return Ok(HashMap::new()) };
    let topics = rows.iter().map(|row| applied_topic(row.id)).chain([topic(first.workspace_id)]);
    let topics: Vec<Topic> = topics.collect();
    let filter = Filter::new(
        "SELECT conversation_tags.conversation_id, tags.id, tags.name, tags.color
         FROM conversation_tags JOIN tags ON tags.id = conversation_tags.tag_id
         WHERE ",
    )
    .any_of("conversation_tags.conversation_id", rows.iter().map(|row| row.id))
    .push(" ORDER BY conversation_tags.created_at, conversation_tags.id");
    let found: Vec<(ConversationId, TagId, String, Option<String>)> =
        cx.read(topics).filter(filter).fetch_all().await?;
    let mut all: HashMap<ConversationId, Vec<RowTag>> = HashMap::new();
    for (conversation, id, name, color) in found {
        all.entry(conversation).or_default().push(RowTag { id, name, color });
    }
    Ok(all)
}

/// Gives a conversation a tag of its workspace; one that it has stays as it is.
pub async fn apply(
    cx: &mut Writer,
    conversation: ConversationId,
    tag: TagId,
    by: AppliedBy,
    user: Option<UserId>,
) -> Result<ConversationTagId> {
    let (id, now) = (ConversationTagId(cx.new_id()?), cx.now());
    let added: Option<(ConversationTagId,)> = cx
        .write(applied_topic(conversation))
        .query(
            "INSERT INTO conversation_tags (id, conversation_id, tag_id, applied_by, applied_by_user_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (conversation_id, tag_id) DO NOTHING
             RETURNING id",
        )
        .bind(id)
        .bind(conversation)
        .bind(tag)
        .bind(by)
        .bind(user)
        .bind(now)
        .fetch_optional()
        .await?;
    if let Some((id,)) = added {
        return Ok(id);
    }
    let (id,) = cx
        .read(applied_topic(conversation))
        .query("SELECT id FROM conversation_tags WHERE conversation_id = $1 AND tag_id = $2")
        .bind(conversation)
        .bind(tag)
        .fetch_one()
        .await?;
    Ok(id)
}

/// Takes a tag from every conversation. Whoever shows one of them depends on the workspace's tags, and is woken by those.
pub async fn remove_everywhere(cx: &mut Writer, tag: TagId) -> Result<()> {
    cx.write_unnoticed("conversation_tags")
        .query("DELETE FROM conversation_tags WHERE tag_id = $1")
        .bind(tag)
        .execute()
        .await?;
    Ok(())
}

async fn both(cx: &mut Reader, conversation: ConversationId, tag: TagId) -> Result<(Conversation, Tag)> {
    let row =
        conversations::by_id(cx, conversation).await?.ok_or_else(|| Error::not_found("Conversation"))?;
    let tag = by_id(cx, tag).await?.ok_or_else(|| Error::not_found("Tag"))?;
    if tag.workspace_id != row.workspace_id {
        return Err(Error::invalid("Tag and conversation belong to different workspaces").into());
    }
    Ok((row, tag))
}

/// Takes every tag off these conversations, which go.
pub async fn erase(cx: &mut Writer, conversations: &[ConversationId]) -> Result<()> {
    let topics: Vec<Topic> = conversations.iter().copied().map(applied_topic).collect();
    if topics.is_empty() {
        return Ok(());
    }
    let filter = Filter::new("DELETE FROM conversation_tags WHERE ")
        .any_of("conversation_id", conversations.iter().copied());
    cx.write(topics).filter(filter).execute().await?;
    Ok(())
}
