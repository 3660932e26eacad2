//! The picture at the top of the messenger and of the help centre: sent as soon as it is chosen.

use crate::{
    desk::{Desk, desk},
    files::{choice::Choice, sending::Sending},
    icons::{Icon, icon},
    link, say,
};
use leptos::prelude::*;
use shared::{
    id::WorkspaceId,
    messenger_settings::{DeleteLogo, GenerateLogoUploadUrl, SaveLogo},
};
use web_sys::{File, FileList};

/// What can be a logo.
const SORTS: &str = "image/png,image/jpeg,image/gif,image/webp";

#[component]
pub fn Logo(#[prop(into)] logo: Signal<Option<String>>) -> impl IntoView {
    let desk = desk();
    let choice = Choice::default();
    let take = move |files: Option<FileList>| {
        let file = files.and_then(|files| files.get(0));
        if let (Some(file), Some(workspace)) = (file, desk.workspace_id()) {
            send(desk, workspace, file);
        }
    };
    let remove = move |_| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        link::send_then(DeleteLogo { workspace_id }, move |_| desk.notices.done(say!("removed")));
    };
    let picture = move || {
        logo.get().map(|address| view! { <img class="logo" src=address alt="" data-testid="look-logo" /> })
    };
    let is_none = move || logo.with(Option::is_none);
    view! {
        <div class="row" role="group" aria-label=say!("logo")>
            <span>{say!("logo")} <small>{say!("logo-text")}</small></span>
            {picture}
            <button type="button" class="button" data-testid="logo-choose" on:click=move |_| choice.open()>{say!("logo-choose")}</button>
            <button type="button" class="plain" aria-label=say!("logo-remove") hidden=is_none data-testid="logo-remove" on:click=remove>{icon(Icon::Remove)}</button>
            {choice.field(SORTS.to_owned(), false, say!("logo-choose"), "logo-input", take)}
        </div>
    }
}

/// Asks where to, sends the bytes there, and makes them the logo.
fn send(desk: Desk, workspace_id: WorkspaceId, file: File) {
    link::send_then(GenerateLogoUploadUrl { workspace_id }, move |address| {
        let owner = Owner::current();
        leptos::task::spawn_local(async move {
            let sent = match Sending::begin(&address, &file, |_| ()) {
                Ok(sending) => sending.answer().await,
                Err(()) => Err("file-unreachable"),
            };
            let then = move || match sent {
                Ok(storage_id) => link::send_then(SaveLogo { workspace_id, storage_id }, move |_| {
                    desk.notices.done(say!("saved"));
                }),
                Err(word) => desk.notices.problem(say!(word)),
            };
            if let Some(owner) = owner {
                owner.with(then);
            }
        });
    });
}
