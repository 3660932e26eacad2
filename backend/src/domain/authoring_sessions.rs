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
        Create, Created, End, LASTS, Session, SetCurrentStep, TourHead, UpdateStep, Validate, Validity,
        route_of,
    },
    engagement::link,
    function,
    id::{AuthoringSessionId, TourId, TourStepId, UserId, WorkspaceId},
    limits,
    permissions::Permission,
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
        let tour = TourHead { id: tour.id, name: tour.name, button_color: tour.button_color };
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
        limits::url("currentUrl", self.current_url.as_deref().unwrap_or_default())?;
        let row = by_token(cx, &self.token).await?;
        let route = self.current_url.as_deref().and_then(route_of).or_else(|| route_of(&row.target_url));
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
