//! What a visitor may be asked.

use super::{impressions, responses};
use crate::{
    core::{Query, Reader, Result},
    domain::{
        owned, patterns,
        visitors::{self, Known},
    },
    store::Filter,
};
use shared::{
    engagement::{Pages, Status, Trigger},
    id::WorkspaceId,
    limits,
    permissions::Permission,
    surveys::{Frequency, GetActiveSurveys, Survey},
    visitors::Visitor,
};

/// Surveys of a workspace that are active at once, the oldest of them.
pub const MOST_ACTIVE: i64 = 1000;

impl Query for GetActiveSurveys {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Survey>> {
        limits::url("currentUrl", self.current_url.as_deref().unwrap_or_default())?;
        if cx.caller().user_id().is_some() {
            let agent = cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await?;
            return match agent {
                Some(_) => open(cx, self.workspace_id).await,
                None => Ok(Vec::new()),
            };
        }
        let session = cx.visitor_if_allowed(self.session_token.as_deref(), self.workspace_id).await?;
        let session = session.filter(|session| self.visitor_id.is_none_or(|named| named == session.visitor));
        let visitor = match session {
            Some(session) => visitors::by_id(cx, session.visitor).await?,
            None => None,
        };
        let Some(visitor) = visitor else { return Ok(Vec::new()) };
        let mut surveys = open(cx, self.workspace_id).await?;
        if let Some(page) = self.current_url.as_deref() {
            let is_page = |trigger: &Trigger| trigger.is_page(Some(page), Pages::Compared(&patterns::finds));
            surveys.retain(|survey| survey.triggers.as_ref().is_none_or(is_page));
        }
        for_visitor(cx, &visitor, surveys).await
    }
}

/// Those of the surveys that a visitor is asked.
async fn for_visitor(cx: &mut Reader, visitor: &Visitor, mut surveys: Vec<Survey>) -> Result<Vec<Survey>> {
    let answered = responses::answered_by(cx, visitor.id).await?;
    let shown = impressions::shown_to(cx, visitor.id).await?;
    surveys.retain(|survey| {
        let is_over = survey.frequency == Frequency::Once && shown.contains(&survey.id);
        !is_over && !answered.contains(&survey.id)
    });
    let rules = surveys.iter().filter_map(|survey| survey.audience_rules.as_ref());
    let known = Known::of(cx, visitor, rules).await?;
    surveys.retain(|survey| known.is_meant(survey.audience_rules.as_ref()));
    surveys.iter_mut().for_each(|survey| survey.audience_rules = None);
    Ok(surveys)
}

/// What is active and in its time.
async fn open(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<Survey>> {
    let mut surveys: Vec<Survey> = owned::oldest(cx, workspace, MOST_ACTIVE, is_active).await?;
    let now = cx.now();
    if let Some(at) = surveys.iter().filter_map(|one| one.scheduling?.changes_at(now)).min() {
        cx.wake_at(at);
    }
    surveys.retain(|survey| survey.scheduling.is_none_or(|time| time.is_open(now)));
    Ok(surveys)
}

/// Whether any survey of a workspace is active.
pub async fn is_any_active(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    owned::is_any::<Survey>(cx, workspace, is_active).await
}

fn is_active(rows: Filter) -> Filter {
    rows.push(" AND status = ").bind(Status::Active)
}
