//! Lists of snippets: by name, by a text within, by shortcut.

use super::{allowed, columns, topic};
use crate::{
    core::{Limit, Query, Reader, Result},
    store::Filter,
};
use shared::{
    id::{SnippetId, WorkspaceId},
    limits,
    snippets::{GetByShortcut, List, Search, Snippet},
};

/// The most snippets that the list answers.
const MOST: i64 = 10_000;
/// The most snippets that a search answers.
const MOST_FOUND: i64 = 20;
/// The most that are weighed.
const MOST_HELD: i64 = 200;

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Snippet>> {
        allowed(cx, self.workspace_id).await?;
        let after = match self.after {
            Some(id) => place(cx, self.workspace_id, id).await?,
            None => None,
        };
        let filter = Filter::new(concat!("SELECT ", columns!(), " FROM snippets WHERE workspace_id = "))
            .bind(self.workspace_id)
            .and_then(|filter| match after {
                Some(place) => filter.push(" AND ").keyset("(sort_name, id) >", place),
                None => filter,
            })
            .push(" ORDER BY sort_name, id LIMIT ")
            .bind(self.limit.unwrap_or(MOST).clamp(1, MOST));
        Ok(cx.read(topic(self.workspace_id)).filter(filter).fetch_all().await?)
    }
}

/// Where a snippet stands in the list; one that is gone is nowhere.
async fn place(
    cx: &mut Reader,
    workspace: WorkspaceId,
    id: SnippetId,
) -> Result<Option<(String, SnippetId)>> {
    Ok(cx
        .read(topic(workspace))
        .query("SELECT sort_name, id FROM snippets WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(workspace)
        .fetch_optional()
        .await?)
}

impl Query for Search {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Snippet>> {
        let agent = allowed(cx, self.workspace_id).await?;
        limits::title("The query", &self.query)?;
        cx.count(Limit::Search, agent.user.0)?;
        holding_up_to(cx, self.workspace_id, &self.query.to_lowercase(), MOST_FOUND).await
    }
}

/// Snippets that hold a text in small letters, oldest first; whoever asks may read them.
pub async fn holding(cx: &mut Reader, workspace: WorkspaceId, text: &str) -> Result<Vec<Snippet>> {
    holding_up_to(cx, workspace, text, MOST_HELD).await
}

async fn holding_up_to(
    cx: &mut Reader,
    workspace: WorkspaceId,
    text: &str,
    most: i64,
) -> Result<Vec<Snippet>> {
    Ok(cx
        .read(topic(workspace))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM snippets
             WHERE workspace_id = $1 AND searched LIKE $2 ESCAPE '\\'
             ORDER BY created_at, id
             LIMIT $3"
        ))
        .bind(workspace)
        .bind(containing(text))
        .bind(most)
        .fetch_all()
        .await?)
}

/// The pattern of LIKE for what contains `text`.
fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// What a search looks at. In small letters as Rust makes them, since SQLite knows those of ASCII only.
pub fn searched(name: &str, shortcut: Option<&str>, content: &str) -> String {
    [name, shortcut.unwrap_or_default(), content].join("\n").to_lowercase()
}

impl Query for GetByShortcut {
    async fn run(self, cx: &mut Reader) -> Result<Option<Snippet>> {
        allowed(cx, self.workspace_id).await?;
        by_shortcut(cx, self.workspace_id, &self.shortcut).await
    }
}

/// The snippet with exactly this shortcut; of several with an empty one, the oldest.
pub async fn by_shortcut(cx: &mut Reader, workspace: WorkspaceId, shortcut: &str) -> Result<Option<Snippet>> {
    Ok(cx
        .read(topic(workspace))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM snippets WHERE workspace_id = $1 AND shortcut = $2 ORDER BY created_at, id LIMIT 1"
        ))
        .bind(workspace)
        .bind(shortcut.to_owned())
        .fetch_optional()
        .await?)
}
