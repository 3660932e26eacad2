//! Snoozed conversations open by themselves when their time has come.

use super::{TABLE, touch};
use crate::core::{App, Mutation, Result, Topic, Writer};
use shared::{Function, Millis, conversations::Conversation, function};

/// How many conversations are opened in one transaction.
const BATCH: i64 = 100;

/// Opens snoozed conversations that are due, the longest due first; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct WakeSnoozed;

impl Function for WakeSnoozed {
    const NAME: &'static str = "conversations:wakeSnoozed";
    type Kind = function::Mutation;
    type Output = usize;
}

impl Mutation for WakeSnoozed {
    async fn run(self, cx: &mut Writer) -> Result<usize> {
        let now = cx.now();
        let opened: Vec<Conversation> = cx
            .write(snoozed())
            .query(concat!(
                "UPDATE conversations
                 SET status = 'open', snoozed_until = NULL, updated_at = $1, rev = rev + 1
                 WHERE status = 'snoozed' AND snoozed_until <= $1 AND id IN (
                     SELECT id FROM conversations
                     WHERE status = 'snoozed' AND snoozed_until <= $1
                     ORDER BY snoozed_until, id
                     LIMIT $2
                 )
                 RETURNING ",
                columns!()
            ))
            .bind(now)
            .bind(BATCH)
            .fetch_all()
            .await?;
        opened.iter().for_each(|row| touch(cx, row));
        Ok(opened.len())
    }
}

/// When the next snoozed conversation is due.
pub async fn next_due(app: &App) -> Result<Option<Millis>> {
    let (due,) = app
        .store()
        .snapshot()
        .await?
        .query("SELECT MIN(snoozed_until) FROM conversations WHERE snoozed_until IS NOT NULL")
        .fetch_one::<(Option<Millis>,)>()
        .await?;
    Ok(due)
}

/// Rows that are written before their keys are known; [`touch`] names those.
fn snoozed() -> Topic {
    Topic::of_text(TABLE, "snoozed")
}
