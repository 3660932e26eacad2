//! An answer that browsers keep and ask about again: its tag is what it says.

use crate::{
    core::{App, Config},
    doors::headers::with_pictures,
};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

/// No script at all, and no pictures but our own: a reader is seen by nobody else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
/// An author who publishes looks at once, so nothing is shown without asking.
const ASK_AGAIN: &str = "no-cache";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// How something is answered.
pub struct Reply<'h> {
    config: &'h Config,
    asked: &'h HeaderMap,
    status: StatusCode,
    kind: &'static str,
    cache: &'static str,
}

impl<'h> Reply<'h> {
    pub fn html(app: &'h App, asked: &'h HeaderMap) -> Self {
        Self {
            config: app.config(),
            asked,
            status: StatusCode::OK,
            kind: "text/html; charset=utf-8",
            cache: ASK_AGAIN,
        }
    }
    pub fn xml(app: &'h App, asked: &'h HeaderMap) -> Self {
        Self { kind: "application/xml; charset=utf-8", ..Self::html(app, asked) }
    }
    pub fn text(app: &'h App, asked: &'h HeaderMap) -> Self {
        Self { kind: "text/plain; charset=utf-8", ..Self::html(app, asked) }
    }
    pub fn css(app: &'h App, asked: &'h HeaderMap) -> Self {
        Self { kind: "text/css; charset=utf-8", cache: FOR_EVER, ..Self::html(app, asked) }
    }
    pub fn with(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The answer, or that nothing has changed since it was last given.
    pub fn of(self, text: askama::Result<String>) -> Response {
        let text = match text {
            Ok(text) => text,
            Err(cause) => {
                tracing::error!(%cause, "a page of the help centre could not be filled in");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        // Weak: a proxy may compress it.
        let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(text.as_bytes())[..16]));
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("origin-agent-cluster", "?1"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cache-control", self.cache),
            ("vary", "Accept-Language"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Ok(policy) = HeaderValue::from_str(&with_pictures(POLICY, self.config)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        let known = self.asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let is_known = known
            .is_some_and(|known| known.split(',').any(|one| matches!(one.trim(), "*") || one.trim() == tag));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        if is_known && self.status == StatusCode::OK {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        (self.status, headers, text).into_response()
    }
}
