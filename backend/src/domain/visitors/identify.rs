//! `visitors:identify`: a visitor says, and perhaps proves, who it is.

use super::{
    Profile, Proof,
    claim::{may_become, merge, weighed},
    prove, rows,
};
use crate::{
    core::{Error, Mutation, Result, VisitorSession, Writer},
    domain::{checklists, widget_sessions, workspaces},
};
use shared::{
    Error as Refusal,
    visitors::{Identify, Visitor},
};

impl Mutation for Identify {
    async fn run(self, cx: &mut Writer) -> Result<Visitor> {
        let missing = || Error::from(Refusal::not_found("Visitor"));
        let session = cx.visitor_anywhere(self.session_token.as_deref()).await?;
        if let Some(given) = self.visitor_id {
            let given = rows::by_id(cx, given).await?.ok_or_else(missing)?;
            if given.workspace_id != session.workspace {
                return Err(Refusal::not_authorized("Session token does not match workspace").into());
            }
        }
        let visitor = rows::by_id(cx, session.visitor).await?.ok_or_else(missing)?;
        let workspace = workspaces::found(cx, session.workspace).await?;
        workspaces::check_origin(cx, &workspace, self.origin.as_deref())?;
        let hash = self.user_hash;
        let profile = Profile {
            email: self.email,
            name: self.name,
            external_user_id: self.external_user_id,
            location: self.location,
            device: self.device,
            referrer: self.referrer,
            current_url: self.current_url,
            custom_attributes: self.custom_attributes,
        }
        .checked()?;
        let proof = prove(&workspace, profile.external_user_id.as_deref(), hash.as_deref(), cx.now())?;
        let before = match profile.external_user_id.as_deref().filter(|_| proof == Proof::Good) {
            Some(external) => {
                let target = proven(cx, &session, visitor, external).await?;
                with_email(cx, &session, target, external, profile.email.as_deref()).await?
            }
            None => visitor,
        };
        let after = profile.applied(&before, proof == Proof::Good)?;
        let after = weighed(cx, after, proof, Some(session.id)).await?;
        let after = Visitor { last_seen_at: Some(cx.now()), ..after };
        rows::save(cx, &before, &after).await?;
        checklists::described(cx, &after).await?;
        Ok(after)
    }
}

/// The visitor of a proven external id: this one if it is nobody else's, else the verified one, else a new one.
async fn proven(
    cx: &mut Writer,
    session: &VisitorSession,
    visitor: Visitor,
    external: &str,
) -> Result<Visitor> {
    match rows::verified(cx, session.workspace, external).await? {
        Some(verified) if verified.id == visitor.id => Ok(visitor),
        Some(verified) if may_become(&visitor, external) => join(cx, session, &visitor, &verified).await,
        Some(verified) => {
            widget_sessions::move_to(cx, session.id, verified.id).await?;
            Ok(verified)
        }
        None if may_become(&visitor, external) => Ok(visitor),
        None => {
            let device = visitor.session_id.clone().unwrap_or_else(|| session.id.to_string());
            let fresh = rows::insert(cx, session.workspace, &device, Some(external)).await?;
            widget_sessions::move_to(cx, session.id, fresh.id).await?;
            Ok(fresh)
        }
    }
}

/// Joins the visitor with the oldest one of its e-mail, if that one is nobody else's.
async fn with_email(
    cx: &mut Writer,
    session: &VisitorSession,
    visitor: Visitor,
    external: &str,
    email: Option<&str>,
) -> Result<Visitor> {
    let Some(email) = email.filter(|email| visitor.email.as_deref() != Some(email)) else {
        return Ok(visitor);
    };
    let others = rows::by_email(cx, visitor.workspace_id, email).await?;
    match others.into_iter().find(|other| other.id != visitor.id && may_become(other, external)) {
        Some(older) => join(cx, session, &visitor, &older).await,
        None => Ok(visitor),
    }
}

/// Merges two visitors and takes the calling session along.
async fn join(
    cx: &mut Writer,
    session: &VisitorSession,
    source: &Visitor,
    target: &Visitor,
) -> Result<Visitor> {
    widget_sessions::move_to(cx, session.id, target.id).await?;
    merge(cx, source, target).await
}
