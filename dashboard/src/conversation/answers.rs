//! What the AI agent said, for the team: how sure it was and what the answer rests on; and the reply that it proposes to an agent.

use crate::{
    conversation::Open,
    desk::desk,
    icons::{Icon, icon},
    link, say,
};
use leptos::prelude::*;
use shared::{
    ai_agent::{GetSettings, GivenResponse},
    messages::FromAi,
    suggestions::{DraftReply, Drafted},
};

/// Stands below a message of the AI agent.
#[component]
pub fn AnswerNote(ai: FromAi) -> impl IntoView {
    let open = expect_context::<Open>();
    let id = ai.ai_response_id;
    let record = Memo::new(move |_| {
        open.answers.with(|all| all.as_ref()?.iter().find(|one| Some(one.row.id) == id).cloned())
    });
    let handed_off = ai.handed_off;
    let reason = move || {
        let of_record = record.with(|it| it.as_ref().and_then(|it| it.row.handoff_reason.clone()));
        of_record.or_else(|| open.facts.with(|facts| facts.as_ref()?.ai_handoff_reason.clone()))
    };
    let label = move || match handed_off {
        true => match reason() {
            Some(reason) => say!("ai-handed-off-because", reason = reason.as_str()),
            None => say!("ai-handed-off"),
        },
        false => match record.get() {
            Some(it) => say!("ai-sure", percent = (it.row.confidence * 100.0).round()),
            None => say!("ai-answer"),
        },
    };
    view! {
        <div class="answer-note" data-testid="answer-note">
            <p>{icon(Icon::Answers)} <bdi>{label}</bdi> {move || record.get().and_then(judged)}</p>
            {move || record.get().and_then(sources)}
            {move || record.get().and_then(held_back)}
        </div>
    }
}

fn judged(record: GivenResponse) -> Option<impl IntoView> {
    let words = match record.row.feedback.as_deref()? {
        "helpful" => say!("ai-helpful"),
        _ => say!("ai-not-helpful"),
    };
    Some(view! { <span class="spot">{words}</span> })
}

/// The titles of what the answer rests on.
fn sources(record: GivenResponse) -> Option<impl IntoView> {
    let titles: Vec<String> = record
        .row
        .sources
        .as_array()?
        .iter()
        .filter_map(|source| source.get("title")?.as_str().map(str::to_owned))
        .collect();
    let list = titles.into_iter().map(|title| view! { <li><bdi>{title}</bdi></li> }).collect_view();
    (!list.is_empty()).then(|| view! { <ul aria-label=say!("ai-sources")>{list}</ul> })
}

/// What the model said and nobody was told.
fn held_back(record: GivenResponse) -> Option<impl IntoView> {
    let said = record.generated_response_context?;
    Some(view! {
        <details>
            <summary>{say!("ai-held-back")}</summary>
            <p class="plain-text" dir="auto">{said.response}</p>
        </details>
    })
}

/// Asks for a reply and puts it into the field, where the agent edits and sends it.
#[component]
pub fn Suggest(text: RwSignal<String>, take: Callback<String>) -> impl IntoView {
    let desk = desk();
    let open = expect_context::<Open>();
    let settings = link::live(move || Some(GetSettings { workspace_id: desk.workspace_id()? }));
    let is_on = move || settings.with(|it| it.as_ref().is_some_and(|it| it.behaviour.suggestions_enabled));
    let is_asking = RwSignal::new(false);
    let told = RwSignal::new(None::<Drafted>);
    let ask = move |_| {
        if is_asking.get_untracked() {
            return;
        }
        is_asking.set(true);
        told.set(None);
        let called = link::call(DraftReply { conversation_id: open.id });
        leptos::task::spawn_local(async move {
            let answer = called.await;
            is_asking.try_set(false);
            match answer {
                Ok(drafted) => {
                    let own = text.try_get_untracked().unwrap_or_default();
                    if let Some(words) = drafted.text.clone() {
                        let own = own.trim_end();
                        take.run(if own.is_empty() { words } else { format!("{own}\n\n{words}") });
                    }
                    told.try_set(Some(drafted));
                }
                Err(error) => desk.notices.failed(&error),
            }
        });
    };
    let outcome = move || {
        let drafted = told.get()?;
        Some(match (&drafted.text, &drafted.reason) {
            (Some(_), _) => say!(
                "ai-drafted",
                percent = (drafted.confidence * 100.0).round(),
                count = drafted.sources.len() as f64
            ),
            (None, Some(reason)) => say!("ai-no-draft-because", reason = reason.as_str()),
            (None, None) => say!("ai-no-draft"),
        })
    };
    view! {
        <div class="suggest" hidden=move || !is_on()>
            <button type="button" class="link" data-testid="suggest-reply" disabled=move || is_asking.get() on:click=ask>
                {icon(Icon::Answers)} <span>{move || if is_asking.get() { say!("ai-drafting") } else { say!("ai-draft") }}</span>
            </button>
            <span class="hint" role="status" data-testid="suggest-outcome">{outcome}</span>
        </div>
    }
}
