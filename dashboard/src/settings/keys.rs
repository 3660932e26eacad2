//! The keys that the owner's programs call with: making one, what each is for, when it was last used, taking it back.

use crate::{
    browser,
    desk::{Confirm, Desk, Overlay, desk},
    dialog::Dialog,
    failures,
    icons::{Icon, icon},
    link, moments,
    notices::copy,
    parts::{
        Empty,
        fields::{choose, filled, first_line, footer},
        skeleton,
    },
    say,
    settings::secret,
};
use leptos::prelude::*;
use shared::{
    Millis,
    api_keys::{ApiKey, Create, List, Revoke, Scope, Scopes},
    permissions::Permission,
};

const DAY: Millis = 24 * 3_600_000;
/// For how many days a key may be good; 0 is for ever.
const LIVES: [i64; 4] = [0, 30, 90, 365];

#[component]
pub fn Keys() -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.may(Permission::SettingsIntegrations));
    let all = link::live(move || {
        may.get().then_some(())?;
        Some(List { workspace_id: desk.workspace_id()? })
    });
    let is_empty = Memo::new(move |_| all.with(|all| all.as_ref().map(Vec::is_empty)));
    let body = move || {
        match (may.get(), is_empty.get()) {
        (false, _) => view! { <p class="quiet">{say!("keys-may-not")}</p> }.into_any(),
        (true, None) => skeleton(4).into_any(),
        (true, Some(true)) => view! {
            <Empty title=say!("keys-none") text=say!("keys-none-text")>
                <button class="button primary" data-testid="key-new" on:click=move |_| desk.open(form())>{say!("key-new")}</button>
            </Empty>
        }
        .into_any(),
        (true, Some(false)) => view! {
            <p><button class="button primary" data-testid="key-new" on:click=move |_| desk.open(form())>{icon(Icon::Plus)} {say!("key-new")}</button></p>
            <section class="panel flush">
                <ul class="things" data-testid="keys-list">
                    <For each=move || all.get().unwrap_or_default() key=|key| (key.id, key.last_used_at, key.revoked_at) let:key>
                        {row(desk, key)}
                    </For>
                </ul>
            </section>
            <Sample />
        }
        .into_any(),
    }
    };
    view! { {body} }
}

fn scope_word(scope: Scope) -> &'static str {
    match scope {
        Scope::ChatsRead => "scope-chats-read",
        Scope::ChatsWrite => "scope-chats-write",
        Scope::KeysManage => "scope-keys-manage",
    }
}

fn row(desk: Desk, key: ApiKey) -> impl IntoView {
    let (id, name) = (key.id, StoredValue::new(key.name.clone()));
    let expired = move || key.expires_at.is_some_and(|at| at <= desk.now.get());
    let is_over = move || key.revoked_at.is_some() || expired();
    let state = move || match (key.revoked_at, key.expires_at) {
        (Some(at), _) => say!("key-revoked", time = moments::ago(at, desk.now.get()).as_str()),
        (None, Some(at)) if expired() => {
            say!("key-expired", time = moments::ago(at, desk.now.get()).as_str())
        }
        (None, Some(at)) => say!("key-until", time = moments::full(at).as_str()),
        (None, None) => String::new(),
    };
    let used = move || match key.last_used_at {
        Some(at) => say!("key-used", time = moments::ago(at, desk.now.get()).as_str()),
        None => say!("key-never-used"),
    };
    let scopes: Vec<Scope> = key.scopes.into();
    let scopes: Vec<String> = scopes.into_iter().map(|scope| say!(scope_word(scope))).collect();
    view! {
        <li class="thing" class:off=is_over data-testid="key-row">
            <span class="text">
                <strong dir="auto">{key.name}</strong>
                <span class="sub"><code dir="ltr">{key.prefix} "…"</code> " " {scopes.join(", ")}</span>
                <span class="sub">{used} " " {state}</span>
            </span>
            <Show when=move || !is_over()>
                <button class="button" data-testid="key-revoke" aria-label=move || name.with_value(|name| say!("key-revoke-name", name = name.as_str())) on:click=move |_| revoke(desk, id, name)>{say!("key-revoke")}</button>
            </Show>
        </li>
    }
}

fn revoke(desk: Desk, id: shared::id::ApiKeyId, name: StoredValue<String>) {
    desk.open(Overlay::Confirm(Confirm {
        title: name.with_value(|name| say!("key-revoke-title", name = name.as_str())),
        text: say!("key-revoke-text"),
        action: say!("key-revoke"),
        run: Callback::new(move |()| {
            link::send_then(Revoke { id }, move |_| desk.notices.done(say!("saved")));
        }),
    }));
}

fn form() -> Overlay {
    let view = || view! { <Form /> };
    Overlay::Form(view.into())
}

#[component]
fn Form() -> impl IntoView {
    let desk = desk();
    let name = RwSignal::new(String::new());
    let scopes = RwSignal::new(Scope::USUAL.to_vec());
    let life = RwSignal::new(LIVES[0]);
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let is_ready =
        move || name.with(|name| filled(name).is_some()) && !scopes.with(Vec::is_empty) && !is_busy.get();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (Some(name), Some(workspace_id)) = (filled(&name.get_untracked()), desk.workspace_id()) else {
            return;
        };
        let days = life.get_untracked();
        let expires_at = (days > 0).then(|| desk.now.get_untracked() + days * DAY);
        let scopes = Some(Scopes::from(scopes.get_untracked()));
        let called = link::call(Create { workspace_id, name, scopes, expires_at });
        is_busy.set(true);
        leptos::task::spawn_local(async move {
            match called.await {
                Ok(made) => secret::show(desk, say!("key-made"), say!("key-made-text"), made.key),
                Err(error) => {
                    problem.try_set(Some(failures::plain(&error.message).to_owned()));
                    is_busy.try_set(false);
                }
            }
        });
    };
    let option = move |scope: Scope| {
        let change = move |is_on: bool| {
            scopes.update(|scopes| {
                scopes.retain(|one| *one != scope);
                if is_on {
                    scopes.push(scope);
                }
            });
        };
        view! {
            <label class="option">
                <input type="checkbox" data-testid=scope_word(scope) prop:checked=move || scopes.with(|scopes| scopes.contains(&scope)) on:change:target=move |event| change(event.target().checked()) />
                <span>{say!(scope_word(scope))} <small>{say!(&format!("{}-text", scope_word(scope)))}</small></span>
            </label>
        }
    };
    let lives = LIVES.into_iter().map(|days| {
        let words = if days == 0 { say!("key-for-ever") } else { say!("key-days", count = days as f64) };
        (days, words)
    });
    view! {
        <Dialog title=say!("key-new")>
            <form on:submit=submit>
                {first_line("name", "key-name", name)}
                <fieldset>
                    <legend>{say!("key-scopes")}</legend>
                    {Scope::ALL.map(option).into_iter().collect_view()}
                </fieldset>
                <label>
                    <span>{say!("key-life")}</span>
                    {choose(say!("key-life"), "key-life", lives.collect(), move || life.get(), move |days| life.set(days))}
                </label>
                <p class="problem" role="alert" data-testid="form-problem">{move || problem.get()}</p>
                {footer(say!("key-make"), "key-make", is_ready)}
            </form>
        </Dialog>
    }
}

/// How a program calls with a key.
#[component]
fn Sample() -> impl IntoView {
    let desk = desk();
    let text = move || {
        let workspace = desk.workspace_id().map(|id| id.to_string()).unwrap_or_default();
        format!(
            "curl {}/api/query \\\n  -H \"Authorization: Bearer $DOCENT_KEY\" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{{\"path\": \"conversations:list\", \"args\": {{\"workspaceId\": \"{workspace}\"}}}}'",
            browser::origin()
        )
    };
    view! {
        <section class="panel samples">
            <h2>{say!("keys-use")}</h2>
            <p>{say!("keys-use-text")}</p>
            <div class="snippet" dir="ltr">
                <pre tabindex="0"><code data-testid="keys-sample">{text}</code></pre>
                <button class="button" on:click=move |_| copy(desk.notices, text(), say!("copied"))>{icon(Icon::Copy)} {say!("copy")}</button>
            </div>
        </section>
    }
}
