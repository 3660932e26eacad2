//! Visitors whom only mail tells of. Anybody can write any sender's address, and anybody can claim one on a site; so such a visitor has no
//! device and no device finds it.

use super::{rows, search, topics};
use crate::{
    core::{Result, Topic, Writer},
    domain::identities,
};
use shared::{
    id::{VisitorId, WorkspaceId},
    visitors::Visitor,
};

/// The visitor of this address that came by mail, a new one if there is none.
pub async fn of_mail(
    cx: &mut Writer,
    workspace: WorkspaceId,
    email: &str,
    name: Option<String>,
) -> Result<VisitorId> {
    let known: Option<(VisitorId,)> = cx
        .read(Topic::new("visitors", workspace.0))
        .query(
            "SELECT id FROM visitors
             WHERE workspace_id = $1 AND email = $2 AND session_id IS NULL AND merged_into_id IS NULL
             ORDER BY created_at, id
             LIMIT 1",
        )
        .bind(workspace)
        .bind(email.to_owned())
        .fetch_optional()
        .await?;
    match known {
        Some((id,)) => Ok(id),
        None => insert(cx, workspace, email, name).await,
    }
}

async fn insert(
    cx: &mut Writer,
    workspace: WorkspaceId,
    email: &str,
    name: Option<String>,
) -> Result<VisitorId> {
    let id = VisitorId(identities::create(cx, identities::Kind::Contact, Some(workspace)).await?);
    let now = cx.now();
    let visitor = Visitor { email: Some(email.to_owned()), name, ..rows::blank(id, workspace) };
    cx.write(topics(&visitor))
        .query(
            "INSERT INTO visitors
                 (id, workspace_id, readable_id, email, name, identity_verified, first_seen_at, last_seen_at, created_at)
             VALUES ($1, $2, $3, $4, $5, FALSE, $6, $6, $6)",
        )
        .bind(id)
        .bind(workspace)
        .bind(visitor.readable_id.clone())
        .bind(visitor.email.clone())
        .bind(visitor.name.clone())
        .bind(now)
        .execute()
        .await?;
    search::index(cx, &visitor).await?;
    Ok(id)
}
