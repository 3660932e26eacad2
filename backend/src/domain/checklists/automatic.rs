//! Tasks that are done by what a visitor did or is.

use super::{progress, visitors::MOST_ACTIVE};
use crate::{
    core::{Result, Writer},
    domain::{
        owned,
        visitors::{self, Known},
    },
};
use shared::{
    checklists::{Checklist, CompletionType, Task},
    id::{VisitorId, WorkspaceId},
    visitors::Visitor,
};

/// A site told of an event: tasks that wait for it, or for an attribute that the visitor has, are done.
pub async fn happened(
    cx: &mut Writer,
    workspace: WorkspaceId,
    visitor: VisitorId,
    event: &str,
) -> Result<()> {
    let mut rows = waiting(cx, workspace).await?;
    rows.retain(|row| row.tasks.iter().any(|task| is_event(task, event) || is_attribute(task)));
    if rows.is_empty() {
        return Ok(());
    }
    let Some(visitor) = visitors::by_id(cx, visitor).await? else { return Ok(()) };
    complete(cx, rows, &visitor, Some(event)).await
}

/// A visitor's attributes are known: tasks that wait for them are done.
pub async fn described(cx: &mut Writer, visitor: &Visitor) -> Result<()> {
    let mut rows = waiting(cx, visitor.workspace_id).await?;
    rows.retain(|row| row.tasks.iter().any(is_attribute));
    complete(cx, rows, visitor, None).await
}

/// The active checklists with tasks that nobody ticks off. Their texts are looked through by the store, so that those of all visitors' boots
/// are not read.
async fn waiting(cx: &mut Writer, workspace: WorkspaceId) -> Result<Vec<Checklist>> {
    owned::list(cx, workspace, None, MOST_ACTIVE, |rows| {
        super::is_active(rows).push(
            " AND (CAST(tasks AS TEXT) LIKE '%\"auto_event\"%' OR CAST(tasks AS TEXT) LIKE '%\"auto_attribute\"%')",
        )
    })
    .await
}

async fn complete(
    cx: &mut Writer,
    rows: Vec<Checklist>,
    visitor: &Visitor,
    event: Option<&str>,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let known = Known::of(cx, visitor, rows.iter().filter_map(|row| row.targeting.as_ref())).await?;
    for row in rows.iter().filter(|row| known.is_meant(row.targeting.as_ref())) {
        let is_done = |task: &&Task| {
            event.is_some_and(|event| is_event(task, event))
                || is_attribute(task) && has_attribute(task, visitor)
        };
        let done: Vec<&str> = row.tasks.iter().filter(is_done).map(|task| task.id.as_str()).collect();
        if !done.is_empty() {
            progress::complete(cx, visitor.id, row, &done).await?;
        }
    }
    Ok(())
}

fn is_event(task: &Task, event: &str) -> bool {
    task.completion_type == CompletionType::AutoEvent && task.completion_event.as_deref() == Some(event)
}

fn is_attribute(task: &Task) -> bool {
    task.completion_type == CompletionType::AutoAttribute && task.completion_attribute.is_some()
}

fn has_attribute(task: &Task, visitor: &Visitor) -> bool {
    let attributes = visitor.custom_attributes.as_ref();
    task.completion_attribute
        .as_ref()
        .is_some_and(|wanted| wanted.is_met(attributes.and_then(|attributes| attributes.get(&wanted.key))))
}
