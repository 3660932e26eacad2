//! Rules that tag a conversation when its visitor first writes in it (functions-inbox.md §7). All functions need
//! `settings.workspace`.

use crate::{
    Millis,
    conditions::Condition,
    functions,
    id::{AutoTagRuleId, TagId, WorkspaceId},
    tags::Tag,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "autoTagRules" {
    Query    list = List -> Vec<WithTag>;
    Query    get = Get -> Option<WithTag>;
    Mutation create = Create -> AutoTagRuleId;
    Mutation update = Update -> AutoTagRuleId;
    Mutation remove = Remove -> ();
} }

/// The most rules of a workspace, since all of them are weighed while a message is sent.
pub const MOST: usize = 200;

/// One row of `auto_tag_rules`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct AutoTagRule {
    #[serde(rename = "_id")]
    pub id: AutoTagRuleId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub enabled: bool,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub conditions: Vec<Condition>,
    pub tag_id: TagId,
    pub created_at: Millis,
    pub updated_at: Millis,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WithTag {
    #[serde(flatten)]
    pub rule: AutoTagRule,
    pub tag: Option<Tag>,
}

/// Oldest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
}

/// Null where there is no such rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: AutoTagRuleId,
}

/// Enabled unless said otherwise. Errors: "Tag not found", "Tag does not belong to this workspace", too many rules.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub enabled: Option<bool>,
    pub conditions: Vec<Condition>,
    pub tag_id: TagId,
}

/// What is left out stays. Errors: "Auto tag rule not found", those of [`Create`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: AutoTagRuleId,
    pub name: Option<String>,
    pub enabled: Option<bool>,
    pub conditions: Option<Vec<Condition>>,
    pub tag_id: Option<TagId>,
}

/// Errors: "Auto tag rule not found".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: AutoTagRuleId,
}
