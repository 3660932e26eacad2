//! Pictures of articles. Writes `article_assets`, and in `article_asset_uses` which articles refer to which. A reader's address of one
//! is good as long as a published article refers to it; the team's for a day.

use super::{editing::signed_in, rows};
use crate::{
    core::{Limit, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{
        media::{self, Picture, Uploader},
        rich_text::Pictures,
    },
    store::Filter,
};
use shared::{
    Error, Millis,
    articles::{
        Article, Status, Visibility,
        assets::{
            Asset, DeleteAsset, GenerateAssetUploadUrl, LARGEST, ListAssets, SCHEME, SORTS, SaveAsset,
            SavedAsset,
        },
    },
    id::{ArticleId, AttachmentId, UserId, WorkspaceId},
    limits,
    permissions::Permission,
    rich_text::Image,
    widget_sessions::Success,
};
use std::{collections::BTreeSet, ops::Range};

/// Pictures that one article refers to.
const MOST: usize = 200;
/// Assets that are listed at once, and ids that are asked for one by one.
const MOST_LISTED: usize = 500;
/// How long the team's addresses are good for at least.
const DAY: Millis = 86_400_000;

const PICTURE: Picture = Picture {
    sorts: &SORTS,
    largest: LARGEST,
    unsupported: "Unsupported image type. Allowed: PNG, JPEG, GIF, WEBP, AVIF.",
    too_large: "Image exceeds 5MB maximum size.",
};

/// For whom the addresses of pictures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Whoever is shown a published article, for as long as it is.
    Readers,
    /// Members with `articles.read`, whatever the article's status.
    Team,
}

fn topics(workspace: WorkspaceId, id: AttachmentId) -> [Topic; 2] {
    [workspace_topic(workspace), Topic::new("article_assets", id.0)]
}

fn workspace_topic(workspace: WorkspaceId) -> Topic {
    Topic::new("article_assets", workspace.0)
}

fn uses_topic(article: ArticleId) -> Topic {
    Topic::new("article_asset_uses", article.0)
}

fn reference(id: AttachmentId) -> String {
    format!("{SCHEME}{id}")
}

fn url(cx: &mut Reader, id: AttachmentId, whom: For) -> String {
    match whom {
        For::Readers => cx.app().link(id),
        For::Team => {
            // The same all day, so that browsers keep what they have and a live answer is not another each time.
            let midnight = (cx.now().div_euclid(DAY) + 1) * DAY;
            cx.wake_at(midnight);
            cx.app().link_until(id, midnight + DAY)
        }
    }
}

/// Where a text refers to pictures.
fn found(text: &str) -> impl Iterator<Item = (Range<usize>, AttachmentId)> {
    text.match_indices(SCHEME).filter_map(|(at, _)| {
        let start = at + SCHEME.len();
        let rest = &text[start..];
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
        let end = end.unwrap_or(rest.len());
        Some((at..start + end, rest[..end].parse().ok()?))
    })
}

fn referred(text: &str) -> BTreeSet<AttachmentId> {
    found(text).map(|(_, id)| id).collect()
}

/// The workspace's own pictures that these texts refer to.
pub async fn pictures(
    cx: &mut Reader,
    workspace: WorkspaceId,
    texts: impl Iterator<Item = &str>,
    whom: For,
) -> Result<Pictures> {
    let wanted: BTreeSet<AttachmentId> = texts.flat_map(referred).collect();
    if wanted.is_empty() {
        return Ok(Pictures::new());
    }
    let filter = Filter::new(
        "SELECT article_assets.id, media.width, media.height
         FROM article_assets
         JOIN media ON media.id = article_assets.id
         WHERE article_assets.workspace_id = ",
    )
    .bind(workspace);
    let filter = match wanted.len() <= MOST_LISTED {
        true => filter.push(" AND ").any_of("article_assets.id", wanted),
        false => filter,
    };
    let topics = [workspace_topic(workspace), Topic::new("media", workspace.0)];
    let rows: Vec<(AttachmentId, Option<i64>, Option<i64>)> =
        cx.read(topics).filter(filter).fetch_all().await?;
    let picture = |(id, width, height)| {
        let src = url(cx, id, whom);
        (id, Image { src, alt: String::new(), size: media::pixels(width, height) })
    };
    Ok(rows.into_iter().map(picture).collect())
}

/// A text with addresses in place of its references to these pictures; others stay.
pub fn addressed(text: &str, pictures: &Pictures) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for (range, id) in found(text) {
        if let Some(picture) = pictures.get(&id) {
            out.push_str(&text[rest..range.start]);
            out.push_str(&picture.src);
            rest = range.end;
        }
    }
    out.push_str(&text[rest..]);
    out
}

/// Notes which of its workspace's pictures an article refers to now. Errors: INVALID_INPUT for too many.
pub async fn note_uses(cx: &mut Writer, before: &str, article: &Article) -> Result<()> {
    let (old, new) = (referred(before), referred(&article.content));
    if old == new {
        return Ok(());
    }
    limits::at_most("The list of pictures", new.len(), MOST, "pictures")?;
    for id in old.difference(&new) {
        cx.write(uses_topic(article.id))
            .query("DELETE FROM article_asset_uses WHERE article_id = $1 AND asset_id = $2")
            .bind(article.id)
            .bind(*id)
            .execute()
            .await?;
    }
    for id in new.difference(&old) {
        if lock(cx, *id).await? == Some(article.workspace_id) {
            cx.write(uses_topic(article.id))
                .query("INSERT INTO article_asset_uses (article_id, asset_id) VALUES ($1, $2)")
                .bind(article.id)
                .bind(*id)
                .execute()
                .await?;
        }
    }
    Ok(())
}

/// The workspace of a picture, which stays until the end: who refers to it and who deletes it wait for each other.
async fn lock(cx: &mut Writer, id: AttachmentId) -> Result<Option<WorkspaceId>> {
    // Changes nothing, so nobody's answer does.
    let locked: Option<(WorkspaceId,)> = cx
        .write_unnoticed("article_assets")
        .query("UPDATE article_assets SET updated_at = updated_at WHERE id = $1 RETURNING workspace_id")
        .bind(id)
        .fetch_optional()
        .await?;
    Ok(locked.map(|(workspace,)| workspace))
}

/// Whether a file is a picture of articles of which none is published for everybody.
pub async fn is_withheld(cx: &mut Reader, file: AttachmentId) -> Result<bool> {
    let topics = ["article_assets", "article_asset_uses", "articles"].map(|table| Topic::new(table, file.0));
    let shown: Option<(i64,)> = cx
        .read(topics)
        .query(
            "SELECT COUNT(articles.id)
             FROM article_assets
             LEFT JOIN article_asset_uses ON article_asset_uses.asset_id = article_assets.id
             LEFT JOIN articles ON articles.id = article_asset_uses.article_id AND articles.status = $2
                                   AND articles.visibility = $3
             WHERE article_assets.id = $1
             GROUP BY article_assets.id",
        )
        .bind(file)
        .bind(Status::Published)
        .bind(Visibility::Public)
        .fetch_optional()
        .await?;
    Ok(shown.is_some_and(|(articles,)| articles == 0))
}

/// An article goes, and with it the pictures that were uploaded for it, unless another article refers to them.
pub async fn forget(cx: &mut Writer, article: &Article) -> Result<()> {
    let workspace = article.workspace_id;
    cx.write(uses_topic(article.id))
        .query("DELETE FROM article_asset_uses WHERE article_id = $1")
        .bind(article.id)
        .execute()
        .await?;
    let own: Vec<(AttachmentId,)> = cx
        .write(workspace_topic(workspace))
        .query("UPDATE article_assets SET article_id = NULL WHERE article_id = $1 RETURNING id")
        .bind(article.id)
        .fetch_all()
        .await?;
    for (id,) in own {
        if !is_used(cx, id).await? {
            delete(cx, workspace, id).await?;
        }
    }
    Ok(())
}

async fn is_used(cx: &mut Writer, id: AttachmentId) -> Result<bool> {
    let user: Option<(ArticleId,)> = cx
        .read(Topic::new("article_asset_uses", id.0))
        .query("SELECT article_id FROM article_asset_uses WHERE asset_id = $1 LIMIT 1")
        .bind(id)
        .fetch_optional()
        .await?;
    Ok(user.is_some())
}

async fn delete(cx: &mut Writer, workspace: WorkspaceId, id: AttachmentId) -> Result<()> {
    cx.write(topics(workspace, id))
        .query("DELETE FROM article_assets WHERE id = $1")
        .bind(id)
        .execute()
        .await?;
    media::discard(cx, id).await
}

impl Mutation for GenerateAssetUploadUrl {
    async fn run(self, cx: &mut Writer) -> Result<String> {
        signed_in(cx)?;
        let agent = cx.agent(self.workspace_id, Permission::ArticlesCreate).await?;
        cx.count(Limit::Upload, agent.user.0)?;
        media::invite(cx, self.workspace_id, Uploader::Agent(agent.user)).await
    }
}

impl Mutation for SaveAsset {
    async fn run(self, cx: &mut Writer) -> Result<SavedAsset> {
        signed_in(cx)?;
        let (id, workspace) = (self.storage_id, self.workspace_id);
        let agent = cx.agent(workspace, Permission::ArticlesCreate).await?;
        if let Some(article) = self.article_id {
            let found = rows::by_id(cx, article).await?.filter(|found| found.workspace_id == workspace);
            found.ok_or_else(|| Error::not_found("Article"))?;
        }
        let uploader = Uploader::Agent(agent.user);
        let kept =
            media::keep_picture(cx, workspace, id, uploader, self.file_name.as_deref(), &PICTURE).await?;
        let now = cx.now();
        cx.write(topics(workspace, id))
            .query(
                "INSERT INTO article_assets (id, workspace_id, article_id, created_by, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $5)",
            )
            .bind(id)
            .bind(workspace)
            .bind(self.article_id)
            .bind(agent.user)
            .bind(now)
            .execute()
            .await?;
        Ok(SavedAsset {
            asset_id: id,
            reference: reference(id),
            url: url(cx, id, For::Team),
            file_name: kept.file_name,
            mime_type: kept.mime_type.into(),
            size: kept.size,
            width: kept.pixels.map(|pixels| pixels.width.into()),
            height: kept.pixels.map(|pixels| pixels.height.into()),
        })
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: AttachmentId,
    article_id: Option<ArticleId>,
    file_name: String,
    mime_type: String,
    size: i64,
    width: Option<i64>,
    height: Option<i64>,
    created_by: UserId,
    created_at: Millis,
    updated_at: Millis,
}

impl Query for ListAssets {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Asset>> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::ArticlesRead).await?;
        let most = i64::try_from(MOST_LISTED).unwrap_or(i64::MAX);
        let filter = Filter::new(
            "SELECT article_assets.id, article_assets.article_id, media.file_name, media.mime_type, media.size, media.width,
                    media.height, article_assets.created_by, article_assets.created_at, article_assets.updated_at
             FROM article_assets
             JOIN media ON media.id = article_assets.id
             WHERE article_assets.workspace_id = ",
        )
        .bind(workspace)
        .and(" AND article_assets.article_id = ", self.article_id)
        .push(" ORDER BY article_assets.created_at DESC, article_assets.id LIMIT ")
        .bind(self.limit.unwrap_or(most).clamp(1, most));
        let topics = [workspace_topic(workspace), Topic::new("media", workspace.0)];
        let rows: Vec<Row> = cx.read(topics).filter(filter).fetch_all().await?;
        let asset = |row: Row| Asset {
            id: row.id,
            creation_time: row.created_at,
            workspace_id: workspace,
            article_id: row.article_id,
            storage_id: row.id,
            file_name: row.file_name,
            mime_type: row.mime_type,
            size: row.size,
            width: row.width,
            height: row.height,
            created_by: Some(row.created_by),
            created_at: row.created_at,
            updated_at: row.updated_at,
            reference: reference(row.id),
            url: url(cx, row.id, For::Team),
        };
        Ok(rows.into_iter().map(asset).collect())
    }
}

impl Mutation for DeleteAsset {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        signed_in(cx)?;
        let id = self.asset_id;
        let workspace = lock(cx, id).await?.ok_or_else(|| Error::not_found("Asset"))?;
        cx.agent(workspace, Permission::ArticlesDelete).await?;
        if is_used(cx, id).await? {
            return Err(Error::invalid("Asset is still referenced by an article").into());
        }
        delete(cx, workspace, id).await?;
        Ok(Success::YES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "67e5504410b1426f9247bb680e5fe0c8";

    #[test]
    fn references_are_found_wherever_they_end_and_only_those_that_are_known_are_replaced() {
        let id: AttachmentId = ID.parse().unwrap();
        let picture = Image { src: "https://a.test/p".into(), alt: String::new(), size: None };
        let pictures = Pictures::from([(id, picture)]);
        let hyphenated = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        for (text, expected) in [
            (format!("![a](oc-asset://{ID})"), "![a](https://a.test/p)"),
            (format!("oc-asset://{ID}"), "https://a.test/p"),
            (format!("x oc-asset://{hyphenated} oc-asset://{ID}é"), "x https://a.test/p https://a.test/pé"),
            ("oc-asset://oc-asset://".into(), "oc-asset://oc-asset://"),
        ] {
            assert_eq!(addressed(&text, &pictures), expected);
        }
        for text in
            [format!("oc-asset://{ID}a"), format!("oc-asset:/{ID}"), format!("oc-asset://{}", &ID[1..])]
        {
            assert_eq!((addressed(&text, &pictures), referred(&text)), (text.clone(), BTreeSet::new()));
        }
    }
}
