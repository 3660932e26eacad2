//! How far visitors are: how many have begun, how many have done each task and how many all of them.

use crate::{
    engage::editing::figures,
    parts::Empty,
    reports::{
        charts::{Point, bars},
        figure, number, percent,
    },
    say,
};
use leptos::prelude::*;
use shared::{
    checklists::{GetStats, Stats, Task, TaskStats},
    id::ChecklistId,
};

#[component]
pub fn Results(id: ChecklistId, tasks: Memo<Vec<Task>>) -> impl IntoView {
    figures(GetStats { id }, move |stats: Stats| {
        if stats.started == 0 {
            return view! { <Empty title=say!("om-no-results") text=say!("cl-no-results-text")>{""}</Empty> }
                .into_any();
        }
        let of_all = |count: i64| {
            format!("{} · {}", number(count as f64), percent(count as f64 / stats.started as f64))
        };
        let point = |(at, one): (usize, &TaskStats)| Point {
            label: tasks.with(|tasks| task_name(tasks, &one.task_id, at)),
            value: one.done as f64,
            shown: of_all(one.done),
        };
        let points = stats.tasks.iter().enumerate().map(point).collect();
        view! {
            <section class="panel report" data-testid="cl-results">
                <h2>{say!("cl-results")}</h2>
                <dl class="figures" data-testid="cl-figures">
                    {figure("cl-begun", number(stats.started as f64))}
                    {figure("cl-finished", of_all(stats.completed))}
                </dl>
                <div class="funnel">{bars(say!("cl-tasks-done"), points)}</div>
                <p class="quiet">{say!("cl-results-text")}</p>
            </section>
        }
        .into_any()
    })
}

/// A task's title, or its number.
fn task_name(tasks: &[Task], id: &str, at: usize) -> String {
    let title = tasks.iter().find(|task| task.id == id).map(|task| task.title.trim());
    match title {
        None | Some("") => say!("cl-task", number = (at + 1) as f64),
        Some(title) => title.to_owned(),
    }
}
