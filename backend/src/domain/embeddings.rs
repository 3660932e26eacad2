//! What articles and snippets mean, as vectors (functions-inbox.md §9 "Embeddings"). Writes `content_embeddings`. Nobody has to ask for
//! them: a job makes those that are missing, of workspaces that answer or suggest with them, and removes what is of no use.

mod learning;
mod pieces;
mod vector;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    store::Filter,
};
use shared::{
    Function, Millis,
    ai_agent::{ContentId, ContentType},
    embeddings::{BackfillExisting, Generate, GenerateBatch},
    function,
    id::{Uuid, WorkspaceId},
};
use std::collections::HashMap;

pub use learning::learn;
pub use pieces::{Piece, pieces};
pub use vector::{packed, similarity, unit};

/// Vectors that are compared at once.
const PAGE: i64 = 200;
/// The most vectors of a workspace that are compared; one of an article has a few.
const MOST: usize = 20_000;

pub fn register(functions: &mut Functions) {
    functions.action::<Generate>().action::<GenerateBatch>().action::<BackfillExisting>();
}

/// Something that is to be looked for by its meaning, and is not yet.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Missing {
    pub workspace_id: WorkspaceId,
    #[sqlx(rename = "content_type")]
    pub kind: ContentType,
    pub id: ContentId,
    pub version: Millis,
    pub title: String,
    pub content: String,
}

/// A piece that is near to what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    pub kind: ContentType,
    pub id: ContentId,
    pub piece: i64,
    /// Cosine, -1 to 1.
    pub similarity: f32,
}

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("content_embeddings", workspace.0)
}

/// Lets the job look, once this is committed.
pub fn stale(cx: &mut Writer) {
    cx.after_commit(|app| {
        app.memory().stale().notify_one();
        None
    });
}

/// Forgets what a content meant, since it goes.
pub async fn forget(cx: &mut Writer, id: ContentId) -> Result<()> {
    cx.write_unnoticed("content_embeddings")
        .query("DELETE FROM content_embeddings WHERE content_id = $1")
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// The tables that say what is to be looked for.
fn everything() -> [Topic; 4] {
    ["content_embeddings", "articles", "snippets", "ai_agent_settings"]
        .map(|table| Topic::new(table, Uuid::nil()))
}

/// Whose knowledge is used, and of which kinds.
macro_rules! wanted {
    () => {
        "SELECT articles.workspace_id,
                CASE articles.visibility WHEN 'internal' THEN 'internalArticle' ELSE 'article' END AS content_type,
                articles.id, articles.updated_at AS version, articles.title, articles.content
         FROM articles JOIN ai_agent_settings ON ai_agent_settings.workspace_id = articles.workspace_id
         WHERE articles.status = 'published'
           AND (ai_agent_settings.enabled OR ai_agent_settings.suggestions_enabled)
           AND CAST(ai_agent_settings.knowledge_sources AS TEXT)
               LIKE CASE articles.visibility WHEN 'internal' THEN '%\"internalArticles\"%' ELSE '%\"articles\"%' END
         UNION ALL
         SELECT snippets.workspace_id, 'snippet', snippets.id, snippets.updated_at, snippets.name, snippets.content
         FROM snippets JOIN ai_agent_settings ON ai_agent_settings.workspace_id = snippets.workspace_id
         WHERE (ai_agent_settings.enabled OR ai_agent_settings.suggestions_enabled)
           AND CAST(ai_agent_settings.knowledge_sources AS TEXT) LIKE '%\"snippets\"%'"
    };
}

/// Whether what is wanted is known under a model, which is the next parameter.
macro_rules! is_known {
    ($before:literal) => {
        concat!(
            $before,
            "EXISTS (
                 SELECT 1 FROM content_embeddings
                 WHERE content_embeddings.content_id = wanted.id AND content_embeddings.version = wanted.version
                   AND content_embeddings.content_type = wanted.content_type AND content_embeddings.model = "
        )
    };
}

/// What is missing under a model, the oldest first: of all workspaces or of one, of all kinds and contents or of some. Internal: it has no
/// public name.
#[derive(Clone, Debug)]
pub struct FindMissing {
    pub model: String,
    pub workspace: Option<WorkspaceId>,
    pub kinds: Option<Vec<ContentType>>,
    pub contents: Option<Vec<ContentId>>,
    pub most: i64,
}

impl Function for FindMissing {
    const NAME: &'static str = "embeddings:findMissing";
    type Kind = function::Query;
    type Output = Vec<Missing>;
}

impl Query for FindMissing {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Missing>> {
        let filter = Filter::new(concat!(
            "SELECT workspace_id, content_type, id, version, title, content FROM (",
            wanted!(),
            ") wanted WHERE NOT ",
            is_known!("")
        ))
        .bind(self.model)
        .push(")")
        .and(" AND workspace_id = ", self.workspace)
        .and_then(|filter| of_kinds(filter, self.kinds))
        .and_then(|filter| match self.contents {
            Some(contents) => filter.push(" AND ").any_of("id", contents),
            None => filter,
        })
        .push(" ORDER BY version, id LIMIT ")
        .bind(self.most);
        Ok(cx.read(everything()).filter(filter).fetch_all().await?)
    }
}

fn of_kinds(filter: Filter, kinds: Option<Vec<ContentType>>) -> Filter {
    match kinds {
        Some(kinds) => filter.push(" AND ").any_of("content_type", kinds),
        None => filter,
    }
}

/// How many contents a workspace wants to be known, and how many of them are. Internal: it has no public name.
#[derive(Clone, Debug)]
struct CountWanted {
    workspace: WorkspaceId,
    kinds: Option<Vec<ContentType>>,
    model: String,
}

impl Function for CountWanted {
    const NAME: &'static str = "embeddings:countWanted";
    type Kind = function::Query;
    type Output = (i64, i64);
}

impl Query for CountWanted {
    async fn run(self, cx: &mut Reader) -> Result<(i64, i64)> {
        let filter = Filter::new(is_known!("SELECT COUNT(*), COUNT(CASE WHEN "))
            .bind(self.model)
            .push(concat!(") THEN 1 END) FROM (", wanted!(), ") wanted WHERE workspace_id = "))
            .bind(self.workspace)
            .and_then(|filter| of_kinds(filter, self.kinds));
        Ok(cx.read(everything()).filter(filter).fetch_one().await?)
    }
}

/// The vectors of a content that were made of the same texts by the same model, by the hash of the text. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: ContentId,
    pub model: String,
}

impl Function for Known {
    const NAME: &'static str = "embeddings:known";
    type Kind = function::Query;
    type Output = HashMap<String, Vec<u8>>;
}

impl Query for Known {
    async fn run(self, cx: &mut Reader) -> Result<HashMap<String, Vec<u8>>> {
        let rows: Vec<(String, Vec<u8>)> = cx
            .read(everything())
            .query("SELECT text_hash, vector FROM content_embeddings WHERE content_id = $1 AND model = $2")
            .bind(self.id)
            .bind(self.model)
            .fetch_all()
            .await?;
        Ok(rows.into_iter().collect())
    }
}

/// Stores what a content means in place of what it meant. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Store {
    pub content: Missing,
    pub model: String,
    /// Hash of the text and packed vector of each piece.
    pub vectors: Vec<(String, Vec<u8>)>,
}

impl Function for Store {
    const NAME: &'static str = "embeddings:store";
    type Kind = function::Mutation;
    type Output = ();
}

impl Mutation for Store {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let Missing { workspace_id: workspace, kind, id, version, .. } = self.content;
        forget(cx, id).await?;
        let now = cx.now();
        for (piece, (hash, vector)) in (0_i64..).zip(self.vectors) {
            let row = cx.new_id()?;
            cx.write(topic(workspace))
                .query(
                    "INSERT INTO content_embeddings
                         (id, workspace_id, content_type, content_id, piece, model, version, text_hash, vector, created_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                )
                .bind(row)
                .bind(workspace)
                .bind(kind)
                .bind(id)
                .bind(piece)
                .bind(self.model.clone())
                .bind(version)
                .bind(hash)
                .bind(vector)
                .bind(now)
                .execute()
                .await?;
        }
        Ok(())
    }
}

/// Removes vectors of another model, and those of what is not to be looked for any more; answers how many. Internal: it has no public
/// name.
#[derive(Clone, Debug)]
pub struct RemoveUnused {
    pub model: Option<String>,
}

impl Function for RemoveUnused {
    const NAME: &'static str = "embeddings:removeUnused";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for RemoveUnused {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        let unused: Vec<(Uuid,)> = cx
            .read(everything())
            .query(concat!(
                "SELECT id FROM content_embeddings
                 WHERE model <> $1 OR NOT EXISTS (
                     SELECT 1 FROM (",
                wanted!(),
                ") wanted
                     WHERE wanted.id = content_embeddings.content_id
                       AND wanted.content_type = content_embeddings.content_type
                 )
                 ORDER BY id
                 LIMIT 500"
            ))
            .bind(self.model.unwrap_or_default())
            .fetch_all()
            .await?;
        if unused.is_empty() {
            return Ok(0);
        }
        let filter = Filter::new("DELETE FROM content_embeddings WHERE ")
            .any_of("id", unused.into_iter().map(|(id,)| id));
        Ok(cx.write_unnoticed("content_embeddings").filter(filter).execute().await?)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    content_type: ContentType,
    content_id: ContentId,
    piece: i64,
    vector: Vec<u8>,
}

/// The contents of these kinds that are nearest to a vector, each with its nearest piece; page by page, so that little is in memory.
pub async fn nearest(
    cx: &mut Reader,
    workspace: WorkspaceId,
    kinds: &[ContentType],
    model: &str,
    wanted: &[f32],
    most: usize,
) -> Result<Vec<Near>> {
    let mut best: HashMap<ContentId, Near> = HashMap::new();
    let (mut after, mut compared) = (Uuid::nil(), 0);
    while compared < MOST {
        let filter = Filter::new(
            "SELECT id, content_type, content_id, piece, vector FROM content_embeddings WHERE workspace_id = ",
        )
        .bind(workspace)
        .and(" AND model = ", Some(model.to_owned()))
        .and(" AND id > ", Some(after))
        .push(" AND ")
        .any_of("content_type", kinds.iter().copied())
        .push(" ORDER BY id LIMIT ")
        .bind(PAGE);
        let rows: Vec<Row> = cx.read(topic(workspace)).filter(filter).fetch_all().await?;
        let Some(last) = rows.last() else { break };
        (after, compared) = (last.id, compared + rows.len());
        for row in rows {
            let Some(similarity) = similarity(wanted, &row.vector) else { continue };
            let near = Near { kind: row.content_type, id: row.content_id, piece: row.piece, similarity };
            match best.get_mut(&row.content_id) {
                Some(known) if known.similarity >= similarity => {}
                Some(known) => *known = near,
                None => _ = best.insert(row.content_id, near),
            }
        }
    }
    let mut best: Vec<Near> = best.into_values().collect();
    best.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
    best.truncate(most);
    Ok(best)
}
