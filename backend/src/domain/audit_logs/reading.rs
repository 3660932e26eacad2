//! Reading the log, filtered in the store.

use super::{permitted, topic};
use crate::{
    core::{Query, Reader, Result, Topic},
    store::Filter,
};
use serde_json::{Map, Value};
use shared::{
    Millis,
    audit_logs::{Access, AccessStatus, AuditLog, GetAccess, GetActions, List, MOST_LISTED},
    id::{AuditLogId, UserId, VisitorId, WorkspaceId},
    permissions::Permission,
};
use std::collections::{BTreeSet, HashMap};

/// Rows of a page, unless it asks for another number.
const USUAL: i64 = 100;

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<AuditLog>> {
        if cx.caller().user_id().is_none() {
            return Ok(Vec::new());
        }
        permitted(cx, self.workspace_id, Permission::AuditRead).await?;
        let most = self.limit.unwrap_or(USUAL).clamp(1, MOST_LISTED);
        page(cx, &self, Order::NewestFirst, most).await
    }
}

/// In which direction a page goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    NewestFirst,
    OldestFirst,
}

/// The rows that were asked for, with their actors' names.
pub(super) async fn page(cx: &mut Reader, asked: &List, order: Order, most: i64) -> Result<Vec<AuditLog>> {
    let after = match asked.cursor {
        None => None,
        Some(cursor) => match place(cx, asked.workspace_id, cursor).await? {
            None => return Ok(Vec::new()),
            place => place,
        },
    };
    let is_up = order == Order::OldestFirst;
    let comparison = if is_up { "(happened_at, id) >" } else { "(happened_at, id) <" };
    let filter = Filter::new(
        "SELECT id, happened_at AS creation_time, workspace_id, actor_id, actor_type, action, resource_type, resource_id,
                metadata, ip_address, user_agent, happened_at AS timestamp
         FROM audit_logs
         WHERE workspace_id = ",
    )
    .bind(asked.workspace_id)
    .and(" AND action = ", asked.action.clone())
    .and(" AND actor_id = ", asked.actor_id)
    .and(" AND resource_type = ", asked.resource_type.clone())
    .and(" AND resource_id = ", asked.resource_id.clone())
    .and(" AND happened_at >= ", asked.start_time)
    .and(" AND happened_at <= ", asked.end_time)
    .and_then(|filter| match after {
        Some(place) => filter.push(" AND ").keyset(comparison, place),
        None => filter,
    })
    .push_if(is_up, " ORDER BY happened_at, id LIMIT ")
    .push_if(!is_up, " ORDER BY happened_at DESC, id DESC LIMIT ")
    .bind(most);
    let mut rows: Vec<AuditLog> = cx.read(topic(asked.workspace_id)).filter(filter).fetch_all().await?;
    let actors = actors(cx, rows.iter().filter_map(|row| row.actor_id)).await?;
    for row in &mut rows {
        if let Some((name, email)) = row.actor_id.and_then(|actor| actors.get(&actor)) {
            (row.actor_name, row.actor_email) = (name.clone(), Some(email.clone()));
        }
    }
    Ok(rows)
}

/// Where the next page begins.
async fn place(
    cx: &mut Reader,
    workspace: WorkspaceId,
    cursor: AuditLogId,
) -> Result<Option<(Millis, AuditLogId)>> {
    Ok(cx
        .read(topic(workspace))
        .query("SELECT happened_at, id FROM audit_logs WHERE id = $1 AND workspace_id = $2")
        .bind(cursor)
        .bind(workspace)
        .fetch_optional()
        .await?)
}

async fn actors(
    cx: &mut Reader,
    ids: impl Iterator<Item = UserId>,
) -> Result<HashMap<UserId, (Option<String>, String)>> {
    let ids: BTreeSet<UserId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let topics: Vec<Topic> = ids.iter().map(|id| Topic::new("users", id.0)).collect();
    let filter = Filter::new("SELECT id, name, email FROM users WHERE ").any_of("id", ids);
    let rows: Vec<(UserId, Option<String>, String)> = cx.read(topics).filter(filter).fetch_all().await?;
    Ok(rows.into_iter().map(|(id, name, email)| (id, (name, email))).collect())
}

/// Two visitors that became one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Merged {
    pub id: AuditLogId,
    pub merged_at: Millis,
    #[sqlx(json)]
    pub details: Map<String, Value>,
}

/// The newest merges into a visitor or of it; whoever asks may read them.
pub async fn merges_of(
    cx: &mut Reader,
    workspace: WorkspaceId,
    visitor: VisitorId,
    most: i64,
) -> Result<Vec<Merged>> {
    Ok(cx
        .read(topic(workspace))
        .query(
            "SELECT id, happened_at AS merged_at, metadata AS details FROM audit_logs
             WHERE workspace_id = $1 AND action = 'visitor.merged' AND metadata IS NOT NULL
               AND (metadata ->> 'sourceVisitorId' = $2 OR metadata ->> 'targetVisitorId' = $2)
             ORDER BY happened_at DESC, id DESC
             LIMIT $3",
        )
        .bind(workspace)
        .bind(visitor.to_string())
        .bind(most)
        .fetch_all()
        .await?)
}

impl Query for GetActions {
    async fn run(self, cx: &mut Reader) -> Result<Vec<String>> {
        if cx.caller().user_id().is_none() {
            return Ok(Vec::new());
        }
        permitted(cx, self.workspace_id, Permission::AuditRead).await?;
        // From one action to the next in the index, so that the number of rows does not count.
        let actions: Vec<(String,)> = cx
            .read(topic(self.workspace_id))
            .query(
                "WITH RECURSIVE known (action) AS (
                     SELECT MIN(action) FROM audit_logs WHERE workspace_id = $1
                     UNION ALL
                     SELECT (SELECT MIN(audit_logs.action) FROM audit_logs
                             WHERE audit_logs.workspace_id = $1 AND audit_logs.action > known.action)
                     FROM known
                     WHERE known.action IS NOT NULL
                 )
                 SELECT action FROM known WHERE action IS NOT NULL ORDER BY action",
            )
            .bind(self.workspace_id)
            .fetch_all()
            .await?;
        Ok(actions.into_iter().map(|(action,)| action).collect())
    }
}

impl Query for GetAccess {
    async fn run(self, cx: &mut Reader) -> Result<Access> {
        let status = match cx.caller().user_id() {
            Some(_) => AccessStatus::Ok,
            None => AccessStatus::Unauthenticated,
        };
        let member = cx.member(self.workspace_id).await?;
        let may = |permission| member.as_ref().is_some_and(|member| member.may(permission));
        Ok(Access {
            status,
            can_read: may(Permission::AuditRead),
            can_export: may(Permission::DataExport),
            can_manage_security: may(Permission::SettingsSecurity),
        })
    }
}
