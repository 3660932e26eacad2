//! Everything of one person, and everything of one checklist.

use super::progress::{columns, complete, of, save, topic};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::{owned, visitors::Person},
    store::Filter,
};
use shared::{
    checklists::{Checklist, Progress},
    id::{ChecklistId, VisitorId},
};

/// Deletes what visitors have done of a checklist.
pub async fn remove_of(cx: &mut Writer, checklist: ChecklistId) -> Result<()> {
    let visitors: Vec<(VisitorId,)> = cx
        .write_unnoticed("checklist_progress")
        .query("DELETE FROM checklist_progress WHERE checklist_id = $1 RETURNING visitor_id")
        .bind(checklist)
        .fetch_all()
        .await?;
    visitors.iter().for_each(|(visitor,)| cx.touch(topic(*visitor)));
    Ok(())
}

/// What these visitors have done, oldest first.
pub async fn progress_of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Progress>> {
    let topics: Vec<Topic> = visitors.iter().copied().map(topic).collect();
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM checklist_progress WHERE "))
        .any_of("visitor_id", visitors.iter().copied())
        .push(" ORDER BY started_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let topics: Vec<Topic> = person.visitors.iter().copied().map(topic).collect();
    let filter =
        Filter::new("DELETE FROM checklist_progress WHERE ").any_of("visitor_id", person.visitors.clone());
    cx.write(topics).filter(filter).execute().await?;
    Ok(())
}

/// Gives what one visitor has done to another who turned out to be the same person.
pub async fn reassign(cx: &mut Writer, from: VisitorId, to: VisitorId) -> Result<()> {
    for progress in progress_of(cx, &[from]).await? {
        let own = of(cx, to, progress.checklist_id).await?;
        let list: Option<Checklist> = owned::by_id(cx, progress.checklist_id).await?;
        match own.zip(list) {
            Some((_, list)) => {
                let more: Vec<&str> = progress.completed_task_ids.iter().map(String::as_str).collect();
                let both = complete(cx, to, &list, &more).await?;
                let started_at = both.started_at.min(progress.started_at);
                // Who has done all of it had done so when the first of both had.
                let earlier = both.completed_at.zip(progress.completed_at).map(|(a, b)| a.min(b));
                let completed_at = earlier.or(both.completed_at).or(progress.completed_at);
                save(cx, &Progress { started_at, completed_at, ..both }).await?;
                cx.write(topic(from))
                    .query("DELETE FROM checklist_progress WHERE id = $1")
                    .bind(progress.id)
                    .execute()
                    .await?;
            }
            None => {
                cx.write([topic(from), topic(to)])
                    .query("UPDATE checklist_progress SET visitor_id = $2 WHERE id = $1")
                    .bind(progress.id)
                    .bind(to)
                    .execute()
                    .await?;
            }
        }
    }
    Ok(())
}
