//! Which visitor a device is. A device id alone finds only a visitor that was never verified; a verified one is found by proof
//! of its external id (design §4). Names and addresses that somebody merely claims never lead to another's visitor.

use super::{Proof, rows};
use crate::{
    core::{Result, Writer},
    domain::{
        audit_logs::{self, Act},
        checklists, conversations, events, media, outbound_messages, surveys, tickets, tour_progress,
        widget_sessions,
    },
};
use serde_json::json;
use shared::{
    id::{VisitorId, WorkspaceId},
    visitors::Visitor,
};

/// What a booting device says to be recognised.
pub struct Device<'a> {
    pub workspace: WorkspaceId,
    pub session: &'a str,
    pub existing: Option<VisitorId>,
    pub external: Option<&'a str>,
    pub email: Option<&'a str>,
    pub proof: Proof,
}

/// The visitor that a device continues as, its row as it was; a new one when nothing else fits.
pub async fn pick(cx: &mut Writer, device: &Device<'_>) -> Result<Visitor> {
    let mut known = rows::by_session(cx, device.session).await?;
    known.retain(|visitor| visitor.workspace_id == device.workspace);
    let proven_id = device.external.filter(|_| device.proof == Proof::Good);
    let found = match proven_id {
        Some(external) => proven(cx, device, external, &known).await?,
        None => known.iter().find(|visitor| visitor.identity_verified_at.is_none()).cloned(),
    };
    match found {
        Some(visitor) => Ok(visitor),
        None => rows::insert(cx, device.workspace, device.session, proven_id).await,
    }
}

/// The visitor of a proven external id: the verified one, of which there is one at the most, the one that the client remembers, the
/// device's, or one of its e-mail.
async fn proven(
    cx: &mut Writer,
    device: &Device<'_>,
    external: &str,
    known: &[Visitor],
) -> Result<Option<Visitor>> {
    let on_device = known.iter().find(|visitor| may_become(visitor, external)).cloned();
    if let Some(verified) = rows::verified(cx, device.workspace, external).await? {
        // What the person did on this device before it signed in goes along.
        return match on_device.filter(|visitor| visitor.id != verified.id && is_anonymous(visitor)) {
            Some(anonymous) => merge(cx, &anonymous, &verified).await.map(Some),
            None => Ok(Some(verified)),
        };
    }
    if let Some(visitor) = remembered(cx, device, external).await?.or(on_device) {
        return Ok(Some(visitor));
    }
    let Some(email) = device.email else { return Ok(None) };
    Ok(rows::by_email(cx, device.workspace, email)
        .await?
        .into_iter()
        .find(|visitor| may_become(visitor, external)))
}

async fn remembered(cx: &mut Writer, device: &Device<'_>, external: &str) -> Result<Option<Visitor>> {
    let Some(id) = device.existing else { return Ok(None) };
    let visitor = rows::by_id(cx, id).await?;
    Ok(visitor.filter(|visitor| {
        visitor.workspace_id == device.workspace && visitor.external_user_id.as_deref() == Some(external)
    }))
}

/// Whether the row can belong to the person behind a proven external id: nobody else has claimed or proven it.
pub fn may_become(visitor: &Visitor, external: &str) -> bool {
    visitor.external_user_id.as_deref().is_none_or(|known| known == external)
        && (visitor.identity_verified_at.is_none() || visitor.external_user_id.as_deref() == Some(external))
}

/// Never verified, and never named by the host page.
pub fn is_anonymous(visitor: &Visitor) -> bool {
    visitor.identity_verified_at.is_none() && visitor.external_user_id.is_none()
}

/// Moves what `source` has to `target`, fills what `target` lacks, and answers `target` as it is now. Sessions of `source` are
/// not moved: whoever holds one has not proven to be `target`.
pub async fn merge(cx: &mut Writer, source: &Visitor, target: &Visitor) -> Result<Visitor> {
    let conversations = conversations::reassign(cx, source.workspace_id, source.id, target.id).await?;
    tickets::reassign(cx, source.workspace_id, source.id, target.id).await?;
    media::reassign(cx, source.id.into(), target.id.into()).await?;
    let events = events::reassign(cx, source.workspace_id, source.id, target.id).await?;
    outbound_messages::reassign(cx, source.id, target.id).await?;
    checklists::reassign(cx, source.id, target.id).await?;
    surveys::reassign(cx, source.id, target.id).await?;
    tour_progress::reassign(cx, source.id, target.id).await?;
    widget_sessions::end_all(cx, source).await?;
    rows::mark_merged(cx, source, target.id).await?;
    let or = |own: &Option<String>, other: &Option<String>| own.clone().or_else(|| other.clone());
    let merged = Visitor {
        email: or(&target.email, &source.email),
        name: or(&target.name, &source.name),
        external_user_id: or(&target.external_user_id, &source.external_user_id),
        location: target.location.clone().or_else(|| source.location.clone()),
        device: target.device.clone().or_else(|| source.device.clone()),
        referrer: or(&target.referrer, &source.referrer),
        current_url: or(&target.current_url, &source.current_url),
        custom_attributes: super::profile::merged(&source.custom_attributes, &target.custom_attributes),
        ..target.clone()
    };
    rows::save(cx, target, &merged).await?;
    let details = json!({
        "sourceVisitorId": source.id, "sourceVisitorReadableId": source.readable_id,
        "targetVisitorId": target.id, "targetVisitorReadableId": target.readable_id,
        "reassignedConversations": conversations, "reassignedEvents": events,
    });
    let act = Act::new("visitor.merged", "visitor").to(target.id).with(details);
    audit_logs::note(cx, target.workspace_id, act).await?;
    Ok(merged)
}

/// The visitor after its identity was weighed. One that becomes verified loses the sessions of whoever was in it unproven, but
/// for `keep`.
pub async fn weighed(
    cx: &mut Writer,
    visitor: Visitor,
    proof: Proof,
    keep: Option<shared::id::WidgetSessionId>,
) -> Result<Visitor> {
    match proof {
        Proof::Nothing => Ok(visitor),
        Proof::Bad => Ok(Visitor { identity_verified: Some(false), ..visitor }),
        Proof::Good => {
            if visitor.identity_verified != Some(true) {
                widget_sessions::end_unproven(cx, &visitor, keep).await?;
            }
            let now = cx.now();
            Ok(Visitor { identity_verified: Some(true), identity_verified_at: Some(now), ..visitor })
        }
    }
}
