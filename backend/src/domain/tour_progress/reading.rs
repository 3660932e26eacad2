//! Which tours a visitor is in, and which it may be shown.

use super::{Asking, diagnostics, rows, tour, visitor};
use crate::{
    core::{Query, Reader, Result},
    domain::{tour_steps, tours, visitors::Known},
};
use shared::{
    Millis,
    engagement::route::{self, Fit},
    id::TourId,
    limits,
    tour_progress::{
        Active, Available, Diagnostic, GetActive, GetAvailableTours, ListDiagnostics, Progress, Status,
    },
    tours::{DisplayMode, Tour},
};
use std::collections::HashMap;

impl Query for GetActive {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Active>> {
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let visitor = visitor(cx, asking).await?;
        let mut progress = rows::of_visitor(cx, visitor.id).await?;
        let now = cx.now();
        wake_when_due(cx, &progress, now);
        progress.retain(|_, row| match row.status {
            Status::InProgress => true,
            Status::Snoozed => is_due(row, now),
            _ => false,
        });
        let tours = tours::active(cx, self.workspace_id).await?;
        let ids = tours.iter().map(|tour| tour.id).filter(|id| progress.contains_key(id));
        let mut steps = tour_steps::of_tours(cx, self.workspace_id, ids).await?;
        let mut active: Vec<Active> = tours
            .into_iter()
            .filter_map(|tour| {
                let progress = progress.remove(&tour.id)?;
                let steps = steps.remove(&tour.id).unwrap_or_default();
                Some(Active { progress, steps, tour: for_caller(cx, tour) })
            })
            .collect();
        active.sort_by_key(|one| (one.progress.created_at, one.progress.id));
        Ok(active)
    }
}

impl Query for GetAvailableTours {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Available>> {
        let url = self.current_url.as_deref();
        limits::url("currentUrl", url.unwrap_or_default())?;
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let visitor = visitor(cx, asking).await?;
        let mut progress = rows::of_visitor(cx, visitor.id).await?;
        let now = cx.now();
        wake_when_due(cx, &progress, now);
        let mut tours = tours::active(cx, self.workspace_id).await?;
        tours.retain(|tour| {
            let row = progress.get(&tour.id);
            may_begin(tour.display_mode, row, now) && (is_begun(row) || is_page(tour, url))
        });
        let rules = tours.iter().filter_map(|tour| tour.audience_rules.as_ref());
        let known = Known::of(cx, &visitor, rules).await?;
        tours.retain(|tour| known.is_meant(tour.audience_rules.as_ref()));
        let ids = tours.iter().map(|tour| tour.id);
        let mut steps = tour_steps::of_tours(cx, self.workspace_id, ids).await?;
        let available = |tour: Tour| Available {
            progress: progress.remove(&tour.id),
            steps: steps.remove(&tour.id).unwrap_or_default(),
            tour: for_caller(cx, tour),
        };
        Ok(tours.into_iter().map(available).collect())
    }
}

/// A visitor is not told for whom a tour is.
fn for_caller(cx: &Reader, tour: Tour) -> Tour {
    let is_member = cx.caller().user_id().is_some();
    Tour { audience_rules: tour.audience_rules.filter(|_| is_member), ..tour }
}

/// Whether a tour is offered to a visitor who is so far in it: one for the first time only until it is completed or dismissed, the other until
/// it is dismissed; a snoozed one once that is over.
fn may_begin(mode: DisplayMode, row: Option<&Progress>, now: Millis) -> bool {
    match row.map(|row| (row.status, row)) {
        None | Some((Status::InProgress, _)) => true,
        Some((Status::Snoozed, row)) => is_due(row, now),
        Some((Status::Completed, _)) => mode == DisplayMode::UntilDismissed,
        Some((Status::Dismissed, _)) => false,
    }
}

fn is_begun(row: Option<&Progress>) -> bool {
    row.is_some_and(|row| row.status == Status::InProgress)
}

fn is_page(tour: &Tour, url: Option<&str>) -> bool {
    let pattern = tour.targeting_rules.as_ref().and_then(|rules| rules.page_url.as_deref());
    route::fits(pattern.unwrap_or_default(), url, Fit::Yes) == Fit::Yes
}

fn is_due(row: &Progress, now: Millis) -> bool {
    row.snoozed_until.is_none_or(|until| until <= now)
}

fn wake_when_due(cx: &mut Reader, progress: &HashMap<TourId, Progress>, now: Millis) {
    let snoozed = progress.values().filter(|row| row.status == Status::Snoozed);
    if let Some(at) = snoozed.filter_map(|row| row.snoozed_until).filter(|until| *until > now).min() {
        cx.wake_at(at);
    }
}

impl Query for ListDiagnostics {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Diagnostic>> {
        let tour = tour(cx, self.tour_id, self.workspace_id).await?;
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let visitor = visitor(cx, asking).await?;
        let Some(row) = rows::of(cx, visitor.id, tour.id).await? else { return Ok(Vec::new()) };
        diagnostics::newest(cx, &row, self.limit.unwrap_or(25).clamp(1, 100)).await
    }
}
