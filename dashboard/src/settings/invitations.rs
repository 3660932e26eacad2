//! Invitations: sending one, handing over its link, following it, taking it back.

use crate::{
    browser,
    desk::{Desk, desk},
    dialog::Dialog,
    failures,
    icons::{Icon, icon},
    link, moments,
    notices::copy,
    route::ROOT,
    say,
    settings::team::{ASSIGNABLE, parse_role, role_word},
};
use leptos::prelude::*;
use shared::{
    limits,
    permissions::{Permission, Role},
    workspace_members::{
        AcceptInvitation, AssignableRole, CancelInvitation, GetWorkspacePendingInvitations, Invitation,
        InviteToWorkspace, Invited,
    },
};

/// The link that a colleague opens to join with that e-mail. The token behind `#` stays out of servers' logs.
fn address(email: &str, invited: &Invited) -> String {
    let email = String::from(js_sys::encode_uri_component(email));
    let Invited { invitation_id, token, .. } = invited;
    format!("{}{ROOT}/invite?email={email}&invitation={invitation_id}#{token}", browser::origin())
}

/// The invitation whose link opened this page.
#[derive(Clone, Copy)]
pub struct Followed(StoredValue<Option<AcceptInvitation>>);

impl Followed {
    pub fn from_address() -> Self {
        let id = browser::parameter("invitation").and_then(|id| id.parse().ok());
        Self(StoredValue::new(
            id.map(|invitation_id| AcceptInvitation { invitation_id, token: browser::fragment() }),
        ))
    }

    /// Joins the workspace as whoever is signed in now, once.
    pub fn accept(self, desk: Desk) {
        if let Some(accept) = self.0.try_update_value(Option::take).flatten() {
            link::send_then(accept, move |accepted| desk.switch(accepted.workspace_id));
        }
    }
}

/// The invitations that nobody has followed yet.
#[component]
pub fn Pending() -> impl IntoView {
    let desk = desk();
    let pending =
        link::live(move || Some(GetWorkspacePendingInvitations { workspace_id: desk.workspace_id()? }));
    let has_some =
        move || pending.with(|pending| pending.as_ref().is_some_and(|pending| !pending.is_empty()));
    view! {
        <Show when=has_some>
            <h2 class="caption">{say!("pending")}</h2>
            <section class="panel flush">
                <ul class="members" data-testid="team-invitations">
                    <For each=move || pending.get().unwrap_or_default() key=|one| one.id let:one>
                        {row(one)}
                    </For>
                </ul>
            </section>
        </Show>
    }
}

fn row(invitation: Invitation) -> impl IntoView {
    let desk = desk();
    let Invitation { id, email, role, created_at, .. } = invitation;
    let cancel = move |_| {
        link::send_then(CancelInvitation { invitation_id: id }, move |_| {
            desk.notices.done(say!("cancelled"))
        });
    };
    view! {
        <li class="member">
            <span class="text">
                <strong dir="ltr">{email}</strong>
                <span class="sub">{say!(role_word(role))} " · " {move || moments::ago(created_at, desk.now.get())}</span>
            </span>
            <span class="row-actions">
                <Show when=move || desk.may(Permission::UsersManage)>
                    <button class="button" data-testid="invitation-cancel" on:click=cancel>{say!("cancel-invitation")}</button>
                </Show>
            </span>
        </li>
    }
}

/// Asks for e-mail and role, then shows the link: mail may not be set up, and a link can be sent by any means.
#[component]
pub fn InviteDialog() -> impl IntoView {
    let desk = desk();
    let email = RwSignal::new(String::new());
    let role = RwSignal::new(AssignableRole::Agent);
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let sent = RwSignal::new(None::<(Invited, String)>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let address = email.get_untracked().trim().to_lowercase();
        if limits::email("", &address).is_err() {
            problem.set(Some(say!("sign-in-email")));
            return;
        }
        let Some(workspace_id) = desk.workspace_id() else { return };
        let base_url = format!("{}{ROOT}", browser::origin());
        let called = link::call(InviteToWorkspace {
            workspace_id,
            email: address.clone(),
            role: role.get_untracked(),
            base_url,
        });
        is_busy.set(true);
        leptos::task::spawn_local(async move {
            let result = called.await;
            is_busy.try_set(false);
            match result {
                Ok(invited) => sent.try_set(Some((invited, address))).map_or((), drop),
                Err(error) => {
                    problem.try_set(Some(failures::plain(&error.message).to_owned())).map_or((), drop)
                }
            }
        });
    };
    let form = move || {
        view! {
            <form on:submit=submit novalidate>
                <label>
                    <span>{say!("email")}</span>
                    <input type="email" dir="ltr" maxlength="254" autofocus autocomplete="off" data-testid="invite-email" aria-describedby="invite-problem" on:input:target=move |event| { email.set(event.target().value()); problem.set(None) } />
                </label>
                <RoleChoice role=role />
                <p id="invite-problem" class="problem" role="alert" data-testid="invite-problem">{move || problem.get()}</p>
                <footer>
                    <button type="button" class="button" on:click=move |_| desk.close_overlay()>{say!("cancel")}</button>
                    <button class="button primary" data-testid="invite-send" disabled=move || is_busy.get()>{say!("invite")}</button>
                </footer>
            </form>
        }
    };
    view! {
        <Dialog title=say!("invite-title")>
            {move || match sent.get() {
                None => form().into_any(),
                Some((invited, email)) => view! { <Sent invited=invited email=email /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn RoleChoice(role: RwSignal<AssignableRole>) -> impl IntoView {
    let options = ASSIGNABLE.map(|(assignable, known)| {
        let text = match known {
            Role::Admin | Role::Owner => "role-admin-text",
            Role::Agent => "role-agent-text",
            Role::Viewer => "role-viewer-text",
        };
        view! {
            <label class="option">
                <input type="radio" name="role" value=role_word(known) prop:checked=move || role.get() == assignable on:change:target=move |event| { if let Some(chosen) = parse_role(&event.target().value()) { role.set(chosen) } } />
                <span><strong>{say!(role_word(known))}</strong> <small>{say!(text)}</small></span>
            </label>
        }
    });
    view! { <fieldset><legend>{say!("role")}</legend>{options.into_iter().collect_view()}</fieldset> }
}

/// The link, which the server cannot show again.
#[component]
fn Sent(invited: Invited, email: String) -> impl IntoView {
    let desk = desk();
    let link = address(&email, &invited);
    let copied = link.clone();
    let how = if invited.mailed == Some(true) { "invite-mailed" } else { "invite-sent" };
    view! {
        <p class="question" data-testid="invite-how">{say!(how, email = email.as_str())}</p>
        <div class="snippet" dir="ltr">
            <pre tabindex="0"><code data-testid="invite-link">{link}</code></pre>
            <button class="button" autofocus on:click=move |_| copy(desk.notices, copied.clone(), say!("copied"))>{icon(Icon::Copy)} {say!("copy-link")}</button>
        </div>
        <footer><button class="button primary" data-testid="invite-done" on:click=move |_| desk.close_overlay()>{say!("done")}</button></footer>
    }
}
