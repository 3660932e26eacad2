//! E-mail: the address that mail comes to, and how answers leave.

use crate::{
    desk::{Desk, desk},
    icons::{Icon, icon},
    link,
    notices::copy,
    parts::{
        fields::{filled, line, lines},
        skeleton,
    },
    say,
};
use leptos::prelude::*;
use shared::{
    email_channel::{EmailConfig, GetEmailConfig, GetServerStatus, ServerStatus, UpsertEmailConfig},
    permissions::Permission,
};

/// What is being written; it becomes the workspace's with one press.
#[derive(Clone, Copy)]
struct Draft {
    is_enabled: RwSignal<bool>,
    mails_chat_replies: RwSignal<bool>,
    from_name: RwSignal<String>,
    from_email: RwSignal<String>,
    signature: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        Self {
            is_enabled: RwSignal::new(false),
            mails_chat_replies: RwSignal::new(false),
            from_name: RwSignal::new(String::new()),
            from_email: RwSignal::new(String::new()),
            signature: RwSignal::new(String::new()),
        }
    }

    fn take(self, config: Option<EmailConfig>) {
        let text = |text: Option<String>| text.unwrap_or_default();
        self.is_enabled.set(config.as_ref().is_some_and(|config| config.enabled));
        self.mails_chat_replies.set(config.as_ref().is_some_and(|config| config.mails_chat_replies));
        self.from_name.set(text(config.as_ref().and_then(|config| config.from_name.clone())));
        self.from_email.set(text(config.as_ref().and_then(|config| config.from_email.clone())));
        self.signature.set(text(config.and_then(|config| config.signature)));
    }

    fn is_changed_from(self, config: Option<&EmailConfig>) -> bool {
        let text = |part: fn(&EmailConfig) -> Option<&String>| config.and_then(part).cloned();
        self.is_enabled.get() != config.is_some_and(|config| config.enabled)
            || self.mails_chat_replies.get() != config.is_some_and(|config| config.mails_chat_replies)
            || self.from_name.with(|name| filled(name)) != text(|config| config.from_name.as_ref())
            || self.from_email.with(|email| filled(email)) != text(|config| config.from_email.as_ref())
            || self.signature.with(|text| filled(text)) != text(|config| config.signature.as_ref())
    }

    fn save(self, desk: Desk) {
        let Some(workspace_id) = desk.workspace_id() else { return };
        let change = UpsertEmailConfig {
            workspace_id,
            enabled: self.is_enabled.get_untracked(),
            from_name: self.from_name.with_untracked(|name| filled(name)),
            from_email: self.from_email.with_untracked(|email| filled(email)),
            signature: self.signature.with_untracked(|text| filled(text)),
            mails_chat_replies: Some(self.mails_chat_replies.get_untracked()),
        };
        link::send_then(change, move |_| desk.notices.done(say!("saved")));
    }
}

#[component]
pub fn Email() -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.may(Permission::SettingsIntegrations));
    let saved = link::live(move || {
        let workspace_id = desk.workspace_id()?;
        may.get().then_some(GetEmailConfig { workspace_id })
    });
    let status = link::live(move || {
        let workspace_id = desk.workspace_id()?;
        may.get().then_some(GetServerStatus { workspace_id })
    });
    let draft = Draft::new();
    let known = Memo::new(move |_| saved.get());
    Effect::new(move |_| {
        if let Some(config) = known.get() {
            draft.take(config);
        }
    });
    // A memo: the fields stay, with what is written in them, when a colleague saves.
    let is_here =
        Memo::new(move |_| known.with(Option::is_some) && status.with(|it| matches!(it, Some(Some(_)))));
    let body = move || match (may.get(), is_here.get()) {
        (false, _) => view! { <p class="quiet">{say!("may-not-change")}</p> }.into_any(),
        (true, false) => skeleton(8).into_any(),
        (true, true) => view! {
            <Server status=status />
            <Address known=known />
            <Fields draft=draft known=known status=status />
            <SaveBar draft=draft known=known />
        }
        .into_any(),
    };
    view! {
        <div class="page" data-testid="email">
            <header><h1>{say!("email-channel")}</h1><p class="lead">{say!("email-lead")}</p></header>
            {body}
        </div>
    }
}

type Status = link::Newest<Option<ServerStatus>>;
type Known = Memo<Option<Option<EmailConfig>>>;

fn of(status: Status, is: fn(&ServerStatus) -> bool) -> bool {
    status.with(|status| status.as_ref().and_then(Option::as_ref).is_some_and(is))
}

/// What the server lacks, in words; nothing where it lacks nothing.
#[component]
fn Server(status: Status) -> impl IntoView {
    let lack = move |name: &'static str, word: &'static str, is: fn(&ServerStatus) -> bool| {
        view! {
            <p class="warning" data-testid=name hidden=move || of(status, is)>
                {icon(Icon::Mail)} <span>{say!(word)}</span>
            </p>
        }
    };
    view! {
        <section class="panel" hidden=move || of(status, |status| status.can_send && status.can_receive)>
            {lack("email-cannot-send", "email-cannot-send", |status| status.can_send)}
            {lack("email-cannot-receive", "email-cannot-receive", |status| status.can_receive)}
        </section>
    }
}

/// Where mail has to be forwarded to.
#[component]
fn Address(known: Known) -> impl IntoView {
    let desk = desk();
    let address = move || {
        known.with(|known| Some(known.as_ref()?.as_ref()?.forwarding_address.clone())).unwrap_or_default()
    };
    let address = Memo::new(move |_| address());
    view! {
        <section class="panel">
            <h2>{say!("email-address")}</h2>
            <p>{say!("email-address-text")}</p>
            {move || match address.with(String::is_empty) {
                true => view! { <p class="quiet">{say!("email-address-later")}</p> }.into_any(),
                false => view! {
                    <div class="snippet" dir="ltr">
                        <pre tabindex="0"><code data-testid="email-address">{address}</code></pre>
                        <button class="button" on:click=move |_| copy(desk.notices, address.get_untracked(), say!("copied"))>{icon(Icon::Copy)} {say!("copy")}</button>
                    </div>
                }
                .into_any(),
            }}
        </section>
    }
}

#[component]
fn Fields(draft: Draft, known: Known, status: Status) -> impl IntoView {
    let is_foreign = move || {
        known.with(|known| {
            known
                .as_ref()
                .and_then(Option::as_ref)
                .is_some_and(|config| config.from_email.is_some() && !config.from_email_verified)
        })
    };
    let sender = move || status.with(|status| status.as_ref()?.as_ref()?.sender.clone()).unwrap_or_default();
    view! {
        <section class="panel">
            {check("email-enabled", draft.is_enabled)}
            {line("email-from-name", "email-from-name", draft.from_name)}
            {line("email-from-email", "email-from-email", draft.from_email)}
            <p class="warning" data-testid="email-foreign" hidden=move || !is_foreign()>
                {icon(Icon::Mail)} <span>{move || say!("email-foreign", sender = sender().as_str())}</span>
            </p>
            {lines("email-signature", "email-signature", "3", draft.signature)}
            {check("email-chat-replies", draft.mails_chat_replies)}
        </section>
    }
}

fn check(word: &'static str, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="row">
            <input type="checkbox" data-testid=word prop:checked=value on:change:target=move |event| value.set(event.target().checked()) />
            <span>{say!(word)} <small>{say!(&format!("{word}-text"))}</small></span>
        </label>
    }
}

/// Saves what was changed, or throws it away.
#[component]
fn SaveBar(draft: Draft, known: Known) -> impl IntoView {
    let desk = desk();
    let is_changed = Memo::new(move |_| {
        known.with(|known| draft.is_changed_from(known.as_ref().and_then(Option::as_ref)))
    });
    view! {
        <div class="savebar" class:shown=move || is_changed.get()>
            <span>{say!("unsaved")}</span>
            <button class="button" disabled=move || !is_changed.get() on:click=move |_| draft.take(known.get_untracked().flatten())>{say!("discard")}</button>
            <button class="button primary" data-testid="email-save" disabled=move || !is_changed.get() on:click=move |_| draft.save(desk)>{say!("save")}</button>
        </div>
    }
}
