//! The help centre's pages, written here so that they can be read without scripts, by people and by search engines. What is in them
//! comes from `domain/help_center.rs`.

mod answer;
mod pages;
mod words;

use super::{headers, limits, peer::Peer};
use crate::{
    core::{App, Error, Limit},
    domain::help_center::{Answer, Ask, HelpCenter, Page, Shown},
};
use answer::Reply;
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use pages::{Shell, View};
use serde::Deserialize;
use shared::{
    articles::SubmitFeedback,
    id::{ArticleId, WorkspaceId},
    workspaces::{GetPublicWorkspaceContext, HelpCenterAccess},
};

/// Characters of a search; the field takes no more.
const LONGEST_QUERY: usize = 200;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/help/look/{file}", get(look))
        .route("/help/{workspace}", get(home))
        .route("/help/{workspace}/search", get(search))
        .route("/help/{workspace}/sitemap.xml", get(map))
        .route("/help/{workspace}/collections/{slug}", get(collection))
        .route("/help/{workspace}/articles/{slug}", get(article))
        .route("/help/{workspace}/articles/{slug}/feedback", post(feedback))
}

/// Where a page is, as its address says, and who asks for it.
struct Door {
    app: App,
    peer: Peer,
    headers: HeaderMap,
}

impl axum::extract::FromRequestParts<App> for Door {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        app: &App,
    ) -> Result<Self, Self::Rejection> {
        let peer = Peer::from_request_parts(parts, app).await?;
        Ok(Self { app: app.clone(), peer, headers: parts.headers.clone() })
    }
}

/// What a door answers instead of a page.
type Refused = Response;

async fn home(door: Door, Path(workspace): Path<String>) -> Response {
    door.page(&workspace, Page::Home, View::default()).await
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
}

async fn search(door: Door, Path(workspace): Path<String>, Query(wanted): Query<Wanted>) -> Response {
    let query: String = wanted.q.chars().filter(|c| !c.is_control()).take(LONGEST_QUERY).collect();
    let query = query.trim().to_owned();
    let view = View { query: query.clone(), ..View::default() };
    door.page(&workspace, Page::Search(query), view).await
}

async fn collection(door: Door, Path((workspace, slug)): Path<(String, String)>) -> Response {
    door.page(&workspace, Page::Collection(slug), View::default()).await
}

#[derive(Deserialize)]
struct Said {
    /// What became of the reader's feedback.
    feedback: Option<String>,
}

async fn article(
    door: Door,
    Path((workspace, slug)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Response {
    let view = View { is_thanked: said.feedback.as_deref() == Some("thanks"), ..View::default() };
    door.page(&workspace, Page::Article(slug), view).await
}

async fn map(door: Door, Path(workspace): Path<String>) -> Response {
    door.page(&workspace, Page::Map, View::default()).await
}

#[derive(Deserialize)]
struct Vote {
    helpful: Helpful,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Helpful {
    Yes,
    No,
}

/// `POST …/feedback`: the answer leads back to the article. Another site's page may not speak for its readers.
async fn feedback(
    door: Door,
    Path((workspace, slug)): Path<(String, String)>,
    Form(vote): Form<Vote>,
) -> Response {
    let is_cross_site = door
        .headers
        .get("sec-fetch-site")
        .is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"));
    if door.peer.origin.is_some() || is_cross_site {
        return (StatusCode::FORBIDDEN, "Feedback is given on the article's own page").into_response();
    }
    let (workspace, center) = match door.ask(&workspace, Page::Article(slug)).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    let (id, slug): (ArticleId, String) = match center.shown {
        Shown::Article(rendered, _) => (rendered.article.id, rendered.article.slug),
        Shown::Moved(slug) => return moved(workspace, &slug),
        _ => return door.missing(workspace, &center),
    };
    let helpful = matches!(vote.helpful, Helpful::Yes);
    let said = SubmitFeedback { article_id: id, helpful, visitor_id: None, session_token: None };
    match door.app.mutate(&door.peer.nobody(), said).await {
        Ok(_) => Redirect::to(&format!("{}?feedback=thanks#feedback", pages::article(workspace, &slug)))
            .into_response(),
        Err(error) => failed(error),
    }
}

impl Door {
    async fn page(&self, workspace: &str, page: Page, view: View) -> Response {
        let (workspace, center) = match self.ask(workspace, page).await {
            Ok(found) => found,
            Err(refused) => return refused,
        };
        let shell = Shell::of(&self.app, &self.headers, workspace, &center, view);
        match &center.shown {
            Shown::Home(loose) => self.show(&pages::Home::of(&shell, &center, loose)),
            Shown::Results(found) => self.show(&pages::Results::of(&shell, found)),
            Shown::Collection(id, listed) => match pages::CollectionPage::of(&shell, &center, *id, listed) {
                Some(page) => self.show(&page),
                None => self.missing(workspace, &center),
            },
            Shown::Article(rendered, beside) => {
                self.show(&pages::ArticlePage::of(&shell, &center, rendered, beside))
            }
            Shown::Map(listed) => {
                let map = pages::Map::of(&shell, &center, listed);
                Reply::xml(&self.app, &self.headers).of(map.render())
            }
            Shown::Moved(slug) => moved(workspace, slug),
            Shown::Missing => self.missing(workspace, &center),
        }
    }

    /// The page's content, or the answer to who may not have it.
    async fn ask(&self, workspace: &str, page: Page) -> Result<(WorkspaceId, Box<HelpCenter>), Refused> {
        let nobody = self.peer.nobody();
        self.app.rates().check(Limit::Call, self.peer.ip).map_err(failed)?;
        let Ok(workspace) = workspace.parse::<WorkspaceId>() else { return Err(self.notice(false)) };
        match self.app.query(&nobody, Ask { workspace, page }).await.map_err(failed)? {
            Answer::Open(center) => Ok((workspace, center)),
            Answer::Restricted => Err(self.notice(true)),
            Answer::Unknown => Err(self.notice(false)),
        }
    }

    /// A page that exists.
    fn show(&self, page: &impl Template) -> Response {
        Reply::html(&self.app, &self.headers).of(page.render())
    }

    /// A help centre that has no such page.
    fn missing(&self, workspace: WorkspaceId, center: &HelpCenter) -> Response {
        let shell = Shell::of(&self.app, &self.headers, workspace, center, View::default());
        Reply::html(&self.app, &self.headers)
            .with(StatusCode::NOT_FOUND)
            .of(pages::Missing::of(&shell).render())
    }

    /// No help centre, or none for everybody.
    fn notice(&self, is_restricted: bool) -> Response {
        let status = if is_restricted { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND };
        Reply::html(&self.app, &self.headers)
            .with(status)
            .of(pages::Notice::of(&self.headers, is_restricted).render())
    }
}

/// `GET /help/look/{rrggbb}.css`: a workspace's colour, such that it can be read in light and dark.
async fn look(State(app): State<App>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let colour =
        file.strip_suffix(".css").and_then(|digits| shared::colour::Rgb::parse(&format!("#{digits}")));
    match colour {
        Some(colour) => Reply::css(&app, &headers).of(pages::Colours::of(colour).render()),
        None => (StatusCode::NOT_FOUND, "Not found").into_response(),
    }
}

/// `GET /robots.txt`: help centres may be read; of the workspace that stands for the server they are told the map too.
async fn robots(State(app): State<App>, peer: Peer, headers: HeaderMap) -> Response {
    let main = GetPublicWorkspaceContext { workspace_id: None, article_slug: None };
    let main = match app.query(&peer.nobody(), main).await {
        Ok(main) => main.filter(|main| main.help_center_access_policy == HelpCenterAccess::Public),
        Err(error) => return failed(error),
    };
    let map = main.map(|main| format!("{}{}/sitemap.xml", app.config().public_url, pages::home(main.id)));
    Reply::text(&app, &headers).of(pages::Robots { map }.render())
}

/// Where the article is now. Not for ever: it may be called as before again.
fn moved(workspace: WorkspaceId, slug: &str) -> Response {
    let to =
        [(header::LOCATION, pages::article(workspace, slug)), (header::CACHE_CONTROL, "no-cache".into())];
    (StatusCode::MOVED_PERMANENTLY, to).into_response()
}

fn failed(error: Error) -> Response {
    let refusal = error.into_public();
    let status = match refusal.code {
        shared::Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        shared::Code::InvalidInput => StatusCode::BAD_REQUEST,
        shared::Code::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], refusal.message).into_response();
    limits::tell(response.headers_mut(), refusal.retry_after);
    response
}

/// The page's language and its direction.
fn locale(headers: &HeaderMap, fallback: &str) -> words::Words {
    let lang = headers::locale(None, headers, &super::assets::locales("help"), fallback);
    words::Words::of(lang)
}
