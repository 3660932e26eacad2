//! Who gets a conversation that nobody has: the first rule that holds decides.

use super::{
    action, conditions,
    editor::{Editor, remove},
    switch,
};
use crate::{
    desk::{Desk, Overlay, desk},
    icons::{Icon, icon},
    link,
    parts::{fields::choose, skeleton},
    people, say,
    settings::snippets::save,
};
use leptos::prelude::*;
use shared::{
    assignment_rules::{Action, ActionType, AssignmentRule, Create, List, Remove, Reorder, Update},
    id::{AssignmentRuleId, UserId},
    permissions::Permission,
};

#[component]
pub fn AssignmentRules() -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.may(Permission::ConversationsAssign));
    let all = link::live(move || Some(List { workspace_id: desk.workspace_id()? }));
    let is_empty = Memo::new(move |_| all.with(|all| all.as_ref().map(Vec::is_empty)));
    let ids =
        Memo::new(move |_| all.with(|all| all.iter().flatten().map(|rule| rule.id).collect::<Vec<_>>()));
    let body = move || {
        match (may.get(), is_empty.get()) {
        (false, _) => view! { <p class="quiet padded">{say!("may-not-change")}</p> }.into_any(),
        (true, None) => skeleton(2).into_any(),
        (true, Some(true)) => view! { <p class="quiet padded">{say!("assignment-none")}</p> }.into_any(),
        (true, Some(false)) => view! {
            <ol class="things" data-testid="assignment-rules">
                <For each=move || all.get().unwrap_or_default() key=|rule| (rule.id, rule.updated_at, rule.enabled, rule.priority) let:rule>
                    {row(desk, rule, ids)}
                </For>
            </ol>
        }
        .into_any(),
    }
    };
    view! {
        <div class="section">
            <div><h2>{say!("assignment-rules")}</h2><p class="sub">{say!("assignment-text")}</p></div>
            <Show when=move || may.get()>
                <button class="button" data-testid="assignment-new" on:click=move |_| desk.open(form(None))>{icon(Icon::Plus)} {say!("rule-new")}</button>
            </Show>
        </div>
        <section class="panel flush">{body}</section>
    }
}

fn row(desk: Desk, rule: AssignmentRule, ids: Memo<Vec<AssignmentRuleId>>) -> impl IntoView {
    let id = rule.id;
    let kept = StoredValue::new(rule.clone());
    let toggle = move |is_on| {
        let change = Update { enabled: Some(is_on), ..unchanged(id) };
        link::send_then(change, move |_| desk.notices.say(say!("saved")));
    };
    let step = move |by: isize| {
        let mut order = ids.get_untracked();
        let Some(at) = order.iter().position(|one| *one == id) else { return };
        let Some(to) = at.checked_add_signed(by).filter(|to| *to < order.len()) else { return };
        order.swap(at, to);
        let Some(workspace_id) = desk.workspace_id() else { return };
        link::send_then(Reorder { workspace_id, rule_ids: order }, move |()| desk.notices.say(say!("saved")));
    };
    let place = move || ids.with(|ids| ids.iter().position(|one| *one == id).unwrap_or(0));
    let is_last = move || place() + 1 >= ids.with(Vec::len);
    let target = move || kept.with_value(|rule| target(desk, rule));
    view! {
        <li class="thing" class:off=!rule.enabled data-testid="assignment-rule">
            {switch(say!("rule-on", name = rule.name.as_str()), "assignment-switch", rule.enabled, true, toggle)}
            <div class="text">
                <strong dir="auto">{rule.name.clone()}</strong>
                <span class="sub" dir="auto">{conditions::sentence(&rule.conditions)}</span>
                {move || action(None, say!("assigned-to", name = target().as_str()))}
            </div>
            <button class="plain" aria-label=say!("move-up") disabled=move || place() == 0 on:click=move |_| step(-1)>{icon(Icon::Up)}</button>
            <button class="plain" aria-label=say!("move-down") disabled=is_last on:click=move |_| step(1)>{icon(Icon::Down)}</button>
            <button class="plain" aria-label=say!("edit-name", name = rule.name.as_str()) data-testid="assignment-edit" on:click=move |_| desk.open(form(Some(kept.get_value())))>{icon(Icon::Edit)}</button>
            <button class="plain" aria-label=say!("remove-name", name = rule.name.as_str()) on:click=move |_| kept.with_value(|rule| remove(desk, &rule.name, Remove { id }))>{icon(Icon::Remove)}</button>
        </li>
    }
}

/// To whom the rule gives a conversation.
fn target(desk: Desk, rule: &AssignmentRule) -> String {
    match (rule.action.user_id, &rule.action.team_id) {
        (Some(user), _) => desk
            .members
            .with(|members| people::member(members.as_ref()?, user).map(people::member_name))
            .unwrap_or_else(|| say!("former")),
        (None, Some(team)) => team.clone(),
        (None, None) => say!("nobody"),
    }
}

fn unchanged(id: AssignmentRuleId) -> Update {
    Update { id, name: None, priority: None, enabled: None, conditions: None, action: None }
}

fn form(rule: Option<AssignmentRule>) -> Overlay {
    let view = move || view! { <Form rule=rule.clone() /> };
    Overlay::Form(view.into())
}

#[component]
fn Form(rule: Option<AssignmentRule>) -> impl IntoView {
    let desk = desk();
    let id = rule.as_ref().map(|rule| rule.id);
    let editor = Editor::new(
        rule.as_ref().map(|rule| rule.name.clone()),
        rule.as_ref().map(|rule| rule.conditions.as_slice()).unwrap_or_default(),
    );
    let user = RwSignal::new(rule.and_then(|rule| rule.action.user_id).or(desk.user_id()));
    let submit = move || {
        let (Some((name, conditions)), Some(workspace_id)) = (untrack(|| editor.made()), desk.workspace_id())
        else {
            return;
        };
        let action = Action { kind: ActionType::AssignUser, user_id: user.get_untracked(), team_id: None };
        match id {
            None => {
                let new = Create { workspace_id, name, priority: None, enabled: None, conditions, action };
                save(desk, new, editor.problem);
            }
            Some(id) => {
                let (name, conditions, action) = (Some(name), Some(conditions), Some(action));
                save(desk, Update { name, conditions, action, ..unchanged(id) }, editor.problem);
            }
        }
    };
    let does = view! {
        <label>
            <span>{say!("assign-to")}</span>
            {choose(say!("assign-to"), "rule-user", agents(desk), move || user.get(), move |chosen| user.set(chosen))}
        </label>
    };
    let title = if id.is_some() { say!("rule-edit") } else { say!("assignment-rule-new") };
    editor.view(title, does, move || user.get().is_some(), submit)
}

fn agents(desk: Desk) -> Vec<(Option<UserId>, String)> {
    let members = desk.members.get_untracked().unwrap_or_default();
    let agents = members.iter().filter(|member| people::may(member, Permission::ConversationsReply));
    agents.map(|member| (Some(member.user_id), people::member_name(member))).collect()
}
