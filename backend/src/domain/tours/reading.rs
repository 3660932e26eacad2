//! Lists of tours.

use super::{MOST, active, for_agent};
use crate::{
    core::{Query, Reader, Result},
    domain::{owned, tour_progress, tour_steps, visitors},
};
use shared::{
    Code, Error,
    id::{TourId, VisitorId},
    limits,
    permissions::Permission,
    segments::Reach,
    tour_progress::{Progress, Status},
    tours::{Get, GetStats, List, ListAll, Listed, PreviewAudienceRules, Stats, Tour, TourStatus},
};
use std::collections::HashMap;

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Tour>> {
        cx.agent(self.workspace_id, Permission::ToursManage).await?;
        let most = limits::rows(self.limit, MOST, MOST);
        owned::list(cx, self.workspace_id, self.after, most, |rows| rows.and(" AND status = ", self.status))
            .await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Tour>> {
        owned::get(cx, self.id).await
    }
}

impl Query for PreviewAudienceRules {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Reach> {
        cx.agent(self.workspace_id, Permission::ToursManage).await?;
        visitors::reached(cx, self.workspace_id, self.audience_rules.as_ref()).await
    }
}

impl Query for GetStats {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Stats> {
        let tour = for_agent(cx, self.id).await?;
        let steps = tour_steps::of_tour(cx, tour.id).await?;
        tour_progress::stats(cx, tour.id, steps.len()).await
    }
}

impl Query for ListAll {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Listed>> {
        let visitor = asking(cx, &self).await?;
        let is_member = cx.caller().user_id().is_some();
        let tours = active(cx, self.workspace_id).await?;
        let mut steps = tour_steps::of_tours(cx, self.workspace_id, tours.iter().map(|tour| tour.id)).await?;
        let mut progress: HashMap<TourId, Progress> = match visitor {
            Some(visitor) => tour_progress::of_visitor(cx, visitor).await?,
            None => HashMap::new(),
        };
        let listed = |tour: Tour| {
            let progress = progress.remove(&tour.id);
            let steps = steps.remove(&tour.id).unwrap_or_default();
            Listed {
                tour_status: match progress.as_ref().map(|progress| progress.status) {
                    Some(Status::InProgress) => TourStatus::InProgress,
                    Some(Status::Completed) => TourStatus::Completed,
                    _ => TourStatus::New,
                },
                element_selectors: steps.iter().filter_map(|step| step.element_selector.clone()).collect(),
                tour: Tour { audience_rules: tour.audience_rules.filter(|_| is_member), ..tour },
                steps,
                progress,
            }
        };
        Ok(tours.into_iter().map(listed).collect())
    }
}

/// The visitor who asks, or the one that a member names.
async fn asking(cx: &mut Reader, asked: &ListAll) -> Result<Option<VisitorId>> {
    let id = if cx.caller().user_id().is_some() {
        cx.agent(asked.workspace_id, Permission::ToursManage).await?;
        asked.visitor_id
    } else {
        let session = cx.visitor(asked.session_token.as_deref(), asked.workspace_id).await?;
        if asked.visitor_id.is_some_and(|named| named != session.visitor) {
            return Err(Error::not_authorized("Not authorized to list tours for this visitor").into());
        }
        Some(session.visitor)
    };
    let Some(id) = id else { return Ok(None) };
    let row = visitors::by_id(cx, id).await?.filter(|row| row.workspace_id == asked.workspace_id);
    let missing = || Error::new(Code::NotFound, "Visitor not found in workspace");
    Ok(Some(row.ok_or_else(missing)?.id))
}
