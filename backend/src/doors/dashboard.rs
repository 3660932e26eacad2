//! The agents' dashboard: one page; the app in it does the rest.

use super::{assets, headers};
use crate::core::App;
use askama::Template;
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/dashboard") }))
        .route("/dashboard", get(page))
        .route("/dashboard/{*path}", get(page))
}

#[derive(Template)]
#[template(path = "dashboard.html")]
struct Page<'p> {
    locale: &'p str,
    dir: &'p str,
    css: String,
    help: String,
    engage: String,
    script: String,
    glue: String,
    wasm: String,
    /// Every language and its catalogue: the agent may choose another than the browser's.
    catalogues: Vec<(&'static str, String)>,
}

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
     img-src 'self' data: https:; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'";

async fn page(State(app): State<App>, headers: HeaderMap) -> Response {
    let locales = assets::locales("dashboard");
    let locale = headers::locale(None, &headers, &locales, "en");
    let catalogue = |name: &'static str| (name, assets::address(&format!("dashboard/locales/{name}.json")));
    let page = Page {
        dir: headers::direction(&locale),
        css: assets::address("dashboard/style.css"),
        help: assets::address("dashboard/help.css"),
        engage: assets::address("dashboard/engage.css"),
        script: assets::address("dashboard/start.js"),
        glue: assets::address("dashboard/dashboard.js"),
        wasm: assets::address("dashboard/dashboard_bg.wasm"),
        catalogues: locales.into_iter().map(catalogue).collect(),
        locale: &locale,
    };
    match page.render() {
        Ok(html) => {
            headers::page(html, &headers::with_pictures(POLICY, app.config()), &[("x-frame-options", "DENY")])
        }
        Err(cause) => {
            tracing::error!(%cause, "the dashboard's page could not be filled in");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
