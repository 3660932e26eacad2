//! Authors who point at the elements of a tour's steps (functions-engagement.md §5.2). Writes `authoring_sessions`.

use crate::{
    core::{Error as Fault, Functions, Limit, Mutation, Query, Reader, Result, Writer},
    domain::{
        authoring, owned,
        tour_steps::{self, Pointed},
        tours,
    },
};
use shared::{
    Code, Function, Millis,
    authoring_sessions::{
        AddStep, Create, Created, End, LASTS, RemoveStep, ReorderSteps, Session, SetCurrentStep, TourHead,
        UpdateStep, Validate, Validity, WriteStep, route_of,
    },
    engagement::link,
    function,
    id::{AuthoringSessionId, TourId, TourStepId, UserId, WorkspaceId},
    limits,
    permissions::Permission,
    tour_steps as steps,
    tours::Tour,
    widget_sessions::Success,
};

const TABLE: &str = "authoring_sessions";

pub fn register(functions: &mut Functions) {
    functions
        .mutation::<Create>()
        .query::<Validate>()
        .mutation::<UpdateStep>()
        .mutation::<SetCurrentStep>()
        .mutation::<AddStep>()
        .mutation::<WriteStep>()
        .mutation::<RemoveStep>()
        .mutation::<ReorderSteps>()
        .mutation::<End>();
}

/// A session, without the hash that it is found by.
#[derive(sqlx::FromRow)]
struct Row {
    id: AuthoringSessionId,
    workspace_id: WorkspaceId,
    user_id: UserId,
    tour_id: TourId,
    step_id: Option<TourStepId>,
    target_url: String,
    expires_at: Millis,
}

impl authoring::Kept for Row {
    const TABLE: &'static str = TABLE;
    const COLUMNS: &'static str = "id, workspace_id, user_id, tour_id, step_id, target_url, expires_at";
    const PERMISSION: Permission = Permission::ToursManage;

    fn author(&self) -> UserId {
        self.user_id
    }
    fn workspace(&self) -> WorkspaceId {
        self.workspace_id
    }
    fn expires_at(&self) -> Millis {
        self.expires_at
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<Created> {
        let user = authoring::author(cx)?;
        let tour = tours::for_agent(cx, self.tour_id).await?;
        if let Some(step) = self.step_id {
            tour_steps::of_this_tour(cx, tour.id, step).await?;
        }
        link::check("targetUrl", &self.target_url)?;
        cx.count(Limit::Authoring, user.0)?;
        let (id, now) = (AuthoringSessionId(cx.new_id()?), cx.now());
        let token = cx.chance().letters_and_digits::<32>()?;
        cx.write(authoring::topic(TABLE, &token))
            .query(
                "INSERT INTO authoring_sessions
                     (id, token_hash, workspace_id, user_id, tour_id, step_id, target_url, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(id)
            .bind(authoring::hash(&token))
            .bind(tour.workspace_id)
            .bind(user)
            .bind(tour.id)
            .bind(self.step_id)
            .bind(self.target_url)
            .bind(now)
            .bind(now + LASTS)
            .execute()
            .await?;
        Ok(Created { session_id: id, token })
    }
}

impl Query for Validate {
    async fn run(self, cx: &mut Reader) -> Result<Validity> {
        let row = match by_token(cx, &self.token).await {
            Ok(row) => row,
            Err(Fault::Refused(refusal)) if refusal.code != Code::RateLimited => {
                return Ok(bad(refusal.message));
            }
            Err(fault) => return Err(fault),
        };
        let Some(tour) = owned::by_id::<Tour>(cx, row.tour_id).await? else {
            return Ok(bad("Tour not found".into()));
        };
        let steps = tour_steps::of_tour(cx, tour.id).await?;
        let session = Session {
            tour_id: tour.id,
            step_id: row.step_id.filter(|step| steps.iter().any(|known| known.id == *step)),
            workspace_id: row.workspace_id,
            target_url: row.target_url,
        };
        let tour = TourHead {
            id: tour.id,
            name: tour.name,
            button_color: tour.button_color,
            show_confetti: tour.show_confetti,
            allow_snooze: tour.allow_snooze,
            allow_restart: tour.allow_restart,
        };
        Ok(Validity {
            valid: true,
            reason: None,
            session: Some(session),
            tour: Some(tour),
            steps: Some(steps),
        })
    }
}

fn bad(reason: String) -> Validity {
    Validity { valid: false, reason: Some(reason), session: None, tour: None, steps: None }
}

impl Mutation for UpdateStep {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let row = by_token(cx, &self.token).await?;
        let route = route(&row, self.current_url.as_deref())?;
        let at = Pointed { selector: self.element_selector, quality: self.selector_quality, route };
        tour_steps::point(cx, row.tour_id, self.step_id, at).await?;
        Ok(Success::YES)
    }
}

impl Mutation for SetCurrentStep {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let row = by_token(cx, &self.token).await?;
        if let Some(step) = self.step_id {
            tour_steps::of_this_tour(cx, row.tour_id, step).await?;
        }
        cx.write(authoring::topic(TABLE, &self.token))
            .query("UPDATE authoring_sessions SET step_id = $2 WHERE id = $1")
            .bind(row.id)
            .bind(self.step_id)
            .execute()
            .await?;
        Ok(Success::YES)
    }
}

impl Mutation for AddStep {
    async fn run(self, cx: &mut Writer) -> Result<TourStepId> {
        let (row, tour) = tour_by_token(cx, &self.token).await?;
        // Only what stands beside an element of a page belongs to that page.
        let is_pointed = self.element_selector.as_deref().is_some_and(|selector| !selector.trim().is_empty());
        let route_path = route(&row, self.current_url.as_deref())?.filter(|_| is_pointed);
        let new = steps::Create {
            tour_id: tour.id,
            kind: self.kind,
            content: self.content,
            title: self.title,
            element_selector: self.element_selector,
            position: None,
            size: None,
            advance_on: self.advance_on,
            route_path,
            selector_quality: self.selector_quality,
            custom_button_text: None,
            media_type: self.media_url.is_some().then_some(steps::MediaType::Video),
            media_url: self.media_url,
        };
        tour_steps::add(cx, &tour, new, self.after_step_id).await
    }
}

impl Mutation for WriteStep {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let (_, tour) = tour_by_token(cx, &self.token).await?;
        let to = steps::Update {
            id: self.step_id,
            kind: self.kind,
            content: self.content,
            title: self.title,
            element_selector: None,
            position: None,
            size: None,
            advance_on: self.advance_on,
            route_path: None,
            selector_quality: None,
            custom_button_text: None,
            media_type: self.media_url.is_some().then_some(steps::MediaType::Video),
            media_url: self.media_url,
        };
        tour_steps::change(cx, tour.id, to).await?;
        Ok(Success::YES)
    }
}

impl Mutation for RemoveStep {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let (_, tour) = tour_by_token(cx, &self.token).await?;
        tour_steps::remove(cx, tour.id, self.step_id).await
    }
}

impl Mutation for ReorderSteps {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let (_, tour) = tour_by_token(cx, &self.token).await?;
        tour_steps::reorder(cx, &tour, self.step_ids).await
    }
}

/// The route of what is pointed at on this page, or else on the session's. Errors: INVALID_INPUT.
fn route(row: &Row, current_url: Option<&str>) -> Result<Option<String>> {
    limits::url("currentUrl", current_url.unwrap_or_default())?;
    Ok(current_url.and_then(route_of).or_else(|| route_of(&row.target_url)))
}

/// The session of a token that is good, with its tour. Errors: those of [`by_token`], "Tour not found".
async fn tour_by_token(cx: &mut Reader, token: &str) -> Result<(Row, Tour)> {
    let row = by_token(cx, token).await?;
    let tour = owned::found(cx, row.tour_id).await?;
    Ok((row, tour))
}

impl Mutation for End {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        authoring::count(cx)?;
        cx.write(authoring::topic(TABLE, &self.token))
            .query("DELETE FROM authoring_sessions WHERE token_hash = $1")
            .bind(authoring::hash(&self.token))
            .execute()
            .await?;
        Ok(Success::YES)
    }
}

/// The session of a token that is good. Errors: "Session not found", "Session expired", RATE_LIMITED.
async fn by_token(cx: &mut Reader, token: &str) -> Result<Row> {
    let row: Row = authoring::by_token(cx, token).await?.ok_or_else(authoring::unknown)?;
    if row.expires_at <= cx.now() {
        return Err(authoring::expired().into());
    }
    Ok(row)
}

/// Removes some of the sessions that ended before a time; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    pub before: Millis,
}

impl Function for Forget {
    const NAME: &'static str = "authoringSessions:forget (internal)";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for Forget {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        authoring::forget(cx, TABLE, self.before).await
    }
}
