//! Bytes in and out (wire-protocol.md §2 "Other origins and files"): an address that a function gave takes one file, and a sealed
//! address gives one back, never as a page of ours.

use super::{
    functions::{Refusal, any_origin},
    peer::Peer,
};
use crate::{
    core::{App, Caller, Error, Limit},
    domain::media::{self, Arrived, Invited, Readable, Stored},
    outside::files::Incoming,
};
use axum::{
    Json, Router,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::json;
use shared::{Millis, id::AttachmentId, support_attachments::LARGEST};
use std::{io::ErrorKind, ops::Range, sync::Arc};
use tokio::sync::Semaphore;

/// More than this is not even read, in bytes; what is a little too large is told so in words when it is named.
const MOST_READ: u64 = 16 * 1024 * 1024;
/// Uploads at the same time; those over it are told to come again.
const MOST_UPLOADS: usize = 64;

const REFUSED: &str = "This upload address was used or has expired; ask for another";

/// `/api/storage/…`.
pub fn routes() -> Router<App> {
    let places = Arc::new(Semaphore::new(MOST_UPLOADS));
    let upload = move |State(app): State<App>,
                       peer: Peer,
                       query: Query<Upload>,
                       headers: HeaderMap,
                       body: Body| async move {
        let Ok(_place) = places.try_acquire() else { return Err(Refusal::overloaded()) };
        upload(app, peer, &query.token, &headers, body).await
    };
    Router::new()
        .route("/api/storage/upload", post(upload))
        .route("/api/storage/{id}", get(download))
        .layer(any_origin())
}

#[derive(Deserialize)]
struct Upload {
    token: String,
}

/// Takes the bytes of a file to the disk, looks at what they are, and answers the id that `finalizeUpload` names them by.
async fn upload(
    app: App,
    peer: Peer,
    token: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    if let Err(error) = app.rates().check(Limit::Upload, peer.ip) {
        return Err(Refusal::rate_limited(error.into_public()));
    }
    let gone = || Refusal::new(StatusCode::NOT_FOUND, "UploadNotFound", REFUSED);
    let id = app.query(&Caller::NOBODY, Invited { token: token.into() }).await?.ok_or_else(gone)?;
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if said.is_some_and(|size: u64| size > MOST_READ) {
        return Err(too_large());
    }
    let mut incoming = app.files().begin().await.map_err(broken)?;
    let size = receive(&mut incoming, body).await?;
    if let Some(digest) = headers.get("digest")
        && !is_digest(digest, &incoming)
    {
        return Err(Refusal::malformed("The bytes are not those that the `Digest` header names"));
    }
    let seen = incoming.look(media::look).await.map_err(broken)?;
    if size <= LARGEST.unsigned_abs() {
        app.files().keep(id.0, incoming).await.map_err(|cause| match cause.kind() {
            ErrorKind::AlreadyExists => gone(),
            _ => broken(cause),
        })?;
    }
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    match app.mutate(&Caller::NOBODY, Arrived { id, size, seen }).await?.value {
        true => Ok(Json(json!({ "storageId": id })).into_response()),
        false => Err(gone()),
    }
}

/// Reads the body; of what is too large the rest is read and let go, so that its sender gets an answer. Answers all its bytes.
async fn receive(incoming: &mut Incoming, body: Body) -> Result<u64, Refusal> {
    let mut pieces = body.into_data_stream();
    let mut size = 0;
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Refusal::malformed("The file ended before all of it had come"))?;
        size += piece.len() as u64;
        if size > MOST_READ {
            return Err(too_large());
        }
        if size <= LARGEST.unsigned_abs() {
            incoming.write(&piece).await.map_err(broken)?;
        }
    }
    Ok(size)
}

fn is_digest(header: &HeaderValue, incoming: &Incoming) -> bool {
    let expected = STANDARD.encode(incoming.sha256());
    let mut named = header.to_str().unwrap_or_default().split(',').map(str::trim);
    named.any(|named| {
        named
            .split_once('=')
            .is_some_and(|(sort, value)| sort.eq_ignore_ascii_case("sha-256") && value == expected)
    })
}

fn too_large() -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "PayloadTooLarge", "File exceeds 10MB maximum size.")
}

fn broken(cause: std::io::Error) -> Refusal {
    Error::from(cause).into()
}

#[derive(Deserialize)]
struct Sealed {
    #[serde(default)]
    seal: String,
    /// Of a link that the team is given.
    until: Option<Millis>,
}

/// A file for whoever has its link. It is never shown as a page: a sandbox without anything allowed, and to be saved.
async fn download(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(Sealed { seal, until }): Query<Sealed>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let missing = || Refusal::new(StatusCode::NOT_FOUND, "FileNotFound", "There is no such file");
    let id: AttachmentId = id.parse().map_err(|_| missing())?;
    let is_team = until.is_some();
    let is_sealed = match until {
        Some(until) => until > app.clock().now() && app.keys().is_seal_until(id.0, until, &seal),
        None => app.keys().is_seal(id.0, &seal),
    };
    if !is_sealed {
        return Err(missing());
    }
    let file = app.query(&Caller::NOBODY, Readable { id, is_team }).await?.ok_or_else(missing)?;
    let mut answer = described(id, &file);
    let tag = format!("\"{id}\"");
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    let size = file.size.unsigned_abs();
    let wanted = match headers.get(header::RANGE).map(|range| wanted(range, size)) {
        None => None,
        Some(Ok(range)) => Some(range),
        Some(Err(())) => {
            answer.insert(header::CONTENT_RANGE, text(format!("bytes */{size}")));
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, answer).into_response());
        }
    };
    let range = wanted.clone().unwrap_or(0..size);
    let bytes = match app.files().read(id.0, range.clone()).await {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Err(missing()),
        Err(cause) => return Err(broken(cause)),
    };
    answer.insert(header::CONTENT_LENGTH, (range.end - range.start).into());
    let status = match wanted {
        Some(range) => {
            let shown = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            answer.insert(header::CONTENT_RANGE, text(shown));
            StatusCode::PARTIAL_CONTENT
        }
        None => StatusCode::OK,
    };
    Ok((status, answer, Body::from_stream(bytes)).into_response())
}

/// The one range that is asked for; several, or one outside of the file, are refused.
fn wanted(header: &HeaderValue, size: u64) -> Result<Range<u64>, ()> {
    let text = header.to_str().map_err(drop)?;
    let ranges = http_range_header::parse_range_header(text).and_then(|parsed| parsed.validate(size));
    match ranges.as_deref() {
        Ok([range]) => Ok(*range.start()..*range.end() + 1),
        _ => Err(()),
    }
}

fn described(id: AttachmentId, file: &Stored) -> HeaderMap {
    let fixed = [
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "private, max-age=2592000"),
        ("accept-ranges", "bytes"),
    ];
    let mut headers: HeaderMap = fixed
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    headers.insert(header::ETAG, text(format!("\"{id}\"")));
    headers.insert(header::CONTENT_TYPE, text(file.mime_type.clone()));
    headers.insert(header::CONTENT_DISPOSITION, text(disposition(&file.file_name)));
    headers
}

/// To be saved under its name (RFC 6266), which for old readers loses what is not plain.
fn disposition(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || " -_.()".contains(letter);
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let encoded: String = name.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    });
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

fn text(value: String) -> HeaderValue {
    HeaderValue::from_str(&value).unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"))
}
