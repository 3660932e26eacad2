//! What visitors do with their conversations: start one, list them, count what is unread.

use super::{agents::is_visitor_of, owner_topic, topic, touch};
use crate::{
    core::{Limit, Mutation, Query, Reader, Result, VisitorSession, Writer},
    domain::{identities, messages, participants},
    store::Filter,
};
use shared::{
    Error,
    conversations::{self, Conversation, WithLastMessage},
    id::{ConversationId, IdentityId, VisitorId, WorkspaceId},
};

/// The most conversations that a visitor's list answers without `limit`.
const MOST: i64 = 1000;

impl Mutation for conversations::CreateForVisitor {
    async fn run(self, cx: &mut Writer) -> Result<Conversation> {
        let visitor = visitor(cx, self.session_token.as_deref(), self.workspace_id).await?;
        start(cx, &visitor).await
    }
}

impl Mutation for conversations::GetOrCreateForVisitor {
    async fn run(self, cx: &mut Writer) -> Result<Conversation> {
        let visitor = visitor(cx, self.session_token.as_deref(), self.workspace_id).await?;
        // Two of these at once must not make two conversations.
        identities::hold(cx, visitor.visitor.into()).await?;
        match oldest_open(cx, &visitor).await? {
            Some(row) => Ok(row),
            None => start(cx, &visitor).await,
        }
    }
}

/// The visitor behind the token, who wants a conversation. Errors: those of the token, RATE_LIMITED, "Not authorized: visitor does not
/// belong to this workspace".
async fn visitor(cx: &mut Writer, token: Option<&str>, workspace: WorkspaceId) -> Result<VisitorSession> {
    let session = cx.visitor(token, workspace).await?;
    cx.count(Limit::Begin, session.visitor.0)?;
    if !is_visitor_of(cx, session.visitor, workspace).await? {
        let message = "Not authorized: visitor does not belong to this workspace";
        return Err(Error::not_authorized(message).into());
    }
    Ok(session)
}

async fn oldest_open(cx: &mut Writer, visitor: &VisitorSession) -> Result<Option<Conversation>> {
    let owner = IdentityId::from(visitor.visitor);
    let row = cx
        .read(owner_topic(owner))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM conversations
             WHERE owner_id = $1 AND workspace_id = $2 AND status = 'open' AND ",
            shown!(),
            " ORDER BY created_at, id
             LIMIT 1"
        ))
        .bind(owner)
        .bind(visitor.workspace)
        .fetch_optional()
        .await?;
    Ok(row)
}

/// A new conversation with its greeting, which the visitor need not read: `lastMessageAt == createdAt` is how clients know a
/// conversation that nobody has written in.
async fn start(cx: &mut Writer, visitor: &VisitorSession) -> Result<Conversation> {
    let id = ConversationId(cx.new_id()?);
    let owner = IdentityId::from(visitor.visitor);
    let now = cx.now();
    let row: Conversation = cx
        .write(topic(id))
        .query(concat!(
            "INSERT INTO conversations
                 (id, workspace_id, owner_id, owner_kind, created_by, status, last_seq, owner_read_seq,
                  last_message_at, sort_at, created_at, updated_at)
             VALUES ($1, $2, $3, 'contact', $3, 'open', 1, 1, $4, $4, $4, $4)
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(visitor.workspace)
        .bind(owner)
        .bind(now)
        .fetch_one()
        .await?;
    touch(cx, &row);
    participants::join(cx, id, owner, participants::Role::Owner, 0).await?;
    messages::greet(cx, &row).await?;
    Ok(row)
}

impl Query for conversations::ListByVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Vec<WithLastMessage>> {
        let (Some(token), Some(workspace)) = (self.session_token.as_deref(), self.workspace_id) else {
            return Ok(Vec::new());
        };
        let visitor = cx.visitor(Some(token), workspace).await?;
        let most = self.limit.map_or(MOST, |limit| limit.clamp(1, 100));
        latest_of(cx, visitor.visitor, workspace, most).await
    }
}

/// A visitor's conversations with their newest messages, latest activity first, at most so many.
pub async fn latest_of(
    cx: &mut Reader,
    visitor: VisitorId,
    workspace: WorkspaceId,
    most: i64,
) -> Result<Vec<WithLastMessage>> {
    let rows = latest_first(cx, visitor, workspace, most).await?;
    let mut last = messages::last_of(cx, rows.iter().map(|row| row.id)).await?;
    Ok(rows
        .into_iter()
        .map(|row| WithLastMessage { last_message: last.remove(&row.id), conversation: row })
        .collect())
}

async fn latest_first(
    cx: &mut Reader,
    visitor: VisitorId,
    workspace: WorkspaceId,
    most: i64,
) -> Result<Vec<Conversation>> {
    let filter = Filter::new(concat!(
        "SELECT ",
        columns!(),
        " FROM conversations WHERE ",
        shown!(),
        " AND owner_id = "
    ))
    .bind(visitor)
    .push(" AND workspace_id = ")
    .bind(workspace)
    .push(" ORDER BY sort_at DESC, id DESC LIMIT ")
    .bind(most);
    Ok(cx.read(owner_topic(visitor.into())).filter(filter).fetch_all().await?)
}

impl Query for conversations::GetTotalUnreadForVisitor {
    async fn run(self, cx: &mut Reader) -> Result<i64> {
        let (Some(token), Some(workspace)) = (self.session_token.as_deref(), self.workspace_id) else {
            return Ok(0);
        };
        let visitor = cx.visitor(Some(token), workspace).await?;
        let (unread,) = cx
            .read(owner_topic(visitor.visitor.into()))
            .query(concat!(
                "SELECT CAST(COALESCE(SUM(unread_by_visitor), 0) AS BIGINT)
                 FROM conversations
                 WHERE owner_id = $1 AND workspace_id = $2 AND ",
                shown!()
            ))
            .bind(visitor.visitor)
            .bind(workspace)
            .fetch_one::<(i64,)>()
            .await?;
        Ok(unread)
    }
}
