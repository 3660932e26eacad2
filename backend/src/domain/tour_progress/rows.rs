//! The rows of `tour_progress`.

use super::Place;
use crate::core::{Reader, Result, Topic, Writer};
use shared::{
    Millis,
    id::{TourId, TourProgressId, VisitorId},
    tour_progress::{Progress, Status},
};
use std::collections::HashMap;

/// The columns of a [`Progress`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, visitor_id, tour_id, current_step, checkpoint_step, checkpoint_route, checkpoint_selector,
         last_seen_url, status, last_blocked_reason, last_blocked_mode, last_blocked_at, completed_at, snoozed_until, created_at,
         updated_at"
    };
}
pub(super) use columns;

pub fn topic(visitor: VisitorId) -> Topic {
    Topic::new("tour_progress", visitor.0)
}

pub async fn of(cx: &mut Reader, visitor: VisitorId, tour: TourId) -> Result<Option<Progress>> {
    Ok(cx
        .read(topic(visitor))
        .query(concat!("SELECT ", columns!(), " FROM tour_progress WHERE visitor_id = $1 AND tour_id = $2"))
        .bind(visitor)
        .bind(tour)
        .fetch_optional()
        .await?)
}

/// How far a visitor is in each tour that it has begun.
pub async fn of_visitor(cx: &mut Reader, visitor: VisitorId) -> Result<HashMap<TourId, Progress>> {
    let rows: Vec<Progress> = cx
        .read(topic(visitor))
        .query(concat!("SELECT ", columns!(), " FROM tour_progress WHERE visitor_id = $1 LIMIT 10000"))
        .bind(visitor)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|row| (row.tour_id, row)).collect())
}

/// A row that is not stored yet.
pub fn fresh(place: &Place, id: TourProgressId, now: Millis) -> Progress {
    Progress {
        id,
        creation_time: now,
        visitor_id: place.visitor,
        tour_id: place.tour.id,
        current_step: 0,
        checkpoint_step: None,
        checkpoint_route: None,
        checkpoint_selector: None,
        last_seen_url: None,
        status: Status::InProgress,
        last_blocked_reason: None,
        last_blocked_mode: None,
        last_blocked_at: None,
        completed_at: None,
        snoozed_until: None,
        created_at: now,
        updated_at: now,
    }
}

/// Stores a row, new or changed.
pub async fn save(cx: &mut Writer, row: &Progress) -> Result<()> {
    cx.write(topic(row.visitor_id))
        .query(
            "INSERT INTO tour_progress
                 (id, visitor_id, tour_id, current_step, checkpoint_step, checkpoint_route, checkpoint_selector, last_seen_url, status,
                  last_blocked_reason, last_blocked_mode, last_blocked_at, completed_at, snoozed_until, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
             ON CONFLICT (visitor_id, tour_id) DO UPDATE
             SET current_step = excluded.current_step, checkpoint_step = excluded.checkpoint_step,
                 checkpoint_route = excluded.checkpoint_route, checkpoint_selector = excluded.checkpoint_selector,
                 last_seen_url = excluded.last_seen_url, status = excluded.status,
                 last_blocked_reason = excluded.last_blocked_reason, last_blocked_mode = excluded.last_blocked_mode,
                 last_blocked_at = excluded.last_blocked_at, completed_at = excluded.completed_at,
                 snoozed_until = excluded.snoozed_until, updated_at = excluded.updated_at",
        )
        .bind(row.id)
        .bind(row.visitor_id)
        .bind(row.tour_id)
        .bind(row.current_step)
        .bind(row.checkpoint_step)
        .bind(row.checkpoint_route.clone())
        .bind(row.checkpoint_selector.clone())
        .bind(row.last_seen_url.clone())
        .bind(row.status)
        .bind(row.last_blocked_reason)
        .bind(row.last_blocked_mode)
        .bind(row.last_blocked_at)
        .bind(row.completed_at)
        .bind(row.snoozed_until)
        .bind(row.created_at)
        .bind(row.updated_at)
        .execute()
        .await?;
    Ok(())
}

/// Notes the step at which a visitor is, and where that step is; none behind the last one.
pub fn at_step(row: &mut Progress, place: &Place) {
    let step = place.step(row.current_step);
    row.checkpoint_step = step.map(|_| row.current_step);
    row.checkpoint_route =
        step.and_then(|step| step.route_path.as_deref()).map(|route| route.trim().to_owned());
    row.checkpoint_selector = step.and_then(|step| step.element_selector.clone());
}

/// Forgets what kept a visitor from going on.
pub fn unblocked(row: &mut Progress) {
    row.last_blocked_reason = None;
    row.last_blocked_mode = None;
    row.last_blocked_at = None;
}

/// Back at the first step.
pub fn anew(row: &mut Progress, place: &Place) {
    row.current_step = 0;
    row.status = Status::InProgress;
    row.snoozed_until = None;
    row.completed_at = None;
    unblocked(row);
    at_step(row, place);
}

/// At the end.
pub fn completed(row: &mut Progress, place: &Place, now: Millis) {
    row.status = Status::Completed;
    row.completed_at = Some(now);
    row.current_step = place.steps.len() as i64;
    row.snoozed_until = None;
    at_step(row, place);
}
