//! The page that puts the widget on a site: the tag to copy, the sites that may show it, and whether it was seen.

use crate::{
    browser,
    desk::desk,
    icons::{Icon, icon},
    link, moments,
    notices::copy,
    parts::skeleton,
    route::Route,
    say,
    settings::origins::Origins,
    settings::sites::{Site, sites},
    sidebar::follow,
};
use leptos::prelude::*;
use shared::workspaces::{GetHostedOnboardingIntegrationSignals, Signals};

#[component]
pub fn Install() -> impl IntoView {
    let desk = desk();
    let signals = link::live(move || {
        Some(GetHostedOnboardingIntegrationSignals { workspace_id: desk.workspace_id()? })
    });
    view! {
        <div class="page" data-testid="install">
            <header><h1>{say!("install-title")}</h1><p class="lead">{say!("install-lead")}</p></header>
            <ol class="steps">
                <li class="panel"><Snippet /></li>
                <li class="panel"><Origins /></li>
                <li class="panel">
                    <h2>{say!("seen-title")}</h2>
                    <div class="seen" role="status">
                        {move || match signals.get() {
                            None => skeleton(2).into_any(),
                            Some(signals) => seen(signals).into_any(),
                        }}
                    </div>
                </li>
            </ol>
            <p class="next">
                <a class="button" href=Route::Look.path() on:click=follow(Route::Look)>{icon(Icon::Look)} {say!("look-next")}</a>
            </p>
        </div>
    }
}

#[component]
fn Snippet() -> impl IntoView {
    let desk = desk();
    let snippet = Memo::new(move |_| {
        let id = desk.workspace_id().map(|id| id.to_string()).unwrap_or_default();
        format!("<script async src=\"{}/widget.js\" data-workspace=\"{id}\"></script>", browser::origin())
    });
    view! {
        <h2>{say!("snippet-title")}</h2>
        <p>{say!("snippet-text")}</p>
        <div class="snippet" dir="ltr">
            <pre tabindex="0"><code data-testid="install-snippet">{snippet}</code></pre>
            <button class="button" data-testid="install-copy" on:click=move |_| copy(desk.notices, snippet.get_untracked(), say!("copied"))>
                {icon(Icon::Copy)} {say!("copy")}
            </button>
        </div>
    }
}

fn seen(signals: Option<Signals>) -> impl IntoView {
    let found = signals.map(|signals| sites(&signals)).unwrap_or_default();
    let waits = !found.iter().any(|site| site.is_allowed);
    view! {
        {waits
            .then(|| {
                view! {
                    <p class="signal waiting" data-testid="install-waiting"><i></i> {say!("seen-waiting")}</p>
                    <p class="quiet">{say!("seen-waiting-text")}</p>
                }
            })}
        {(!found.is_empty()).then(|| view! { <ul class="signals" data-testid="install-seen">{found.into_iter().map(line).collect_view()}</ul> })}
    }
}

fn line(site: Site) -> impl IntoView {
    let now = desk().now;
    let at = site.seen_at;
    let origin = site.origin.unwrap_or_else(|| say!("unknown-site"));
    let more = match (site.is_allowed, site.was_opened) {
        (false, _) => say!("seen-refused"),
        (true, true) => say!("seen-opened"),
        (true, false) => say!("seen-loaded"),
    };
    view! {
        <li class="signal" class:active=site.is_allowed class:waiting=!site.is_allowed>
            <i></i>
            <span>
                {move || say!("seen-on", origin = origin.as_str(), ago = moments::ago(at, now.get().max(at)).as_str())}
                <small>{more}</small>
                {site.page.map(|page| view! { <small dir="ltr" class="address">{page}</small> })}
            </span>
        </li>
    }
}
