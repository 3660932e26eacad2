//! Files that xtask built: the loader under its own name, everything else under a hashed one. Compressed when they were built.

use crate::core::App;
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{Embed, EmbeddedFile};
use std::{collections::BTreeMap, sync::LazyLock};

#[derive(Embed)]
#[folder = "$DOCENT_ASSETS"]
struct Files;

/// Logical name → path below the folder, as xtask wrote it.
static MANIFEST: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let manifest = Files::get("manifest.json").map(|file| file.data.into_owned()).unwrap_or_default();
    serde_json::from_slice(&manifest).unwrap_or_default()
});

pub fn routes() -> Router<App> {
    Router::new().route("/widget.js", get(loader)).route("/assets/{*path}", get(hashed))
}

/// Whether the binary was built without the widget and the dashboard.
pub fn are_missing() -> bool {
    MANIFEST.is_empty()
}

/// Where a file is served, by its logical name (`widget/style.css`); an absent one answers an address that is not found.
pub fn address(logical: &str) -> String {
    match MANIFEST.get(logical) {
        Some(path) => format!("/{path}"),
        None => format!("/assets/missing/{logical}"),
    }
}

/// The locales that an app has a catalogue for.
pub fn locales(app: &str) -> Vec<&'static str> {
    let prefix = format!("{app}/locales/");
    MANIFEST.keys().filter_map(|name| name.strip_prefix(&prefix)?.strip_suffix(".json")).collect()
}

/// A built file as text, for pages that are filled in.
pub fn text(logical: &str) -> Option<String> {
    let file = Files::get(MANIFEST.get(logical)?)?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// The demo site's file of that name.
pub fn demo(name: &str, headers: &HeaderMap) -> Response {
    file(&format!("demo/{name}"), headers, "no-cache")
}

async fn loader(headers: HeaderMap) -> Response {
    file("widget.js", &headers, "public, max-age=300, stale-while-revalidate=86400")
}

async fn hashed(Path(path): Path<String>, headers: HeaderMap) -> Response {
    file(&format!("assets/{path}"), &headers, "public, max-age=31536000, immutable")
}

fn file(path: &str, headers: &HeaderMap, cache: &'static str) -> Response {
    // Compressed forms are chosen by the header, never by the address.
    let Some(plain) = Files::get(path).filter(|_| !path.ends_with(".br") && !path.ends_with(".gz")) else {
        return (StatusCode::NOT_FOUND, "Not found").into_response();
    };
    let tag = format!("\"{}\"", hex::encode(&plain.metadata.sha256_hash()[..16]));
    let (encoding, content) = best(path, headers, plain);
    let mut answer = HeaderMap::new();
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    answer.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, answer).into_response();
    }
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    if let Some(encoding) = encoding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (answer, content.data.into_owned()).into_response()
}

fn best(path: &str, headers: &HeaderMap, plain: EmbeddedFile) -> (Option<&'static str>, EmbeddedFile) {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        let is_accepted = accepted.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            words.next() == Some(encoding) && !words.any(|weight| matches!(weight, "q=0" | "q=0.0"))
        });
        if is_accepted && let Some(packed) = Files::get(&format!("{path}.{ending}")) {
            return (Some(encoding), packed);
        }
    }
    (None, plain)
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
