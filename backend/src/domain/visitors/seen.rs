//! When a visitor was last seen, and where. A mark that changes nobody's view wakes nobody.

use super::{ONLINE, check_writer, profile, rows, topics};
use crate::{
    core::{Error, Mutation, Query, Reader, Result, Writer},
    domain::{widget_sessions, workspaces},
};
use shared::{
    Error as Refusal, Millis,
    permissions::Permission,
    visitors::{Heartbeat, IsOnline, UpdateLocation, Visitor},
};

/// A mark is written at most so often.
const RARELY: Millis = 60_000;

impl Query for IsOnline {
    async fn run(self, cx: &mut Reader) -> Result<bool> {
        let Some(visitor) = rows::by_id(cx, self.visitor_id).await? else { return Ok(false) };
        let Some(until) = visitor.last_seen_at.map(|seen| seen + ONLINE) else { return Ok(false) };
        if until <= cx.now() {
            return Ok(false);
        }
        cx.wake_at(until);
        Ok(true)
    }
}

impl Mutation for Heartbeat {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let token = self.session_token.as_deref().filter(|token| !token.is_empty());
        let Some(token) = token else { return Ok(()) };
        let Some(session) = widget_sessions::by_token(cx, token).await? else { return Ok(()) };
        let Some(workspace) = workspaces::by_id(cx, session.workspace).await? else { return Ok(()) };
        workspaces::check_origin(cx, &workspace, self.origin.as_deref())?;
        if session.expires_at < cx.now() {
            return Ok(());
        }
        match check_writer(cx, &session).await {
            Ok(()) => {}
            Err(Error::Refused(_)) => return Ok(()),
            Err(fault) => return Err(fault),
        }
        match rows::by_id(cx, session.visitor).await? {
            Some(visitor) => mark(cx, &visitor).await,
            None => Ok(()),
        }
    }
}

impl Mutation for UpdateLocation {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let Some(visitor) = rows::by_id(cx, self.visitor_id).await? else {
            return Err(Refusal::not_found("Visitor").into());
        };
        let mut after = Visitor { location: Some(self.location), ..visitor.clone() };
        if cx.caller().user_id().is_some() {
            cx.agent(visitor.workspace_id, Permission::UsersRead).await?;
        } else {
            let session = cx.visitor(self.session_token.as_deref(), visitor.workspace_id).await?;
            if session.visitor != visitor.id {
                let message = "Not authorized to update location for this visitor";
                return Err(Error::from(Refusal::not_authorized(message)));
            }
            after.last_seen_at = Some(cx.now());
        }
        after.location.as_ref().map_or(Ok(()), profile::check_location)?;
        rows::save(cx, &visitor, &after).await
    }
}

/// Notes that a visitor is here. Only one that comes back wakes its readers.
pub async fn mark(cx: &mut Writer, visitor: &Visitor) -> Result<()> {
    let now = cx.now();
    let unseen_for = visitor.last_seen_at.map_or(Millis::MAX, |seen| now - seen);
    if unseen_for < RARELY {
        return Ok(());
    }
    let access =
        if unseen_for >= ONLINE { cx.write(topics(visitor)) } else { cx.write_unnoticed("visitors") };
    access
        .query("UPDATE visitors SET last_seen_at = $2 WHERE id = $1")
        .bind(visitor.id)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}
