//! What is written into audit logs of signing in and out. It concerns every workspace of the user.

use crate::{
    core::{Limit, Result, Writer},
    domain::{
        audit_logs::{self, Act},
        workspace_members,
    },
};
use serde_json::json;
use shared::id::UserId;

/// Workspaces of a user that hear of it: anybody can make a user a member of as many as it likes.
const MOST: usize = 50;

pub async fn signed_in(cx: &mut Writer, user: UserId) -> Result<()> {
    everywhere(cx, user, || Act::new("auth.login", "user").to(user).by(user)).await
}

pub async fn signed_out(cx: &mut Writer, user: UserId) -> Result<()> {
    everywhere(cx, user, || Act::new("auth.logout", "user").to(user).by(user)).await
}

/// A refresh token came again that was spent: two parties have it, so the session was ended.
pub async fn ended_for_safety(cx: &mut Writer, user: UserId) -> Result<()> {
    let details = json!({"reason": "refreshTokenReused"});
    everywhere(cx, user, || Act::new("auth.session.revoked", "user").to(user).with(details.clone())).await
}

/// Somebody who could not prove to be the user. Of an attack only some attempts are written.
pub async fn failed(cx: &mut Writer, user: UserId, reason: &'static str) -> Result<()> {
    if cx.app().rates().check(Limit::FailedSignIn, user.0).is_err() {
        return Ok(());
    }
    let details = json!({"reason": reason});
    everywhere(cx, user, || Act::new("auth.login.failed", "user").to(user).with(details.clone())).await
}

async fn everywhere(cx: &mut Writer, user: UserId, act: impl Fn() -> Act) -> Result<()> {
    for workspace in workspace_members::workspaces_of(cx, user).await?.into_iter().take(MOST) {
        audit_logs::note(cx, workspace, act()).await?;
    }
    Ok(())
}
