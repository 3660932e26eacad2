//! What the messenger does by itself.

use crate::{
    desk::desk,
    link,
    parts::{skeleton, trouble},
    say,
    settings::pages::toggle,
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    automation_settings::{GetOrCreate, Settings, Upsert},
    id::WorkspaceId,
    permissions::Permission,
};

type Change = fn(&mut Upsert, bool);

#[component]
pub fn Automation() -> impl IntoView {
    let desk = desk();
    let loaded = link::loaded(move || Some(GetOrCreate { workspace_id: desk.workspace_id()? }));
    let settings = Memo::new(move |_| match loaded.get() {
        Loaded::Ready(settings) => Some(settings),
        _ => None,
    });
    let is_there = Memo::new(move |_| settings.with(Option::is_some));
    let may = move || desk.may(Permission::SettingsWorkspace);
    let change = move |change: Change, is_on: bool| {
        let Some(workspace) = desk.workspace_id() else { return };
        let mut upsert = nothing(workspace);
        change(&mut upsert, is_on);
        link::send_then(upsert, move |_| desk.notices.done(say!("saved")));
    };
    let one = move |word, name, read: fn(&Settings) -> bool, write: Change| {
        let value = move || settings.with(|it| it.as_ref().is_some_and(read));
        toggle(word, name, value, move || !may(), move |is_on| change(write, is_on))
    };
    let error = move || match loaded.get() {
        Loaded::Failed(error) => Some(trouble(&error)),
        _ => None,
    };
    view! {
        {error}
        <Show when=move || is_there.get() fallback=|| skeleton(4)>
            <section class="panel settings-list">
                {one("auto-email", "automation-email", |it| it.collect_email_enabled, |to, is_on| to.collect_email_enabled = Some(is_on))}
                {one("auto-reply-time", "automation-reply-time", |it| it.show_reply_time_enabled, |to, is_on| to.show_reply_time_enabled = Some(is_on))}
                {one("auto-articles", "automation-articles", |it| it.suggest_articles_enabled, |to, is_on| to.suggest_articles_enabled = Some(is_on))}
                {one("auto-rating", "automation-rating", |it| it.ask_for_rating_enabled, |to, is_on| to.ask_for_rating_enabled = Some(is_on))}
            </section>
            <p class="quiet padded" hidden=may>{say!("may-not-change")}</p>
        </Show>
    }
}

fn nothing(workspace_id: WorkspaceId) -> Upsert {
    Upsert {
        workspace_id,
        suggest_articles_enabled: None,
        show_reply_time_enabled: None,
        collect_email_enabled: None,
        ask_for_rating_enabled: None,
    }
}
