//! Finding visitors by name, address and ids. Writes `visitor_words`.

use crate::{
    core::{Mutation, Reader, Result, Topic, Writer},
    store::{
        Filter,
        search::{Index, Wanted, Words},
    },
};
use shared::{
    Function, function,
    id::{VisitorId, WorkspaceId},
    visitors::Visitor,
};

/// Visitors that are given words in one transaction.
const BATCH: i64 = 200;

/// The latest visitors of a workspace whose name, address or ids hold every wanted word, at most so many.
pub async fn matching(
    cx: &mut Reader,
    workspace: WorkspaceId,
    wanted: &Wanted,
    most: i64,
) -> Result<Vec<VisitorId>> {
    let engine = cx.engine();
    let filter = Filter::hits("SELECT visitors.id", engine, Index::Visitors, workspace, wanted)
        .push(" AND visitors.merged_into_id IS NULL AND visitors.workspace_id = ")
        .bind(workspace)
        .newest_hits(engine, Index::Visitors, None, most);
    let topics = [Topic::new("visitors", workspace.0), Topic::new("visitor_words", workspace.0)];
    let found: Vec<(VisitorId,)> = cx.read(topics).filter(filter).fetch_all().await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// The visitors of a workspace whose name, address or ids contain a text, in no order, at most so many; with those that are merged into
/// another.
pub async fn containing(
    cx: &mut Reader,
    workspace: WorkspaceId,
    text: &Part,
    most: i64,
) -> Result<Vec<VisitorId>> {
    let filter = Filter::new("SELECT visitor_id FROM visitor_words WHERE workspace_id = ")
        .bind(workspace)
        .and_then(|filter| text.on(filter.push(" AND ")))
        .push(" LIMIT ")
        .bind(most);
    let found: Vec<(VisitorId,)> = cx.glance(&["visitor_words"]).filter(filter).fetch_all().await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// A part of what a visitor is found by, whatever its case.
#[derive(Clone, Debug)]
pub struct Part(String);

impl Part {
    /// None of an empty text.
    pub fn of(text: &str) -> Option<Self> {
        let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        (!escaped.is_empty()).then(|| Self(format!("%{escaped}%")))
    }

    /// Adds that it is in the row of `visitor_words`.
    pub fn on(&self, filter: Filter) -> Filter {
        filter.push("visitor_words.found_by LIKE ").bind(self.0.clone()).push(" ESCAPE '\\'")
    }
}

/// Keeps the words of a visitor in step with it.
pub async fn index(cx: &mut Writer, visitor: &Visitor) -> Result<()> {
    cx.write(Topic::new("visitor_words", visitor.workspace_id.0))
        .query(
            "INSERT INTO visitor_words (visitor_id, workspace_id, words, found_by) VALUES ($1, $2, $3, $4)
             ON CONFLICT (visitor_id) DO UPDATE
             SET workspace_id = excluded.workspace_id, words = excluded.words, found_by = excluded.found_by",
        )
        .bind(visitor.id)
        .bind(visitor.workspace_id)
        .bind(Words::of(texts(visitor)).kept(visitor.workspace_id))
        .bind(texts(visitor).collect::<Vec<_>>().join("\n").to_lowercase())
        .execute()
        .await?;
    Ok(())
}

/// What a visitor is found by.
pub fn texts(visitor: &Visitor) -> impl Iterator<Item = &str> {
    let given = [&visitor.name, &visitor.email, &visitor.external_user_id];
    given.into_iter().filter_map(Option::as_deref).chain([visitor.readable_id.as_str()])
}

/// Gives words to some visitors that have none, those of an older version, in the order of their ids; answers the last one's id.
/// Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct IndexOld {
    pub after: VisitorId,
}

impl Function for IndexOld {
    const NAME: &'static str = "visitors:indexOld";
    type Kind = function::Mutation;
    type Output = Option<VisitorId>;
}

impl Mutation for IndexOld {
    async fn run(self, cx: &mut Writer) -> Result<Option<VisitorId>> {
        let nil = shared::id::Uuid::nil();
        let some: Vec<(VisitorId,)> = cx
            .read([Topic::new("visitors", nil), Topic::new("visitor_words", nil)])
            .query(
                "SELECT id FROM visitors
                 WHERE NOT EXISTS (
                     SELECT 1 FROM visitor_words
                     WHERE visitor_words.visitor_id = visitors.id AND visitor_words.found_by IS NOT NULL
                 )
                   AND merged_into_id IS NULL AND id > $1
                 ORDER BY id
                 LIMIT $2",
            )
            .bind(self.after)
            .bind(BATCH)
            .fetch_all()
            .await?;
        for (id,) in &some {
            if let Some(visitor) = super::by_id(cx, *id).await? {
                index(cx, &visitor).await?;
            }
        }
        Ok(some.last().map(|(id,)| *id))
    }
}
