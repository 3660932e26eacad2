//! Whether there is a model to ask, what went wrong with it last, and what it was asked today.

use crate::{
    desk::desk,
    link::{self, Newest},
    moments, say,
};
use leptos::prelude::*;
use shared::ai_agent::{GetState, Settings, State};

#[component]
pub fn StatePanel(saved: Newest<Settings>) -> impl IntoView {
    let desk = desk();
    let state = link::live(move || Some(GetState { workspace_id: desk.workspace_id()? }));
    let body = move || state.get().flatten().map(|state| told(&state));
    let error = move || {
        let error = saved.with(|it| it.as_ref().and_then(|it| it.last_config_error.clone()))?;
        let when = moments::full(error.detected_at);
        Some(view! {
            <p class="problem" role="alert" data-testid="answers-error">
                <span>{say!("ai-last-error", time = when.as_str())}</span> " " <bdi>{error.message}</bdi>
            </p>
        })
    };
    view! {
        <section class="panel" data-testid="answers-state" aria-label=say!("ai-state")>
            {body}
            {error}
        </section>
    }
}

fn told(state: &State) -> AnyView {
    if !state.is_configured {
        return view! { <p class="warning">{say!("ai-not-configured")}</p> }.into_any();
    }
    let provider = state.provider.clone().unwrap_or_default();
    let meaning = match &state.embedding_model {
        Some(model) => say!("ai-by-meaning", model = model.as_str()),
        None => say!("ai-by-words"),
    };
    view! {
        <p>{say!("ai-asks", model = state.model.as_str(), provider = provider.as_str())} " " {meaning}</p>
        <p>{say!("ai-today", answers = state.answers_today as f64, tokens = state.tokens_today as f64)}</p>
        <p class="quiet">{say!("ai-leaves", provider = provider.as_str())}</p>
    }
    .into_any()
}
