//! The functions over HTTP (wire-protocol.md §2). One call is one request; a refusal of a function is an answer with status 200,
//! everything before the function has a status of its own.

mod answer;
mod batch;
mod request;

use super::peer::{Peer, Refused};
use crate::{
    core::{App, BadToken, Caller, Error, Limit, Result, functions::Call},
    live::{Answer, values},
};
use answer::Outcome;
pub use answer::{Refusal, error_data};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequestParts, Path, Query, Request, rejection::BytesRejection},
    http::{Method, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
pub use request::Invocation;
pub use request::arguments;
use request::{Body, Format};
use serde_json::{Value, json};
use std::{result::Result as Either, sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::timeout};
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};
use tracing::Instrument;

/// The largest body, in bytes.
const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// How long a query or an action may take; the store limits mutations.
const LONGEST_CALL: Duration = Duration::from_secs(30);
/// Requests that are answered at the same time; those over it are told to come again.
const MOST_CALLS: usize = 1024;
const PREFLIGHT_AGE: Duration = Duration::from_secs(24 * 3600);

/// `/api/query` and its kin, callable from every origin: a call proves itself by token, never by cookie.
pub fn routes() -> Router<App> {
    let places = Arc::new(Semaphore::new(MOST_CALLS));
    let admit = move |request: Request, next: Next| {
        let places = places.clone();
        async move {
            match places.try_acquire() {
                Ok(_place) => next.run(request).await,
                Err(_) => Refusal::overloaded().into_response(),
            }
        }
    };
    let of_kind = |kind| post(move |door: Door, body: Raw| one(door, body, kind));
    Router::new()
        .route("/api/query", of_kind(Some("query")).get(query_by_url))
        .route("/api/mutation", of_kind(Some("mutation")))
        .route("/api/action", of_kind(Some("action")))
        .route("/api/function", of_kind(None))
        .route("/api/run/{*path}", post(run))
        .route("/api/query_ts", post(batch::stamp))
        .route("/api/query_at_ts", post(batch::query_at))
        .route("/api/query_batch", post(batch::queries))
        .route("/api/debug_event", post(|| async { Json(json!({})) }))
        .route("/api/version", get(|| async { env!("CARGO_PKG_VERSION") }))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn(admit))
        .layer(any_origin())
}

/// Pages of every origin may call, and bring no cookies.
pub fn any_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .allow_methods([Method::GET, Method::POST, Method::OPTIONS])
        .max_age(PREFLIGHT_AGE)
}

type Raw = Either<Bytes, BytesRejection>;

/// What every route has: the server, and who calls it.
struct Door {
    app: App,
    caller: Caller,
}

impl FromRequestParts<App> for Door {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Either<Self, Refusal> {
        let Ok(peer) = Peer::from_request_parts(parts, app).await;
        if let Err(error) = app.rates().check(Limit::Call, peer.ip) {
            return Err(Refusal::rate_limited(error.into_public()));
        }
        let caller = peer.caller(app, &parts.headers).await?;
        Ok(Self { app: app.clone(), caller })
    }
}

async fn one(door: Door, body: Raw, kind: Option<&'static str>) -> Either<Response, Refusal> {
    let invocation: Invocation = request::read(body)?;
    answer(door, invocation, kind).await
}

async fn run(door: Door, Path(path): Path<String>, body: Raw) -> Either<Response, Refusal> {
    let Body { args, format } = request::read(body)?;
    let Some((module, export)) = path.rsplit_once('/') else {
        return Err(Refusal::malformed("The address must be /api/run/{module}/{function}"));
    };
    let path = format!("{module}:{export}");
    answer(door, Invocation { path, args, format, component_path: None }, None).await
}

async fn query_by_url(door: Door, Query(asked): Query<request::ByUrl>) -> Either<Response, Refusal> {
    let args = match &asked.args {
        Some(text) => serde_json::from_str(text)
            .map_err(|why| Refusal::malformed(format!("`args` is not JSON: {why}")))?,
        None => json!({}),
    };
    let invocation = Invocation { path: asked.path, args, format: asked.format, component_path: None };
    answer(door, invocation, Some("query")).await
}

async fn answer(door: Door, invocation: Invocation, kind: Option<&'static str>) -> Either<Response, Refusal> {
    invocation.check_path()?;
    let format = Format::of(invocation.format.as_deref())?;
    match call(door, invocation, kind).await? {
        Err(error) if error.is_overload() => Err(error.into()),
        result => Ok(Outcome::of(result, format).into_response()),
    }
}

/// Runs a function of the given kind, or of any. It runs to its end even if the client goes away.
async fn call(
    door: Door,
    invocation: Invocation,
    kind: Option<&'static str>,
) -> Either<Result<Value>, Refusal> {
    let Door { app, caller } = door;
    let call = match invocation.resolve(&app, kind) {
        Ok(call) => call,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let is_query = matches!(call, Call::Query(_));
    let running = async move {
        match call {
            Call::Query(query) => app.observe(&caller, query.as_ref()).await.value,
            Call::Mutation(mutation) => Ok(app.mutate_once(&caller, mutation, None).await?.value),
            Call::Action(action) => app.act(&caller, action).await,
        }
    };
    let running = tokio::spawn(running.in_current_span());
    let abort = running.abort_handle();
    match in_time(running).await {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(cause)) => Ok(Err(Error::Broken(format!("a call did not end well: {cause}")))),
        Err(refusal) => {
            if is_query {
                abort.abort();
            }
            Err(refusal)
        }
    }
}

/// Waits for a call, but not for ever.
async fn in_time<T>(running: impl Future<Output = T>) -> Either<T, Refusal> {
    timeout(LONGEST_CALL, running).await.map_err(|_elapsed| Refusal::too_slow())
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Token(BadToken::Expired) => {
                Self::unauthorized("SESSION_EXPIRED", "The token has expired: refresh it or sign in again")
            }
            Refused::Token(BadToken::Invalid) => {
                Self::unauthorized("InvalidAuthHeader", "The token is not valid here: sign in again")
            }
            Refused::TooOften(error) => Self::rate_limited(error.into_public()),
            Refused::Failed(error) => error.into(),
            Refused::Malformed => Self::unauthorized(
                "InvalidAuthHeader",
                "The Authorization header must be `Bearer` and a token, or an API key",
            ),
        }
    }
}
