//! The help centre as a reader who is not known sees it: what the pages at `/help/{workspace}` show, each read in one snapshot.

use crate::{
    core::{Query, Reader, Result},
    domain::{
        articles::{self, open, open::Listed},
        collections, workspaces,
    },
};
use shared::{
    Function,
    articles::{Article, Found, Rendered},
    collections::Counted,
    function,
    id::{CollectionId, WorkspaceId},
    messenger_settings::{GetPublicSettings, Look},
    workspaces::HelpCenterAccess,
};

/// Articles that one page lists.
const MOST_LISTED: i64 = 500;
/// Articles beside another one.
const MOST_BESIDE: i64 = 6;
/// Addresses of a site map (sitemaps.org).
const MOST_MAPPED: i64 = 50_000;

/// Asks for a page. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Ask {
    pub workspace: WorkspaceId,
    pub page: Page,
}

/// Which page. Collections and articles are named by slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    Home,
    Search(String),
    Collection(String),
    Article(String),
    /// All addresses, for search engines.
    Map,
}

pub enum Answer {
    /// There is no such workspace.
    Unknown,
    /// Its help centre is not public.
    Restricted,
    Open(Box<HelpCenter>),
}

/// What every page shows, and what this one does.
pub struct HelpCenter {
    pub name: String,
    pub look: Look,
    /// Collections that lead to an open article, by place; their counts are of open articles.
    pub collections: Vec<Counted>,
    pub shown: Shown,
}

pub enum Shown {
    /// Articles in no collection.
    Home(Vec<Listed>),
    Results(Vec<Found>),
    Collection(CollectionId, Vec<Listed>),
    Article(Box<Rendered>, Beside),
    /// The article is called otherwise now.
    Moved(String),
    Map(Vec<Listed>),
    Missing,
}

/// Other articles of an article's collection.
pub type Beside = Vec<Listed>;

impl Function for Ask {
    const NAME: &'static str = "helpCenter:page (internal)";
    type Kind = function::Query;
    type Output = Answer;
}

impl Query for Ask {
    async fn run(self, cx: &mut Reader) -> Result<Answer> {
        let workspace = self.workspace;
        let Some(row) = workspaces::by_id(cx, workspace).await? else { return Ok(Answer::Unknown) };
        if row.help_center_access_policy != HelpCenterAccess::Public {
            return Ok(Answer::Restricted);
        }
        let look = cx.query(GetPublicSettings { workspace_id: workspace }).await?;
        let collections = shown_collections(cx, workspace).await?;
        let by_slug =
            |slug: &str| collections.iter().map(|row| &row.collection).find(|known| known.slug == slug);
        let shown = match self.page {
            Page::Home => Shown::Home(open::loose(cx, workspace, MOST_LISTED).await?),
            Page::Search(query) => Shown::Results(open::found(cx, workspace, &query).await?),
            Page::Collection(slug) => match by_slug(&slug).map(|collection| collection.id) {
                Some(id) => Shown::Collection(id, open::of_collection(cx, workspace, id, MOST_LISTED).await?),
                None => Shown::Missing,
            },
            // Anybody writes an address, and a store may not even take it as text.
            Page::Article(slug) if !is_slug(&slug) => Shown::Missing,
            Page::Article(slug) => match open::by_slug(cx, workspace, &slug).await? {
                Some(article) if article.slug == slug => {
                    let beside = beside(cx, &article).await?;
                    let rendered = articles::rendered(cx, article, articles::For::Readers).await?;
                    Shown::Article(Box::new(rendered), beside)
                }
                Some(article) => Shown::Moved(article.slug),
                None => Shown::Missing,
            },
            Page::Map => Shown::Map(open::latest(cx, workspace, MOST_MAPPED).await?),
        };
        Ok(Answer::Open(Box::new(HelpCenter { name: row.name, look, collections, shown })))
    }
}

fn is_slug(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

async fn shown_collections(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<Counted>> {
    let counts = open::counts(cx, workspace).await?;
    let all = collections::all(cx, workspace).await?.into_iter().map(|collection| {
        let count = counts.get(&collection.id).copied().unwrap_or(0);
        Counted { collection, article_count: count, published_article_count: count }
    });
    Ok(collections::leading_somewhere(all.collect()))
}

async fn beside(cx: &mut Reader, article: &Article) -> Result<Beside> {
    let Some(collection) = article.collection_id else { return Ok(Vec::new()) };
    let mut listed = open::of_collection(cx, article.workspace_id, collection, MOST_BESIDE + 1).await?;
    listed.retain(|other| other.id != article.id);
    listed.truncate(usize::try_from(MOST_BESIDE).unwrap_or(usize::MAX));
    Ok(listed)
}
