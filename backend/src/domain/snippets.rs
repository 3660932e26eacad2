//! Snippets (functions-inbox.md §6). Writes `snippets`.

mod finding;

pub use finding::holding;

use crate::{
    core::{Agent, Error, Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::embeddings,
    store::Filter,
};
use shared::{
    Error as Refusal,
    ai_agent::ContentId,
    id::{SnippetId, WorkspaceId},
    limits,
    permissions::Permission,
    snippets::{Create, Get, GetByShortcut, List, Remove, Search, Snippet, Update},
    widget_sessions::Success,
};

/// The columns of a [`Snippet`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, content, shortcut, created_by, created_at, updated_at"
    };
}
use columns;

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .query::<Search>()
        .query::<GetByShortcut>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>();
}

/// All snippets of a workspace; they change seldom.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("snippets", workspace.0)
}

/// Those that a change of this snippet concerns.
fn topics(row: &Snippet) -> [Topic; 2] {
    [topic(row.workspace_id), Topic::new("snippets", row.id.0)]
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Snippet> {
        Ok(for_agent(cx, self.id).await?.0)
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<SnippetId> {
        let agent = allowed(cx, self.workspace_id).await?;
        if self.created_by.is_some_and(|user| user != agent.user) {
            let message = "Cannot create snippet on behalf of another user";
            return Err(Refusal::not_authorized(message).into());
        }
        check(&self.name, &self.content, self.shortcut.as_deref())?;
        embeddings::stale(cx);
        if let Some(shortcut) = self.shortcut.as_deref().filter(|text| !text.is_empty()) {
            is_free(cx, self.workspace_id, shortcut).await?;
        }
        let (id, now) = (SnippetId(cx.new_id()?), cx.now());
        cx.write([topic(self.workspace_id), Topic::new("snippets", id.0)])
            .query(
                "INSERT INTO snippets
                     (id, workspace_id, name, content, shortcut, sort_name, searched, created_by, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
            )
            .bind(id)
            .bind(self.workspace_id)
            .bind(self.name.clone())
            .bind(self.content.clone())
            .bind(self.shortcut.clone())
            .bind(self.name.to_lowercase())
            .bind(finding::searched(&self.name, self.shortcut.as_deref(), &self.content))
            .bind(self.created_by)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<SnippetId> {
        let (row, _) = for_agent(cx, self.id).await?;
        let name = self.name.unwrap_or_else(|| row.name.clone());
        let content = self.content.unwrap_or_else(|| row.content.clone());
        let shortcut = self.shortcut.unwrap_or_else(|| row.shortcut.clone());
        check(&name, &content, shortcut.as_deref())?;
        embeddings::stale(cx);
        if shortcut != row.shortcut
            && let Some(shortcut) = shortcut.as_deref()
        {
            is_free(cx, row.workspace_id, shortcut).await?;
        }
        let now = cx.now();
        cx.write(topics(&row))
            .query(
                "UPDATE snippets
                 SET name = $2, content = $3, shortcut = $4, sort_name = $5, searched = $6, updated_at = $7
                 WHERE id = $1",
            )
            .bind(self.id)
            .bind(name.clone())
            .bind(content.clone())
            .bind(shortcut.clone())
            .bind(name.to_lowercase())
            .bind(finding::searched(&name, shortcut.as_deref(), &content))
            .bind(now)
            .execute()
            .await?;
        Ok(self.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let (row, _) = for_agent(cx, self.id).await?;
        embeddings::forget(cx, ContentId(row.id.0)).await?;
        cx.write(topics(&row)).query("DELETE FROM snippets WHERE id = $1").bind(self.id).execute().await?;
        Ok(Success::YES)
    }
}

async fn allowed(cx: &mut Reader, workspace: WorkspaceId) -> Result<Agent> {
    cx.agent(workspace, Permission::SnippetsManage).await
}

/// The snippet, for a member who may use it.
async fn for_agent(cx: &mut Reader, id: SnippetId) -> Result<(Snippet, Agent)> {
    cx.user()?;
    let row: Option<Snippet> = cx
        .read(Topic::new("snippets", id.0))
        .query(concat!("SELECT ", columns!(), " FROM snippets WHERE id = $1"))
        .bind(id)
        .fetch_optional()
        .await?;
    let row = row.ok_or_else(|| Refusal::not_found("Snippet"))?;
    let agent = allowed(cx, row.workspace_id).await?;
    Ok((row, agent))
}

/// The snippets of a workspace, latest change first, at most so many; for a caller that was checked already.
pub async fn latest(cx: &mut Reader, workspace: WorkspaceId, most: i64) -> Result<Vec<Snippet>> {
    let rows = cx.read(topic(workspace)).query(concat!(
        "SELECT ",
        columns!(),
        " FROM snippets WHERE workspace_id = $1 ORDER BY updated_at DESC, id LIMIT $2"
    ));
    Ok(rows.bind(workspace).bind(most).fetch_all().await?)
}

/// Those of some snippets that are this workspace's; for a caller that was checked already.
pub async fn by_ids(cx: &mut Reader, workspace: WorkspaceId, ids: Vec<SnippetId>) -> Result<Vec<Snippet>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM snippets WHERE workspace_id = "))
        .bind(workspace)
        .push(" AND ")
        .any_of("id", ids);
    Ok(cx.read(topic(workspace)).filter(filter).fetch_all().await?)
}

fn check(name: &str, content: &str, shortcut: Option<&str>) -> Result<()> {
    limits::title("The name", name)?;
    limits::content("The snippet", content)?;
    shortcut.map_or(Ok(()), |text| limits::token("The shortcut", text)).map_err(Error::from)
}

/// Two at once meet the unique index, and the second looks here again.
async fn is_free(cx: &mut Reader, workspace: WorkspaceId, shortcut: &str) -> Result<()> {
    match finding::by_shortcut(cx, workspace, shortcut).await? {
        Some(_) => Err(Refusal::already_exists("Shortcut already exists").into()),
        None => Ok(()),
    }
}
