//! The dashboard's sign-in (design §4): the refresh token stays in a cookie that no script can read and no other site can send,
//! the page gets the JWT alone.

use super::{
    limits,
    peer::{self, Peer},
};
use crate::{
    core::{Action, Actor, App, Caller, Error},
    domain::auth::steps::{EndByRefreshToken, Rotate},
};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequestParts},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::json;
use shared::{
    Code, Error as Refusal,
    auth::{SignIn, Tokens},
};
use std::result::Result;

/// `__Host-`: only over TLS (or to this machine), only to this host, for every path.
const COOKIE: &str = "__Host-docent-refresh";
/// 30 days, in seconds: the life of a session.
const COOKIE_AGE: i64 = 30 * 24 * 3600;
const LARGEST_BODY: usize = 16 * 1024;

/// `/dashboard/session`: sign in or up, stay signed in, sign out. For pages of our own origin only.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dashboard/session", post(sign_in).delete(sign_out))
        .route("/dashboard/session/refresh", post(refresh))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

/// What the sign-in page sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Credentials {
    flow: String,
    email: String,
    password: String,
    name: Option<String>,
    workspace_name: Option<String>,
}

async fn sign_in(door: Door, headers: HeaderMap, body: Bytes) -> Result<Response, Refused> {
    if !is_json(&headers) {
        let message = "Send the credentials as application/json";
        return Err(Refused {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ..Refusal::invalid(message).into()
        });
    }
    let credentials: Credentials = serde_json::from_slice(&body)
        .map_err(|why| Refusal::invalid(format!("The credentials cannot be read: {why}")))?;
    let tokens = door.act(credentials.into_call()).await?;
    if let Some(refresh_token) = door.cookie {
        door.app.mutate(&door.caller, EndByRefreshToken { refresh_token }).await?;
    }
    Ok(signed_in(&tokens))
}

async fn refresh(door: Door) -> Result<Response, Refused> {
    let Some(refresh_token) = door.cookie else { return Err(signed_out()) };
    match door.app.mutate(&door.caller, Rotate { refresh_token }).await {
        Ok(rotated) => rotated.value.map(|tokens| signed_in(&tokens)).ok_or_else(signed_out),
        Err(Error::Refused(_)) => Err(signed_out()),
        Err(fault) => Err(fault.into()),
    }
}

async fn sign_out(door: Door) -> Result<Response, Refused> {
    if let Some(refresh_token) = door.cookie {
        door.app.mutate(&door.caller, EndByRefreshToken { refresh_token }).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie("", 0))]).into_response())
}

impl Credentials {
    fn into_call(self) -> SignIn {
        let params = json!({
            "flow": self.flow,
            "email": self.email,
            "password": self.password,
            "name": self.name,
            "workspaceName": self.workspace_name,
        });
        SignIn {
            provider: Some("password".into()),
            params: Some(params),
            verifier: None,
            refresh_token: None,
            called_by: None,
        }
    }
}

/// A request of a page of ours. Others are refused before anything is read: a form of another site must not sign anybody in.
struct Door {
    app: App,
    caller: Caller,
    /// The refresh token, if the browser sent one.
    cookie: Option<String>,
}

impl FromRequestParts<App> for Door {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        if !is_from_ours(&parts.headers, app) {
            return Err(Refusal::not_authorized("Sign in on the dashboard's own page").into());
        }
        let Ok(peer) = Peer::from_request_parts(parts, app).await;
        Ok(Self { cookie: cookie_of(&parts.headers), caller: peer.nobody(), app: app.clone() })
    }
}

impl Door {
    async fn act(&self, call: SignIn) -> Result<Tokens, Refused> {
        let actor = Actor { app: self.app.clone(), caller: self.caller.clone() };
        call.run(&actor).await?.tokens.ok_or_else(signed_out)
    }
}

/// Browsers say by themselves, in headers that no script can write, whether a request comes from a page of its own origin.
fn is_from_ours(headers: &HeaderMap, app: &App) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => text("origin").is_some_and(|origin| peer::is_ours(origin, headers, app)),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn cookie_of(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

fn cookie(value: &str, age: i64) -> HeaderValue {
    let text = format!("{COOKIE}={value}; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age={age}");
    // Our tokens are hexadecimal digits and bars.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

fn signed_in(tokens: &Tokens) -> Response {
    let headers = [
        (header::SET_COOKIE, cookie(&tokens.refresh_token, COOKIE_AGE)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Json(json!({ "token": tokens.token }))).into_response()
}

fn signed_out() -> Refused {
    Refused { clears_cookie: true, ..Refusal::not_authenticated().into() }
}

/// A refusal with its status.
struct Refused {
    status: StatusCode,
    error: Refusal,
    clears_cookie: bool,
}

impl From<Refusal> for Refused {
    fn from(error: Refusal) -> Self {
        let status = match error.code {
            Code::NotAuthenticated | Code::SessionExpired => StatusCode::UNAUTHORIZED,
            Code::NotAuthorized | Code::PermissionDenied | Code::NotWorkspaceMember => StatusCode::FORBIDDEN,
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::AlreadyExists => StatusCode::CONFLICT,
            Code::InvalidInput => StatusCode::UNPROCESSABLE_ENTITY,
            Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self { status, error, clears_cookie: false }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        error.into_public().into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let retry_after = self.error.retry_after;
        let mut response = (self.status, Json(self.error)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        limits::tell(headers, retry_after);
        if self.clears_cookie {
            headers.insert(header::SET_COOKIE, cookie("", 0));
        }
        response
    }
}
