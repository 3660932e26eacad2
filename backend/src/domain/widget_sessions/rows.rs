//! The rows of `widget_sessions`: found by a token's hash, ended one by one or all of a visitor.

use super::lifetime;
use crate::{
    core::{Reader, Result, Topic, VisitorSession, Writer},
    domain::{visitors::Person, workspaces},
    store::Filter,
};
use sha2::{Digest, Sha256};
use shared::{
    Millis,
    id::{Uuid, VisitorId, WidgetSessionId, WorkspaceId},
    visitors::{Visitor, privacy::Session},
};

/// What a new session is told about its client.
#[derive(Default)]
pub struct Client {
    pub kind: String,
    pub version: Option<String>,
    pub identifier: Option<String>,
    pub origin: Option<String>,
    pub current_url: Option<String>,
    pub device_platform: Option<String>,
}

fn topics(token: Topic, visitor: VisitorId, workspace: WorkspaceId) -> [Topic; 3] {
    [token, Topic::new("widget_sessions", visitor.0), Topic::new("widget_sessions", workspace.0)]
}

/// What the readers of one token depend on; it is the start of the token's hash.
fn topic_of_token(token: &str) -> Topic {
    Topic::of_text("widget_sessions", token)
}

/// The same for a row, of which we know the hash and not the token.
fn topic_of_hash(hash: &[u8]) -> Topic {
    Topic::new("widget_sessions", Uuid::from_slice(hash.get(..16).unwrap_or_default()).unwrap_or_default())
}

/// The session behind a token, expired or not.
pub async fn by_token(cx: &mut Reader, token: &str) -> Result<Option<VisitorSession>> {
    let topic = topic_of_token(token);
    if let Some(session) = cx.recall::<VisitorSession>(topic) {
        return Ok(Some(session));
    }
    let session = cx
        .read(topic)
        .query(
            "SELECT id, visitor_id, workspace_id, is_verified, expires_at
             FROM widget_sessions
             WHERE token_hash = $1",
        )
        .bind(Sha256::digest(token).to_vec())
        .fetch_optional::<VisitorSession>()
        .await?;
    if let Some(session) = &session {
        cx.remember(topic, session);
    }
    Ok(session)
}

/// A new session; answers its token and its end.
pub async fn open(
    cx: &mut Writer,
    workspace: &workspaces::Row,
    visitor: VisitorId,
    is_verified: bool,
    client: Client,
) -> Result<(String, Millis)> {
    let (id, now) = (WidgetSessionId(cx.new_id()?), cx.now());
    let token = format!("wst_{}", cx.chance().hex::<32>()?);
    let expires_at = now + lifetime::of(workspace);
    cx.write(topics(topic_of_token(&token), visitor, workspace.id))
        .query(
            "INSERT INTO widget_sessions
                 (id, token_hash, visitor_id, workspace_id, is_verified, client_type, client_version, client_identifier,
                  origin, current_url, device_platform, expires_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(id)
        .bind(Sha256::digest(&token).to_vec())
        .bind(visitor)
        .bind(workspace.id)
        .bind(is_verified)
        .bind(client.kind)
        .bind(client.version)
        .bind(client.identifier)
        .bind(client.origin)
        .bind(client.current_url)
        .bind(client.device_platform)
        .bind(expires_at)
        .bind(now)
        .execute()
        .await?;
    Ok((token, expires_at))
}

/// Gives a session another token and a full life; the old token stops working. None if it has stopped already, because another
/// work was first.
pub async fn renew(cx: &mut Writer, old: &VisitorSession, token: &str) -> Result<Option<(String, Millis)>> {
    let workspace = workspaces::found(cx, old.workspace).await?;
    let new = format!("wst_{}", cx.chance().hex::<32>()?);
    let expires_at = cx.now() + lifetime::of(&workspace);
    let known = topics(topic_of_token(token), old.visitor, old.workspace);
    let renewed = cx
        .write(known.into_iter().chain([topic_of_token(&new)]))
        .query(
            "UPDATE widget_sessions SET token_hash = $3, expires_at = $4 WHERE id = $1 AND token_hash = $2",
        )
        .bind(old.id)
        .bind(Sha256::digest(token).to_vec())
        .bind(Sha256::digest(&new).to_vec())
        .bind(expires_at)
        .execute()
        .await?;
    Ok((renewed == 1).then_some((new, expires_at)))
}

/// Ends a session, also when it has got another token since it was looked up.
pub async fn end(cx: &mut Writer, session: &VisitorSession, token: &str) -> Result<()> {
    let ended: Vec<(Vec<u8>,)> = cx
        .write(topics(topic_of_token(token), session.visitor, session.workspace))
        .query("DELETE FROM widget_sessions WHERE id = $1 RETURNING token_hash")
        .bind(session.id)
        .fetch_all()
        .await?;
    touch(cx, ended);
    Ok(())
}

/// Ends every session of a visitor.
pub async fn end_all(cx: &mut Writer, visitor: &Visitor) -> Result<()> {
    let ended: Vec<(Vec<u8>,)> = cx
        .write(of_visitor(visitor))
        .query("DELETE FROM widget_sessions WHERE visitor_id = $1 RETURNING token_hash")
        .bind(visitor.id)
        .fetch_all()
        .await?;
    touch(cx, ended);
    Ok(())
}

/// The sessions of these visitors, oldest first.
pub async fn of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Session>> {
    let topics: Vec<Topic> = visitors.iter().map(|id| Topic::new("widget_sessions", id.0)).collect();
    let filter = Filter::new(
        "SELECT id, client_type, client_version, client_identifier, origin, current_url, device_platform, expires_at,
                created_at
         FROM widget_sessions
         WHERE ",
    )
    .any_of("visitor_id", visitors.iter().copied())
    .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// Ends every session of a person.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let mut topics = vec![Topic::new("widget_sessions", person.visitor.workspace_id.0)];
    topics.extend(person.visitors.iter().map(|id| Topic::new("widget_sessions", id.0)));
    let filter = Filter::new("DELETE FROM widget_sessions WHERE ")
        .any_of("visitor_id", person.visitors.clone())
        .push(" RETURNING token_hash");
    let ended: Vec<(Vec<u8>,)> = cx.write(topics).filter(filter).fetch_all().await?;
    touch(cx, ended);
    Ok(())
}

/// Ends the visitor's sessions that were opened without proof of who it is, but for one.
pub async fn end_unproven(cx: &mut Writer, visitor: &Visitor, keep: Option<WidgetSessionId>) -> Result<()> {
    let ended: Vec<(Vec<u8>,)> = cx
        .write(of_visitor(visitor))
        .query(
            "DELETE FROM widget_sessions WHERE visitor_id = $1 AND NOT is_verified AND id <> $2
             RETURNING token_hash",
        )
        .bind(visitor.id)
        .bind(keep.map_or(Uuid::nil(), |keep| keep.0))
        .fetch_all()
        .await?;
    touch(cx, ended);
    Ok(())
}

/// Makes a session another visitor's.
pub async fn move_to(cx: &mut Writer, session: WidgetSessionId, visitor: VisitorId) -> Result<()> {
    let moved: Vec<(Vec<u8>,)> = cx
        .write(Topic::new("widget_sessions", visitor.0))
        .query("UPDATE widget_sessions SET visitor_id = $2 WHERE id = $1 RETURNING token_hash")
        .bind(session)
        .bind(visitor)
        .fetch_all()
        .await?;
    touch(cx, moved);
    Ok(())
}

/// Forgets a visitor's sessions that nothing shows any more.
pub async fn forget_old(cx: &mut Writer, visitor: VisitorId, before: Millis) -> Result<()> {
    cx.write_unnoticed("widget_sessions")
        .query("DELETE FROM widget_sessions WHERE visitor_id = $1 AND expires_at < $2")
        .bind(visitor)
        .bind(before)
        .execute()
        .await?;
    Ok(())
}

fn of_visitor(visitor: &Visitor) -> [Topic; 2] {
    [visitor.id.0, visitor.workspace_id.0].map(|key| Topic::new("widget_sessions", key))
}

fn touch(cx: &mut Writer, hashes: Vec<(Vec<u8>,)>) {
    for (hash,) in hashes {
        cx.touch(topic_of_hash(&hash));
    }
}
