//! From step to step.

use super::{
    Asking, Place,
    diagnostics::{Trouble, note},
    rows::{anew, at_step, completed, fresh, save, unblocked},
};
use crate::core::{Mutation, Result, Writer};
use serde_json::{Map, Value};
use shared::{
    Error,
    engagement::route::{self, Fit},
    id::TourProgressId,
    limits,
    tour_progress::{
        Advance, Advanced, Checked, Checkpoint, Mode, Progress, Reason, SkipStep, Skipped, Start, Status,
    },
    tour_steps::{AdvanceOn, Step, check_selector},
    tours::DisplayMode,
};

impl Mutation for Start {
    async fn run(self, cx: &mut Writer) -> Result<TourProgressId> {
        limits::url("currentUrl", self.current_url.as_deref().unwrap_or_default())?;
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        let now = cx.now();
        let mut row = match place.progress.clone() {
            Some(row) => row,
            None => {
                let mut row = fresh(&place, TourProgressId(cx.new_id()?), now);
                at_step(&mut row, &place);
                row
            }
        };
        let is_due = row.status == Status::Snoozed && row.snoozed_until.is_none_or(|until| until <= now);
        let is_offered_again =
            row.status == Status::Completed && place.tour.display_mode == DisplayMode::UntilDismissed;
        if self.force == Some(true) || is_due || is_offered_again {
            anew(&mut row, &place);
        } else if row.status == Status::InProgress {
            at_step(&mut row, &place);
        } else {
            return Ok(row.id);
        }
        row.last_seen_url = self.current_url.or(row.last_seen_url);
        row.updated_at = now;
        save(cx, &row).await?;
        Ok(row.id)
    }
}

impl Mutation for Advance {
    async fn run(self, cx: &mut Writer) -> Result<Advanced> {
        check(self.current_url.as_deref(), self.selector.as_deref())?;
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        if let Some(row) = elsewhere(&place, self.step) {
            return Ok(Advanced {
                progress_id: row.id,
                advanced: false,
                blocked_reason: None,
                status: row.status,
                next_step: row.current_step,
            });
        }
        let mut row = in_progress(&place)?;
        let now = cx.now();
        row.updated_at = now;
        row.last_seen_url = self.current_url.clone().or(row.last_seen_url);
        let blocked = place.step(row.current_step).and_then(|step| Some((step, blocked_by(&self, step)?)));
        let blocked_reason = match blocked {
            Some((step, reason)) => {
                let mode = self.mode.unwrap_or(AdvanceOn::Click);
                let metadata = Map::from_iter([
                    ("expectedMode".to_owned(), serde_json::to_value(step.advance_on)?),
                    ("providedMode".to_owned(), serde_json::to_value(mode)?),
                    ("targetMatched".to_owned(), self.target_matched.map_or(Value::Null, Value::from)),
                ]);
                let trouble = Trouble {
                    reason,
                    mode: mode.into(),
                    selector: self.selector.or_else(|| step.element_selector.clone()),
                    current_url: self.current_url,
                    metadata: Some(metadata),
                };
                note(cx, &mut row, trouble).await?;
                Some(reason)
            }
            None => {
                unblocked(&mut row);
                onward(&mut row, &place, now);
                None
            }
        };
        save(cx, &row).await?;
        Ok(Advanced {
            progress_id: row.id,
            advanced: blocked_reason.is_none(),
            blocked_reason,
            status: row.status,
            next_step: row.current_step,
        })
    }
}

/// Why a step cannot be done so.
fn blocked_by(tried: &Advance, step: &Step) -> Option<Reason> {
    let route = step.route_path.as_deref().unwrap_or_default();
    match route::fits(route, tried.current_url.as_deref(), Fit::Yes) {
        Fit::Invalid => return Some(Reason::CheckpointInvalidRoute),
        Fit::No => return Some(Reason::RouteMismatch),
        Fit::Yes => {}
    }
    if tried.mode.unwrap_or(AdvanceOn::Click) != step.advance_on {
        return Some(Reason::ModeMismatch);
    }
    let is_blank = tried.field_value.as_deref().is_none_or(|value| value.trim().is_empty());
    match step.advance_on {
        AdvanceOn::ElementClick if tried.target_matched != Some(true) => Some(Reason::ElementClickRequired),
        AdvanceOn::FieldFill if is_blank => Some(Reason::FieldFillRequired),
        _ => None,
    }
}

impl Mutation for SkipStep {
    async fn run(self, cx: &mut Writer) -> Result<Skipped> {
        check(self.current_url.as_deref(), self.selector.as_deref())?;
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        if let Some(row) = elsewhere(&place, self.step) {
            return Ok(Skipped {
                progress_id: row.id,
                skipped: false,
                reason: self.reason,
                status: row.status,
                next_step: row.current_step,
            });
        }
        let mut row = in_progress(&place)?;
        let step = place.step(row.current_step).ok_or_else(|| Error::not_found("Current step"))?;
        let now = cx.now();
        row.updated_at = now;
        row.last_seen_url = self.current_url.clone().or(row.last_seen_url);
        let trouble = Trouble {
            reason: self.reason,
            mode: Mode::System,
            selector: self.selector.or_else(|| step.element_selector.clone()),
            current_url: self.current_url,
            metadata: None,
        };
        note(cx, &mut row, trouble).await?;
        onward(&mut row, &place, now);
        save(cx, &row).await?;
        Ok(Skipped {
            progress_id: row.id,
            skipped: true,
            reason: self.reason,
            status: row.status,
            next_step: row.current_step,
        })
    }
}

impl Mutation for Checkpoint {
    async fn run(self, cx: &mut Writer) -> Result<Checked> {
        check(self.current_url.as_deref(), self.selector.as_deref())?;
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        let mut row = place.begun()?;
        row.updated_at = cx.now();
        row.last_seen_url = self.current_url.clone().or(row.last_seen_url);
        at_step(&mut row, &place);
        match self.blocked_reason {
            Some(reason) => {
                let mode = self.mode.unwrap_or(Mode::System);
                let trouble = Trouble {
                    reason,
                    mode,
                    selector: self.selector,
                    current_url: self.current_url,
                    metadata: None,
                };
                note(cx, &mut row, trouble).await?;
            }
            None => unblocked(&mut row),
        }
        save(cx, &row).await?;
        Ok(Checked { progress_id: row.id })
    }
}

fn check(url: Option<&str>, selector: Option<&str>) -> Result<(), Error> {
    limits::url("currentUrl", url.unwrap_or_default())?;
    check_selector(selector, None)
}

/// Where the visitor is, if that is not the step that is meant.
fn elsewhere(place: &Place, meant: Option<i64>) -> Option<&Progress> {
    place.progress.as_ref().filter(|row| meant.is_some_and(|meant| meant != row.current_step))
}

/// Errors: "Tour progress not found", "Tour is not in progress".
fn in_progress(place: &Place) -> Result<Progress, Error> {
    let row = place.begun()?;
    if row.status != Status::InProgress {
        return Err(Error::invalid("Tour is not in progress"));
    }
    Ok(row)
}

/// To the next step, or to the end.
fn onward(row: &mut Progress, place: &Place, now: shared::Millis) {
    if row.current_step + 1 < place.steps.len() as i64 {
        row.current_step += 1;
        at_step(row, place);
    } else {
        completed(row, place, now);
    }
}
