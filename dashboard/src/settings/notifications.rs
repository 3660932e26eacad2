//! Which notifications an agent wants, and what is usual in the workspace.

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
        Wanted,
    },
    permissions::Permission,
};

#[component]
pub fn Notifications() -> impl IntoView {
    let desk = desk();
    let own = link::live(move || Some(GetMyPreferences { workspace_id: desk.workspace_id()? }));
    let own = Memo::new(move |_| own.get().flatten());
    let is_there = Memo::new(move |_| own.with(Option::is_some));
    view! {
        <Show when=move || is_there.get() fallback=|| skeleton(4)>
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
    let save = move |change: &dyn Fn(&mut UpdateMyPreferences)| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        let mut update = UpdateMyPreferences {
            workspace_id,
            new_visitor_message_email: None,
            new_visitor_message_push: None,
            muted: None,
        };
        change(&mut update);
        link::send_then(update, move |_| desk.notices.done(say!("saved")));
    };
    let usual = move |read: fn(&Wanted) -> bool| {
        move || {
            let is_on = own.with(|own| own.as_ref().is_some_and(|own| read(&own.defaults)));
            if is_on { say!("notify-usual-on") } else { say!("notify-usual-off") }
        }
    };
    let wish = move |word: &'static str,
                     name: &'static str,
                     chosen: fn(&Preferences) -> Option<bool>,
                     default: fn(&Wanted) -> bool,
                     set: fn(&mut UpdateMyPreferences, Option<bool>)| {
        let value = move || own.with(|own| own.as_ref().and_then(chosen));
        let control = move || {
            let choices =
                vec![(None, usual(default)()), (Some(true), say!("yes")), (Some(false), say!("no"))];
            choose(say!(word), name, choices, value, move |wanted| save(&|update| set(update, wanted)))
        };
        view! {
            <div class="row setting">
                <span><span>{say!(word)}</span> <small>{say!(&format!("{word}-text"))}</small></span>
                {control}
            </div>
        }
    };
    let is_muted = move || own.with(|own| own.as_ref().is_some_and(|own| own.muted));
    view! {
        <section class="panel settings-list">
            {wish("notify-email", "notify-email", |own| own.overrides.new_visitor_message_email, |usual| usual.new_visitor_message_email, |update, wanted| update.new_visitor_message_email = Some(wanted))}
            {wish("notify-push", "notify-push", |own| own.overrides.new_visitor_message_push, |usual| usual.new_visitor_message_push, |update, wanted| update.new_visitor_message_push = Some(wanted))}
            {toggle("notify-muted", "notify-muted", is_muted, || false, move |is_muted| save(&|update| update.muted = Some(is_muted)))}
        </section>
    }
}

#[component]
fn Workspace() -> impl IntoView {
    let desk = desk();
    let usual = link::live(move || Some(GetWorkspaceDefaults { workspace_id: desk.workspace_id()? }));
    let usual = Memo::new(move |_| usual.get().flatten());
    let save = move |email: Option<bool>, push: Option<bool>| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        let update = UpdateWorkspaceDefaults {
            workspace_id,
            new_visitor_message_email: email,
            new_visitor_message_push: push,
        };
        link::send_then(update, move |_| desk.notices.done(say!("saved")));
    };
    let read = move |part: fn(&Wanted) -> bool| move || usual.with(|usual| usual.as_ref().is_some_and(part));
    let waits = move || usual.with(Option::is_none);
    view! {
        <section class="panel settings-list">
            {toggle("notify-email", "notify-all-email", read(|it| it.new_visitor_message_email), waits, move |is_on| save(Some(is_on), None))}
            {toggle("notify-push", "notify-all-push", read(|it| it.new_visitor_message_push), waits, move |is_on| save(None, Some(is_on)))}
        </section>
    }
}
