//! The tasks of a checklist: their order, what a click on each does, and how it is completed.

use super::form::{
    Form, OPERATORS, ValueKind, compares, kind_of, new_action, new_attribute, number, printed, turned,
};
use crate::{
    browser,
    engage::{
        bound::{address, bound, typed},
        draft::{Draft, Part},
        fields::{Field, choice, line},
        messages::targets::{self, Targets},
        order::{Order, Ordered},
    },
    icons::{Icon, icon},
    parts::fields::choose,
    say,
};
use leptos::prelude::*;
use serde_json::Value;
use shared::checklists::{CompletionAttribute, CompletionType, MOST_TASKS, Task, TaskAction, TaskActionType};

/// One task of the draft, by its id.
#[derive(Clone, Copy)]
struct Edited {
    draft: Draft<Form>,
    id: StoredValue<String>,
}

impl Edited {
    fn part<P: Clone + Default + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Task) -> P + Copy + Send + Sync + 'static,
        write: impl Fn(&mut Task, P) + Copy + Send + Sync + 'static,
    ) -> Part<P> {
        let id = self.id;
        bound(
            self.draft,
            move |form| id.with_value(|id| form.task(id).map(read)).unwrap_or_default(),
            move |form, value| id.with_value(|id| form.change(id, |task| write(task, value))),
        )
    }

    /// A text of its action.
    fn of_action(
        self,
        read: fn(&TaskAction) -> &Option<String>,
        write: fn(&mut TaskAction) -> &mut Option<String>,
    ) -> Part<String> {
        self.part(
            move |task| task.action.as_ref().and_then(|action| read(action).clone()).unwrap_or_default(),
            move |task, text| {
                if let Some(action) = &mut task.action {
                    *write(action) = typed(text);
                }
            },
        )
    }

    /// The condition that completes it.
    fn attribute(self) -> Part<Option<CompletionAttribute>> {
        self.part(|task| task.completion_attribute.clone(), |task, value| task.completion_attribute = value)
    }
}

#[component]
pub fn Tasks(draft: Draft<Form>) -> impl IntoView {
    let targets = Targets::new();
    let count = Memo::new(move |_| draft.with(|form| form.tasks.len()));
    let order =
        Order::new("cl-task", move || count.get(), move |from, to| draft.change(|form| form.shift(from, to)));
    let ids = move || draft.with(|form| form.tasks.iter().map(|task| task.id.clone()).collect::<Vec<_>>());
    let add = move |_| {
        draft.change(|form| form.add(client::random_id()));
        request_animation_frame(|| {
            browser::focus("[data-order=cl-task]:last-of-type [data-testid=cl-title]")
        });
    };
    view! {
        <ol class="orders" data-testid="cl-tasks">
            <For each=ids key=Clone::clone let:id>
                <One edited=Edited { draft, id: StoredValue::new(id) } order=order targets=targets />
            </For>
        </ol>
        <button type="button" class="button" data-testid="cl-add" disabled=move || { count.get() >= MOST_TASKS } on:click=add>{icon(Icon::Plus)} {say!("cl-add")}</button>
    }
}

#[component]
fn One(edited: Edited, order: Order, targets: Targets) -> impl IntoView {
    let draft = edited.draft;
    let at =
        Memo::new(move |_| draft.with(|form| edited.id.with_value(|id| form.place(id))).unwrap_or_default());
    let title = Signal::derive(move || say!("cl-task", number = (at.get() + 1) as f64));
    let remove = Callback::new(move |()| {
        draft.change(|form| edited.id.with_value(|id| form.tasks.retain(|task| task.id != *id)));
    });
    let description = edited.part(
        |task| task.description.clone().unwrap_or_default(),
        |task, text| task.description = typed(text),
    );
    view! {
        <Ordered order=order at=at title=title remove=remove>
            {line(Field::of("cl-title"), edited.part(|task| task.title.clone(), |task, text| task.title = text))}
            {line(Field::of("cl-description"), description)}
            <Action edited=edited targets=targets />
            <Completion edited=edited />
        </Ordered>
    }
}

/// What a click on the task does.
#[component]
fn Action(edited: Edited, targets: Targets) -> impl IntoView {
    let kinds = vec![
        (None, say!("cl-no-action")),
        (Some(TaskActionType::Tour), say!("om-tour")),
        (Some(TaskActionType::Url), say!("om-open-url")),
        (Some(TaskActionType::Event), say!("cl-send-event")),
    ];
    let kind = edited.part(
        |task| task.action.as_ref().map(|action| action.kind),
        |task, kind: Option<TaskActionType>| task.action = kind.map(new_action),
    );
    let tour = edited.part(
        |task| task.action.as_ref().and_then(|action| action.tour_id),
        |task, tour| {
            if let Some(action) = &mut task.action {
                action.tour_id = tour;
            }
        },
    );
    let field = move || match kind.get() {
        None => ().into_any(),
        Some(TaskActionType::Tour) => targets::tour(targets, tour).into_any(),
        Some(TaskActionType::Url) => {
            let url = edited.of_action(|action| &action.url, |action| &mut action.url);
            address(Field { word: "om-address", ..Field::of("cl-url") }, url).into_any()
        }
        Some(TaskActionType::Event) => {
            let event = edited.of_action(|action| &action.event_name, |action| &mut action.event_name);
            line(Field { word: "cl-event", ..Field::of("cl-action-event") }, event).into_any()
        }
    };
    view! { <div class="two">{choice(Field::of("cl-action"), kinds, kind)} {field}</div> }
}

/// When the task is done.
#[component]
fn Completion(edited: Edited) -> impl IntoView {
    let kinds = vec![
        (CompletionType::Manual, say!("cl-manual")),
        (CompletionType::AutoEvent, say!("cl-by-event")),
        (CompletionType::AutoAttribute, say!("cl-by-attribute")),
    ];
    let kind = edited.part(
        |task| Some(task.completion_type),
        |task, kind| {
            let Some(kind) = kind else { return };
            task.completion_type = kind;
            if kind == CompletionType::AutoAttribute {
                task.completion_attribute.get_or_insert_with(new_attribute);
            }
        },
    );
    let event = edited.part(
        |task| task.completion_event.clone().unwrap_or_default(),
        |task, text| task.completion_event = typed(text),
    );
    let field = move || match kind.get() {
        Some(CompletionType::AutoEvent) => {
            line(Field { name: "cl-done-event", ..Field::of("cl-event") }, event).into_any()
        }
        Some(CompletionType::AutoAttribute) => {
            view! { <Attribute attribute=edited.attribute() /> }.into_any()
        }
        _ => ().into_any(),
    };
    let value = Part::new(
        move || kind.get().unwrap_or(CompletionType::Manual),
        move |edit| {
            let mut value = kind.get_untracked().unwrap_or(CompletionType::Manual);
            edit(&mut value);
            kind.set(Some(value));
        },
    );
    view! { {choice(Field::of("cl-done"), kinds, value)} {field} }
}

#[component]
fn Attribute(attribute: Part<Option<CompletionAttribute>>) -> impl IntoView {
    let now = move || attribute.get().unwrap_or_else(new_attribute);
    let change = move |edit: &dyn Fn(&mut CompletionAttribute)| {
        let mut next = attribute.get_untracked().unwrap_or_else(new_attribute);
        edit(&mut next);
        attribute.set(Some(next));
    };
    let operators = OPERATORS.map(|(operator, word)| (operator.to_owned(), say!(word))).to_vec();
    let set_operator = move |operator: String| {
        change(&|it| {
            it.operator.clone_from(&operator);
            if compares(&it.operator) {
                it.value = turned(it.value.as_ref(), kind_of(it));
            }
        });
    };
    let kind = Memo::new(move |_| kind_of(&now()));
    let has_value = Memo::new(move |_| compares(&now().operator));
    let has_kind = Memo::new(move |_| now().operator == "equals");
    let kinds = [
        (ValueKind::Text, say!("cl-text-value")),
        (ValueKind::Number, say!("cl-number")),
        (ValueKind::Truth, say!("cl-truth")),
    ];
    let set = move |value: Option<Value>| change(&|it| it.value.clone_from(&value));
    let text = move || now().value.as_ref().map(printed).unwrap_or_default();
    let value = move || {
        match kind.get() {
        ValueKind::Text => view! { <input type="text" dir="auto" maxlength="200" aria-label=say!("rule-value") data-testid="cl-value" prop:value=text on:input:target=move |event| set(typed(event.target().value()).map(Value::String)) /> }.into_any(),
        ValueKind::Number => view! { <input type="text" inputmode="decimal" dir="ltr" maxlength="30" aria-label=say!("cl-number") data-testid="cl-value" prop:value=text on:change:target=move |event| set(number(&event.target().value())) /> }.into_any(),
        ValueKind::Truth => {
            let choices = vec![(true, say!("yes")), (false, say!("no"))];
            choose(say!("cl-truth"), "cl-value", choices, move || text() != "false", move |is| set(Some(Value::Bool(is)))).into_any()
        }
    }
    };
    view! {
        <div class="condition-of" role="group" aria-label=say!("cl-by-attribute")>
            <input type="text" dir="auto" maxlength="255" aria-label=say!("rule-attribute-key") placeholder=say!("rule-attribute-key") data-testid="cl-key" prop:value=move || now().key on:input:target=move |event| { let key = event.target().value(); change(&|it| it.key.clone_from(&key)) } />
            {choose(say!("rule-operator"), "cl-operator", operators, move || now().operator, set_operator)}
            {move || has_kind.get().then(|| choose(say!("cl-value-kind"), "cl-value-kind", kinds.to_vec(), move || kind.get(), move |kind| change(&|it| it.value = turned(it.value.as_ref(), kind))))}
            {move || has_value.get().then_some(value)}
        </div>
    }
}
