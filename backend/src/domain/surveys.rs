//! Surveys (functions-engagement.md §6). Writes `surveys` and, in its parts, `survey_responses` and `survey_impressions`.

mod analytics;
mod authoring;
mod csv;
mod delivery;
mod erasing;
mod impressions;
mod responses;

use crate::{
    core::{Functions, Query, Reader, Result, Topic},
    domain::visitors,
    store::Filter,
};
use shared::{
    Error,
    id::{SurveyId, WorkspaceId},
    limits,
    permissions::Permission,
    segments::Reach,
    surveys::{
        Activate, Archive, Create, Duplicate, Get, GetActiveSurveys, List, Pause, PreviewAudienceRules,
        RecordImpression, Remove, SubmitResponse, Survey, Update,
        results::{ExportResponsesCsv, GetAnalytics, ListResponses},
    },
};

pub use delivery::is_any_active;
pub use erasing::{answers_of, erase, impressions_of, reassign};

/// The columns of a [`Survey`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, description, format, status, questions, intro_step, thank_you_step,
         show_progress_bar, show_dismiss_button, audience_rules, triggers, frequency, scheduling, created_at, updated_at"
    };
}
use columns;

/// The most surveys or responses that a list answers.
const MOST: i64 = 10_000;

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<Activate>()
        .mutation::<Pause>()
        .mutation::<Archive>()
        .mutation::<Duplicate>()
        .query::<PreviewAudienceRules>()
        .query::<GetActiveSurveys>()
        .mutation::<RecordImpression>()
        .mutation::<SubmitResponse>()
        .query::<ListResponses>()
        .query::<GetAnalytics>()
        .mutation::<ExportResponsesCsv>();
}

/// All surveys of a workspace.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("surveys", workspace.0)
}

fn topics(workspace: WorkspaceId, id: SurveyId) -> [Topic; 2] {
    [topic(workspace), Topic::new("surveys", id.0)]
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Survey>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await?.is_none() {
            return Ok(Vec::new());
        }
        let after = match self.after {
            Some(id) => by_id(cx, id).await?.filter(|row| row.workspace_id == self.workspace_id),
            None => None,
        };
        let filter = Filter::new(concat!("SELECT ", columns!(), " FROM surveys WHERE workspace_id = "))
            .bind(self.workspace_id)
            .and(" AND status = ", self.status)
            .and_then(|filter| match after {
                Some(row) => filter.push(" AND ").keyset("(created_at, id) >", (row.created_at, row.id)),
                None => filter,
            })
            .push(" ORDER BY created_at, id LIMIT ")
            .bind(limits::rows(self.limit, MOST, MOST));
        Ok(cx.read(topic(self.workspace_id)).filter(filter).fetch_all().await?)
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Survey>> {
        let Some(row) = by_id(cx, self.id).await? else { return Ok(None) };
        Ok(cx.agent_if_allowed(row.workspace_id, Permission::SettingsWorkspace).await?.map(|_| row))
    }
}

impl Query for PreviewAudienceRules {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Reach> {
        match cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await? {
            Some(_) => visitors::reached(cx, self.workspace_id, self.audience_rules.as_ref()).await,
            None => Ok(Reach::default()),
        }
    }
}

async fn by_id(cx: &mut Reader, id: SurveyId) -> Result<Option<Survey>> {
    let row = cx.read(Topic::new("surveys", id.0)).query(concat!(
        "SELECT ",
        columns!(),
        " FROM surveys WHERE id = $1"
    ));
    Ok(row.bind(id).fetch_optional().await?)
}

async fn found(cx: &mut Reader, id: SurveyId) -> Result<Survey> {
    by_id(cx, id).await?.ok_or_else(|| Error::not_found("Survey").into())
}

/// The survey, for a member who may do this with it.
async fn for_agent(cx: &mut Reader, id: SurveyId, permission: Permission) -> Result<Survey> {
    let row = found(cx, id).await?;
    cx.agent(row.workspace_id, permission).await?;
    Ok(row)
}
