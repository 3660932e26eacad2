//! How a door says when to come again: RFC 9110 §10.2.3, and `RateLimit-*` as the drafts of httpapi-ratelimit-headers had them up to
//! the sixth, which is what clients read.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// Tells the client after how many seconds the same request would be let through, if it was refused for coming too often.
pub fn tell(headers: &mut HeaderMap, seconds: Option<u32>) {
    let Some(seconds) = seconds else { return };
    headers.insert(header::RETRY_AFTER, seconds.into());
    headers.insert(REMAINING, HeaderValue::from_static("0"));
    headers.insert(RESET, seconds.into());
}
