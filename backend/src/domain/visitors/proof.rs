//! Whether a visitor is who it says: HMAC-SHA256 of its external id under the workspace's secret (functions-identity.md §9).

use super::rows;
use crate::{
    core::{Reader, Result, VisitorSession},
    domain::workspaces,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::{Code, Error as Refusal, Millis, visitors::Visitor};

/// What a call proves about its visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The workspace does not verify, or nothing was claimed that could be.
    Nothing,
    Good,
    /// A hash that does not fit, where the workspace lets that pass.
    Bad,
}

/// Weighs a claim. Errors, in a workspace that requires proof: "Identity verification failed: …".
pub fn prove(
    workspace: &workspaces::Row,
    external: Option<&str>,
    hash: Option<&str>,
    now: Millis,
) -> Result<Proof> {
    let Some(external) = external.filter(|_| workspace.identity_verification_enabled) else {
        return Ok(Proof::Nothing);
    };
    let is_required = workspace.requires_identity();
    let Some(hash) = hash.filter(|hash| !hash.is_empty()) else {
        return if is_required { Err(refused("userHash is required")) } else { Ok(Proof::Nothing) };
    };
    if fits(workspace, external, hash, now) {
        return Ok(Proof::Good);
    }
    if is_required { Err(refused("invalid userHash")) } else { Ok(Proof::Bad) }
}

/// Refuses what a visitor writes who says that it is somebody and has not proven it, in a workspace that requires proof. Its sessions
/// may be from before that was required. Errors: "Identity verification failed: userHash is required".
pub async fn check_writer(cx: &mut Reader, session: &VisitorSession) -> Result<()> {
    if session.is_verified {
        return Ok(());
    }
    let workspace = workspaces::by_id(cx, session.workspace).await?;
    if !workspace.is_some_and(|workspace| workspace.requires_identity()) {
        return Ok(());
    }
    let visitor = rows::by_id(cx, session.visitor).await?;
    if visitor.is_some_and(|visitor| visitor.external_user_id.is_some() && !is_verified(&visitor)) {
        return Err(refused("userHash is required"));
    }
    Ok(())
}

/// The visitor as it boots without proof: where proof is required, an external id that it only claimed before is dropped, so that it
/// is anonymous and may write.
pub fn without_claim(workspace: &workspaces::Row, visitor: Visitor) -> Visitor {
    let is_claimed = visitor.identity_verified_at.is_none();
    let external_user_id =
        visitor.external_user_id.filter(|_| !(workspace.requires_identity() && is_claimed));
    Visitor { external_user_id, ..visitor }
}

/// Whoever was in a visitor unproven lost its sessions when it became verified.
fn is_verified(visitor: &Visitor) -> bool {
    visitor.identity_verified == Some(true)
}

/// Compares with the secret, and with the one before it until its end, in constant time.
fn fits(workspace: &workspaces::Row, external: &str, hash: &str, now: Millis) -> bool {
    let Ok(hash) = hex::decode(hash.to_ascii_lowercase()) else { return false };
    let is_under = |secret: &String| {
        Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .is_ok_and(|mac| mac.chain_update(external).verify_slice(&hash).is_ok())
    };
    let previous = workspace
        .identity_secret_previous
        .as_ref()
        .filter(|_| workspace.identity_secret_previous_until.is_some_and(|until| now < until));
    workspace.identity_secret.as_ref().is_some_and(is_under) || previous.is_some_and(is_under)
}

fn refused(why: &str) -> crate::core::Error {
    Refusal::new(Code::NotAuthorized, format!("Identity verification failed: {why}")).into()
}
