//! Mail that comes in, and what became of mail that went out, as the operator's mail provider tells it (functions-identity.md §12). Nothing
//! is believed that is not signed.

mod payload;
mod signature;

use super::peer::Peer;
use crate::{
    core::{App, Caller, Error, Limit, Result},
    domain::{
        email_channel::{
            forwarded_from, is_own,
            letters::Happened,
            receiving::{Bounced, Inbox, Receive, Recipient},
        },
        media::{self, Arrived, Awaited},
    },
};
use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use payload::{Event, Parcel};
use serde_json::{Value, json};
use shared::{
    email_channel::EmailAttachment,
    id::{AttachmentId, WorkspaceId},
    support_attachments::{LARGEST, MOST},
};
use signature::Refused;
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::{sync::Semaphore, time::timeout};

/// The largest body, in bytes: as large as providers let a mail be.
const LARGEST_BODY: usize = 25 * 1024 * 1024;
/// Bodies that are read at the same time, since a signature is known to be good only once all of a body is here.
const MOST_BODIES: usize = 8;
/// How long one may take.
const LONGEST: Duration = Duration::from_secs(30);

static PLACES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(MOST_BODIES));

/// `/email/…` and `/api/email/…`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/email/inbound", post(inbound))
        .route("/api/email/inbound", post(inbound))
        .route("/email/webhook", post(webhook))
        .route("/api/email/webhook", post(webhook))
}

/// An answer that is no success.
struct Refusal(StatusCode, &'static str);

impl Refusal {
    /// The cause is logged; what is wrong with the payload is the provider's business.
    fn broken(fault: Error) -> Self {
        let _ = fault.into_public();
        Self(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

/// The body of a request that is signed, as JSON. What is surely not is refused before it is read.
async fn signed(app: &App, peer: &Peer, request: Request<Body>) -> std::result::Result<Value, Refusal> {
    let unauthorized = |error: &'static str| Refusal(StatusCode::UNAUTHORIZED, error);
    if app.rates().check(Limit::Call, peer.ip).is_err() {
        return Err(Refusal(StatusCode::TOO_MANY_REQUESTS, "Too many requests"));
    }
    let Some(secret) = app.mail().webhook_secret() else {
        return Err(unauthorized("Webhook configuration error"));
    };
    let (parts, body) = request.into_parts();
    let said = |refused: Refused| match refused {
        Refused::Missing => unauthorized("Missing signature"),
        Refused::Invalid => unauthorized("Invalid signature"),
    };
    let claim = signature::claim(&parts.headers, app.clock().now()).map_err(said)?;
    let body = read(&parts.headers, body).await?;
    claim.check(secret, &body).map_err(said)?;
    serde_json::from_slice(&body)
        .map_err(|why| Refusal::broken(Error::Broken(format!("a webhook is no JSON: {why}"))))
}

async fn read(headers: &HeaderMap, body: Body) -> std::result::Result<Bytes, Refusal> {
    let too_large = || Refusal(StatusCode::PAYLOAD_TOO_LARGE, "The mail is too large");
    let said = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|size| size > LARGEST_BODY) {
        return Err(too_large());
    }
    let Ok(_place) = PLACES.try_acquire() else {
        return Err(Refusal(StatusCode::SERVICE_UNAVAILABLE, "Too many at the same time; come again"));
    };
    match timeout(LONGEST, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(too_large()),
        Err(_) => Err(Refusal(StatusCode::REQUEST_TIMEOUT, "The body took too long")),
    }
}

/// What became of a mail that went out. Always 200, since no repeat would change anything.
async fn webhook(State(app): State<App>, peer: Peer, request: Request<Body>) -> Response {
    let told = match signed(&app, &peer, request).await {
        Ok(told) => told,
        Err(refusal) => return refusal.into_response(),
    };
    if let Some(event) = payload::event(&told)
        && let Err(fault) = happened(&app, event).await
    {
        return Refusal::broken(fault).into_response();
    }
    Json(json!({ "received": true })).into_response()
}

async fn happened(app: &App, event: Event) -> Result<()> {
    let Event { external_id, message_id, status } = event;
    app.mutate(&Caller::SYSTEM, Happened { external_id, message_id, status }).await?;
    Ok(())
}

/// A mail that came in. What is told of others is taken too, so that one address is enough for a provider.
async fn inbound(State(app): State<App>, peer: Peer, request: Request<Body>) -> Response {
    let told = match signed(&app, &peer, request).await {
        Ok(told) => told,
        Err(refusal) => return refusal.into_response(),
    };
    // A mail is taken whole or not at all, whatever its sender does meanwhile.
    match tokio::spawn(async move { take(&app, told).await }).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(fault)) => Refusal::broken(fault).into_response(),
        Err(cause) => {
            Refusal::broken(Error::Broken(format!("a mail was not taken: {cause}"))).into_response()
        }
    }
}

async fn take(app: &App, told: Value) -> Result<Response> {
    if let Some(event) = payload::event(&told) {
        happened(app, event).await?;
        return Ok(ignored("event"));
    }
    if payload::is_other_event(&told) {
        return Ok(ignored("event"));
    }
    let id = payload::to_fetch(&told).map(str::to_owned);
    let told = match &id {
        Some(id) => {
            let asked = app.mail().received(id).await;
            let fetched =
                asked.map_err(|why| Error::Broken(format!("a mail could not be fetched: {}", why.reason)))?;
            fetched.map(|mail| payload::joined(&told, mail)).unwrap_or(told)
        }
        None => told,
    };
    let Some(parcel) = Parcel::of(&told) else {
        return Err(Error::Broken("a mail came without a sender, receiver or subject".into()));
    };
    let inbox: Option<Inbox> = app.query(&Caller::SYSTEM, Recipient(parcel.receivers())).await?;
    let Some(inbox) = inbox else {
        return Ok(Refusal(StatusCode::NOT_FOUND, "Unknown recipient").into_response());
    };
    if !inbox.is_enabled {
        return Ok(Refusal(StatusCode::FORBIDDEN, "Email channel disabled").into_response());
    }
    let workspace = inbox.workspace;
    if parcel.is_bounce() {
        let message_ids = parcel.answered().map(str::to_owned).collect();
        app.mutate(&Caller::SYSTEM, Bounced { workspace, message_ids }).await?;
        return Ok(ignored("bounce"));
    }
    if parcel.is_automatic() {
        return Ok(ignored("automatic"));
    }
    let has_files = parcel.has_files();
    let fetched = match id.filter(|_| has_files && !is_own(app, parcel.from(), inbox.sender.as_deref())) {
        Some(id) => fetched(app, &id).await,
        None => HashMap::new(),
    };
    let contents = parcel.contents(fetched);
    let mut mail = tokio::task::spawn_blocking(move || parcel.into_mail())
        .await
        .map_err(|cause| Error::Broken(format!("a mail could not be read: {cause}")))?;
    let original_from = forwarded_from(&mail);
    if original_from.is_none() && is_own(app, &mail.from, inbox.sender.as_deref()) {
        return Ok(ignored("own"));
    }
    keep(app, workspace, contents, &mut mail.attachments).await?;
    match app.mutate(&Caller::SYSTEM, Receive { workspace, mail: Arc::new(mail), original_from }).await {
        Ok(done) => {
            let done = done.value;
            let answer = json!({
                "success": true, "conversationId": done.conversation_id, "messageId": done.message_id,
            });
            Ok(Json(answer).into_response())
        }
        // Sent again it would be refused again.
        Err(Error::Refused(refused)) => {
            tracing::info!(workspace = %workspace, reason = refused.message, "a mail was not taken");
            Ok(ignored("refused"))
        }
        Err(fault) => Err(fault),
    }
}

/// The files of a mail whose provider was told to be asked for them. One that cannot be had is named in the mail all the same: its words
/// do not wait for it.
async fn fetched(app: &App, id: &str) -> HashMap<String, Vec<u8>> {
    let largest = usize::try_from(LARGEST).unwrap_or_default();
    match app.mail().files(id, MOST, largest).await {
        Ok(files) => files,
        Err(failure) => {
            tracing::warn!(reason = failure.reason, "the files of a mail could not be fetched");
            HashMap::new()
        }
    }
}

fn ignored(why: &str) -> Response {
    Json(json!({ "success": true, "ignored": why })).into_response()
}

/// Takes the bytes that came along to the disk; what may be kept is decided with the mail.
async fn keep(
    app: &App,
    workspace: WorkspaceId,
    contents: Vec<Option<Vec<u8>>>,
    attachments: &mut [EmailAttachment],
) -> Result<()> {
    let mut kept = 0;
    for (attachment, bytes) in attachments.iter_mut().zip(contents) {
        let Some(bytes) = bytes else { continue };
        attachment.size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        if kept < MOST && attachment.size <= LARGEST {
            attachment.storage_id = Some(keep_one(app, workspace, bytes).await?);
            kept += 1;
        }
    }
    Ok(())
}

async fn keep_one(app: &App, workspace: WorkspaceId, bytes: Vec<u8>) -> Result<AttachmentId> {
    let id = app.mutate(&Caller::SYSTEM, Awaited { workspace }).await?.value;
    let mut incoming = app.files().begin().await?;
    incoming.write(&bytes).await?;
    let seen = incoming.look(media::look).await?;
    app.files().keep(id.0, incoming).await?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    app.mutate(&Caller::SYSTEM, Arrived { id, size, seen }).await?;
    Ok(id)
}
