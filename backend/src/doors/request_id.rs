//! The id of a request or socket: in the span of everything that is logged for it, in the answer's `X-Request-Id`, and in the body of
//! an error, so that an operator finds the lines.

use super::peer;
use crate::core::{App, Chance};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tokio::task_local;
use tracing::{Instrument, field::Empty, info_span};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// The longest id that is taken over, in characters.
const LONGEST: usize = 64;

task_local! {
    static CURRENT: String;
}

/// The id of the request that is being answered.
pub fn current() -> Option<String> {
    CURRENT.try_with(String::clone).ok()
}

/// Gives a request its id: that of a trusted proxy, else a new one. The span has neither query nor headers, which may hold tokens.
pub async fn identify(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_trusted = peer::is_trusted(request.extensions(), &app);
    let given = if is_trusted { given(request.headers()) } else { None };
    let id = given.unwrap_or_else(|| Chance.hex::<8>().unwrap_or_default());
    let span =
        info_span!("request", %id, method = %request.method(), path = request.uri().path(), status = Empty);
    let mut response = CURRENT.scope(id.clone(), next.run(request)).instrument(span.clone()).await;
    span.record("status", response.status().as_u16());
    if response.status().is_server_error() {
        span.in_scope(|| tracing::warn!("a request was answered with an error of ours"));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, id);
    }
    response
}

/// An id that is short and has nothing in it that could be more than a name.
fn given(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(HEADER)?.to_str().ok()?;
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || b"-_.".contains(&letter);
    ((1..=LONGEST).contains(&id.len()) && id.bytes().all(is_plain)).then(|| id.to_owned())
}
