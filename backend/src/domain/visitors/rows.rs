//! The rows of `visitors`. One that was merged into another is as good as gone.

use super::{readable_id, search, topics};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::identities,
    store::Filter,
};
use shared::{
    id::{VisitorId, WorkspaceId},
    visitors::Visitor,
};
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};

macro_rules! select_all {
    ($($rest:literal),*) => {
        concat!(
            "SELECT id, created_at AS creation_time, workspace_id, session_id, readable_id, email, name, external_user_id,
                    location, device, referrer, current_url, custom_attributes, first_seen_at, last_seen_at, created_at,
                    identity_verified, identity_verified_at
             FROM visitors
             WHERE ",
            $($rest),*
        )
    };
}

macro_rules! select {
    ($rest:literal) => {
        select_all!("merged_into_id IS NULL AND ", $rest)
    };
}

/// Every visitor, with what follows WHERE left out.
pub const ALL: &str = select_all!("");

/// The newest visitors of a workspace.
pub async fn newest(cx: &mut Reader, workspace: WorkspaceId, most: i64) -> Result<Vec<Visitor>> {
    Ok(cx
        .read(Topic::new("visitors", workspace.0))
        .query(select!("workspace_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"))
        .bind(workspace)
        .bind(most)
        .fetch_all()
        .await?)
}

pub async fn by_id(cx: &mut Reader, id: VisitorId) -> Result<Option<Visitor>> {
    Ok(cx.read(Topic::new("visitors", id.0)).query(select!("id = $1")).bind(id).fetch_optional().await?)
}

/// The visitors with these ids.
pub async fn by_ids(
    cx: &mut Reader,
    ids: impl Iterator<Item = VisitorId>,
) -> Result<HashMap<VisitorId, Visitor>> {
    let ids: BTreeSet<VisitorId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let topics: Vec<Topic> = ids.iter().map(|id| Topic::new("visitors", id.0)).collect();
    let filter = Filter::new(select!("")).any_of("id", ids);
    let visitors: Vec<Visitor> = cx.read(topics).filter(filter).fetch_all().await?;
    Ok(visitors.into_iter().map(|visitor| (visitor.id, visitor)).collect())
}

/// Those of the visitors that were merged into another.
pub async fn merged(cx: &mut Reader, ids: &[VisitorId]) -> Result<Vec<Visitor>> {
    let topics: Vec<Topic> = ids.iter().map(|id| Topic::new("visitors", id.0)).collect();
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let filter =
        Filter::new(select_all!("")).any_of("id", ids.iter().copied()).push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// Every visitor of a device, oldest first, in whatever workspace.
pub async fn by_session(cx: &mut Reader, session: &str) -> Result<Vec<Visitor>> {
    Ok(cx
        .read(Topic::of_text("visitors", session))
        .query(select!("session_id = $1 ORDER BY created_at, id"))
        .bind(session.to_owned())
        .fetch_all()
        .await?)
}

/// The oldest visitor with this external id that was ever verified, which only its own id can have been.
pub async fn verified(cx: &mut Reader, workspace: WorkspaceId, external: &str) -> Result<Option<Visitor>> {
    Ok(cx
        .read(Topic::new("visitors", workspace.0))
        .query(select!(
            "workspace_id = $1 AND external_user_id = $2 AND identity_verified_at IS NOT NULL ORDER BY created_at, id LIMIT 1"
        ))
        .bind(workspace)
        .bind(external.to_owned())
        .fetch_optional()
        .await?)
}

/// Visitors of devices with exactly this e-mail, oldest first: whoever claims an address does not get what came by mail from it.
pub async fn by_email(cx: &mut Reader, workspace: WorkspaceId, email: &str) -> Result<Vec<Visitor>> {
    Ok(cx
        .read(Topic::new("visitors", workspace.0))
        .query(select!("workspace_id = $1 AND email = $2 AND session_id IS NOT NULL ORDER BY created_at, id"))
        .bind(workspace)
        .bind(email.to_owned())
        .fetch_all()
        .await?)
}

/// A visitor of whom nothing is known.
pub fn blank(id: VisitorId, workspace_id: WorkspaceId) -> Visitor {
    Visitor {
        id,
        creation_time: None,
        workspace_id,
        session_id: None,
        readable_id: readable_id::of(id),
        email: None,
        name: None,
        external_user_id: None,
        location: None,
        device: None,
        referrer: None,
        current_url: None,
        custom_attributes: None,
        first_seen_at: None,
        last_seen_at: None,
        created_at: None,
        identity_verified: None,
        identity_verified_at: None,
    }
}

/// A new visitor of a device; with `proven` it is the verified one of that external id from the start. Errors: a unique violation
/// when the device has an unverified one, or the id a verified one, which another work has just made.
pub async fn insert(
    cx: &mut Writer,
    workspace: WorkspaceId,
    session: &str,
    proven: Option<&str>,
) -> Result<Visitor> {
    let id = VisitorId(identities::create(cx, identities::Kind::Contact, Some(workspace)).await?);
    let now = cx.now();
    let visitor = Visitor {
        creation_time: Some(now),
        session_id: Some(session.to_owned()),
        external_user_id: proven.map(str::to_owned),
        first_seen_at: Some(now),
        last_seen_at: Some(now),
        created_at: Some(now),
        identity_verified: Some(proven.is_some()),
        identity_verified_at: proven.map(|_| now),
        ..blank(id, workspace)
    };
    cx.write(topics(&visitor))
        .query(
            "INSERT INTO visitors
                 (id, workspace_id, session_id, readable_id, external_user_id, identity_verified, identity_verified_at,
                  first_seen_at, last_seen_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8)",
        )
        .bind(id)
        .bind(workspace)
        .bind(session.to_owned())
        .bind(visitor.readable_id.clone())
        .bind(visitor.external_user_id.clone())
        .bind(proven.is_some())
        .bind(visitor.identity_verified_at)
        .bind(now)
        .execute()
        .await?;
    search::index(cx, &visitor).await?;
    Ok(visitor)
}

/// Stores what has changed of a visitor and wakes the readers of both states.
pub async fn save(cx: &mut Writer, before: &Visitor, after: &Visitor) -> Result<()> {
    cx.write(topics(before).into_iter().chain(topics(after)))
        .query(
            "UPDATE visitors
             SET session_id = $2, external_user_id = $3, email = $4, name = $5, location = $6, device = $7, referrer = $8,
                 current_url = $9, custom_attributes = $10, identity_verified = $11, identity_verified_at = $12,
                 last_seen_at = $13
             WHERE id = $1",
        )
        .bind(after.id)
        .bind(after.session_id.clone())
        .bind(after.external_user_id.clone())
        .bind(after.email.clone())
        .bind(after.name.clone())
        .bind(after.location.clone().map(Json))
        .bind(after.device.clone().map(Json))
        .bind(after.referrer.clone())
        .bind(after.current_url.clone())
        .bind(after.custom_attributes.clone().map(Json))
        .bind(after.identity_verified.unwrap_or(false))
        .bind(after.identity_verified_at)
        .bind(after.last_seen_at)
        .execute()
        .await?;
    if !search::texts(before).eq(search::texts(after)) {
        search::index(cx, after).await?;
    }
    Ok(())
}

/// Marks a visitor as part of another; nothing finds it any more.
pub async fn mark_merged(cx: &mut Writer, source: &Visitor, target: VisitorId) -> Result<()> {
    cx.write(topics(source))
        .query("UPDATE visitors SET merged_into_id = $2, session_id = NULL WHERE id = $1")
        .bind(source.id)
        .bind(target)
        .execute()
        .await?;
    Ok(())
}
