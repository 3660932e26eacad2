//! Rows that belong to a workspace and are found by their id: what the rooms of surveys, tours and the like do alike with them. Which table
//! that is, its room says; nothing else is written here.

use crate::{
    core::{Reader, Result, Topic, Writer},
    store::{Bind, Filter, Row},
};
use shared::{
    Error, Millis,
    id::{Uuid, WorkspaceId},
    permissions::Permission,
};

/// A row of a room's own table, which has `workspace_id`.
pub trait Owned: Row {
    type Id: Bind + Copy + Into<Uuid> + Send + Sync + 'static;
    const TABLE: &'static str;
    const COLUMNS: &'static str;
    /// What an error calls it.
    const NOUN: &'static str;
    /// What a member needs to see and change it.
    const PERMISSION: Permission;
    const ORDER: Order;

    fn id(&self) -> Self::Id;
    fn workspace(&self) -> WorkspaceId;
    /// When it was made, or changed, whichever its list is ordered by.
    fn at(&self) -> Millis;
}

/// How a list is ordered.
#[derive(Clone, Copy)]
pub enum Order {
    OldestFirst,
    NewestFirst,
    LastChangedFirst,
}

impl Order {
    /// What comes after a row, and the columns that say so.
    fn sql(self) -> (&'static str, &'static str) {
        match self {
            Self::OldestFirst => ("(created_at, id) >", "created_at, id"),
            Self::NewestFirst => ("(created_at, id) <", "created_at DESC, id DESC"),
            Self::LastChangedFirst => ("(updated_at, id) <", "updated_at DESC, id DESC"),
        }
    }
}

/// All rows of a workspace.
pub fn topic<T: Owned>(workspace: WorkspaceId) -> Topic {
    Topic::new(T::TABLE, workspace.0)
}

pub fn topics<T: Owned>(workspace: WorkspaceId, id: T::Id) -> [Topic; 2] {
    [topic::<T>(workspace), Topic::new(T::TABLE, id.into())]
}

pub async fn by_id<T: Owned>(cx: &mut Reader, id: T::Id) -> Result<Option<T>> {
    let filter = select::<T>().push(" WHERE id = ").bind(id);
    Ok(cx.read(Topic::new(T::TABLE, id.into())).filter(filter).fetch_optional().await?)
}

/// Errors: "… not found".
pub async fn found<T: Owned>(cx: &mut Reader, id: T::Id) -> Result<T> {
    by_id(cx, id).await?.ok_or_else(|| Error::not_found(T::NOUN).into())
}

/// The row, for a member who may see and change it. Errors: "… not found", and then those of a member.
pub async fn for_agent<T: Owned>(cx: &mut Reader, id: T::Id) -> Result<T> {
    let row: T = found(cx, id).await?;
    cx.agent(row.workspace(), T::PERMISSION).await?;
    Ok(row)
}

/// The same, for one who changes it: others that change it wait until this work has committed, so that none takes back what another did.
pub async fn held<T: Owned>(cx: &mut Writer, id: T::Id) -> Result<T> {
    let row: T = for_agent(cx, id).await?;
    hold(cx, &row).await?;
    found(cx, id).await
}

/// Makes other works that hold this row wait until this one has committed.
pub async fn hold<T: Owned>(cx: &mut Writer, row: &T) -> Result<()> {
    let filter = Filter::new("UPDATE ")
        .push(T::TABLE)
        .push(" SET workspace_id = workspace_id WHERE id = ")
        .bind(row.id());
    cx.write_unnoticed(T::TABLE).filter(filter).execute().await?;
    Ok(())
}

/// The row, none where the caller may not see it.
pub async fn if_allowed<T: Owned>(cx: &mut Reader, id: T::Id) -> Result<Option<T>> {
    let Some(row) = by_id::<T>(cx, id).await? else { return Ok(None) };
    Ok(cx.agent_if_allowed(row.workspace(), T::PERMISSION).await?.map(|_| row))
}

/// The row, none where there is none. Errors: those of a member.
pub async fn get<T: Owned>(cx: &mut Reader, id: T::Id) -> Result<Option<T>> {
    cx.user()?;
    let Some(row) = by_id::<T>(cx, id).await? else { return Ok(None) };
    cx.agent(row.workspace(), T::PERMISSION).await?;
    Ok(Some(row))
}

/// A workspace's rows in their order, after one of them (one that is gone, or another workspace's, is before the first). `narrow` adds
/// conditions, as `|filter| filter.and(" AND status = ", status)`.
pub async fn list<T: Owned>(
    cx: &mut Reader,
    workspace: WorkspaceId,
    after: Option<T::Id>,
    most: i64,
    narrow: impl FnOnce(Filter) -> Filter,
) -> Result<Vec<T>> {
    let after = match after {
        Some(id) => by_id::<T>(cx, id).await?.filter(|row| row.workspace() == workspace),
        None => None,
    };
    let (behind, order) = T::ORDER.sql();
    let filter = narrow(select::<T>().push(" WHERE workspace_id = ").bind(workspace))
        .and_then(|filter| match after {
            Some(row) => filter.push(" AND ").keyset(behind, (row.at(), row.id())),
            None => filter,
        })
        .push(" ORDER BY ")
        .push(order)
        .push(" LIMIT ")
        .bind(most);
    Ok(cx.read(topic::<T>(workspace)).filter(filter).fetch_all().await?)
}

/// The oldest of a workspace's rows.
pub async fn oldest<T: Owned>(
    cx: &mut Reader,
    workspace: WorkspaceId,
    most: i64,
    narrow: impl FnOnce(Filter) -> Filter,
) -> Result<Vec<T>> {
    let filter = narrow(select::<T>().push(" WHERE workspace_id = ").bind(workspace))
        .push(" ORDER BY created_at, id LIMIT ")
        .bind(most);
    Ok(cx.read(topic::<T>(workspace)).filter(filter).fetch_all().await?)
}

/// Whether a workspace has any such row.
pub async fn is_any<T: Owned>(
    cx: &mut Reader,
    workspace: WorkspaceId,
    narrow: impl FnOnce(Filter) -> Filter,
) -> Result<bool> {
    let filter = Filter::new("SELECT 1 FROM ").push(T::TABLE).push(" WHERE workspace_id = ").bind(workspace);
    let found: Option<(i32,)> =
        cx.read(topic::<T>(workspace)).filter(narrow(filter).push(" LIMIT 1")).fetch_optional().await?;
    Ok(found.is_some())
}

/// Refuses one more row of the status that visitors are shown, of which they are looked through for `most` alone. Errors: INVALID_INPUT.
pub async fn has_room<T: Owned>(
    cx: &mut Reader,
    row: &T,
    active: impl Bind + 'static,
    most: i64,
) -> Result<()> {
    let filter = Filter::new("SELECT COUNT(*) FROM ")
        .push(T::TABLE)
        .push(" WHERE workspace_id = ")
        .bind(row.workspace())
        .push(" AND status = ")
        .bind(active);
    let (count,): (i64,) = cx.read(topic::<T>(row.workspace())).filter(filter).fetch_one().await?;
    if count < most {
        return Ok(());
    }
    let words = format!("At most {most} of a workspace are active at once: take another one back first");
    Err(Error::invalid(words).into())
}

/// Gives a row another status.
pub async fn becomes<T: Owned>(cx: &mut Writer, row: &T, status: impl Bind + 'static) -> Result<()> {
    let now = cx.now();
    let filter = Filter::new("UPDATE ")
        .push(T::TABLE)
        .push(" SET status = ")
        .bind(status)
        .push(", updated_at = ")
        .bind(now)
        .push(" WHERE id = ")
        .bind(row.id());
    cx.write(topics::<T>(row.workspace(), row.id())).filter(filter).execute().await?;
    Ok(())
}

/// Deletes a row.
pub async fn remove<T: Owned>(cx: &mut Writer, row: &T) -> Result<()> {
    let filter = Filter::new("DELETE FROM ").push(T::TABLE).push(" WHERE id = ").bind(row.id());
    cx.write(topics::<T>(row.workspace(), row.id())).filter(filter).execute().await?;
    Ok(())
}

fn select<T: Owned>() -> Filter {
    Filter::new("SELECT ").push(T::COLUMNS).push(" FROM ").push(T::TABLE)
}
