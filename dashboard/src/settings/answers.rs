//! How the AI agent answers: changed here, saved with one press, and what stands behind it.

mod fields;
mod state;

use crate::{
    desk::{Desk, desk},
    link,
    parts::skeleton,
    say,
};
use fields::Fields;
use leptos::prelude::*;
use shared::{
    ai_agent::{Behaviour, Budget, GetSettings, Settings, UpdateSettings},
    permissions::Permission,
};
use state::StatePanel;

/// What is edited.
pub type Edited = (Behaviour, Budget);

fn edited(settings: Settings) -> Edited {
    (settings.behaviour, settings.budget)
}

#[component]
pub fn AnswersScreen() -> impl IntoView {
    let desk = desk();
    let saved = link::live(move || Some(GetSettings { workspace_id: desk.workspace_id()? }));
    let draft = RwSignal::new(None::<Edited>);
    let shown = Memo::new(move |_| draft.get().or_else(|| saved.get().map(edited)));
    let is_changed =
        Memo::new(move |_| draft.with(|draft| draft.is_some() && *draft != saved.get().map(edited)));
    let may =
        Memo::new(move |_| saved.with(Option::is_some).then(|| desk.may(Permission::SettingsWorkspace)));
    let change = Callback::new(move |edit: Box<dyn Fn(&mut Edited)>| {
        if let Some(mut next) = shown.get_untracked() {
            edit(&mut next);
            draft.set(Some(next));
        }
    });
    let body = move || match may.get() {
        None => skeleton(8).into_any(),
        Some(is_editor) => view! {
            <StatePanel saved=saved />
            {(!is_editor).then(|| view! { <p class="quiet">{say!("may-not-change")}</p> })}
            <fieldset class="plain-set" disabled=!is_editor>
                <Fields shown=shown change=change is_editor=is_editor />
            </fieldset>
            <SaveBar desk=desk draft=draft is_changed=is_changed />
        }
        .into_any(),
    };
    view! {
        <div class="page" data-testid="answers">
            <header><h1>{say!("ai-answers")}</h1><p class="lead">{say!("ai-lead")}</p></header>
            {body}
        </div>
    }
}

/// Saves what was changed, or throws it away.
#[component]
fn SaveBar(desk: Desk, draft: RwSignal<Option<Edited>>, is_changed: Memo<bool>) -> impl IntoView {
    let save = move |_| {
        let (Some(workspace_id), Some((behaviour, budget))) = (desk.workspace_id(), draft.get_untracked())
        else {
            return;
        };
        let change = UpdateSettings {
            workspace_id,
            enabled: Some(behaviour.enabled),
            knowledge_sources: Some(behaviour.knowledge_sources),
            confidence_threshold: Some(behaviour.confidence_threshold),
            personality: Some(behaviour.personality.unwrap_or_default()),
            handoff_message: Some(behaviour.handoff_message),
            working_hours: Some(behaviour.working_hours),
            model: Some(behaviour.model),
            suggestions_enabled: Some(behaviour.suggestions_enabled),
            embedding_model: None,
            daily_answers: Some(budget.daily_answers),
            daily_tokens: Some(budget.daily_tokens),
            conversation_answers: Some(budget.conversation_answers),
        };
        link::send_then(change, move |_| {
            draft.set(None);
            desk.notices.done(say!("saved"));
        });
    };
    view! {
        <div class="savebar" class:shown=move || is_changed.get()>
            <span>{say!("unsaved")}</span>
            <button class="button" disabled=move || !is_changed.get() on:click=move |_| draft.set(None)>{say!("discard")}</button>
            <button class="button primary" data-testid="answers-save" disabled=move || !is_changed.get() on:click=save>{say!("save")}</button>
        </div>
    }
}
