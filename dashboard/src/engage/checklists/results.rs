//! How far visitors are. No function counts all of them, so this looks at those who were here last, one by one, when it is asked to, and
//! says how many these are.

use crate::{
    desk::desk,
    icons::{Icon, icon},
    link,
    notices::Notices,
    reports::{
        charts::{Point, bars},
        figure, number, percent,
    },
    say,
};
use leptos::prelude::*;
use shared::{
    checklists::{GetProgress, Progress, Task},
    id::ChecklistId,
    permissions::Permission,
    visitors::directory::ListDirectory,
};

/// Visitors that are looked at.
const MOST: i64 = 50;

/// What was found out.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    looked_at: usize,
    progress: Vec<Progress>,
}

#[component]
pub fn Results(id: ChecklistId, tasks: Memo<Vec<Task>>) -> impl IntoView {
    let desk = desk();
    let found = RwSignal::new(None::<Found>);
    let is_looking = RwSignal::new(false);
    let look = move |_| {
        let Some(workspace_id) = desk.workspace_id().filter(|_| !is_looking.get_untracked()) else { return };
        is_looking.set(true);
        let client = link::client();
        let notices: Notices = desk.notices;
        leptos::task::spawn_local(async move {
            let ask = ListDirectory {
                workspace_id,
                search: None,
                presence: None,
                limit: Some(MOST),
                offset: None,
                cursor: None,
            };
            let looked = async {
                let visitors = client.call(ask).await?.visitors;
                let mut progress = Vec::new();
                for visitor in &visitors {
                    let ask = GetProgress {
                        checklist_id: id,
                        workspace_id,
                        visitor_id: Some(visitor.visitor.id),
                        session_token: None,
                    };
                    progress.extend(client.call(ask).await?);
                }
                Ok::<_, shared::Error>(Found { looked_at: visitors.len(), progress })
            };
            match looked.await {
                Ok(result) => drop(found.try_set(Some(result))),
                Err(error) => notices.failed(&error),
            }
            is_looking.try_set(false);
        });
    };
    let may = move || desk.may(Permission::UsersRead);
    view! {
        <section class="panel report" data-testid="cl-results">
            <header>
                <h2>{say!("cl-results")}</h2>
                <button type="button" class="button" data-testid="cl-look" disabled=move || is_looking.get() || !may() on:click=look>{icon(Icon::Retry)} {move || if is_looking.get() { say!("cl-looking") } else { say!("cl-look") }}</button>
            </header>
            <p class="quiet">{say!("cl-results-text", count = MOST as f64)}</p>
            {move || found.get().map(|found| drawn(found, tasks.get()))}
        </section>
    }
}

fn drawn(found: Found, tasks: Vec<Task>) -> impl IntoView {
    let done = found.progress.iter().filter(|one| one.completed_at.is_some()).count();
    let counted = tasks.iter().enumerate().map(|(at, task)| {
        let count = found.progress.iter().filter(|one| one.completed_task_ids.contains(&task.id)).count();
        let label = match task.title.trim() {
            "" => say!("cl-task", number = (at + 1) as f64),
            title => title.to_owned(),
        };
        let part = percent(count as f64 / found.looked_at.max(1) as f64);
        Point { label, value: count as f64, shown: format!("{} · {part}", number(count as f64)) }
    });
    let points = counted.collect();
    view! {
        <dl class="figures" data-testid="cl-figures">
            {figure("cl-looked-at", number(found.looked_at as f64))}
            {figure("cl-begun", number(found.progress.len() as f64))}
            {figure("cl-finished", number(done as f64))}
        </dl>
        <div class="funnel">{bars(say!("cl-tasks-done"), points)}</div>
    }
}
