//! Resend's HTTP API: mail is sent by one request, and what came in is asked for, since its webhooks tell no text.

use super::{Failure, Letter};
use crate::outside::http::Server;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, StatusCode, Uri,
    body::Bytes,
    header::{AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT},
};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Where the API is.
pub const ADDRESS: &str = "https://api.resend.com";
const AGENT: &str = concat!("docent/", env!("CARGO_PKG_VERSION"));
/// The largest answer, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;

/// An account there. Not printable: it holds the key.
pub struct Resend {
    key: String,
    host: String,
    server: Server,
    is_encrypted: bool,
}

impl Resend {
    /// Errors: the address or the key is none.
    pub fn new(address: &str, key: String) -> Result<Self, String> {
        let wrong = || "the address of Resend's API must be like https://api.resend.com".to_owned();
        let uri: Uri = address.parse().map_err(|_| wrong())?;
        let host = uri.authority().ok_or_else(wrong)?.to_string();
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("--resend-key is no key".into());
        }
        Ok(Self { key, host, server: Server::at(&uri)?, is_encrypted: uri.scheme_str() == Some("https") })
    }

    /// Sends a mail; answers its id there.
    pub async fn send(&self, letter: &Letter, key: &str) -> Result<String, Failure> {
        let all =
            |addresses: &[super::Address]| addresses.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut headers = serde_json::Map::new();
        headers.insert("Message-ID".into(), json!(letter.message_id));
        headers
            .extend(letter.more_headers().into_iter().map(|(name, value)| (name.to_owned(), json!(value))));
        let mut body = json!({
            "from": letter.from.to_string(), "to": all(&letter.to), "subject": super::letter::one_line(&letter.subject),
            "text": letter.text, "html": letter.html, "headers": headers,
        });
        for (name, addresses) in [("cc", &letter.cc), ("bcc", &letter.bcc)] {
            if !addresses.is_empty() {
                body[name] = json!(all(addresses));
            }
        }
        if let Some(reply_to) = &letter.reply_to {
            body["reply_to"] = json!(reply_to.to_string());
        }
        let answer = self.ask(Method::POST, "/emails", Some(key), body.to_string()).await?;
        let id = answer["id"].as_str().ok_or_else(|| Failure::once("Resend answered without an id"))?;
        Ok(id.to_owned())
    }

    /// A mail that came in.
    pub async fn received(&self, id: &str) -> Result<Value, Failure> {
        if !is_id(id) {
            return Err(Failure::always("that is no id of a mail"));
        }
        self.ask(Method::GET, &format!("/emails/receiving/{id}"), None, String::new()).await
    }

    /// The bytes of the first files of a mail that came in, by what they are called there; one that is too large or cannot be had is left
    /// out. `most` files of `largest` bytes.
    pub async fn files(
        &self,
        id: &str,
        most: usize,
        largest: usize,
    ) -> Result<HashMap<String, Vec<u8>>, Failure> {
        if !is_id(id) {
            return Err(Failure::always("that is no id of a mail"));
        }
        let path = format!("/emails/receiving/{id}/attachments");
        let listed = self.ask(Method::GET, &path, None, String::new()).await?;
        let mut files = HashMap::new();
        for file in listed["data"].as_array().into_iter().flatten().take(most) {
            let (Some(name), Some(url)) = (file["id"].as_str(), file["download_url"].as_str()) else {
                continue;
            };
            if file["size"].as_u64().is_some_and(|size| size > largest as u64) {
                continue;
            }
            match self.file(url, largest).await {
                Ok(bytes) => _ = files.insert(name.to_owned(), bytes.to_vec()),
                Err(failure) => {
                    tracing::warn!(reason = failure.reason, "a file of a mail could not be fetched")
                }
            }
        }
        Ok(files)
    }

    /// Fetches a file from where the API says that it is; the key is the API's alone.
    async fn file(&self, url: &str, largest: usize) -> Result<Bytes, Failure> {
        let address: Uri = url.parse().map_err(Failure::always)?;
        if self.is_encrypted && address.scheme_str() != Some("https") {
            return Err(Failure::always("a file would come unencrypted"));
        }
        let path = address.path_and_query().map_or("/", |path| path.as_str());
        let host = address.authority().map_or("", |host| host.as_str());
        let request = Request::get(path).header(HOST, host).header(USER_AGENT, AGENT);
        let request = request.body(Full::<Bytes>::default()).map_err(Failure::always)?;
        let server = Server::at(&address).map_err(Failure::always)?;
        let answer = server.ask(request).await.map_err(Failure::once)?;
        if !answer.status().is_success() {
            return Err(Failure::once(format!("its place answered {}", answer.status().as_u16())));
        }
        let all = Limited::new(answer.into_body(), largest).collect().await.map_err(Failure::once)?;
        Ok(all.to_bytes())
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: String,
    ) -> Result<Value, Failure> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.host.as_str())
            .header(USER_AGENT, AGENT)
            .header(AUTHORIZATION, format!("Bearer {}", self.key))
            .header(CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(Failure::always)?;
        let answer = self.server.ask(request).await.map_err(Failure::once)?;
        let status = answer.status();
        let bytes =
            Limited::new(answer.into_body(), LARGEST).collect().await.map_err(Failure::once)?.to_bytes();
        let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        match status.is_success() {
            true => Ok(answer),
            false => Err(refusal(status, &answer)),
        }
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// What is wrong with the mail itself stays so; a wrong key, a limit or a fault of theirs may not.
fn refusal(status: StatusCode, answer: &Value) -> Failure {
    let is_final = matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY);
    let said = answer["message"].as_str().unwrap_or_default();
    Failure { is_final, reason: format!("Resend answered {}: {said}", status.as_u16()) }
}
