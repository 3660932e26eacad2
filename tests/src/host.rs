//! Host pages: sites of other people, on other origins than Docent's.

use axum::{Router, http::header, response::Html, routing::get};
use std::net::SocketAddr;
use tokio::{net::TcpListener, task::JoinHandle};

/// A site with one page.
pub struct Host {
    /// On another site than Docent's.
    pub origin: String,
    /// The same pages on Docent's own site, though not its origin.
    pub same_site: String,
    server: JoinHandle<()>,
}

impl Host {
    /// Serves `html` at every path, under a content security policy.
    pub async fn serve(html: String, policy: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address: SocketAddr = listener.local_addr().expect("a bound listener has an address");
        let page = get(move || async move { ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)) });
        let site = Router::new().fallback(page);
        let server =
            tokio::spawn(async move { axum::serve(listener, site).await.expect("the host page is served") });
        let at = |name: &str| format!("http://{name}:{}", address.port());
        Self { origin: at("localhost"), same_site: at("127.0.0.1"), server }
    }

    /// A page that allows everything, with `body` in it. It can be scrolled.
    pub async fn friendly(body: &str) -> Self {
        let html = format!(
            r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title>
<style>main {{ height: 3000px }}</style>
<main><h1>A shop</h1><a id="first" href="/other">Another page</a> <button id="last">A button</button></main>
{body}"#
        );
        Self::serve(html, "default-src * 'unsafe-inline'".into()).await
    }

    /// The hardest page there is: nothing allowed but Docent, CSS that unsets everything, and a bar above everything.
    pub async fn hostile(docent: &str, workspace: &str) -> Self {
        let policy = format!("default-src 'none'; script-src {docent}; frame-src {docent}; style-src 'none'");
        Self::serve(hostile_page(docent, workspace), policy).await
    }

    /// The same with the hostile CSS let in, since `style-src 'none'` keeps it out too.
    pub async fn hostile_css(docent: &str, workspace: &str) -> Self {
        let policy =
            format!("default-src 'none'; script-src {docent}; frame-src {docent}; style-src 'unsafe-inline'");
        Self::serve(hostile_page(docent, workspace), policy).await
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The tag that an owner pastes; `more` are further attributes.
pub fn tag(docent: &str, workspace: &str, more: &str) -> String {
    format!(r#"<script async src="{docent}/widget.js" data-workspace="{workspace}" {more}></script>"#)
}

fn hostile_page(docent: &str, workspace: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<title>A shop</title>
<style>
  * {{ all: unset !important }}
  #bar {{ position: fixed !important; inset: auto 0 0 0 !important; height: 40px !important; display: block !important;
          background: yellow !important; z-index: 2147483647 !important }}
</style>
<h1>A shop</h1>
<div id="bar">On top of everything</div>
{}"#,
        tag(docent, workspace, "")
    )
}
