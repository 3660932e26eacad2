//! Surveys (functions-engagement.md §6). Writes `surveys` and, in its parts, `survey_responses` and `survey_impressions`.

mod analytics;
mod authoring;
mod csv;
mod delivery;
mod erasing;
mod impressions;
mod responses;

use crate::{
    core::{Functions, Query, Reader, Result},
    domain::{
        owned::{self, Order, Owned},
        visitors,
    },
};
use shared::{
    Millis,
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
const COLUMNS: &str =
    "id, created_at AS creation_time, workspace_id, name, description, format, status, questions, intro_step, thank_you_step,
         show_progress_bar, show_dismiss_button, audience_rules, triggers, frequency, scheduling, created_at, updated_at";

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

impl Owned for Survey {
    type Id = SurveyId;
    const TABLE: &'static str = "surveys";
    const COLUMNS: &'static str = COLUMNS;
    const NOUN: &'static str = "Survey";
    const PERMISSION: Permission = Permission::SettingsWorkspace;
    const ORDER: Order = Order::OldestFirst;

    fn id(&self) -> SurveyId {
        self.id
    }
    fn workspace(&self) -> WorkspaceId {
        self.workspace_id
    }
    fn at(&self) -> Millis {
        self.created_at
    }
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Survey>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await?.is_none() {
            return Ok(Vec::new());
        }
        let most = limits::rows(self.limit, MOST, MOST);
        owned::list(cx, self.workspace_id, self.after, most, |rows| rows.and(" AND status = ", self.status))
            .await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Survey>> {
        owned::if_allowed(cx, self.id).await
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
