//! Visitors' sessions (functions-identity.md §8).

use crate::core::{Functions, Reader, Result, Topic, VisitorSession};
use sha2::{Digest, Sha256};

pub fn register(_functions: &mut Functions) {}

/// The session behind a token, expired or not. Only the token's SHA-256 is stored.
pub async fn by_token(cx: &mut Reader, token: &str) -> Result<Option<VisitorSession>> {
    let topic = Topic::of_text("widget_sessions", token);
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
