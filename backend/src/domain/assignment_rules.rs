//! Rules that give conversations to people (functions-inbox.md §7). Writes `assignment_rules`.

mod changing;

use crate::{
    core::{Functions, Query, Reader, Result, Topic, Writer},
    domain::{
        conditions::Facts,
        conversations::{self, by_id as conversation},
        workspace_members,
    },
};
use shared::{
    assignment_rules::{
        ActionType, AssignmentRule, Create, EvaluateRules, Get, List, Matched, Remove, Reorder, Update,
    },
    conversations::Conversation,
    id::{AssignmentRuleId, UserId, WorkspaceId},
    permissions::Permission,
};

/// The columns of an [`AssignmentRule`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, priority, enabled, conditions, action, created_at, updated_at"
    };
}

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<Reorder>()
        .query::<EvaluateRules>();
}

/// All rules of a workspace; they change seldom.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("assignment_rules", workspace.0)
}

/// Those that a change of this rule concerns.
fn topics(row: &AssignmentRule) -> [Topic; 2] {
    [topic(row.workspace_id), Topic::new("assignment_rules", row.id.0)]
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<AssignmentRule>> {
        match cx.agent_if_allowed(self.workspace_id, Permission::ConversationsAssign).await? {
            Some(_) => of_workspace(cx, self.workspace_id).await,
            None => Ok(Vec::new()),
        }
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<AssignmentRule>> {
        let Some(row) = by_id(cx, self.id).await? else { return Ok(None) };
        let agent = cx.agent_if_allowed(row.workspace_id, Permission::ConversationsAssign).await?;
        Ok(agent.map(|_| row))
    }
}

impl Query for EvaluateRules {
    async fn run(self, cx: &mut Reader) -> Result<Option<Matched>> {
        let Some(row) = conversation(cx, self.conversation_id).await? else { return Ok(None) };
        if cx.agent_if_allowed(row.workspace_id, Permission::ConversationsAssign).await?.is_none() {
            return Ok(None);
        }
        let facts = Facts::known(cx, &row).await?;
        let matched =
            |rule: AssignmentRule| Matched { rule_id: rule.id, rule_name: rule.name, action: rule.action };
        Ok(first_met(cx, row.workspace_id, &facts).await?.map(matched))
    }
}

/// Gives a conversation that nobody has, and in which the visitor has just written for the first time, to whom the rules say.
pub async fn apply(cx: &mut Writer, row: &Conversation, content: &str) -> Result<()> {
    if row.assigned_agent_id.is_some() || of_workspace(cx, row.workspace_id).await?.is_empty() {
        return Ok(());
    }
    let facts = Facts::of(cx, row, content).await?;
    match first_met(cx, row.workspace_id, &facts).await?.and_then(|rule| assignee(&rule)) {
        Some(user) => conversations::assign(cx, row, user).await,
        None => Ok(()),
    }
}

/// The first enabled rule that holds. One whose person has left the workspace is passed over.
async fn first_met(cx: &mut Reader, workspace: WorkspaceId, facts: &Facts) -> Result<Option<AssignmentRule>> {
    for rule in of_workspace(cx, workspace).await? {
        if !rule.enabled || !facts.meet(&rule.conditions) {
            continue;
        }
        match assignee(&rule) {
            Some(user) if workspace_members::membership(cx, user, workspace).await?.is_none() => {}
            _ => return Ok(Some(rule)),
        }
    }
    Ok(None)
}

fn assignee(rule: &AssignmentRule) -> Option<UserId> {
    rule.action.user_id.filter(|_| rule.action.kind == ActionType::AssignUser)
}

/// Every rule of a workspace, by priority. They are kept in memory, since each conversation asks for them.
async fn of_workspace(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<AssignmentRule>> {
    if let Some(known) = cx.recall::<Vec<AssignmentRule>>(topic(workspace)) {
        return Ok(known);
    }
    let rules: Vec<AssignmentRule> = cx
        .read(topic(workspace))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM assignment_rules WHERE workspace_id = $1 ORDER BY priority, created_at, id"
        ))
        .bind(workspace)
        .fetch_all()
        .await?;
    cx.remember(topic(workspace), &rules);
    Ok(rules)
}

async fn by_id(cx: &mut Reader, id: AssignmentRuleId) -> Result<Option<AssignmentRule>> {
    Ok(cx
        .read(Topic::new("assignment_rules", id.0))
        .query(concat!("SELECT ", columns!(), " FROM assignment_rules WHERE id = $1"))
        .bind(id)
        .fetch_optional()
        .await?)
}
