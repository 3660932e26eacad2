//! Who may read the help centre: everybody, or visitors of the widget and the team alone.

use super::shelf::public_link;
use crate::{desk::desk, link, say};
use leptos::prelude::*;
use shared::{
    permissions::Permission,
    workspaces::{HelpCenterAccess, UpdateHelpCenterAccessPolicy},
};

#[component]
pub fn Access() -> impl IntoView {
    let desk = desk();
    let policy = Memo::new(move |_| {
        desk.workspace.with(|it| it.as_ref().and_then(|it| it.workspace.help_center_access_policy))
    });
    let is_public = move || policy.get() == Some(HelpCenterAccess::Public);
    let may = Memo::new(move |_| desk.may(Permission::SettingsWorkspace));
    let choose = move |policy: HelpCenterAccess| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        link::send_then(UpdateHelpCenterAccessPolicy { workspace_id, policy }, move |()| {
            desk.notices.done(say!("saved"));
        });
    };
    let segment = move |wanted: HelpCenterAccess, word: &'static str| {
        view! {
            <button data-testid=word disabled=move || !may.get() aria-pressed=move || (policy.get() == Some(wanted)).to_string() on:click=move |_| choose(wanted)>{say!(word)}</button>
        }
    };
    view! {
        <div class="access" data-testid="access">
            <div class="segments" role="group" aria-label=say!("hc-access")>
                {segment(HelpCenterAccess::Public, "hc-public")}
                {segment(HelpCenterAccess::Restricted, "hc-restricted")}
            </div>
            <p class="sub">{move || if is_public() { say!("hc-public-text") } else { say!("hc-restricted-text") }}</p>
            <Show when=is_public>{public_link(desk)}</Show>
        </div>
    }
}
