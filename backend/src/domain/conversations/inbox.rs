//! The agents' inbox: pages by keyset, latest activity first, each row with its visitor and newest message.

use super::workspace_topic;
use crate::{
    core::{Query, Reader, Result, everybodys},
    domain::{messages, tags, visitors},
    store::Filter,
};
use shared::{
    Millis,
    conversations::{AiWorkflow, AssignedTo, Conversation, InboxPage, InboxRow, ListForInbox},
    id::{ConversationId, UserId, WorkspaceId},
    permissions::Permission,
};

impl Query for ListForInbox {
    async fn run(self, cx: &mut Reader) -> Result<InboxPage> {
        let Some(agent) = cx.agent_if_allowed(self.workspace_id, Permission::ConversationsRead).await? else {
            return Ok(InboxPage { conversations: Vec::new(), next_cursor: None });
        };
        // Whoever may read conversations is shown the same ones, unless it asks for its own.
        let key = (self.assigned_to != Some(AssignedTo::Me)).then(|| everybodys(&self)).transpose()?;
        if let Some(page) = key.as_deref().and_then(|key| cx.shared(key)) {
            return Ok(page);
        }
        let most = self.limit.unwrap_or(50).clamp(1, 100);
        // An unknown cursor is none.
        let cursor = self.cursor.as_deref().and_then(|text| text.parse().ok());
        let after = place(cx, self.workspace_id, cursor).await?.map(|(sorted, _, id)| (sorted, id));
        let filter =
            self.filter(agent.user, after).push(" ORDER BY sort_at DESC, id DESC LIMIT ").bind(most + 1);
        let mut rows: Vec<Conversation> =
            cx.read(workspace_topic(self.workspace_id)).filter(filter).fetch_all().await?;
        let has_more = rows.len() as i64 > most;
        rows.truncate(most as usize);
        let next_cursor = rows.last().filter(|_| has_more).map(|row| row.id);
        let page = InboxPage { conversations: furnish(cx, rows).await?, next_cursor };
        if let Some(key) = key {
            cx.share(key, &page);
        }
        Ok(page)
    }
}

trait Matching {
    /// The statement for what was asked, after a place in the list.
    fn filter(&self, me: UserId, after: Option<(Millis, ConversationId)>) -> Filter;
}

impl Matching for ListForInbox {
    fn filter(&self, me: UserId, after: Option<(Millis, ConversationId)>) -> Filter {
        let mine = (self.assigned_to == Some(AssignedTo::Me)).then_some(me);
        let filter = Filter::new(concat!(
            "SELECT ",
            columns!(),
            " FROM conversations WHERE ",
            shown!(),
            " AND archived_at IS NULL AND workspace_id = "
        ))
        .bind(self.workspace_id)
        .and(" AND status = ", self.status)
        .and(" AND ai_state = ", self.ai_workflow_state)
        .and(" AND assignee_id = ", mine)
        .push_if(self.assigned_to == Some(AssignedTo::Nobody), " AND assignee_id IS NULL");
        match after {
            Some(place) => filter.push(" AND ").keyset("(sort_at, id) <", place),
            None => filter,
        }
    }
}

/// Where a page begins, after the conversation that a cursor names: when that was last active, when it was made, its id.
pub(super) async fn place(
    cx: &mut Reader,
    workspace: WorkspaceId,
    cursor: Option<ConversationId>,
) -> Result<Option<(Millis, Millis, ConversationId)>> {
    let Some(id) = cursor else { return Ok(None) };
    let place = cx
        .read(workspace_topic(workspace))
        .query("SELECT sort_at, created_at, id FROM conversations WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(workspace)
        .fetch_optional()
        .await?;
    Ok(place)
}

/// Adds visitors, newest messages and tags, one statement each.
pub(super) async fn furnish(cx: &mut Reader, rows: Vec<Conversation>) -> Result<Vec<InboxRow>> {
    let mut last = messages::last_of(cx, rows.iter().map(|row| row.id)).await?;
    let visitors = visitors::by_ids(cx, rows.iter().filter_map(|row| row.visitor_id)).await?;
    let mut tags = tags::of_all(cx, &rows).await?;
    Ok(rows
        .into_iter()
        .map(|row| InboxRow {
            tags: tags.remove(&row.id).unwrap_or_default(),
            visitor: row.visitor_id.and_then(|id| visitors.get(&id).cloned()),
            last_message: last.remove(&row.id),
            ai_workflow: workflow(&row),
            conversation: row,
        })
        .collect())
}

fn workflow(row: &Conversation) -> AiWorkflow {
    AiWorkflow {
        state: row.ai_workflow_state,
        handoff_reason: row.ai_handoff_reason.clone(),
        confidence: row.ai_last_confidence,
        last_response_at: row.ai_last_response_at,
    }
}
