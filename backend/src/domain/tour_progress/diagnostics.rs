//! Steps that could not be done. Writes `tour_progress_diagnostics`.

use crate::core::{Reader, Result, Topic, Writer};
use serde_json::{Map, Value};
use shared::{
    id::{TourDiagnosticId, VisitorId},
    tour_progress::{Diagnostic, Mode, Progress, Reason},
};
use sqlx::types::Json;

/// The columns of a [`Diagnostic`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, progress_id, tour_id, visitor_id, step_order, reason, mode, selector, current_url, metadata,
         created_at"
    };
}
pub(super) use columns;

pub fn topic(visitor: VisitorId) -> Topic {
    Topic::new("tour_progress_diagnostics", visitor.0)
}

/// What was tried, and where.
pub struct Trouble {
    pub reason: Reason,
    pub mode: Mode,
    pub selector: Option<String>,
    pub current_url: Option<String>,
    pub metadata: Option<Map<String, Value>>,
}

/// Notes that a visitor's step could not be done, also in the row of its progress, which is to be stored after it.
pub async fn note(cx: &mut Writer, row: &mut Progress, trouble: Trouble) -> Result<()> {
    let (id, now) = (TourDiagnosticId(cx.new_id()?), cx.now());
    row.last_blocked_reason = Some(trouble.reason);
    row.last_blocked_mode = Some(trouble.mode);
    row.last_blocked_at = Some(now);
    cx.write(topic(row.visitor_id))
        .query(
            "INSERT INTO tour_progress_diagnostics
                 (id, progress_id, tour_id, visitor_id, step_order, reason, mode, selector, current_url, metadata, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(id)
        .bind(row.id)
        .bind(row.tour_id)
        .bind(row.visitor_id)
        .bind(row.current_step)
        .bind(trouble.reason)
        .bind(trouble.mode)
        .bind(trouble.selector)
        .bind(trouble.current_url)
        .bind(trouble.metadata.map(Json))
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Those of one progress, newest first.
pub async fn newest(cx: &mut Reader, row: &Progress, most: i64) -> Result<Vec<Diagnostic>> {
    Ok(cx
        .read(topic(row.visitor_id))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM tour_progress_diagnostics WHERE progress_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
        ))
        .bind(row.id)
        .bind(most)
        .fetch_all()
        .await?)
}
