//! What the loader asks for: the widget's public config as a module, the frame with the app, and the frame's plain form for
//! browsers without WebAssembly (design §7).

use super::{assets, headers, peer::Peer};
use crate::{
    core::{App, Caller, Error},
    domain::{
        sightings,
        workspaces::{Embedding, Offered, Unasked},
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::{
    conversations::GetOrCreateForVisitor,
    id::WorkspaceId,
    messages::{Send, SenderType},
    messenger_settings::GetPublicSettings,
    origin::Origin,
    widget_sessions::Boot,
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/widget/{file}", get(config))
        .route("/frame/{workspace}", get(frame))
        .route("/frame/{workspace}/message", post(plain_message))
}

/// The page that the loader puts into its frame.
#[derive(Template)]
#[template(path = "frame.html")]
struct Page<'p> {
    lang: &'p str,
    dir: &'p str,
    workspace: WorkspaceId,
    locale: String,
    later: String,
    later_sheet: String,
    later_parts: String,
    guide: String,
    guide_sheet: String,
    guide_parts: String,
    author: String,
    author_sheet: String,
    author_parts: String,
    hands: String,
    shows: String,
    talk: String,
    hints: bool,
    css: String,
    boot: String,
    script: String,
    wasm: String,
    help: bool,
    home: Option<String>,
    tabs: String,
    start: Option<&'static str>,
    direct: bool,
    phrases: &'p Phrases,
}

/// The answer to a message sent without WebAssembly.
#[derive(Template)]
#[template(path = "plain_sent.html")]
struct Sent<'p> {
    lang: &'p str,
    dir: &'p str,
    phrases: &'p Phrases,
    css: String,
    back: String,
    problem: Option<&'p str>,
}

/// `GET /widget/{workspace}.js`: everything that the launcher needs, as a module, so that a page's policy has to allow scripts only.
/// For a workspace that does not exist it exports null.
async fn config(
    State(app): State<App>,
    Path(file): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let Some(workspace) = file.strip_suffix(".js").and_then(|id| id.parse::<WorkspaceId>().ok()) else {
        return not_found();
    };
    let embedding = match app.query(&Caller::NOBODY, Embedding { workspace }).await {
        Ok(Some(_)) => app.query(&Caller::NOBODY, GetPublicSettings { workspace_id: workspace }).await,
        Ok(None) => return module("export default null;\n".into()),
        Err(error) => Err(error),
    };
    let look = match embedding {
        Ok(look) => look,
        Err(error) => return broken(error),
    };
    let unasked = match app.query(&Caller::NOBODY, Unasked { workspace }).await {
        Ok(unasked) => unasked,
        Err(error) => return broken(error),
    };
    // Modules are fetched by CORS, so a page of another origin always says its own.
    if let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) {
        sightings::see(&app, workspace, origin);
    }
    let phrases = Phrases::of(wish.locale.as_deref(), &headers, &look.default_language);
    let config = json!({
        "workspace": workspace,
        "look": look,
        "proactive": !unasked.is_empty(),
        "frame": format!("/frame/{workspace}"),
        "version": env!("CARGO_PKG_VERSION"),
        // What the loader itself says.
        "words": {
            "open": phrases.say("launcher-open"),
            "close": phrases.say("launcher-close"),
            "title": phrases.say("frame-title"),
            "trouble": phrases.say("not-loaded"),
            "again": phrases.say("retry"),
        },
    });
    // The sheet is a file of its own beside the loader: it changes rarely, and the tag has to stay small.
    let sheet = assets::address("sheet.js");
    module(format!("export default {config};\nexport {{ css }} from \"{sheet}\";\n"))
}

fn module(text: String) -> Response {
    let answer = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=60, stale-while-revalidate=86400"),
        (header::VARY, "Accept-Language"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    let resource_policy =
        [("cross-origin-resource-policy", "cross-origin"), ("x-content-type-options", "nosniff")];
    (answer, resource_policy, text).into_response()
}

/// The widget's catalogue in the language of whoever asks.
struct Phrases {
    lang: String,
    catalogue: String,
    texts: Value,
}

impl Phrases {
    fn of(wish: Option<&str>, headers: &HeaderMap, fallback: &str) -> Self {
        let lang = headers::locale(wish, headers, &assets::locales("widget"), fallback);
        let catalogue = format!("widget/locales/{lang}.json");
        let texts =
            assets::text(&catalogue).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { lang, catalogue, texts }
    }

    /// A phrase without arguments.
    fn say(&self, key: &str) -> String {
        self.texts[key].as_str().unwrap_or_default().to_owned()
    }
}

/// What the loader may say in the frame's address.
#[derive(Deserialize)]
struct Wish {
    /// The site's own choice of language.
    locale: Option<String>,
}

/// `GET /frame/{workspace}`: refuses to load on a site that the workspace does not list (`frame-ancestors`).
async fn frame(
    State(app): State<App>,
    Path(workspace): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let Ok(workspace) = workspace.parse::<WorkspaceId>() else { return not_found() };
    let found = app.query(&Caller::NOBODY, Embedding { workspace }).await;
    let embedding = match found {
        Ok(Some(embedding)) => embedding,
        Ok(None) => return not_found(),
        Err(error) => return broken(error),
    };
    let look = match app.query(&Caller::NOBODY, GetPublicSettings { workspace_id: workspace }).await {
        Ok(look) => look,
        Err(error) => return broken(error),
    };
    let offer = match app.query(&Caller::NOBODY, Offered { workspace }).await {
        Ok(offer) => offer,
        Err(error) => return broken(error),
    };
    let unasked = match app.query(&Caller::NOBODY, Unasked { workspace }).await {
        Ok(unasked) => unasked,
        Err(error) => return broken(error),
    };
    let phrases = Phrases::of(wish.locale.as_deref(), &headers, &look.default_language);
    let page = Page {
        lang: &phrases.lang,
        dir: headers::direction(&phrases.lang),
        workspace,
        locale: assets::address(&phrases.catalogue),
        later: assets::address(&format!("widget/later/{}.json", phrases.lang)),
        later_sheet: assets::address("widget/later.css"),
        later_parts: assets::address("widget/later.html"),
        guide: assets::address(&format!("widget/guide/{}.json", phrases.lang)),
        guide_sheet: assets::address("widget/guide.css"),
        guide_parts: assets::address("widget/guide.html"),
        author: assets::address(&format!("widget/author/{}.json", phrases.lang)),
        author_sheet: assets::address("widget/author.css"),
        author_parts: assets::address("widget/author.html"),
        hands: assets::address("hands.js"),
        shows: unasked.join(" "),
        talk: offer.talk.join(" "),
        hints: offer.talk.iter().any(|word| matches!(*word, "reply" | "suggest")),
        css: assets::address("widget/style.css"),
        boot: assets::address("frame.js"),
        script: assets::address("widget/widget.js"),
        wasm: assets::address("widget/widget_bg.wasm"),
        help: offer.help,
        home: offer.home,
        tabs: offer.tabs,
        start: offer.start,
        direct: offer.is_direct,
        phrases: &phrases,
    };
    let policy = headers::with_pictures(POLICY, app.config());
    let policy = format!("{policy}; frame-ancestors {}", ancestors(&embedding.allowed_origins));
    render(&page, |html| headers::page(html, &policy, &ISOLATION))
}

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
     img-src 'self' data: blob: https:; media-src 'self' https:; font-src 'self'; form-action 'self'; base-uri 'none'";

/// Pictures and videos of tours and messages come from anywhere, without anybody's cookies.
const ISOLATION: [(&str, &str); 2] =
    [("cross-origin-resource-policy", "cross-origin"), ("cross-origin-embedder-policy", "credentialless")];

/// The sources of `frame-ancestors`: every site when nothing is listed, nobody when no entry can match.
fn ancestors(allowed: &[String]) -> String {
    if allowed.is_empty() {
        return "*".into();
    }
    let sources: Vec<_> = allowed.iter().filter_map(|entry| Origin::ancestor_sources(entry)).collect();
    if sources.is_empty() { "'none'".into() } else { sources.join(" ") }
}

#[derive(Deserialize)]
struct PlainMessage {
    message: String,
    /// The device's id, as the loader keeps it.
    session: String,
    /// The host page's origin, as the handover named it to the frame; empty where scripts are off.
    #[serde(default)]
    origin: String,
}

/// `POST /frame/{workspace}/message`: a message from a browser without WebAssembly; an agent's answer shows once it has one.
async fn plain_message(
    State(app): State<App>,
    Path(workspace): Path<String>,
    peer: Peer,
    headers: HeaderMap,
    Form(form): Form<PlainMessage>,
) -> Response {
    let Ok(workspace) = workspace.parse::<WorkspaceId>() else { return not_found() };
    let phrases = Phrases::of(None, &headers, "en");
    let result = deliver(&app, &peer.nobody(), workspace, form).await.map_err(Error::into_public);
    let problem = result.as_ref().err().map(|error| error.message.as_str());
    let page = Sent {
        lang: &phrases.lang,
        dir: headers::direction(&phrases.lang),
        phrases: &phrases,
        css: assets::address("widget/style.css"),
        back: format!("/frame/{workspace}"),
        problem,
    };
    let mut response = render(&page, |html| headers::page(html, POLICY, &ISOLATION));
    if problem.is_some() {
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    response
}

async fn deliver(
    app: &App,
    caller: &Caller,
    workspace: WorkspaceId,
    form: PlainMessage,
) -> Result<(), Error> {
    let boot = Boot {
        client_type: Some("plain_form".into()),
        origin: Some(form.origin).filter(|origin| !origin.is_empty()),
        ..Boot::of_device(workspace, form.session)
    };
    let session = app.mutate(caller, boot).await?.value;
    let token = Some(session.session_token);
    let conversation =
        GetOrCreateForVisitor { workspace_id: workspace, visitor_id: None, session_token: token.clone() };
    let conversation = app.mutate(caller, conversation).await?.value;
    let send = Send {
        conversation_id: conversation.id,
        sender_id: session.visitor.id.to_string(),
        sender_type: SenderType::Visitor,
        content: form.message,
        attachment_ids: None,
        visitor_id: None,
        session_token: token,
        client_message_id: None,
        kind: None,
    };
    app.mutate(caller, send).await?;
    Ok(())
}

fn render(page: &impl Template, answer: impl FnOnce(String) -> Response) -> Response {
    match page.render() {
        Ok(html) => answer(html),
        Err(cause) => broken(Error::Broken(format!("a page could not be filled in: {cause}"))),
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "Workspace not found").into_response()
}

fn broken(error: Error) -> Response {
    let mut response = (StatusCode::INTERNAL_SERVER_ERROR, error.into_public().message).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
