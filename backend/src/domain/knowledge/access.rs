//! What each member used of what the team knows. Writes `recent_content_access`.

use super::searching::{between, described};
use crate::{
    core::{Mutation, Query, Reader, Result, Topic, Writer},
    store::Filter,
};
use shared::{
    Code, Error, Millis,
    ai_agent::{ContentId, ContentType},
    id::{ContentAccessId, UserId, WorkspaceId},
    knowledge::{GetFrequentlyUsed, GetRecentlyUsed, TrackAccess, Used},
    permissions::Permission,
};

/// What is kept of each member.
const KEPT: i64 = 50;

fn topic(user: UserId) -> Topic {
    Topic::new("recent_content_access", user.0)
}

impl Mutation for TrackAccess {
    async fn run(self, cx: &mut Writer) -> Result<ContentAccessId> {
        let workspace = self.workspace_id;
        let agent = cx.agent(workspace, Permission::ArticlesRead).await?;
        if agent.user != self.user_id {
            return Err(Error::not_authorized("Cannot track access for another user").into());
        }
        let content = (self.content_type, self.content_id);
        if described(cx, workspace, &[content]).await?.is_empty() {
            return Err(Error::new(Code::NotFound, "Content not found").into());
        }
        let (id, now) = (ContentAccessId(cx.new_id()?), cx.now());
        let (id,) = cx
            .write(topic(agent.user))
            .query(
                "INSERT INTO recent_content_access
                     (id, workspace_id, user_id, content_type, content_id, access_count, accessed_at)
                 VALUES ($1, $2, $3, $4, $5, 1, $6)
                 ON CONFLICT (workspace_id, user_id, content_type, content_id) DO UPDATE
                 SET access_count = recent_content_access.access_count + 1, accessed_at = excluded.accessed_at
                 RETURNING id",
            )
            .bind(id)
            .bind(workspace)
            .bind(agent.user)
            .bind(self.content_type)
            .bind(self.content_id)
            .bind(now)
            .fetch_one()
            .await?;
        cx.write(topic(agent.user))
            .query(
                "DELETE FROM recent_content_access
                 WHERE workspace_id = $1 AND user_id = $2 AND id NOT IN (
                     SELECT id FROM recent_content_access WHERE workspace_id = $1 AND user_id = $2
                     ORDER BY accessed_at DESC, id DESC LIMIT $3
                 )",
            )
            .bind(workspace)
            .bind(agent.user)
            .bind(KEPT)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Query for GetRecentlyUsed {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Used>> {
        used(cx, self.workspace_id, self.user_id, self.limit, " ORDER BY accessed_at DESC, id DESC").await
    }
}

impl Query for GetFrequentlyUsed {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Used>> {
        let order = " ORDER BY access_count DESC, accessed_at DESC, id DESC";
        used(cx, self.workspace_id, self.user_id, self.limit, order).await
    }
}

async fn used(
    cx: &mut Reader,
    workspace: WorkspaceId,
    user: Option<UserId>,
    limit: Option<i64>,
    order: &'static str,
) -> Result<Vec<Used>> {
    let agent = cx.agent(workspace, Permission::ArticlesRead).await?;
    if user.is_some_and(|user| user != agent.user) {
        return Err(Error::not_authorized("Cannot read access of another user").into());
    }
    let filter = Filter::new(
        "SELECT content_type, content_id, accessed_at, access_count FROM recent_content_access WHERE workspace_id = ",
    )
    .bind(workspace)
    .push(" AND user_id = ")
    .bind(agent.user)
    .push(order);
    let rows: Vec<(ContentType, ContentId, Millis, i64)> =
        cx.read(topic(agent.user)).filter(filter).fetch_all().await?;
    let contents: Vec<_> = rows.iter().map(|(kind, id, ..)| (*kind, *id)).collect();
    let mut known = described(cx, workspace, &contents).await?;
    let shown = |(kind, id, accessed_at, access_count)| {
        let item = known.remove(&(kind, id))?;
        Some(Used {
            id,
            kind,
            title: item.title,
            content: item.content,
            snippet: item.snippet,
            slug: item.slug,
            tags: item.tags,
            accessed_at,
            access_count,
            updated_at: item.updated_at,
        })
    };
    Ok(rows.into_iter().filter_map(shown).take(between(limit, 10, KEPT)).collect())
}
