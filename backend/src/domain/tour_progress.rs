//! How far visitors are in tours (functions-engagement.md §5). Writes `tour_progress` and, in its part, `tour_progress_diagnostics`.

mod counting;
mod diagnostics;
mod ending;
mod erasing;
mod moving;
mod reading;
mod rows;

use crate::{
    core::{Functions, Limit, Reader, Result, Writer},
    domain::{
        identities, owned, tour_steps,
        visitors::{self, Acting},
    },
};
use shared::{
    Error,
    id::{TourId, VisitorId, WorkspaceId},
    permissions::Permission,
    tour_progress::{
        Advance, Checkpoint, Complete, Dismiss, DismissPermanently, GetActive, GetAvailableTours,
        ListDiagnostics, Progress, Restart, SkipStep, Snooze, Start,
    },
    tour_steps::Step,
    tours::Tour,
    visitors::Visitor,
};

pub use counting::stats;
pub use erasing::{erase, of, reassign, remove_of, troubles_of};
pub use rows::of_visitor;

pub fn register(functions: &mut Functions) {
    functions
        .mutation::<Start>()
        .mutation::<Advance>()
        .mutation::<SkipStep>()
        .mutation::<Checkpoint>()
        .mutation::<Complete>()
        .mutation::<Dismiss>()
        .mutation::<DismissPermanently>()
        .mutation::<Snooze>()
        .mutation::<Restart>()
        .query::<GetActive>()
        .query::<GetAvailableTours>()
        .query::<ListDiagnostics>();
}

/// Who asks, as a caller says it.
#[derive(Clone, Copy)]
struct Asking<'a> {
    workspace: WorkspaceId,
    visitor: Option<VisitorId>,
    token: Option<&'a str>,
}

impl<'a> Asking<'a> {
    fn of(workspace: WorkspaceId, visitor: Option<VisitorId>, token: &'a Option<String>) -> Self {
        Self { workspace, visitor, token: token.as_deref() }
    }
}

async fn visitor(cx: &mut Reader, asking: Asking<'_>) -> Result<Visitor> {
    let acting = Acting {
        workspace: asking.workspace,
        visitor: asking.visitor,
        token: asking.token,
        permission: Permission::ToursManage,
        unnamed: "visitorId is required for authenticated tour access",
        missing: "Visitor not found in workspace",
    };
    visitors::acting(cx, acting).await
}

async fn tour(cx: &mut Reader, id: TourId, workspace: WorkspaceId) -> Result<Tour> {
    let tour: Tour = owned::found(cx, id).await?;
    if tour.workspace_id != workspace {
        return Err(Error::not_authorized("Tour does not belong to workspace").into());
    }
    Ok(tour)
}

/// A visitor in a tour, as a mutation finds it; others of the same visitor wait for this one.
struct Place {
    tour: Tour,
    steps: Vec<Step>,
    visitor: VisitorId,
    progress: Option<Progress>,
}

impl Place {
    async fn found(cx: &mut Writer, id: TourId, asking: Asking<'_>) -> Result<Self> {
        let tour = tour(cx, id, asking.workspace).await?;
        let visitor = visitor(cx, asking).await?.id;
        cx.count(Limit::Event, visitor.0)?;
        identities::hold(cx, visitor.into()).await?;
        let steps = tour_steps::of_tour(cx, id).await?;
        let progress = rows::of(cx, visitor, id).await?;
        Ok(Self { tour, steps, visitor, progress })
    }

    /// Errors: "Tour progress not found".
    fn begun(&self) -> Result<Progress, Error> {
        self.progress.clone().ok_or_else(|| Error::not_found("Tour progress"))
    }

    fn step(&self, at: i64) -> Option<&Step> {
        self.steps.get(usize::try_from(at).ok()?)
    }
}
