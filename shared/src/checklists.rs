//! Checklists: tasks for visitors, done by hand, by an event or by an attribute (functions-engagement.md §8). Those of the team need
//! `checklists.manage`. Errors of those that change something: "Checklist not found", "Not authenticated", "Not a member of this
//! workspace", "Permission denied: checklists.manage", "Invalid targeting rules at …". Those of a visitor are called by the visitor with its
//! token, or by a member that names one: "visitorId is required for authenticated checklist access", "Visitor not found in workspace".

use crate::{
    Error, Millis,
    audience::{Audience, reading::some_targeting},
    engagement::link,
    functions,
    id::{ChecklistId, ChecklistProgressId, TourId, VisitorId, WorkspaceId},
    limits,
    listing::PartOf,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;
use std::collections::BTreeSet;

functions! { "checklists" {
    Query    list = List -> Vec<Checklist>;
    Query    get = Get -> Option<Checklist>;
    Mutation create = Create -> ChecklistId, free &["tasks"];
    Mutation update = Update -> ChecklistId, free &["tasks"];
    Mutation remove = Remove -> ();
    Query    getProgress = GetProgress -> Option<Progress>;
    Query    getAllProgress = GetAllProgress -> Vec<Progress>;
    Query    getEligible = GetEligible -> Vec<Eligible>;
    Mutation completeTask = CompleteTask -> Progress;
    Mutation uncompleteTask = UncompleteTask -> Option<Progress>;
    Query    getStats = GetStats -> Stats;
} }

/// Tasks of a checklist.
pub const MOST_TASKS: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Status {
    Draft,
    Active,
    Archived,
}

/// One task; its id is the author's choice and is there once in a checklist.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Task {
    pub id: String,
    pub title: String,
    pub description: Option<String>,
    pub action: Option<TaskAction>,
    pub completion_type: CompletionType,
    /// Of `auto_event`.
    pub completion_event: Option<String>,
    /// Of `auto_attribute`.
    pub completion_attribute: Option<CompletionAttribute>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompletionType {
    Manual,
    AutoEvent,
    AutoAttribute,
}

/// What a click on a task does.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaskAction {
    #[serde(rename = "type")]
    pub kind: TaskActionType,
    pub tour_id: Option<TourId>,
    pub url: Option<String>,
    pub event_name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskActionType {
    Tour,
    Url,
    Event,
}

/// An attribute of a visitor that completes a task. Operators are `equals`, `is_set`, `greater_than` and `less_than`; any other completes
/// nothing.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompletionAttribute {
    pub key: String,
    pub operator: String,
    pub value: Option<Value>,
}

impl CompletionAttribute {
    /// Whether an attribute completes the task. Nothing is converted; the empty text is set.
    pub fn is_met(&self, actual: Option<&Value>) -> bool {
        let actual = actual.filter(|actual| !actual.is_null());
        let numbers = || actual?.as_f64().zip(self.value.as_ref()?.as_f64());
        match self.operator.as_str() {
            "equals" => match numbers() {
                Some((actual, wanted)) => actual == wanted,
                None => actual.is_some() && actual == self.value.as_ref(),
            },
            "is_set" => actual.is_some(),
            "greater_than" => numbers().is_some_and(|(actual, limit)| actual > limit),
            "less_than" => numbers().is_some_and(|(actual, limit)| actual < limit),
            _ => false,
        }
    }
}

/// Refuses tasks that cannot be told apart, are too long, or whose address could do more than open a page. Errors: INVALID_INPUT.
pub fn check(tasks: &[Task]) -> Result<(), Error> {
    limits::at_most("The list of tasks", tasks.len(), MOST_TASKS, "tasks")?;
    let mut ids = BTreeSet::new();
    for task in tasks {
        limits::token("A task's id", &task.id)?;
        if task.id.is_empty() || !ids.insert(&task.id) {
            return Err(Error::invalid("Each task needs an id of its own"));
        }
        limits::title("A task's title", &task.title)?;
        let event = |name: &Option<String>| {
            name.as_deref().map_or(Ok(()), |name| limits::title("The event's name", name))
        };
        task.description.as_deref().map_or(Ok(()), |text| limits::content("A task's description", text))?;
        event(&task.completion_event)?;
        if let Some(attribute) = &task.completion_attribute {
            limits::title("The attribute's name", &attribute.key)?;
            limits::title("The operator", &attribute.operator)?;
            let size = attribute.value.as_ref().map_or(0, |value| value.to_string().len());
            limits::at_most("The attribute's value", size, limits::TITLE, "bytes of JSON")?;
        }
        if let Some(action) = &task.action {
            action.url.as_deref().map_or(Ok(()), |url| link::check("A task's address", url))?;
            event(&action.event_name)?;
        }
    }
    Ok(())
}

/// One row of `checklists`. A visitor is not shown for whom it is meant.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Checklist {
    #[serde(rename = "_id")]
    pub id: ChecklistId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub tasks: Vec<Task>,
    /// An [`Audience`]; everybody without one.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub targeting: Option<Value>,
    pub status: Status,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// One row of `checklist_progress`: there once a visitor has done a task.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Progress {
    #[serde(rename = "_id")]
    pub id: ChecklistProgressId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub visitor_id: VisitorId,
    pub checklist_id: ChecklistId,
    /// In the order in which they were done.
    #[cfg_attr(feature = "server", sqlx(json))]
    pub completed_task_ids: Vec<String>,
    pub started_at: Millis,
    /// When all tasks that there were then had been done.
    pub completed_at: Option<Millis>,
}

/// Newest first, 100 unless `limit` (at most 500) says otherwise; `after` (additive) goes on after that checklist. `[]` for those who may
/// not.
pub type List = PartOf<ChecklistId, Status>;

/// Null where there is none, or none that the caller may see.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: ChecklistId,
}

/// A draft.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    pub tasks: Vec<Task>,
    #[serde(default, deserialize_with = "some_targeting")]
    pub targeting: Option<Audience>,
}

/// What is left out stays. What visitors have done stays done. Of a workspace 500 are active at once; errors also: INVALID_INPUT for one more.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: ChecklistId,
    pub name: Option<String>,
    pub description: Option<String>,
    pub tasks: Option<Vec<Task>>,
    #[serde(default, deserialize_with = "some_targeting")]
    pub targeting: Option<Audience>,
    pub status: Option<Status>,
}

/// With what visitors have done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: ChecklistId,
}

/// Null where there is no such checklist or nothing was done. Errors also: "Checklist does not belong to workspace".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetProgress {
    pub checklist_id: ChecklistId,
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// Newest first, 200 unless `limit` (at most 1000) says otherwise.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAllProgress {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub limit: Option<i64>,
}

/// What is active and meant for the visitor, newest first, 100 unless `limit` (at most 500) says otherwise.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetEligible {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Eligible {
    pub checklist: Checklist,
    pub progress: Option<Done>,
}

/// What a visitor has done of a checklist.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Done {
    pub completed_task_ids: Vec<String>,
    pub started_at: Millis,
    pub completed_at: Option<Millis>,
}

/// The progress as it is then; a task that is done stays done. Errors also: "Checklist not found", "Checklist does not belong to workspace",
/// "Task not found".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteTask {
    pub checklist_id: ChecklistId,
    pub task_id: String,
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// The progress as it is then; null where nothing was done. Errors also: "Checklist not found", "Checklist does not belong to workspace".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UncompleteTask {
    pub checklist_id: ChecklistId,
    pub task_id: String,
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// How far visitors are (additive).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetStats {
    pub id: ChecklistId,
}

/// Each visitor counts once: `started` is who has ever done a task, `completed` who had done all that there were then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    pub started: i64,
    pub completed: i64,
    /// Of the tasks that there are now, in their order.
    pub tasks: Vec<TaskStats>,
}

/// How many visitors have done a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskStats {
    pub task_id: String,
    pub done: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_attribute_completes_a_task_by_four_operators() {
        for (operator, value, actual, expected) in [
            ("equals", json!("pro"), json!("pro"), true),
            ("equals", json!("pro"), json!("Pro"), false),
            ("equals", json!(3), json!(3.0), true),
            ("equals", json!(3), json!("3"), false),
            ("equals", Value::Null, Value::Null, false),
            ("is_set", Value::Null, json!(""), true),
            ("is_set", Value::Null, json!(false), true),
            ("is_set", Value::Null, Value::Null, false),
            ("greater_than", json!(2), json!(3), true),
            ("greater_than", json!(2), json!("3"), false),
            ("less_than", json!(2), json!(1.5), true),
            ("contains", json!("p"), json!("pro"), false),
        ] {
            let value = Some(value).filter(|value| !value.is_null());
            let attribute = CompletionAttribute { key: "plan".into(), operator: operator.into(), value };
            assert_eq!(attribute.is_met(Some(&actual)), expected, "{attribute:?} {actual}");
        }
        let is_set = CompletionAttribute { key: "plan".into(), operator: "is_set".into(), value: None };
        assert!(!is_set.is_met(None));
    }
}
