//! The page that puts the widget on a site: the tag to copy, the sites that may show it, and whether it was seen.

use crate::{
    browser,
    desk::desk,
    icons::{Icon, icon},
    link, moments,
    notices::copy,
    origins::Origins,
    parts::skeleton,
    route::Route,
    say,
    sidebar::follow,
};
use leptos::prelude::*;
use shared::workspaces::{GetHostedOnboardingIntegrationSignals, Integration, Signals};

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
                    {move || match signals.get() {
                        None => skeleton(2).into_any(),
                        Some(signals) => seen(signals).into_any(),
                    }}
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
    let found = signals.map(|signals| signals.integrations).unwrap_or_default();
    if found.is_empty() {
        return view! {
            <p class="signal waiting" role="status" data-testid="install-waiting"><i></i> {say!("seen-waiting")}</p>
            <p class="quiet">{say!("seen-waiting-text")}</p>
        }
        .into_any();
    }
    view! { <ul class="signals" role="status" data-testid="install-seen">{found.into_iter().take(8).map(site).collect_view()}</ul> }.into_any()
}

fn site(found: Integration) -> impl IntoView {
    let now = desk().now;
    let at = found.last_seen_at;
    let origin = found.origin.or(found.client_identifier).unwrap_or_else(|| say!("unknown-site"));
    view! {
        <li class="signal" class:active=found.is_active_now>
            <i></i>
            <span>
                {move || say!("seen-on", origin = origin.as_str(), ago = moments::ago(at, now.get().max(at)).as_str())}
                {found.current_url.map(|url| view! { <small dir="ltr">{url}</small> })}
            </span>
        </li>
    }
}
