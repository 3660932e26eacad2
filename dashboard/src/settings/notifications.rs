//! Whether an agent is told by mail, and what is usual in the workspace.

use crate::{
    desk::desk,
    link,
    parts::{fields::choose, skeleton},
    say,
    settings::pages::toggle,
};
use leptos::prelude::*;
use shared::{
    notification_settings::{
        GetMyPreferences, GetWorkspaceDefaults, Preferences, UpdateMyPreferences, UpdateWorkspaceDefaults,
    },
    permissions::Permission,
};

#[component]
pub fn Notifications() -> impl IntoView {
    let desk = desk();
    let own = link::live(move || Some(GetMyPreferences { workspace_id: desk.workspace_id()? }));
    let own = Memo::new(move |_| own.get().flatten());
    let is_there = Memo::new(move |_| own.with(Option::is_some));
    let cannot_mail = move || own.with(|own| own.as_ref().is_some_and(|own| !own.can_mail));
    view! {
        <Show when=move || is_there.get() fallback=|| skeleton(2)>
            <p class="panel padded" hidden=move || !cannot_mail() data-testid="notify-no-mail">{say!("notify-no-mail")}</p>
            <h2 class="caption">{say!("notify-own")}</h2>
            <Own own=own />
            <Show when=move || desk.may(Permission::SettingsWorkspace)>
                <h2 class="caption">{say!("notify-workspace")}</h2>
                <Workspace />
            </Show>
        </Show>
    }
}

#[component]
fn Own(own: Memo<Option<Preferences>>) -> impl IntoView {
    let desk = desk();
    let save = move |wanted: Option<bool>| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        let update = UpdateMyPreferences {
            workspace_id,
            new_visitor_message_email: Some(wanted),
            new_visitor_message_push: None,
            muted: None,
        };
        link::send_then(update, move |_| desk.notices.done(say!("saved")));
    };
    let is_usual = Memo::new(move |_| {
        own.with(|own| own.as_ref().is_some_and(|own| own.defaults.new_visitor_message_email))
    });
    let value = move || own.with(|own| own.as_ref().and_then(|own| own.overrides.new_visitor_message_email));
    let control = move || {
        let usual = if is_usual.get() { say!("notify-usual-on") } else { say!("notify-usual-off") };
        let choices = vec![(None, usual), (Some(true), say!("yes")), (Some(false), say!("no"))];
        choose(say!("notify-email"), "notify-email", choices, value, save)
    };
    view! {
        <section class="panel settings-list">
            <div class="row setting">
                <span><span>{say!("notify-email")}</span> <small>{say!("notify-email-text")}</small></span>
                {control}
            </div>
        </section>
    }
}

#[component]
fn Workspace() -> impl IntoView {
    let desk = desk();
    let usual = link::live(move || Some(GetWorkspaceDefaults { workspace_id: desk.workspace_id()? }));
    let usual = Memo::new(move |_| usual.get().flatten());
    let save = move |is_on: bool| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        let update = UpdateWorkspaceDefaults {
            workspace_id,
            new_visitor_message_email: Some(is_on),
            new_visitor_message_push: None,
        };
        link::send_then(update, move |_| desk.notices.done(say!("saved")));
    };
    let is_on = move || usual.with(|usual| usual.as_ref().is_some_and(|it| it.new_visitor_message_email));
    let waits = move || usual.with(Option::is_none);
    view! { <section class="panel settings-list">{toggle("notify-email", "notify-all-email", is_on, waits, save)}</section> }
}
