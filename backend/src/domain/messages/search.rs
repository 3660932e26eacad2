//! Finding messages by their words, and giving words to messages that were stored without: those of an older version.

use super::rows::columns;
use crate::{
    core::{Mutation, Reader, Result, Topic, Writer},
    store::{
        Filter,
        search::{Index, Wanted, Words},
    },
};
use shared::{
    Function, function,
    id::{ConversationId, MessageId, WorkspaceId},
    messages::Message,
};

/// Messages that are given words in one transaction.
const BATCH: i64 = 200;

/// A message that holds every wanted word.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Hit {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    /// Larger for what was stored later.
    pub number: i64,
}

/// The newest messages that hold every wanted word, at most so many, before one whose number is known: of this workspace by what
/// the index says, which the caller checks by the conversations. Notes are among them: only the team searches.
pub async fn hits(
    cx: &mut Reader,
    workspace: WorkspaceId,
    wanted: &Wanted,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Hit>> {
    let engine = cx.engine();
    let select = "SELECT messages.id, messages.conversation_id, messages.number";
    let filter = Filter::hits(select, engine, Index::Messages, workspace, wanted)
        .push(" AND messages.deleted_at IS NULL")
        .newest_hits(engine, Index::Messages, before, most);
    // Each message that comes moves its conversation, and that the workspace's list of them.
    Ok(cx
        .read([everywhere(workspace), Topic::new("conversations", workspace.0)])
        .filter(filter)
        .fetch_all()
        .await?)
}

/// Messages by their ids, in any order.
pub async fn by_ids(cx: &mut Reader, workspace: WorkspaceId, ids: Vec<MessageId>) -> Result<Vec<Message>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM messages WHERE ")).any_of("id", ids);
    Ok(cx.read(everywhere(workspace)).filter(filter).fetch_all().await?)
}

fn everywhere(workspace: WorkspaceId) -> Topic {
    Topic::new("messages", workspace.0)
}

/// Gives words to some messages that have none; answers how many those were. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct IndexOld;

impl Function for IndexOld {
    const NAME: &'static str = "messages:indexOld";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for IndexOld {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        let nobody = Topic::new("messages", shared::id::Uuid::nil());
        let some: Vec<(MessageId, WorkspaceId, String)> = cx
            .read([nobody, Topic::new("conversations", shared::id::Uuid::nil())])
            .query(
                "SELECT messages.id, conversations.workspace_id, messages.content
                 FROM messages JOIN conversations ON conversations.id = messages.conversation_id
                 WHERE messages.words IS NULL
                 ORDER BY messages.number DESC
                 LIMIT $1",
            )
            .bind(BATCH)
            .fetch_all()
            .await?;
        for (id, workspace, content) in &some {
            // Nobody's answer changes but a search's, which may have missed it before.
            cx.write(nobody)
                .query("UPDATE messages SET words = $2 WHERE id = $1")
                .bind(*id)
                .bind(Words::of([content.as_str()]).kept(*workspace))
                .execute()
                .await?;
        }
        Ok(some.len() as u64)
    }
}
