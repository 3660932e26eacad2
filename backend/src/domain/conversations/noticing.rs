//! Conversations in which a visitor has written what nobody has read yet, so that the team is told.

use super::{TABLE, workspace_topic};
use crate::core::{Reader, Result, Topic, Writer};
use shared::{
    Millis,
    conversations::Conversation,
    id::{Uuid, WorkspaceId},
};

/// What is worth a look: somebody may have to be told. The AI agent's conversations are not, until it calls a person.
macro_rules! unnoticed {
    () => {
        "noticed_seq < last_seq AND (unread_by_agent > 0 OR assignee_id IS NOT NULL)
         AND (ai_state <> 'ai_handled' OR first_response_at IS NOT NULL)"
    };
}

/// Workspaces with such conversations whose last message is of this time.
pub async fn unnoticed_in(cx: &mut Reader, from: Millis) -> Result<Vec<WorkspaceId>> {
    let found: Vec<(WorkspaceId,)> = cx
        .read([Topic::new("workspaces", Uuid::nil()), Topic::new(TABLE, Uuid::nil())])
        .query(concat!(
            "SELECT id FROM workspaces
             WHERE EXISTS (
                 SELECT 1 FROM conversations
                 WHERE conversations.workspace_id = workspaces.id AND sort_at > $1 AND ",
            unnoticed!(),
            ")
             ORDER BY id"
        ))
        .bind(from)
        .fetch_all()
        .await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Those of a workspace in which nobody has written since `quiet`, or the visitor has waited since `waiting`.
pub async fn unnoticed(
    cx: &mut Reader,
    workspace: WorkspaceId,
    (from, quiet, waiting): (Millis, Millis, Millis),
    most: i64,
) -> Result<Vec<Conversation>> {
    Ok(cx
        .read([workspace_topic(workspace), Topic::new("messages", workspace.0)])
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM conversations
             WHERE workspace_id = $1 AND sort_at > $2 AND ",
            shown!(),
            " AND ",
            unnoticed!(),
            " AND EXISTS (
                 SELECT 1 FROM messages
                 WHERE messages.conversation_id = conversations.id AND messages.seq > noticed_seq
                   AND messages.sender_kind = 'contact' AND messages.deleted_at IS NULL
                   AND (sort_at <= $3 OR messages.created_at <= $4)
             )
             ORDER BY sort_at, id
             LIMIT $5"
        ))
        .bind(workspace)
        .bind(from)
        .bind(quiet)
        .bind(waiting)
        .bind(most)
        .fetch_all()
        .await?)
}

/// Notes that it was looked at whom to tell; answers false where that was noted before. It is nothing that anybody sees.
pub async fn mark_noticed(cx: &mut Writer, row: &Conversation) -> Result<bool> {
    let changed = cx
        .write_unnoticed(TABLE)
        .query("UPDATE conversations SET noticed_seq = $2 WHERE id = $1 AND noticed_seq < $2")
        .bind(row.id)
        .bind(row.last_seq)
        .execute()
        .await?;
    Ok(changed > 0)
}
