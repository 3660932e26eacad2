//! What both kinds of authoring sessions have in common: an author's own site is given a token that acts for its author for a while. Of a
//! token only the SHA-256 is stored, and what its author may do is looked up at each use.

use crate::{
    core::{Limit, Reader, Result, Topic},
    domain::workspace_members,
};
use sha2::{Digest, Sha256};
use shared::{
    Code, Error,
    id::{UserId, Uuid, WorkspaceId},
    permissions::Permission,
};

/// What the readers of one token depend on; it is the start of the token's hash.
pub fn topic(table: &'static str, token: &str) -> Topic {
    Topic::of_text(table, token)
}

/// The same for a row, of which we know the hash and not the token.
pub fn topic_of_hash(table: &'static str, hash: &[u8]) -> Topic {
    Topic::new(table, Uuid::from_slice(hash.get(..16).unwrap_or_default()).unwrap_or_default())
}

/// What is stored of a token.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// Who begins a session. Errors: "Unauthorized".
pub fn author(cx: &Reader) -> Result<UserId> {
    cx.caller().user_id().ok_or_else(|| Error::new(Code::NotAuthenticated, "Unauthorized").into())
}

/// Counts a use of a token. Errors: RATE_LIMITED.
pub fn count(cx: &Reader) -> Result<()> {
    cx.count(Limit::Authoring, cx.caller().ip)
}

/// Whether the author of a session may still do what it is for.
pub async fn may_still(
    cx: &mut Reader,
    author: UserId,
    workspace: WorkspaceId,
    permission: Permission,
) -> Result<bool> {
    let member = workspace_members::membership(cx, author, workspace).await?;
    Ok(member.is_some_and(|member| member.may(permission)))
}

/// As little as can be said of a token that is unknown, or whose author may no longer do what it is for.
pub fn unknown() -> Error {
    Error::not_found("Session")
}

/// No SESSION_EXPIRED, upon which clients begin another session of their own.
pub fn expired() -> Error {
    Error::not_authorized("Session expired")
}
