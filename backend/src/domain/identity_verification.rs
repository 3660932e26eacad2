//! Whether visitors must prove who they are (functions-identity.md §9). The state is in `workspaces`, the proof in
//! `visitors/proof.rs`.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Writer},
    domain::{
        audit_logs::{self, Act, SECURITY},
        visitors, workspaces,
    },
};
use serde_json::json;
use shared::{
    Error as Refusal,
    id::WorkspaceId,
    identity_verification::{
        Disable, Enable, Enabled, GetSecret, GetSettings, GetVisitorStatus, IsRequired, OVERLAP, Requirement,
        RotateSecret, Rotated, Secret, Settings, UpdateMode, VisitorStatus,
    },
    permissions::Permission,
    widget_sessions::Success,
    workspaces::IdentityMode,
};

pub fn register(functions: &mut Functions) {
    functions
        .query::<GetSettings>()
        .mutation::<Enable>()
        .mutation::<Disable>()
        .mutation::<RotateSecret>()
        .mutation::<UpdateMode>()
        .query::<GetSecret>()
        .query::<IsRequired>()
        .query::<GetVisitorStatus>();
}

impl Query for GetSettings {
    async fn run(self, cx: &mut Reader) -> Result<Option<Settings>> {
        if cx.member(self.workspace_id).await?.is_none() {
            return Ok(None);
        }
        let row = workspaces::found(cx, self.workspace_id).await?;
        let now = cx.now();
        let previous_secret_until = row.identity_secret_previous_until.filter(|until| now < *until);
        if let Some(until) = previous_secret_until {
            cx.wake_at(until);
        }
        Ok(Some(Settings {
            enabled: row.identity_verification_enabled,
            mode: row.identity_verification_mode,
            has_secret: row.identity_secret.is_some(),
            previous_secret_until,
        }))
    }
}

impl Mutation for Enable {
    async fn run(self, cx: &mut Writer) -> Result<Enabled> {
        guarded(cx, self.workspace_id).await?;
        let mode = self.mode.unwrap_or(IdentityMode::Optional);
        let secret = cx.chance().letters_and_digits::<64>()?;
        let is_new_secret = workspaces::verify_identities(cx, self.workspace_id, mode, &secret).await?;
        let details = json!({"mode": mode, "isNewSecret": is_new_secret});
        log(cx, self.workspace_id, Act::new("widget.identity.enabled", "workspace").with(details)).await?;
        Ok(Enabled { success: true, secret: is_new_secret.then_some(secret), is_new_secret, mode })
    }
}

impl Mutation for Disable {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        guarded(cx, self.workspace_id).await?;
        if self.confirm_disable == Some(false) {
            return Err(invalid("Confirmation required to disable identity verification"));
        }
        workspaces::stop_verifying_identities(cx, self.workspace_id).await?;
        log(cx, self.workspace_id, Act::new("widget.identity.disabled", "workspace")).await?;
        Ok(Success::YES)
    }
}

impl Mutation for RotateSecret {
    async fn run(self, cx: &mut Writer) -> Result<Rotated> {
        guarded(cx, self.workspace_id).await?;
        let secret = cx.chance().letters_and_digits::<64>()?;
        let until = cx.now() + OVERLAP;
        if !workspaces::rotate_identity_secret(cx, self.workspace_id, &secret, until).await? {
            return Err(invalid("Identity verification must be enabled to rotate secret"));
        }
        let act =
            Act::new("widget.identity.secret.rotated", "workspace").with(json!({"overlapUntil": until}));
        log(cx, self.workspace_id, act).await?;
        Ok(Rotated { success: true, secret })
    }
}

impl Mutation for UpdateMode {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let row = guarded(cx, self.workspace_id).await?;
        if !row.identity_verification_enabled {
            return Err(invalid("Identity verification must be enabled first"));
        }
        workspaces::set_identity_mode(cx, self.workspace_id, self.mode).await?;
        let (old, new) = (json!(row.identity_verification_mode), json!(self.mode));
        log(cx, self.workspace_id, Act::changed(SECURITY, "identityVerificationMode", old, new)).await?;
        Ok(Success::YES)
    }
}

impl Query for GetSecret {
    async fn run(self, cx: &mut Reader) -> Result<Option<Secret>> {
        Ok(guarded(cx, self.workspace_id).await?.identity_secret.map(|secret| Secret { secret }))
    }
}

impl Query for IsRequired {
    async fn run(self, cx: &mut Reader) -> Result<Requirement> {
        let row = workspaces::by_id(cx, self.workspace_id).await?;
        Ok(Requirement {
            enabled: row.as_ref().is_some_and(|row| row.identity_verification_enabled),
            required: row.as_ref().is_some_and(workspaces::Row::requires_identity),
        })
    }
}

impl Query for GetVisitorStatus {
    async fn run(self, cx: &mut Reader) -> Result<Option<VisitorStatus>> {
        let Some(visitor) = visitors::by_id(cx, self.visitor_id).await? else { return Ok(None) };
        if cx.caller().user_id().is_some() {
            cx.agent(visitor.workspace_id, Permission::UsersRead).await?;
        } else {
            let session = cx.visitor(self.session_token.as_deref(), visitor.workspace_id).await?;
            if session.visitor != visitor.id {
                let message = "Not authorized to access visitor verification status";
                return Err(Refusal::not_authorized(message).into());
            }
        }
        Ok(Some(VisitorStatus {
            verified: visitor.identity_verified == Some(true),
            verified_at: visitor.identity_verified_at,
        }))
    }
}

/// The workspace, for a member that may change its security. Errors: those of [`Reader::agent`].
async fn guarded(cx: &mut Reader, workspace: WorkspaceId) -> Result<workspaces::Row> {
    cx.agent(workspace, Permission::SettingsSecurity).await?;
    workspaces::found(cx, workspace).await
}

async fn log(cx: &mut Writer, workspace: WorkspaceId, act: Act) -> Result<()> {
    audit_logs::note(cx, workspace, act.to(workspace)).await
}

fn invalid(message: &str) -> crate::core::Error {
    Refusal::invalid(message).into()
}
