//! The editor of the allowed origins.

use crate::{
    desk::desk,
    icons::{Icon, icon},
    link, say,
    settings::allow_list,
};
use leptos::prelude::*;
use shared::{permissions::Permission, workspaces::UpdateAllowedOrigins};

#[component]
pub fn Origins() -> impl IntoView {
    let desk = desk();
    let listed = Memo::new(move |_| {
        desk.workspace
            .with(|it| it.as_ref().and_then(|it| it.workspace.allowed_origins.clone()))
            .unwrap_or_default()
    });
    let may = move || desk.may(Permission::SettingsSecurity);
    let text = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let save = move |allowed_origins: Vec<String>| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        link::send_then(UpdateAllowedOrigins { workspace_id, allowed_origins }, move |()| {
            desk.notices.done(say!("saved"));
        });
    };
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match allow_list::parse(&text.get_untracked()) {
            Err(line) => problem.set(Some(say!("origin-invalid", origin = line.as_str()))),
            Ok(fresh) => {
                let mut all = listed.get_untracked();
                all.extend(
                    fresh.into_iter().filter(|one| !listed.with_untracked(|listed| listed.contains(one))),
                );
                problem.set(None);
                text.set(String::new());
                if all.len() > listed.with_untracked(Vec::len) {
                    save(all);
                }
            }
        }
    };
    let remove = move |origin: &str| {
        save(listed.get_untracked().into_iter().filter(|one| one != origin).collect());
    };
    view! {
        <h2>{say!("origins-title")}</h2>
        <p>{say!("origins-text")}</p>
        <p class="warning" data-testid="origins-open" hidden=move || listed.with(|listed| !listed.is_empty())>
            {icon(Icon::Globe)} <span>{say!("origins-everybody")}</span>
        </p>
        <ul class="origins" data-testid="origins-list">
            <For each=move || listed.get() key=Clone::clone let:origin>
                {
                    let shown = origin.clone();
                    view! {
                        <li>
                            <bdi>{shown.clone()}</bdi>
                            <Show when=may>
                                <button class="plain" aria-label=say!("remove-name", name = shown.as_str()) on:click={ let origin = origin.clone(); move |_| remove(&origin) }>{icon(Icon::Close)}</button>
                            </Show>
                        </li>
                    }
                }
            </For>
        </ul>
        <Show when=may fallback=|| view! { <p class="quiet">{say!("may-not-change")}</p> }>
            <form class="inline" on:submit=add novalidate>
                <input
                    type="text"
                    dir="ltr"
                    inputmode="url"
                    placeholder="https://example.com"
                    aria-label=say!("origin-add")
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby="origin-problem"
                    data-testid="origins-input"
                    prop:value=text
                    on:input:target=move |event| text.set(event.target().value())
                />
                <button class="button" data-testid="origins-add" disabled=move || text.with(|text| text.trim().is_empty())>{say!("add")}</button>
            </form>
            <p id="origin-problem" class="problem" role="alert" data-testid="origins-problem">{move || problem.get()}</p>
        </Show>
    }
}
