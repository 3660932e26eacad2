//! A workspace's secret for proofs of identity, and whether they are asked for (functions-identity.md §9).

use super::{Row, topic};
use crate::core::{Mutation, Result, Topic, Writer};
use shared::{Function, Millis, function, id::WorkspaceId, workspaces::IdentityMode};

impl Row {
    /// Whether a visitor that names itself must prove it.
    pub fn requires_identity(&self) -> bool {
        self.identity_verification_enabled && self.identity_verification_mode == IdentityMode::Required
    }
}

/// Turns verification on. Answers whether `secret` is now the workspace's: one that it has already stays, also one that another
/// work has just made.
pub async fn verify_identities(
    cx: &mut Writer,
    id: WorkspaceId,
    mode: IdentityMode,
    secret: &str,
) -> Result<bool> {
    let kept: Option<(String,)> = cx
        .write(topic(id))
        .query(
            "UPDATE workspaces
             SET identity_verification_enabled = TRUE, identity_verification_mode = $2,
                 identity_secret = COALESCE(identity_secret, $3)
             WHERE id = $1
             RETURNING identity_secret",
        )
        .bind(id)
        .bind(mode)
        .bind(secret.to_owned())
        .fetch_optional()
        .await?;
    Ok(kept.is_some_and(|(kept,)| kept == secret))
}

pub async fn stop_verifying_identities(cx: &mut Writer, id: WorkspaceId) -> Result<()> {
    cx.write(topic(id))
        .query("UPDATE workspaces SET identity_verification_enabled = FALSE WHERE id = $1")
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

pub async fn set_identity_mode(cx: &mut Writer, id: WorkspaceId, mode: IdentityMode) -> Result<()> {
    cx.write(topic(id))
        .query("UPDATE workspaces SET identity_verification_mode = $2 WHERE id = $1")
        .bind(id)
        .bind(mode)
        .execute()
        .await?;
    Ok(())
}

/// Gives the workspace another secret. The one until now is good until `until`, and one before that no longer. Answers false if
/// verification is off.
pub async fn rotate_identity_secret(
    cx: &mut Writer,
    id: WorkspaceId,
    secret: &str,
    until: Millis,
) -> Result<bool> {
    let rotated = cx
        .write(topic(id))
        .query(
            "UPDATE workspaces
             SET identity_secret_previous = identity_secret, identity_secret_previous_until = $3, identity_secret = $2
             WHERE id = $1 AND identity_verification_enabled",
        )
        .bind(id)
        .bind(secret.to_owned())
        .bind(until)
        .execute()
        .await?;
    Ok(rotated == 1)
}

/// Deletes the secrets whose overlap has ended; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct ForgetSecrets;

impl Function for ForgetSecrets {
    const NAME: &'static str = "workspaces:forgetSecrets (internal)";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for ForgetSecrets {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        let now = cx.now();
        // To every reader one that has ended is as good as none; but what is remembered of the row must go.
        let forgotten: Vec<(WorkspaceId,)> = cx
            .write_unnoticed("workspaces")
            .query(
                "UPDATE workspaces
                 SET identity_secret_previous = NULL, identity_secret_previous_until = NULL
                 WHERE identity_secret_previous_until <= $1
                 RETURNING id",
            )
            .bind(now)
            .fetch_all()
            .await?;
        for (id,) in &forgotten {
            cx.touch(Topic::new("workspaces", id.0));
        }
        Ok(forgotten.len() as u64)
    }
}
