//! Which tags a conversation gets by itself: every rule that holds.

use super::{
    action, conditions,
    editor::{Editor, remove},
    switch,
};
use crate::{
    desk::{Desk, Overlay, desk},
    icons::{Icon, icon},
    link,
    parts::{colour, fields::choose, skeleton},
    say,
    settings::snippets::save,
};
use leptos::prelude::*;
use shared::{
    auto_tag_rules::{AutoTagRule, Create, List, Remove, Update, WithTag},
    id::{AutoTagRuleId, TagId},
    permissions::Permission,
    tags,
};

#[component]
pub fn TaggingRules() -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.may(Permission::SettingsWorkspace));
    let all = link::live(move || {
        let workspace_id = desk.workspace_id()?;
        may.get().then_some(List { workspace_id })
    });
    let is_empty = Memo::new(move |_| all.with(|all| all.as_ref().map(Vec::is_empty)));
    let body = move || {
        match (may.get(), is_empty.get()) {
        (false, _) => view! { <p class="quiet padded">{say!("may-not-change")}</p> }.into_any(),
        (true, None) => skeleton(2).into_any(),
        (true, Some(true)) => view! { <p class="quiet padded">{say!("tagging-none")}</p> }.into_any(),
        (true, Some(false)) => view! {
            <ul class="things" data-testid="tagging-rules">
                <For each=move || all.get().unwrap_or_default() key=|it| (it.rule.id, it.rule.updated_at, it.rule.enabled, it.tag.as_ref().map(|tag| tag.updated_at)) let:rule>
                    {row(desk, rule)}
                </For>
            </ul>
        }
        .into_any(),
    }
    };
    view! {
        <div class="section">
            <div><h2>{say!("tagging-rules")}</h2><p class="sub">{say!("tagging-text")}</p></div>
            <Show when=move || may.get()>
                <button class="button" data-testid="tagging-new" on:click=move |_| desk.open(form(None))>{icon(Icon::Plus)} {say!("rule-new")}</button>
            </Show>
        </div>
        <section class="panel flush">{body}</section>
    }
}

fn row(desk: Desk, one: WithTag) -> impl IntoView {
    let WithTag { rule, tag } = one;
    let id = rule.id;
    let kept = StoredValue::new(rule.clone());
    let toggle = move |is_on| {
        let change = Update { enabled: Some(is_on), ..unchanged(id) };
        link::send_then(change, move |_| desk.notices.say(say!("saved")));
    };
    let spot = tag.as_ref().and_then(|tag| colour(tag.color.as_deref()));
    let tag = tag.map(|tag| tag.name).unwrap_or_default();
    view! {
        <li class="thing" class:off=!rule.enabled data-testid="tagging-rule">
            {switch(say!("rule-on", name = rule.name.as_str()), "tagging-switch", rule.enabled, true, toggle)}
            <div class="text">
                <strong dir="auto">{rule.name.clone()}</strong>
                <span class="sub" dir="auto">{conditions::sentence(&rule.conditions)}</span>
                {action(spot, tag)}
            </div>
            <button class="plain" aria-label=say!("edit-name", name = rule.name.as_str()) on:click=move |_| desk.open(form(Some(kept.get_value())))>{icon(Icon::Edit)}</button>
            <button class="plain" aria-label=say!("remove-name", name = rule.name.as_str()) on:click=move |_| kept.with_value(|rule| remove(desk, &rule.name, Remove { id }))>{icon(Icon::Remove)}</button>
        </li>
    }
}

fn unchanged(id: AutoTagRuleId) -> Update {
    Update { id, name: None, enabled: None, conditions: None, tag_id: None }
}

fn form(rule: Option<AutoTagRule>) -> Overlay {
    let view = move || view! { <Form rule=rule.clone() /> };
    Overlay::Form(view.into())
}

#[component]
fn Form(rule: Option<AutoTagRule>) -> impl IntoView {
    let desk = desk();
    let id = rule.as_ref().map(|rule| rule.id);
    let editor = Editor::new(
        rule.as_ref().map(|rule| rule.name.clone()),
        rule.as_ref().map(|rule| rule.conditions.as_slice()).unwrap_or_default(),
    );
    let chosen = RwSignal::new(rule.map(|rule| rule.tag_id));
    let known = link::live(move || Some(tags::List { workspace_id: desk.workspace_id()?, limit: None }));
    // The list shows its first tag as chosen.
    Effect::new(move |_| {
        if chosen.get_untracked().is_none() {
            chosen.set(known.with(|known| known.as_ref()?.first().map(|tag| tag.id)));
        }
    });
    let submit = move || {
        let (Some((name, conditions)), Some(tag_id), Some(workspace_id)) =
            (untrack(|| editor.made()), chosen.get_untracked(), desk.workspace_id())
        else {
            return;
        };
        match id {
            None => {
                save(desk, Create { workspace_id, name, enabled: None, conditions, tag_id }, editor.problem)
            }
            Some(id) => {
                let (name, conditions, tag_id) = (Some(name), Some(conditions), Some(tag_id));
                save(desk, Update { name, conditions, tag_id, ..unchanged(id) }, editor.problem);
            }
        }
    };
    let choices = move || -> Vec<(Option<TagId>, String)> {
        known.get().unwrap_or_default().into_iter().map(|tag| (Some(tag.id), tag.name)).collect()
    };
    let has_none = move || known.with(|known| known.as_ref().is_some_and(Vec::is_empty));
    let does = view! {
        <label>
            <span>{say!("tag-with")}</span>
            {move || choose(say!("tag-with"), "rule-tag", choices(), move || chosen.get(), move |tag| chosen.set(tag))}
        </label>
        <p class="sub" hidden=move || !has_none()>{say!("tags-none-text")}</p>
    };
    let title = if id.is_some() { say!("rule-edit") } else { say!("tagging-rule-new") };
    editor.view(title, does, move || chosen.get().is_some(), submit)
}
