//! The rows of `checklist_progress`.

use crate::core::{Reader, Result, Topic, Writer};
use shared::{
    checklists::{Checklist, Progress},
    id::{ChecklistId, ChecklistProgressId, VisitorId},
};
use sqlx::types::Json;

/// The columns of a [`Progress`].
macro_rules! columns {
    () => {
        "id, started_at AS creation_time, visitor_id, checklist_id, completed_task_ids, started_at, completed_at"
    };
}
pub(super) use columns;

pub fn topic(visitor: VisitorId) -> Topic {
    Topic::new("checklist_progress", visitor.0)
}

pub async fn of(cx: &mut Reader, visitor: VisitorId, checklist: ChecklistId) -> Result<Option<Progress>> {
    Ok(cx
        .read(topic(visitor))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM checklist_progress WHERE visitor_id = $1 AND checklist_id = $2"
        ))
        .bind(visitor)
        .bind(checklist)
        .fetch_optional()
        .await?)
}

/// What a visitor has done, newest first.
pub async fn all(cx: &mut Reader, visitor: VisitorId, most: i64) -> Result<Vec<Progress>> {
    Ok(cx
        .read(topic(visitor))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM checklist_progress WHERE visitor_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2"
        ))
        .bind(visitor)
        .bind(most)
        .fetch_all()
        .await?)
}

/// Marks tasks as done. Two works that do so take turns, so that neither forgets what the other did.
pub async fn complete(
    cx: &mut Writer,
    visitor: VisitorId,
    checklist: &Checklist,
    tasks: &[&str],
) -> Result<Progress> {
    let (id, now) = (ChecklistProgressId(cx.new_id()?), cx.now());
    // Takes the lock of the row, whether it is new or not.
    let before: Progress = cx
        .write(topic(visitor))
        .query(concat!(
            "INSERT INTO checklist_progress (id, visitor_id, checklist_id, completed_task_ids, started_at)
             VALUES ($1, $2, $3, '[]', $4)
             ON CONFLICT (visitor_id, checklist_id) DO UPDATE SET started_at = checklist_progress.started_at
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(visitor)
        .bind(checklist.id)
        .bind(now)
        .fetch_one()
        .await?;
    let mut after = before.clone();
    for task in tasks {
        if after.completed_task_ids.iter().all(|done| done != task) {
            after.completed_task_ids.push((*task).to_owned());
        }
    }
    let is_done = |id: &String| after.completed_task_ids.contains(id);
    if after.completed_at.is_none() && checklist.tasks.iter().all(|task| is_done(&task.id)) {
        after.completed_at = Some(now);
    }
    if after != before {
        save(cx, &after).await?;
    }
    Ok(after)
}

pub async fn save(cx: &mut Writer, after: &Progress) -> Result<()> {
    cx.write(topic(after.visitor_id))
        .query(
            "UPDATE checklist_progress SET completed_task_ids = $2, started_at = $3, completed_at = $4 WHERE id = $1",
        )
        .bind(after.id)
        .bind(Json(after.completed_task_ids.clone()))
        .bind(after.started_at)
        .bind(after.completed_at)
        .execute()
        .await?;
    Ok(())
}
