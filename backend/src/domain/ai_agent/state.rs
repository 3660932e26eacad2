//! Whether the AI agent answers, and what stands behind it.

use super::{behaviour, model_of, stored, usage};
use crate::core::{Action, Actor, Query, Reader, Result};
use shared::{
    Error, Function, Millis,
    ai_agent::{Behaviour, GetState, ListAvailableModels, Model, ShouldRespond, State, Willingness},
    function,
    id::WorkspaceId,
    permissions::Permission,
};

/// Whether it answers at a moment, and when that may change by itself.
pub fn willing(behaviour: &Behaviour, now: Millis) -> (bool, Option<Millis>) {
    match &behaviour.working_hours {
        _ if !behaviour.enabled => (false, None),
        None => (true, None),
        Some(hours) => {
            crate::domain::office_hours::is_between(&hours.timezone, &hours.start, &hours.end, now)
        }
    }
}

/// Whether it answers at a moment, and why not.
pub fn willingness(behaviour: &Behaviour, now: Millis) -> (Willingness, Option<Millis>) {
    let (should_respond, until) = willing(behaviour, now);
    let reason = match should_respond {
        true => None,
        false if !behaviour.enabled => Some("AI Agent is disabled".into()),
        false => Some("Outside working hours".into()),
    };
    (Willingness { should_respond, reason }, until)
}

impl Query for ShouldRespond {
    async fn run(self, cx: &mut Reader) -> Result<Willingness> {
        let behaviour = behaviour(cx, self.workspace_id).await?;
        let (willingness, until) = willingness(&behaviour, cx.now());
        if let Some(until) = until {
            cx.wake_at(until);
        }
        Ok(willingness)
    }
}

impl Query for GetState {
    async fn run(self, cx: &mut Reader) -> Result<Option<State>> {
        let workspace = self.workspace_id;
        if cx.member(workspace).await?.is_none() {
            return Ok(None);
        }
        let behaviour = stored(cx, workspace).await?.unwrap_or_default().behaviour;
        let (answers_today, tokens_today) = usage::today(cx, workspace).await?;
        let ai = cx.app().config().ai.as_ref();
        Ok(Some(State {
            is_configured: ai.is_some(),
            provider: ai.map(|ai| ai.provider().to_owned()),
            model: model_of(cx.app(), &behaviour),
            embedding_model: ai.and_then(|ai| ai.embedding_model().map(str::to_owned)),
            answers_today,
            tokens_today,
        }))
    }
}

/// The model that a workspace asks, for those who set it. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Chosen(WorkspaceId);

impl Function for Chosen {
    const NAME: &'static str = "aiAgent:chosen";
    type Kind = function::Query;
    type Output = String;
}

impl Query for Chosen {
    async fn run(self, cx: &mut Reader) -> Result<String> {
        let agent = cx.agent(self.0, Permission::SettingsWorkspace).await?;
        cx.count(crate::core::Limit::Ask, agent.user.0)?;
        let behaviour = stored(cx, self.0).await?.unwrap_or_default().behaviour;
        Ok(model_of(cx.app(), &behaviour))
    }
}

impl Action for ListAvailableModels {
    async fn run(self, cx: &Actor) -> Result<Vec<Model>> {
        let chosen = cx.query(Chosen(self.workspace_id)).await?;
        let Some(ai) = &cx.app.config().ai else { return Ok(Vec::new()) };
        let mut names = ai.models().await.map_err(|fault| Error::invalid(fault.to_string()))?;
        if !names.contains(&chosen) {
            names.insert(0, chosen);
        }
        let model = |name: String| Model { id: name.clone(), name, provider: ai.provider().to_owned() };
        Ok(names.into_iter().map(model).collect())
    }
}
