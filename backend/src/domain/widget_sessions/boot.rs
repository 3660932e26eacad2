//! `widgetSessions:boot`: the widget's way in (functions-identity.md §8).

use super::{
    created,
    rows::{self, Client},
};
use crate::{
    core::{Limit, Mutation, Result, Writer},
    domain::{
        audit_logs, checklists,
        visitors::{self, Profile, Proof},
        workspaces,
    },
};
use shared::{
    Error as Refusal, Millis,
    authoring_sessions::without_token,
    limits,
    visitors::Visitor,
    widget_sessions::{Boot, Booted},
};

/// Ended sessions are kept so long, to show where the widget was seen.
const REMEMBERED: Millis = 30 * 24 * 3_600_000;

impl Mutation for Boot {
    async fn run(self, cx: &mut Writer) -> Result<Booted> {
        cx.app().rates().check(Limit::Boot, cx.caller().ip)?;
        let Some(workspace) = workspaces::by_id(cx, self.workspace_id).await? else {
            return Err(workspaces::unknown_workspace().into());
        };
        workspaces::check_origin(cx, &workspace, self.origin.as_deref())?;
        if self.session_id.is_empty() {
            return Err(Refusal::invalid("Session ID is missing").into());
        }
        limits::token("Session ID", &self.session_id)?;
        let client = client_of(&self)?;
        let profile = profile_of(&self)?;
        let (external, email) = (profile.external_user_id.as_deref(), profile.email.as_deref());
        let proof = visitors::prove(&workspace, external, self.user_hash.as_deref(), cx.now())?;
        let device = visitors::Device {
            workspace: workspace.id,
            session: &self.session_id,
            existing: self.existing_visitor_id,
            external,
            email,
            proof,
        };
        let before = visitors::pick(cx, &device).await?;
        let visitor = welcome(cx, &workspace, &profile, before, &self.session_id, proof).await?;
        checklists::described(cx, &visitor).await?;
        let is_verified = proof == Proof::Good;
        let (session_token, expires_at) = rows::open(cx, &workspace, visitor.id, is_verified, client).await?;
        audit_logs::note(cx, workspace.id, created(visitor.id, is_verified, "boot")).await?;
        let long_ago = cx.now() - REMEMBERED;
        rows::forget_old(cx, visitor.id, long_ago).await?;
        Ok(Booted { visitor, session_token, expires_at })
    }
}

/// Stores what the visitor says about itself. A visit that says nothing new wakes nobody.
async fn welcome(
    cx: &mut Writer,
    workspace: &workspaces::Row,
    profile: &Profile,
    before: Visitor,
    session: &str,
    proof: Proof,
) -> Result<Visitor> {
    let now = cx.now();
    let after = profile.applied(&before, proof == Proof::Good)?;
    let after = visitors::weighed(cx, after, proof, None).await?;
    let after = if proof == Proof::Good { after } else { visitors::without_claim(workspace, after) };
    let after = Visitor { session_id: Some(session.to_owned()), ..after };
    if after == before {
        visitors::mark(cx, &before).await?;
    } else {
        visitors::save(cx, &before, &Visitor { last_seen_at: Some(now), ..after.clone() }).await?;
    }
    Ok(Visitor { last_seen_at: Some(now), ..after })
}

fn profile_of(boot: &Boot) -> Result<Profile> {
    Profile {
        email: boot.email.clone(),
        name: boot.name.clone(),
        external_user_id: boot.external_user_id.clone(),
        location: boot.location.clone(),
        device: boot.device.clone(),
        referrer: boot.referrer.clone(),
        current_url: boot.current_url.clone(),
        custom_attributes: boot.custom_attributes.clone(),
    }
    .checked()
}

fn client_of(boot: &Boot) -> Result<Client> {
    let platform = boot.device.as_ref().and_then(|device| device.platform.clone());
    let usual = match platform.as_deref() {
        Some("ios" | "android") => "mobile_sdk",
        _ => "web_widget",
    };
    let kind = boot.client_type.clone().filter(|kind| !kind.is_empty()).unwrap_or_else(|| usual.into());
    limits::token("Client type", &kind)?;
    limits::token("Client version", boot.client_version.as_deref().unwrap_or_default())?;
    limits::token("Client identifier", boot.client_identifier.as_deref().unwrap_or_default())?;
    limits::url("Origin", boot.origin.as_deref().unwrap_or_default())?;
    Ok(Client {
        kind,
        version: boot.client_version.clone(),
        identifier: boot.client_identifier.clone(),
        origin: boot.origin.clone(),
        current_url: boot.current_url.as_deref().map(without_token),
        device_platform: platform,
    })
}
