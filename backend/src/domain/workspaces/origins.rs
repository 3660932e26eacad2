//! The sites that may show a workspace's widget (functions-identity.md §5).

use super::{Row, by_id, found, topic};
use crate::{
    core::{Mutation, Query, Reader, Result, Writer},
    domain::audit_logs::{self, Act, SECURITY},
};
use serde_json::json;
use shared::{
    Error as Refusal, limits, origin,
    permissions::Permission,
    workspaces::{OriginVerdict, UpdateAllowedOrigins, ValidateOrigin},
};
use sqlx::types::Json;

/// How many sites a workspace can list.
const MOST: usize = 200;

impl Mutation for UpdateAllowedOrigins {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.agent(self.workspace_id, Permission::SettingsSecurity).await?;
        limits::at_most("The list of allowed origins", self.allowed_origins.len(), MOST, "entries")?;
        for entry in &self.allowed_origins {
            limits::url("An allowed origin", entry)?;
        }
        let old = found(cx, self.workspace_id).await?.allowed_origins.0;
        let (old, new) = (json!(old), json!(self.allowed_origins));
        cx.write(topic(self.workspace_id))
            .query("UPDATE workspaces SET allowed_origins = $2 WHERE id = $1")
            .bind(self.workspace_id)
            .bind(Json(self.allowed_origins))
            .execute()
            .await?;
        let act = Act::changed(SECURITY, "allowedOrigins", old, new).to(self.workspace_id);
        audit_logs::note(cx, self.workspace_id, act).await
    }
}

impl Query for ValidateOrigin {
    async fn run(self, cx: &mut Reader) -> Result<OriginVerdict> {
        let Some(workspace) = by_id(cx, self.workspace_id).await? else {
            return Ok(OriginVerdict { valid: false, reason: "Workspace not found".into() });
        };
        let allowed = &workspace.allowed_origins.0;
        Ok(match origin::check(allowed, Some(&self.origin)) {
            Ok(()) if allowed.is_empty() => {
                OriginVerdict { valid: true, reason: "No origin restrictions configured".into() }
            }
            Ok(()) => OriginVerdict { valid: true, reason: "Origin allowed".into() },
            Err(refusal) => {
                let reason = refusal.message.trim_start_matches("Origin validation failed: ").to_owned();
                OriginVerdict { valid: false, reason }
            }
        })
    }
}

/// Refuses a visitor's call from a site that is not listed. `argument` is the host page's origin as the widget handed it over; the
/// call's own `Origin` header, if a page that is not ours (as the widget's frame is) sent one, must be listed too.
pub fn check_origin(cx: &Reader, workspace: &Row, argument: Option<&str>) -> Result<()> {
    let allowed = &workspace.allowed_origins.0;
    let header = cx.caller().origin.as_deref();
    if header.is_some() {
        origin::check(allowed, header)?;
    }
    // A caller outside our frame may leave the argument out: the browser has said where it is.
    Ok(origin::check(allowed, argument.or(header))?)
}

/// What a caller is told when the workspace that it names is not there.
pub fn unknown_workspace() -> Refusal {
    Refusal::not_found("Origin validation failed: Workspace")
}
