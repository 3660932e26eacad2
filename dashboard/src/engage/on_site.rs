//! The way onto the author's own site: a page's address with a token that is good for half an hour, which opens the tool there that
//! picks elements (functions-engagement.md §5.2, §12).

use super::frame::section;
use crate::{desk::desk, link, say, settings::sites::sites};
use leptos::prelude::*;
use shared::{
    authoring_sessions,
    engagement::link as address,
    id::{TooltipId, TourId},
    limits, tooltip_authoring_sessions,
    workspaces::GetHostedOnboardingIntegrationSignals,
};

/// What is pointed at elements there.
#[derive(Clone, Copy)]
pub enum Work {
    Tour(TourId),
    Tooltip(TooltipId),
}

/// The page, a button that asks for a token, and then the link.
pub fn on_site(work: Work) -> impl IntoView {
    let desk = desk();
    let signals = link::live(move || {
        Some(GetHostedOnboardingIntegrationSignals { workspace_id: desk.workspace_id()? })
    });
    let typed = RwSignal::new(None::<String>);
    // Where the widget was seen last, until something else is typed.
    let seen = move || {
        let latest = signals.get().flatten().and_then(|signals| sites(&signals).into_iter().next());
        latest.and_then(|site| site.page.or(site.origin)).unwrap_or_default()
    };
    let page = move || typed.get().unwrap_or_else(seen);
    let ready = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let ask = move || {
        let page = untrack(page).trim().to_owned();
        ready.set(None);
        if !is_whole(&page) {
            return problem.set(Some(say!("on-site-no-page")));
        }
        problem.set(None);
        match work {
            Work::Tour(tour_id) => {
                let create = authoring_sessions::Create { tour_id, step_id: None, target_url: page.clone() };
                link::send_then(create, move |made| {
                    ready.set(Some(with_token(&page, "opencom_authoring", &made.token)));
                });
            }
            Work::Tooltip(id) => {
                let Some(workspace_id) = desk.workspace_id() else { return };
                let create = tooltip_authoring_sessions::Create { workspace_id, tooltip_id: Some(id) };
                link::send_then(create, move |made| {
                    ready.set(Some(with_token(&page, "opencom_tooltip_authoring", &made.token)));
                });
            }
        }
    };
    let content = view! {
        <p class="quiet">{say!("on-site-text")}</p>
        <label>
            <span>{say!("on-site-page")}</span>
            <input type="url" dir="ltr" class="mono" maxlength=limits::URL.to_string() placeholder="https://" data-testid="on-site-page"
                prop:value=page aria-invalid=move || problem.with(Option::is_some).then_some("true")
                on:input:target=move |event| { ready.set(None); typed.set(Some(event.target().value())); } />
        </label>
        {move || problem.get().map(|problem| view! { <p class="problem" role="alert">{problem}</p> })}
        <p>
            {move || match ready.get() {
                None => view! { <button type="button" class="button" data-testid="on-site-ask" on:click=move |_| ask()>{say!("on-site-ask")}</button> }.into_any(),
                Some(url) => view! { <a class="button primary" target="_blank" rel="noopener noreferrer" data-testid="on-site-open" href=url>{say!("on-site-open")}</a> }.into_any(),
            }}
        </p>
    };
    section("on-site", content)
}

/// Whether it is the address of a page, and not one relative to another.
fn is_whole(page: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| page.starts_with(scheme))
        && address::check("page", page).is_ok()
}

/// The page's address with the token in its query, in front of the fragment.
fn with_token(page: &str, name: &str, token: &str) -> String {
    let (rest, fragment) =
        page.split_once('#').map_or((page, None), |(rest, fragment)| (rest, Some(fragment)));
    let sign = if rest.contains('?') { '&' } else { '?' };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{rest}{sign}{name}={token}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_put_into_the_pages_query() {
        for (page, expected) in [
            ("https://shop.test", "https://shop.test?t=a1"),
            ("https://shop.test/x?n=1#top", "https://shop.test/x?n=1&t=a1#top"),
            ("https://shop.test/#/route?x", "https://shop.test/?t=a1#/route?x"),
        ] {
            assert_eq!(with_token(page, "t", "a1"), expected);
        }
    }

    #[test]
    fn a_page_has_a_whole_address_of_http() {
        for (page, expected) in [
            ("https://shop.test/a", true),
            ("http://localhost:8080", true),
            ("shop.test", false),
            ("/a", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(is_whole(page), expected, "{page}");
        }
    }
}
