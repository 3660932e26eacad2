//! Leaving a tour, for now or for good, and coming back.

use super::{
    Asking, Place,
    rows::{anew, completed, fresh, save},
};
use crate::core::{Mutation, Result, Writer};
use shared::{
    Error,
    id::TourProgressId,
    tour_progress::{Complete, Dismiss, DismissPermanently, Progress, Restart, SNOOZE, Snooze, Status},
};

impl Mutation for Complete {
    async fn run(self, cx: &mut Writer) -> Result<TourProgressId> {
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        let mut row = place.begun()?;
        completed(&mut row, &place, cx.now());
        stored(cx, row).await
    }
}

impl Mutation for Dismiss {
    async fn run(self, cx: &mut Writer) -> Result<TourProgressId> {
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        let mut row = place.begun()?;
        dismissed(&mut row);
        stored(cx, row).await
    }
}

impl Mutation for Snooze {
    async fn run(self, cx: &mut Writer) -> Result<TourProgressId> {
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        if !place.tour.allow_snooze {
            return Err(Error::invalid("Tour does not allow snoozing").into());
        }
        let until = cx.now() + SNOOZE;
        let row = Progress { status: Status::Snoozed, snoozed_until: Some(until), ..place.begun()? };
        stored(cx, row).await
    }
}

impl Mutation for Restart {
    async fn run(self, cx: &mut Writer) -> Result<TourProgressId> {
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        if !place.tour.allow_restart {
            return Err(Error::invalid("Tour does not allow restarting").into());
        }
        let mut row = place.begun()?;
        anew(&mut row, &place);
        stored(cx, row).await
    }
}

fn dismissed(row: &mut Progress) {
    row.status = Status::Dismissed;
    row.snoozed_until = None;
}

impl Mutation for DismissPermanently {
    async fn run(self, cx: &mut Writer) -> Result<TourProgressId> {
        let asking = Asking::of(self.workspace_id, self.visitor_id, &self.session_token);
        let place = Place::found(cx, self.tour_id, asking).await?;
        let mut row = match place.progress.clone() {
            Some(row) => row,
            None => fresh(&place, TourProgressId(cx.new_id()?), cx.now()),
        };
        dismissed(&mut row);
        stored(cx, row).await
    }
}

async fn stored(cx: &mut Writer, row: Progress) -> Result<TourProgressId> {
    let row = Progress { updated_at: cx.now(), ..row };
    save(cx, &row).await?;
    Ok(row.id)
}
