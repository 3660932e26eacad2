//! What callers get: an outcome of a function, or the refusal of a request that never reached one.

use super::{Answer, Error, Format, Result, values};
use crate::doors::{limits, request_id};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json, value::RawValue};

/// A function's value or error, as the body of an answer.
#[derive(Serialize)]
#[serde(tag = "status", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum Outcome {
    Success {
        value: Box<RawValue>,
        log_lines: [(); 0],
    },
    Error {
        error_message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        error_data: Option<Value>,
        log_lines: [(); 0],
    },
}

impl Outcome {
    pub fn of(result: Result<Value>, format: Format) -> Self {
        let result = match format {
            Format::Encoded => result,
            Format::Plain => result.map(values::plain),
        };
        match Answer::new(result, None).value {
            Ok(value) => Self::Success { value, log_lines: [] },
            Err(error) => {
                Self::Error { error_data: error_data(&error), error_message: error.message, log_lines: [] }
            }
        }
    }
}

/// A refusal as data for the client. A fault of ours has none, so that it is a plain error there.
pub fn error_data(error: &shared::Error) -> Option<Value> {
    let is_fault = error.code == shared::Code::Internal;
    (!is_fault).then(|| json!(error))
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        no_store(Json(self).into_response())
    }
}

/// Why a request did not reach a function.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// In seconds.
    retry_after: Option<u32>,
}

impl Refusal {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }
    pub fn unauthorized(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, message)
    }
    /// There is more to do than can be done; the client may try again.
    pub fn overloaded() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "TooManyConcurrentRequests",
            "The server is busy, try again later",
        )
    }
    pub fn too_slow() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "SystemTimeoutError",
            "The call took too long, try again later",
        )
    }
    /// The address asks too often; counted before anything is read.
    pub fn rate_limited(error: shared::Error) -> Self {
        let retry_after = error.retry_after;
        Self { retry_after, ..Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", error.message) }
    }
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "PayloadTooLarge", "The request is larger than 4 MiB")
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        if error.is_overload() {
            return Self::overloaded();
        }
        let error = error.into_public();
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", error.message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({ "code": self.code, "message": self.message });
        if self.status.is_server_error()
            && let Some(id) = request_id::current()
        {
            body["requestId"] = id.into();
        }
        let mut response = no_store((self.status, Json(body)).into_response());
        let is_overload = self.status == StatusCode::SERVICE_UNAVAILABLE;
        limits::tell(response.headers_mut(), self.retry_after.or(is_overload.then_some(1)));
        response
    }
}

fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
