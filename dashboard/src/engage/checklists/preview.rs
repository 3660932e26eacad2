//! The checklist as a visitor sees it: a card with a ring that fills as tasks are ticked off. What is ticked off here is nobody's progress.

use super::form::Form;
use crate::{
    engage::{draft::Draft, scene::Scene},
    reports::percent,
    say,
};
use leptos::prelude::*;
use shared::checklists::{CompletionType, Task};
use std::collections::BTreeSet;

/// The ring's radius, and its length.
const RADIUS: &str = "16";
const AROUND: f64 = 100.53;

#[component]
pub fn Preview(draft: Draft<Form>) -> impl IntoView {
    let form = Memo::new(move |_| draft.with(Form::cleaned));
    let done = RwSignal::new(BTreeSet::<String>::new());
    let share = Memo::new(move |_| form.with(|form| done.with(|done| share(&form.tasks, done))));
    let ids = move || form.with(|form| form.tasks.iter().map(|task| task.id.clone()).collect::<Vec<_>>());
    let name = move || form.with(|form| form.name.clone());
    view! {
        <Scene at="corner" label=say!("cl-preview")>
            <div class="pv-card checklist" data-testid="checklist-preview">
                <div class="pv-head">
                    <span class="ring" role="img" aria-label=move || percent(share.get())>
                        <svg viewBox="0 0 40 40" aria-hidden="true">
                            <circle class="all" cx="20" cy="20" r=RADIUS.to_owned() />
                            <circle class="part" cx="20" cy="20" r=RADIUS.to_owned() stroke-dasharray=AROUND.to_string() stroke-dashoffset=move || (AROUND * (1.0 - share.get())).to_string() />
                        </svg>
                        <small>{move || percent(share.get())}</small>
                    </span>
                    <div>
                        <h3 dir="auto">{move || if name().is_empty() { say!("engage-unnamed") } else { name() }}</h3>
                        <p dir="auto">{move || form.with(|form| form.description.clone())}</p>
                    </div>
                </div>
                <ul class="pv-tasks">
                    <For each=ids key=Clone::clone let:id>{task(form, done, id)}</For>
                </ul>
                <p class="quiet" hidden=move || form.with(|form| !form.tasks.is_empty())>{say!("cl-preview-empty")}</p>
            </div>
        </Scene>
    }
}

/// How much of the tasks is done, from 0 to 1.
fn share(tasks: &[Task], done: &BTreeSet<String>) -> f64 {
    let count = tasks.iter().filter(|task| done.contains(&task.id)).count();
    if tasks.is_empty() { 0.0 } else { count as f64 / tasks.len() as f64 }
}

fn task(form: Memo<Form>, done: RwSignal<BTreeSet<String>>, id: String) -> impl IntoView {
    let id = StoredValue::new(id);
    let read = move |part: fn(&Task) -> String| {
        form.with(|form| id.with_value(|id| form.task(id).map(part))).unwrap_or_default()
    };
    let title = move || {
        let title = read(|task| task.title.clone());
        if title.is_empty() { say!("cl-untitled") } else { title }
    };
    let is_done = move || done.with(|done| id.with_value(|id| done.contains(id)));
    let tick = move |is_on: bool| {
        done.update(|done| {
            if is_on {
                done.insert(id.get_value())
            } else {
                id.with_value(|id| done.remove(id))
            };
        });
    };
    let is_automatic = move || {
        form.with(|form| {
            id.with_value(|id| {
                form.task(id).is_some_and(|task| task.completion_type != CompletionType::Manual)
            })
        })
    };
    view! {
        <li class:done=is_done>
            <label class="row">
                <input type="checkbox" prop:checked=is_done on:change:target=move |event| tick(event.target().checked()) />
                <span><strong dir="auto">{title}</strong> <small dir="auto">{move || read(|task| task.description.clone().unwrap_or_default())}</small></span>
            </label>
            <span class="state" hidden=move || !is_automatic()>{say!("cl-automatic")}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tasks_that_are_there_count() {
        let mut form = Form::default();
        let done = BTreeSet::from(["a".to_owned(), "gone".to_owned()]);
        assert_eq!(share(&form.tasks, &done), 0.0);
        form.add("a".into());
        form.add("b".into());
        assert_eq!(share(&form.tasks, &done), 0.5);
    }
}
