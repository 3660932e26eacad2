//! A checklist while it is edited: plain values, what is missing before visitors can work on it, and the calls that save it.

use crate::{
    engage::{
        audience,
        bound::{is_address, typed},
        draft::since,
        order::moved,
    },
    parts::fields::filled,
};
use serde_json::Value;
use shared::{
    audience::Audience,
    checklists::{
        Checklist, CompletionAttribute, CompletionType, Create, Task, TaskAction, TaskActionType, Update,
    },
    id::{ChecklistId, WorkspaceId},
};

/// What an author edits of a checklist.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    pub name: String,
    pub description: String,
    pub tasks: Vec<Task>,
    pub audience: audience::Draft,
}

/// Why a checklist cannot be worked on yet; tasks are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    NoName,
    NoTask,
    NoTitle(usize),
    /// A click that would do nothing.
    NoTarget(usize),
    WrongAddress(usize),
    NoEvent(usize),
    NoAttribute(usize),
    /// A comparison that no attribute can fulfil.
    NoValue(usize),
}

/// How an attribute completes a task.
pub const OPERATORS: [(&str, &str); 4] = [
    ("equals", "rule-equals"),
    ("is_set", "rule-set"),
    ("greater_than", "sv-greater"),
    ("less_than", "sv-less"),
];

/// What an attribute is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    Text,
    Number,
    Truth,
}

impl Form {
    pub fn of(checklist: &Checklist) -> Self {
        Self {
            name: checklist.name.clone(),
            description: checklist.description.clone().unwrap_or_default(),
            tasks: checklist.tasks.clone(),
            audience: audience::Draft::of(checklist.targeting.as_ref()),
        }
    }

    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    pub fn change(&mut self, id: &str, edit: impl FnOnce(&mut Task)) {
        if let Some(task) = self.tasks.iter_mut().find(|task| task.id == id) {
            edit(task);
        }
    }

    /// Where a task stands, from 0.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.tasks.iter().position(|task| task.id == id)
    }

    pub fn shift(&mut self, from: usize, to: usize) {
        moved(&mut self.tasks, from, to);
    }

    /// Adds a task that is ticked off by hand.
    pub fn add(&mut self, id: String) {
        self.tasks.push(Task {
            id,
            title: String::new(),
            description: None,
            action: None,
            completion_type: CompletionType::Manual,
            completion_event: None,
            completion_attribute: None,
        });
    }

    /// What is sent: without blanks around texts, and without what other kinds of tasks need.
    pub fn cleaned(&self) -> Self {
        Self {
            name: self.name.trim().to_owned(),
            description: self.description.trim().to_owned(),
            tasks: self.tasks.iter().map(cleaned).collect(),
            audience: self.audience.clone(),
        }
    }

    /// The call that stores a new one.
    pub fn create(&self, workspace_id: WorkspaceId, audience: Audience) -> Create {
        let Self { name, description, tasks, .. } = self.cleaned();
        Create { workspace_id, name, description: typed(description), tasks, targeting: Some(audience) }
    }

    /// The call that makes a checklist that is like `base` like this.
    pub fn since(&self, base: &Self, id: ChecklistId, audience: Audience) -> Update {
        let (now, before) = (self.cleaned(), base.cleaned());
        Update {
            id,
            name: since(&now.name, &before.name),
            description: since(&now.description, &before.description),
            tasks: since(&now.tasks, &before.tasks),
            targeting: (self.audience != base.audience).then_some(audience),
            status: None,
        }
    }

    /// Everything that is missing, in the order of the page.
    pub fn problems(&self) -> Vec<Problem> {
        let cleaned = self.cleaned();
        let mut problems = Vec::new();
        if cleaned.name.is_empty() {
            problems.push(Problem::NoName);
        }
        if cleaned.tasks.is_empty() {
            problems.push(Problem::NoTask);
        }
        for (at, task) in cleaned.tasks.iter().enumerate() {
            problems.extend(lacks(task).into_iter().map(|problem| problem(at + 1)));
        }
        problems
    }
}

impl Problem {
    /// Whether the server refuses it of a draft too.
    pub fn is_refused(self) -> bool {
        matches!(self, Self::NoName | Self::WrongAddress(_))
    }
}

/// An action of a kind, with nothing that it needs yet.
pub fn new_action(kind: TaskActionType) -> TaskAction {
    TaskAction { kind, tour_id: None, url: None, event_name: None }
}

/// A condition on an attribute, with nothing in it yet.
pub fn new_attribute() -> CompletionAttribute {
    CompletionAttribute { key: String::new(), operator: "equals".into(), value: None }
}

/// Whether an operator compares with a value.
pub fn compares(operator: &str) -> bool {
    operator != "is_set"
}

/// What an attribute is compared with now.
pub fn kind_of(attribute: &CompletionAttribute) -> ValueKind {
    match &attribute.value {
        _ if matches!(attribute.operator.as_str(), "greater_than" | "less_than") => ValueKind::Number,
        Some(Value::Number(_)) => ValueKind::Number,
        Some(Value::Bool(_)) => ValueKind::Truth,
        _ => ValueKind::Text,
    }
}

/// A value of a kind that says nearly the same.
pub fn turned(value: Option<&Value>, kind: ValueKind) -> Option<Value> {
    let text = value.map(printed).unwrap_or_default();
    match kind {
        ValueKind::Text => typed(text).map(Value::String),
        // Zero is where an author begins.
        ValueKind::Number => Some(number(&text).unwrap_or_else(|| 0.into())),
        ValueKind::Truth => Some(Value::Bool(text != "false")),
    }
}

/// A whole number without a fraction, as attributes mostly have it.
pub fn number(text: &str) -> Option<Value> {
    let number = crate::engage::fields::read(text)?;
    serde_json::to_value(number).ok()
}

/// A value as its field has it.
pub fn printed(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn cleaned(task: &Task) -> Task {
    let text = |text: &Option<String>| text.as_deref().and_then(filled);
    let action = task.action.as_ref().map(|action| TaskAction {
        kind: action.kind,
        tour_id: action.tour_id.filter(|_| action.kind == TaskActionType::Tour),
        url: text(&action.url).filter(|_| action.kind == TaskActionType::Url),
        event_name: text(&action.event_name).filter(|_| action.kind == TaskActionType::Event),
    });
    let is_event = task.completion_type == CompletionType::AutoEvent;
    let is_attribute = task.completion_type == CompletionType::AutoAttribute;
    let attribute = task.completion_attribute.as_ref().filter(|_| is_attribute);
    Task {
        id: task.id.clone(),
        title: task.title.trim().to_owned(),
        description: text(&task.description),
        action,
        completion_type: task.completion_type,
        completion_event: text(&task.completion_event).filter(|_| is_event),
        completion_attribute: attribute.map(|attribute| CompletionAttribute {
            key: attribute.key.trim().to_owned(),
            operator: attribute.operator.clone(),
            value: attribute.value.clone().filter(|_| compares(&attribute.operator)),
        }),
    }
}

/// What a task lacks.
fn lacks(task: &Task) -> Vec<fn(usize) -> Problem> {
    let mut lacks: Vec<fn(usize) -> Problem> = Vec::new();
    if task.title.is_empty() {
        lacks.push(Problem::NoTitle);
    }
    if let Some(action) = &task.action {
        let is_there = match action.kind {
            TaskActionType::Tour => action.tour_id.is_some(),
            TaskActionType::Url => action.url.is_some(),
            TaskActionType::Event => action.event_name.is_some(),
        };
        if !is_there {
            lacks.push(Problem::NoTarget);
        }
        if !is_address(action.url.as_deref().unwrap_or_default()) {
            lacks.push(Problem::WrongAddress);
        }
    }
    match (task.completion_type, &task.completion_attribute) {
        (CompletionType::AutoEvent, _) if task.completion_event.is_none() => lacks.push(Problem::NoEvent),
        (CompletionType::AutoAttribute, None) => lacks.push(Problem::NoAttribute),
        (CompletionType::AutoAttribute, Some(attribute)) => {
            if attribute.key.is_empty() {
                lacks.push(Problem::NoAttribute);
            }
            if compares(&attribute.operator) && attribute.value.is_none() {
                lacks.push(Problem::NoValue);
            }
        }
        _ => {}
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form(task: Value) -> Form {
        let mut whole = json!({"id": "a", "title": "Invite a friend", "completionType": "manual"});
        whole.as_object_mut().unwrap().extend(task.as_object().unwrap().clone());
        let task = serde_json::from_value(whole).unwrap();
        Form { name: "First steps".into(), tasks: vec![task], ..Form::default() }
    }

    #[test]
    fn what_a_task_lacks_is_said_with_its_number() {
        for (task, expected) in [
            (json!({}), vec![]),
            (json!({"title": " "}), vec![Problem::NoTitle(1)]),
            (json!({"action": {"type": "tour"}}), vec![Problem::NoTarget(1)]),
            (json!({"action": {"type": "url", "url": "/plans"}}), vec![]),
            (json!({"action": {"type": "url", "url": "javascript:x"}}), vec![Problem::WrongAddress(1)]),
            (json!({"action": {"type": "event", "url": "javascript:x"}}), vec![Problem::NoTarget(1)]),
            (json!({"completionType": "auto_event"}), vec![Problem::NoEvent(1)]),
            (json!({"completionType": "auto_event", "completionEvent": "invited"}), vec![]),
            (json!({"completionType": "auto_attribute"}), vec![Problem::NoAttribute(1)]),
            (
                json!({"completionType": "auto_attribute", "completionAttribute": {"key": "plan", "operator": "equals"}}),
                vec![Problem::NoValue(1)],
            ),
            (
                json!({"completionType": "auto_attribute", "completionAttribute": {"key": "plan", "operator": "is_set"}}),
                vec![],
            ),
        ] {
            let form = form(task.clone());
            assert_eq!(form.problems(), expected, "{task}");
            let is_accepted = shared::checklists::check(&form.cleaned().tasks).is_ok();
            assert_eq!(is_accepted, !expected.iter().any(|problem| problem.is_refused()), "{task}");
        }
        assert_eq!(Form::default().problems(), [Problem::NoName, Problem::NoTask]);
    }

    #[test]
    fn what_another_way_of_completion_needs_is_not_sent() {
        let task = json!({
            "completionEvent": "invited", "completionAttribute": {"key": "plan", "operator": "equals", "value": 1},
        });
        let task = form(task).cleaned().tasks.remove(0);
        assert_eq!((task.completion_event, task.completion_attribute), (None, None));
    }

    #[test]
    fn a_value_is_compared_as_what_it_is() {
        let mut attribute = CompletionAttribute { value: Some(json!("3")), ..new_attribute() };
        assert_eq!(kind_of(&attribute), ValueKind::Text);
        attribute.operator = "less_than".into();
        assert_eq!(kind_of(&attribute), ValueKind::Number);
        for (value, kind, expected) in [
            (json!("3"), ValueKind::Number, Some(json!(3))),
            (json!("pro"), ValueKind::Number, Some(json!(0))),
            (json!(2.5), ValueKind::Text, Some(json!("2.5"))),
            (json!(false), ValueKind::Truth, Some(json!(false))),
            (json!("pro"), ValueKind::Truth, Some(json!(true))),
            (json!(""), ValueKind::Text, None),
        ] {
            assert_eq!(turned(Some(&value), kind), expected, "{value} {kind:?}");
        }
    }
}
