//! Snippets: texts that the team uses again and again. Searched here as they are listed, so that what is typed is found at once.

use crate::{
    desk::{Confirm, Desk, Overlay, desk},
    dialog::Dialog,
    icons::{Icon, icon},
    link,
    parts::{
        Empty,
        fields::{filled, first_line, footer, line, lines},
        skeleton,
    },
    say,
};
use leptos::prelude::*;
use shared::{
    limits,
    permissions::Permission,
    snippets::{Create, List, Remove, Snippet, Update},
};

/// Snippets of the page at most.
const MOST: i64 = 1000;

#[component]
pub fn Snippets() -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.may(Permission::SnippetsManage));
    let all = link::live(move || {
        let workspace_id = desk.workspace_id()?;
        may.get().then_some(List { workspace_id, limit: Some(MOST), after: None })
    });
    let query = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = query.get().trim().to_lowercase();
        all.with(|all| Some(all.as_ref()?.iter().filter(|it| has(it, &wanted)).cloned().collect::<Vec<_>>()))
    });
    let is_searching = move || query.with(|query| !query.trim().is_empty());
    // Memos: the rows stay while a colleague edits one.
    let is_empty = Memo::new(move |_| found.with(|found| found.as_ref().map(Vec::is_empty)));
    let body = move || {
        match (may.get(), is_empty.get()) {
        (false, _) => view! { <p class="quiet">{say!("may-not-change")}</p> }.into_any(),
        (true, None) => skeleton(5).into_any(),
        (true, Some(true)) if is_searching() => view! {
            <Empty title=say!("nothing-found") text=say!("snippets-nothing")>
                <button class="button" on:click=move |_| query.set(String::new())>{say!("clear")}</button>
            </Empty>
        }
        .into_any(),
        (true, Some(true)) => view! {
            <Empty title=say!("snippets-none") text=say!("snippets-none-text")>
                <button class="button primary" on:click=move |_| desk.open(form(None))>{say!("snippet-new")}</button>
            </Empty>
        }
        .into_any(),
        (true, Some(false)) => view! {
            <section class="panel flush">
                <ul class="things" data-testid="snippets-list">
                    <For each=move || found.get().unwrap_or_default() key=|it| (it.id, it.updated_at, it.name.clone()) let:snippet>
                        {row(desk, snippet)}
                    </For>
                </ul>
            </section>
        }
        .into_any(),
    }
    };
    view! {
        <div class="page" data-testid="snippets">
            <header>
                <h1>{say!("snippets")}</h1>
                <p class="lead">{say!("snippets-lead")}</p>
                <Show when=move || may.get()>
                    <button class="button primary" data-testid="snippet-new" on:click=move |_| desk.open(form(None))>{icon(Icon::Plus)} {say!("snippet-new")}</button>
                </Show>
            </header>
            <label class="search" hidden=move || !may.get()>
                {icon(Icon::Search)}
                <span class="visually-hidden">{say!("snippets-search")}</span>
                <input type="search" placeholder=say!("snippets-search") data-testid="snippets-search" prop:value=query on:input:target=move |event| query.set(event.target().value()) />
            </label>
            {body}
        </div>
    }
}

fn has(snippet: &Snippet, wanted: &str) -> bool {
    let shortcut = snippet.shortcut.as_deref().unwrap_or_default();
    [&snippet.name, &snippet.content, shortcut].iter().any(|text| text.to_lowercase().contains(wanted))
}

fn row(desk: Desk, snippet: Snippet) -> impl IntoView {
    let kept = StoredValue::new(snippet.clone());
    let named = say!("edit-name", name = snippet.name.as_str());
    let removed = say!("remove-name", name = snippet.name.as_str());
    view! {
        <li class="thing" data-testid="snippet">
            <button class="text" title=named on:click=move |_| desk.open(form(Some(kept.get_value())))>
                <span class="title">
                    <strong dir="auto">{snippet.name}</strong>
                    {snippet.shortcut.map(|shortcut| view! { <code dir="auto">"/" {shortcut}</code> })}
                </span>
                <span class="sub" dir="auto">{snippet.content.chars().take(240).collect::<String>()}</span>
            </button>
            <button class="plain" aria-label=removed data-testid="snippet-remove" on:click=move |_| remove(desk, kept.get_value())>{icon(Icon::Remove)}</button>
        </li>
    }
}

fn remove(desk: Desk, snippet: Snippet) {
    let id = snippet.id;
    desk.open(Overlay::Confirm(Confirm {
        title: say!("remove-title", name = snippet.name.as_str()),
        text: say!("snippet-remove-text"),
        action: say!("remove"),
        run: Callback::new(move |()| {
            link::send_then(Remove { id }, move |_| desk.notices.done(say!("removed")))
        }),
    }));
}

/// The form of a new snippet, or of one that is there.
fn form(snippet: Option<Snippet>) -> Overlay {
    let view = move || view! { <Form snippet=snippet.clone() /> };
    Overlay::Form(view.into())
}

#[component]
fn Form(snippet: Option<Snippet>) -> impl IntoView {
    let desk = desk();
    let id = snippet.as_ref().map(|it| it.id);
    let of = |part: fn(&Snippet) -> String| RwSignal::new(snippet.as_ref().map(part).unwrap_or_default());
    let name = of(|it| it.name.clone());
    let shortcut = of(|it| it.shortcut.clone().unwrap_or_default());
    let content = of(|it| it.content.clone());
    let problem = RwSignal::new(None::<String>);
    let is_ready =
        move || name.with(|text| filled(text).is_some()) && content.with(|text| filled(text).is_some());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (Some(name), content) = (filled(&name.get_untracked()), content.get_untracked()) else { return };
        if filled(&content).is_none() {
            return;
        }
        if limits::content("", &content).is_err() {
            return problem.set(Some(say!("too-long", size = (content.len() / 1024) as f64)));
        }
        // People type the slash that they will use it by.
        let shortcut = filled(shortcut.get_untracked().trim().trim_start_matches('/'));
        if shortcut.as_ref().is_some_and(|it| it.contains(char::is_whitespace)) {
            return problem.set(Some(say!("snippet-shortcut-space")));
        }
        let Some(workspace_id) = desk.workspace_id() else { return };
        match id {
            None => {
                let create = Create { workspace_id, name, content, shortcut, created_by: None };
                save(desk, create, problem);
            }
            Some(id) => {
                let update = Update {
                    id,
                    name: Some(name),
                    content: Some(content),
                    shortcut: Some(shortcut),
                    folder_id: None,
                };
                save(desk, update, problem);
            }
        }
    };
    view! {
        <Dialog title=if id.is_some() { say!("snippet-edit") } else { say!("snippet-new") }>
            <form on:submit=submit>
                {first_line("name", "snippet-name", name)}
                {line("snippet-shortcut", "snippet-shortcut", shortcut)}
                {lines("snippet-content", "snippet-content", "6", content)}
                <p class="problem" role="alert" data-testid="form-problem">{move || problem.get()}</p>
                {footer(say!("save"), "snippet-save", is_ready)}
            </form>
        </Dialog>
    }
}

/// Saves and closes the form; a refusal is said in it, so that nothing that was written is lost.
pub fn save<F>(desk: Desk, function: F, problem: RwSignal<Option<String>>)
where
    F: shared::Function + serde::Serialize,
    F::Output: serde::de::DeserializeOwned,
{
    let called = link::call(function);
    leptos::task::spawn_local(async move {
        match called.await {
            Ok(_) => {
                desk.close_overlay();
                desk.notices.done(say!("saved"));
            }
            Err(error) => {
                problem.try_set(Some(crate::failures::plain(&error.message).to_owned()));
            }
        }
    });
}
