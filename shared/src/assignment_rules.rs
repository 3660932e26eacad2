//! Rules that give a conversation to somebody when its visitor first writes in it and nobody has it (functions-inbox.md §7). All
//! functions need `conversations.assign`.

use crate::{
    Millis,
    conditions::Condition,
    functions,
    id::{AssignmentRuleId, ConversationId, UserId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "assignmentRules" {
    Query    list = List -> Vec<AssignmentRule>;
    Query    get = Get -> Option<AssignmentRule>;
    Mutation create = Create -> AssignmentRuleId;
    Mutation update = Update -> AssignmentRuleId;
    Mutation remove = Remove -> ();
    Mutation reorder = Reorder -> ();
    Query    evaluateRules = EvaluateRules -> Option<Matched>;
} }

/// The most rules of a workspace, since all of them are weighed while a message is sent.
pub const MOST: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionType {
    AssignUser,
    AssignTeam,
}

/// What a rule does. There are no teams yet: a team is only told.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Action {
    #[serde(rename = "type")]
    pub kind: ActionType,
    pub user_id: Option<UserId>,
    pub team_id: Option<String>,
}

/// One row of `assignment_rules`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct AssignmentRule {
    #[serde(rename = "_id")]
    pub id: AssignmentRuleId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    /// The least is weighed first.
    pub priority: i64,
    pub enabled: bool,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub conditions: Vec<Condition>,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub action: Action,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// By priority; `[]` for those who may not.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
}

/// Null for those who may not.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: AssignmentRuleId,
}

/// Enabled unless said otherwise, and the last one without `priority`. Errors: "Agent not found" for a user who is no member, too many
/// rules.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub priority: Option<i64>,
    pub enabled: Option<bool>,
    pub conditions: Vec<Condition>,
    pub action: Action,
}

/// What is left out stays. Errors: "Assignment rule not found", those of [`Create`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: AssignmentRuleId,
    pub name: Option<String>,
    pub priority: Option<i64>,
    pub enabled: Option<bool>,
    pub conditions: Option<Vec<Condition>>,
    pub action: Option<Action>,
}

/// Errors: "Assignment rule not found".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: AssignmentRuleId,
}

/// Gives the rules the priorities 0, 1, 2 … in this order. Errors: "Assignment rule not found", "Rule does not belong to workspace".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reorder {
    pub workspace_id: WorkspaceId,
    pub rule_ids: Vec<AssignmentRuleId>,
}

/// The rule that a conversation meets, without doing what it says; null for those who may not.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluateRules {
    pub conversation_id: ConversationId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Matched {
    pub rule_id: AssignmentRuleId,
    pub rule_name: String,
    pub action: Action,
}
