//! The team: members with their roles, and who is here now.

use crate::{
    desk::{Confirm, Desk, Overlay, desk},
    icons::{Icon, icon},
    link,
    parts::{avatar, skeleton},
    people, say,
    settings::invitations::Pending,
};
use leptos::prelude::*;
use shared::{
    permissions::{Permission, Role},
    presence::Status,
    workspace_members::{AssignableRole, Member, Remove, TransferOwnership, UpdateRole},
};

/// The roles that can be given.
pub const ASSIGNABLE: [(AssignableRole, Role); 3] = [
    (AssignableRole::Admin, Role::Admin),
    (AssignableRole::Agent, Role::Agent),
    (AssignableRole::Viewer, Role::Viewer),
];

/// The catalogue's key of a role.
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Owner => "role-owner",
        Role::Admin => "role-admin",
        Role::Agent => "role-agent",
        Role::Viewer => "role-viewer",
    }
}

/// The role that a form's value names.
pub fn parse_role(value: &str) -> Option<AssignableRole> {
    ASSIGNABLE.into_iter().find(|(_, role)| role_word(*role) == value).map(|(assignable, _)| assignable)
}

#[component]
pub fn Team() -> impl IntoView {
    let desk = desk();
    let invite = move |_| desk.open(Overlay::Invite);
    view! {
        <div class="page" data-testid="team">
            <header>
                <h1>{say!("team")}</h1>
                <p class="lead">{say!("team-lead")}</p>
                <Show when=move || desk.may(Permission::UsersInvite)>
                    <button class="button primary" data-testid="team-invite" on:click=invite>{icon(Icon::Plus)} {say!("invite")}</button>
                </Show>
            </header>
            <section class="panel flush">
                {move || desk.members.with(Option::is_none).then(|| skeleton(3))}
                <ul class="members" data-testid="team-members">
                    <For each=move || desk.members.get().unwrap_or_default() key=|member| (member.id, role_word(member.role), member.name.clone()) let:member>
                        {row(desk, member)}
                    </For>
                </ul>
            </section>
            <Pending />
        </div>
    }
}

fn row(desk: Desk, member: Member) -> impl IntoView {
    let name = people::member_name(&member);
    let user = member.user_id;
    let is_own = desk.user_id() == Some(user);
    let presence = move || {
        desk.present.with(|all| all.iter().flatten().find(|one| one.user_id == user).map(|one| one.status))
    };
    view! {
        <li class="member" data-testid="team-member">
            <span
                class="portrait"
                class:online=move || presence() == Some(Status::Online)
                class:away=move || matches!(presence(), Some(Status::Away | Status::Busy))
            >
                {avatar(user.0, &name)}
            </span>
            <span class="text">
                <strong dir="auto">{name.clone()} " " {is_own.then(|| view! { <small>{say!("me")}</small> })}</strong>
                <span class="sub" dir="ltr">{member.email.clone()}</span>
            </span>
            <RoleOf member=member.clone() name=name.clone() />
            {more(desk, member, name, is_own)}
        </li>
    }
}

/// The role: to choose where that is allowed, else to read.
#[component]
fn RoleOf(member: Member, name: String) -> impl IntoView {
    let desk = desk();
    let may_change = Memo::new(move |_| member.role != Role::Owner && desk.may(Permission::UsersManage));
    let membership_id = member.id;
    let change = move |value: String| {
        if let Some(role) = parse_role(&value) {
            link::send_then(UpdateRole { membership_id, role }, move |_| desk.notices.done(say!("saved")));
        }
    };
    move || {
        if may_change.get() {
            let options = ASSIGNABLE.map(|(_, role)| {
                view! { <option value=role_word(role) selected=role == member.role>{say!(role_word(role))}</option> }
            });
            let label = say!("role-of", name = name.as_str());
            view! {
                <select aria-label=label data-testid="team-role" on:change:target=move |event| change(event.target().value())>
                    {options.into_iter().collect_view()}
                </select>
            }
            .into_any()
        } else {
            view! { <span class="role">{say!(role_word(member.role))}</span> }.into_any()
        }
    }
}

/// Removing, leaving, handing over.
fn more(desk: Desk, member: Member, name: String, is_own: bool) -> impl IntoView {
    let is_owner = move || desk.workspace.with(|it| it.as_ref().is_some_and(|it| it.role == Role::Owner));
    let may_remove = move || member.role != Role::Owner && (is_own || desk.may(Permission::UsersRemove));
    let may_transfer = move || is_owner() && !is_own;
    let shown = StoredValue::new(name);
    let remove = move |_| {
        let name = shown.get_value();
        let membership_id = member.id;
        desk.open(Overlay::Confirm(Confirm {
            title: if is_own { say!("leave-title") } else { say!("remove-title", name = name.as_str()) },
            text: if is_own { say!("leave-text") } else { say!("remove-text") },
            action: if is_own { say!("leave") } else { say!("remove") },
            run: Callback::new(move |()| {
                link::send_then(Remove { membership_id }, move |_| desk.notices.done(say!("removed")));
            }),
        }));
    };
    let transfer = move |_| {
        let name = shown.get_value();
        let Some(workspace_id) = desk.workspace_id() else { return };
        let new_owner_id = member.user_id;
        desk.open(Overlay::Confirm(Confirm {
            title: say!("transfer-title", name = name.as_str()),
            text: say!("transfer-text"),
            action: say!("transfer"),
            run: Callback::new(move |()| {
                let change = TransferOwnership { workspace_id, new_owner_id };
                link::send_then(change, move |_| desk.notices.done(say!("transferred")));
            }),
        }));
    };
    view! {
        <span class="row-actions">
            <Show when=may_transfer>
                <button class="button" data-testid="team-transfer" on:click=transfer>{say!("transfer")}</button>
            </Show>
            <Show when=may_remove>
                <button class="button" data-testid="team-remove" on:click=remove>{if is_own { say!("leave") } else { say!("remove") }}</button>
            </Show>
        </span>
    }
}
