//! Whether visitors must prove who they are: on and off, the secret that is shown once, and what the owner's server does with it.

use crate::{
    desk::{Confirm, Desk, Overlay, desk},
    icons::{Icon, icon},
    link, moments,
    notices::copy,
    parts::skeleton,
    say,
    settings::{pages::toggle, secret},
};
use leptos::prelude::*;
use shared::{
    identity_verification::{Disable, Enable, GetSettings, RotateSecret, Settings, UpdateMode},
    permissions::Permission,
    workspaces::IdentityMode,
};

/// What the owner's server does: the hash of the id that it gives the widget.
const SAMPLES: [(&str, &str); 4] = [
    (
        "Node.js",
        "import { createHmac } from \"node:crypto\";\n\nconst userHash = createHmac(\"sha256\", process.env.DOCENT_SECRET)\n  .update(user.id)\n  .digest(\"hex\");",
    ),
    (
        "Python",
        "import hashlib, hmac, os\n\nuser_hash = hmac.new(\n    os.environ[\"DOCENT_SECRET\"].encode(), user.id.encode(), hashlib.sha256\n).hexdigest()",
    ),
    ("PHP", "$userHash = hash_hmac(\"sha256\", $user->id, getenv(\"DOCENT_SECRET\"));"),
    ("Ruby", "user_hash = OpenSSL::HMAC.hexdigest(\"SHA256\", ENV[\"DOCENT_SECRET\"], user.id)"),
];

#[component]
pub fn Identity() -> impl IntoView {
    let desk = desk();
    let settings = link::live(move || Some(GetSettings { workspace_id: desk.workspace_id()? }));
    let settings = Memo::new(move |_| settings.get().flatten());
    let is_there = Memo::new(move |_| settings.with(Option::is_some));
    let is_on = move || settings.with(|it| it.as_ref().is_some_and(|it| it.enabled));
    let may = move || desk.may(Permission::SettingsSecurity);
    view! {
        <Show when=move || is_there.get() fallback=|| skeleton(4)>
            <section class="panel settings-list">
                {toggle("identity-on", "identity-on", is_on, move || !may(), move |wanted| if wanted { enable(desk) } else { disable(desk) })}
                <Show when=is_on>
                    <Mode settings=settings />
                    <Secret settings=settings />
                </Show>
                <p class="quiet" hidden=may>{say!("may-not-change")}</p>
            </section>
            <Samples />
        </Show>
    }
}

fn enable(desk: Desk) {
    let Some(workspace_id) = desk.workspace_id() else { return };
    link::send_then(Enable { workspace_id, mode: None }, move |answer| match answer.secret {
        Some(secret) => show(desk, secret),
        None => desk.notices.done(say!("saved")),
    });
}

fn disable(desk: Desk) {
    let Some(workspace_id) = desk.workspace_id() else { return };
    desk.open(Overlay::Confirm(Confirm {
        title: say!("identity-off-title"),
        text: say!("identity-off-text"),
        action: say!("identity-off"),
        run: Callback::new(move |()| {
            let off = Disable { workspace_id, confirm_disable: Some(true) };
            link::send_then(off, move |_| desk.notices.done(say!("saved")));
        }),
    }));
}

#[component]
fn Mode(settings: Memo<Option<Settings>>) -> impl IntoView {
    let desk = desk();
    let may = move || desk.may(Permission::SettingsSecurity);
    let choose = move |mode: IdentityMode| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        link::send_then(UpdateMode { workspace_id, mode }, move |_| desk.notices.done(say!("saved")));
    };
    let one = move |mode: IdentityMode, word: &'static str| {
        view! {
            <label class="option">
                <input type="radio" name="identity-mode" data-testid=word prop:checked=move || settings.with(|it| it.as_ref().is_some_and(|it| it.mode == mode)) disabled=move || !may() on:change=move |_| choose(mode) />
                <span>{say!(word)} <small>{say!(&format!("{word}-text"))}</small></span>
            </label>
        }
    };
    view! {
        <fieldset class="modes-of-proof">
            <legend>{say!("identity-mode")}</legend>
            {one(IdentityMode::Optional, "identity-optional")} {one(IdentityMode::Required, "identity-required")}
        </fieldset>
    }
}

#[component]
fn Secret(settings: Memo<Option<Settings>>) -> impl IntoView {
    let desk = desk();
    let overlap = move || settings.with(|it| it.as_ref()?.previous_secret_until);
    let rotate = move |_| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        desk.open(Overlay::Confirm(Confirm {
            title: say!("identity-rotate-title"),
            text: say!("identity-rotate-text"),
            action: say!("identity-rotate"),
            run: Callback::new(move |()| {
                link::send_then(RotateSecret { workspace_id }, move |answer| show(desk, answer.secret));
            }),
        }));
    };
    view! {
        <div class="row setting">
            <span><span>{say!("identity-secret")}</span> <small>{say!("identity-secret-text")}</small></span>
            <Show when=move || desk.may(Permission::SettingsSecurity)>
                <button class="button" data-testid="identity-rotate" on:click=rotate>{icon(Icon::Retry)} {say!("identity-rotate")}</button>
            </Show>
        </div>
        {move || overlap().map(|until| view! { <p class="warning" data-testid="identity-overlap">{icon(Icon::Clock)} <span>{say!("identity-overlap", time = moments::full(until).as_str())}</span></p> })}
    }
}

fn show(desk: Desk, secret: String) {
    secret::show(desk, say!("identity-new-secret"), say!("identity-new-secret-text"), secret);
}

/// How the owner's server proves an id, in the language that it speaks.
#[component]
fn Samples() -> impl IntoView {
    let desk = desk();
    let at = RwSignal::new(0_usize);
    let text = move || SAMPLES[at.get()].1;
    let page = "Docent(\"identify\", { userId: user.id, userHash });";
    view! {
        <section class="panel samples">
            <h2>{say!("identity-server")}</h2>
            <p>{say!("identity-server-text")}</p>
            <div class="segments" role="group" aria-label=say!("identity-language")>
                {SAMPLES
                    .into_iter()
                    .enumerate()
                    .map(|(place, (name, _))| view! { <button type="button" aria-pressed=move || (at.get() == place).to_string() on:click=move |_| at.set(place)>{name}</button> })
                    .collect_view()}
            </div>
            <div class="snippet" dir="ltr">
                <pre tabindex="0"><code data-testid="identity-sample">{text}</code></pre>
                <button class="button" on:click=move |_| copy(desk.notices, SAMPLES[at.get_untracked()].1.to_owned(), say!("copied"))>{icon(Icon::Copy)} {say!("copy")}</button>
            </div>
            <p>{say!("identity-page-text")}</p>
            <div class="snippet" dir="ltr">
                <pre tabindex="0"><code>{page.to_owned()}</code></pre>
                <button class="button" on:click=move |_| copy(desk.notices, page.to_owned(), say!("copied"))>{icon(Icon::Copy)} {say!("copy")}</button>
            </div>
        </section>
    }
}
