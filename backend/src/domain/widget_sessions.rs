//! Visitors' sessions (functions-identity.md §8). Writes `widget_sessions`; of a token only the SHA-256 is stored.

mod boot;
mod forget;
mod lifetime;
mod rows;
mod signals;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, VisitorSession, Writer},
    domain::audit_logs::{self, Act},
};
use serde_json::json;
use shared::{
    Code, Error as Refusal,
    id::VisitorId,
    widget_sessions::{
        Boot, GetSettings, Refresh, Refreshed, Revoke, Success, UpdateSettings, ValidateSessionToken,
        Validity,
    },
};

pub use forget::Forget;
pub use rows::{by_token, end_all, end_unproven, erase, move_to, of};
pub use signals::signals;

pub fn register(functions: &mut Functions) {
    functions
        .mutation::<Boot>()
        .mutation::<Refresh>()
        .mutation::<Revoke>()
        .query::<ValidateSessionToken>()
        .query::<GetSettings>()
        .mutation::<UpdateSettings>();
}

impl Mutation for Refresh {
    async fn run(self, cx: &mut Writer) -> Result<Refreshed> {
        let refuse = |code, message| Err(Refusal::new(code, message).into());
        if self.session_token.is_empty() {
            return refuse(Code::NotAuthenticated, "Session token required");
        }
        let Some(old) = by_token(cx, &self.session_token).await? else {
            return refuse(Code::NotAuthenticated, "Invalid session token");
        };
        if old.expires_at < cx.now() {
            return refuse(Code::SessionExpired, "Session expired: please re-boot");
        }
        match rows::renew(cx, &old, &self.session_token).await? {
            Some((session_token, expires_at)) => {
                let created = created(old.visitor, old.is_verified, "refresh");
                audit_logs::note(cx, old.workspace, created).await?;
                Ok(Refreshed { session_token, expires_at })
            }
            None => refuse(Code::NotAuthenticated, "Invalid session token"),
        }
    }
}

impl Mutation for Revoke {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        if let Some(session) = by_token(cx, &self.session_token).await? {
            rows::end(cx, &session, &self.session_token).await?;
            let act = Act::new("auth.logout", "widgetSession").to(session.visitor);
            audit_logs::note(cx, session.workspace, act).await?;
        }
        Ok(Success::YES)
    }
}

/// What is logged of a new session. Its resource is the visitor.
fn created(visitor: VisitorId, is_verified: bool, source: &str) -> Act {
    let details = json!({"source": source, "identityVerified": is_verified});
    Act::new("auth.session.created", "widgetSession").to(visitor).with(details)
}

impl Query for ValidateSessionToken {
    async fn run(self, cx: &mut Reader) -> Result<Validity> {
        let reason = match cx.visitor(Some(&self.session_token), self.workspace_id).await {
            Ok(VisitorSession { visitor, .. }) if self.visitor_id.is_some_and(|given| given != visitor) => {
                "Session token does not match visitor".into()
            }
            Ok(session) => {
                return Ok(Validity {
                    valid: true,
                    visitor_id: Some(session.visitor),
                    identity_verified: Some(session.is_verified),
                    reason: None,
                });
            }
            Err(crate::core::Error::Refused(refusal)) => refusal.message,
            Err(fault) => return Err(fault),
        };
        Ok(Validity { valid: false, visitor_id: None, identity_verified: None, reason: Some(reason) })
    }
}
