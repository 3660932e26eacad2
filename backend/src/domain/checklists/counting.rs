//! How far visitors are, in numbers.

use crate::{
    core::{Query, Reader, Result},
    domain::owned,
    store::Engine,
};
use shared::checklists::{Checklist, GetStats, Stats, Task, TaskStats};
use std::collections::HashMap;

impl Query for GetStats {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Stats> {
        let row: Checklist = owned::for_agent(cx, self.id).await?;
        let (started, completed): (i64, i64) = cx
            .glance(&["checklist_progress"])
            .query("SELECT COUNT(*), COUNT(completed_at) FROM checklist_progress WHERE checklist_id = $1")
            .bind(row.id)
            .fetch_one()
            .await?;
        let each_task = match cx.engine() {
            Engine::Sqlite => {
                "SELECT task.value, COUNT(*)
                 FROM checklist_progress, json_each(completed_task_ids) AS task
                 WHERE checklist_id = $1
                 GROUP BY task.value"
            }
            Engine::Postgres => {
                "SELECT task.value, COUNT(*)
                 FROM checklist_progress, jsonb_array_elements_text(completed_task_ids) AS task (value)
                 WHERE checklist_id = $1
                 GROUP BY task.value"
            }
        };
        let done: Vec<(String, i64)> =
            cx.glance(&["checklist_progress"]).query(each_task).bind(row.id).fetch_all().await?;
        let done: HashMap<String, i64> = done.into_iter().collect();
        let count =
            |task: Task| TaskStats { done: done.get(&task.id).copied().unwrap_or(0), task_id: task.id };
        Ok(Stats { started, completed, tasks: row.tasks.into_iter().map(count).collect() })
    }
}
