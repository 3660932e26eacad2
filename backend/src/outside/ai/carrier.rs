//! HTTP to the endpoint. An answer takes longer than a handshake.

use super::{Fault, address, bearer};
use crate::outside::http::Server;
use axum::{
    body::{Body, Bytes},
    http::{
        Method, Request, Response, Uri,
        header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, USER_AGENT},
    },
};
use futures_util::StreamExt;

/// The most bytes that one answer may have.
const MOST: usize = 4 << 20;
/// How much is read of why a request was refused.
const REASON: usize = 16 * 1024;

/// The way to one endpoint.
pub struct Carrier {
    base: Uri,
    server: Server,
    key: Option<(HeaderValue, String)>,
}

/// An answer that is on its way.
pub struct Arriving {
    pub is_stream: bool,
    body: axum::body::BodyDataStream,
    left: usize,
}

impl Carrier {
    /// Errors: what is wrong with the address or the key.
    pub fn new(url: &str, key: Option<&str>) -> Result<Self, String> {
        let base = address(url)?;
        let key = key.map(str::trim).filter(|key| !key.is_empty());
        let key = key.map(|key| Ok::<_, String>((bearer(key)?, key.to_owned()))).transpose()?;
        Ok(Self { key, server: Server::at(&base)?, base })
    }

    pub fn host(&self) -> &str {
        self.server.host()
    }

    pub async fn post(&self, path: &str, body: String) -> Result<Arriving, Fault> {
        self.send(Method::POST, path, Body::from(body)).await
    }

    pub async fn get(&self, path: &str) -> Result<Arriving, Fault> {
        self.send(Method::GET, path, Body::empty()).await
    }

    async fn send(&self, method: Method, path: &str, body: Body) -> Result<Arriving, Fault> {
        let request = self.request(method, path, body)?;
        let response = self.server.ask(request).await.map_err(|cause| Fault::Away(cause.to_string()))?;
        self.accepted(response.map(Body::new)).await
    }

    fn request(&self, method: Method, path: &str, body: Body) -> Result<Request<Body>, Fault> {
        let target = format!("{}{path}", self.base.path().trim_end_matches('/'));
        let host = self.base.authority().map(|authority| authority.as_str()).unwrap_or_default();
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header(HOST, host)
            .header(USER_AGENT, concat!("docent/", env!("CARGO_PKG_VERSION")))
            .header(ACCEPT, "text/event-stream, application/json")
            .header(CONTENT_TYPE, "application/json");
        if let Some((bearer, _)) = &self.key {
            request = request.header(AUTHORIZATION, bearer);
        }
        request.body(body).map_err(|cause| Fault::Garbled(cause.to_string()))
    }

    async fn accepted(&self, response: Response<Body>) -> Result<Arriving, Fault> {
        let status = response.status();
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_stream = kind.is_some_and(|kind| kind.starts_with("text/event-stream"));
        let body = response.into_body().into_data_stream();
        if status.is_success() {
            return Ok(Arriving { is_stream, body, left: MOST });
        }
        let mut reason = Arriving { is_stream: false, body, left: REASON };
        let said = reason.whole_or_less().await;
        let said = said_by(&said);
        Err(Fault::refused(status.as_u16(), &said, self.key.as_ref().map(|(_, key)| key.as_str())))
    }
}

/// What an endpoint says of its refusal: `error.message` of its JSON, else all of it.
fn said_by(body: &[u8]) -> String {
    let json: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let message = json.as_ref().and_then(|json| {
        let error = json.get("error").unwrap_or(json);
        error.get("message").and_then(|text| text.as_str()).or(error.as_str())
    });
    message.map_or_else(|| String::from_utf8_lossy(body).into_owned(), str::to_owned)
}

impl Arriving {
    /// The next piece; none at the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        match self.body.next().await {
            None => Ok(None),
            Some(Err(_)) => Err(Fault::Cut),
            Some(Ok(piece)) => {
                self.left = self.left.checked_sub(piece.len()).ok_or(Fault::TooMuch)?;
                Ok(Some(piece))
            }
        }
    }

    /// All of it.
    pub async fn whole(mut self) -> Result<Vec<u8>, Fault> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await? {
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }

    async fn whole_or_less(&mut self) -> Vec<u8> {
        let mut whole = Vec::new();
        while let Ok(Some(piece)) = self.next().await {
            whole.extend_from_slice(&piece);
        }
        whole
    }
}
