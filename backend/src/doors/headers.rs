//! Headers that every page of ours carries (design §7 "Headers").

use crate::core::Config;
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

/// An HTML answer with its content security policy, kept out of shared processes, caches and sniffing.
pub fn page(html: String, policy: &str, more: &[(&'static str, &'static str)]) -> Response {
    let mut headers = HeaderMap::new();
    let fixed = [
        ("origin-agent-cluster", "?1"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cache-control", "no-cache"),
    ];
    for (name, value) in fixed.iter().chain(more) {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    (headers, Html(html)).into_response()
}

/// A policy for a page that shows our own pictures: where files have an origin of their own, that one is named beside the page's.
pub fn with_pictures(policy: &str, config: &Config) -> String {
    policy.replace("img-src 'self'", &format!("img-src 'self' {}", config.content_url))
}

/// The best of `known` locales for what a site wishes and an `Accept-Language` header, else `fallback`.
pub fn locale(wish: Option<&str>, headers: &HeaderMap, known: &[&str], fallback: &str) -> String {
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Browsers list languages by preference, so the order stands for the weights.
    let languages = wanted.split(',').filter_map(|part| part.split(';').next()).map(str::trim);
    for language in wish.into_iter().chain(languages) {
        let base = language.split('-').next().unwrap_or(language);
        let find = |wanted: &str| known.iter().find(|name| name.eq_ignore_ascii_case(wanted));
        if let Some(hit) = find(language).or_else(|| find(base)) {
            return (*hit).into();
        }
    }
    fallback.into()
}

/// The writing direction of a locale.
pub fn direction(locale: &str) -> &'static str {
    match locale.split('-').next() {
        Some("ar" | "fa" | "he" | "ur" | "ps" | "yi") => "rtl",
        _ => "ltr",
    }
}
