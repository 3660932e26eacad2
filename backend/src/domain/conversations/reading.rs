//! One conversation, and up to where each side has read it.

use super::{Side, by_id, topics, visible};
use crate::{
    core::{Mutation, Query, Reader, Result, Writer},
    domain::participants,
};
use shared::{
    Error,
    conversations::{self, Conversation, ReaderType},
    id::IdentityId,
    permissions::Permission,
};

impl Query for conversations::Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Conversation>> {
        Ok(visible(cx, self.id, self.session_token.as_deref()).await?.map(|(row, _)| row))
    }
}

impl Mutation for conversations::MarkAsRead {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let row = by_id(cx, self.id).await?.ok_or_else(|| Error::not_found("Conversation"))?;
        let side = match self.reader_type {
            ReaderType::Visitor => {
                let visitor = cx.visitor(self.session_token.as_deref(), row.workspace_id).await?;
                if row.visitor_id != Some(visitor.visitor) {
                    return Err(Error::not_authorized("Not authorized").into());
                }
                Side::Owner(visitor)
            }
            ReaderType::Agent => Side::Team(cx.agent(row.workspace_id, Permission::ConversationsRead).await?),
        };
        read_all(cx, &row, &side).await
    }
}

/// Moves the read mark of one side to the newest message. What is read already wakes nobody.
async fn read_all(cx: &mut Writer, row: &Conversation, side: &Side) -> Result<()> {
    let (sql, who, role, has_news) = match side {
        Side::Owner(visitor) => (
            concat!(
                "UPDATE conversations
                 SET owner_read_seq = last_seq, unread_by_visitor = 0, rev = rev + 1
                 WHERE id = $1 AND owner_read_seq < last_seq
                 RETURNING ",
                columns!()
            ),
            IdentityId::from(visitor.visitor),
            participants::Role::Owner,
            row.owner_read_seq < row.last_seq,
        ),
        Side::Team(agent) => (
            concat!(
                "UPDATE conversations
                 SET team_read_seq = last_seq, unread_by_agent = 0, rev = rev + 1
                 WHERE id = $1 AND team_read_seq < last_seq
                 RETURNING ",
                columns!()
            ),
            agent.user.into(),
            participants::Role::Member,
            row.team_read_seq < row.last_seq,
        ),
    };
    let mut seq = row.last_seq;
    if has_news {
        let read: Option<Conversation> =
            cx.write(topics(row)).query(sql).bind(row.id).fetch_optional().await?;
        seq = read.map_or(seq, |read| read.last_seq);
    }
    participants::read_up_to(cx, row.id, who, role, seq).await
}
