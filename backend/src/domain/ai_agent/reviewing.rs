//! What the team looks at of the AI agent: how it does, and what it would know of a question.

use crate::{
    core::{Action, Actor, Query, Reader, Result},
    domain::{
        knowledge::{self, Asker, Look, MayLook, between},
        reporting,
    },
};
use shared::{
    Error, Function, Millis,
    ai_agent::{GetAnalytics, GetRelevantKnowledge, KnowledgeSource, Relevant},
    function,
    id::WorkspaceId,
    limits,
    permissions::Permission,
    reporting::AiAgentMetrics,
};

/// Thirty days.
const USUAL: Millis = 30 * 86_400_000;

impl Query for GetAnalytics {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<AiAgentMetrics> {
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        let end = self.end_date.unwrap_or(cx.now());
        let start = self.start_date.unwrap_or(end.saturating_sub(USUAL));
        if start > end {
            return Err(Error::invalid("Invalid date range").into());
        }
        reporting::ai_metrics(cx, self.workspace_id, (start, end), None).await
    }
}

impl Action for GetRelevantKnowledge {
    async fn run(self, cx: &Actor) -> Result<Vec<Relevant>> {
        limits::content("The query", &self.query)?;
        let workspace = self.workspace_id;
        let uses_meaning = cx.query(MayLook(workspace)).await?;
        if self.query.trim().is_empty() {
            return Ok(Vec::new());
        }
        let sources = match self.knowledge_sources {
            Some(sources) => sources,
            None => cx.query(Sources(workspace)).await?,
        };
        let look = Look {
            workspace,
            kinds: knowledge::kinds(&sources),
            query: self.query,
            asker: Asker::Team,
            most: between(self.limit, 5, 20),
        };
        let (found, _) = look.run(&cx.app, &cx.caller, uses_meaning).await?;
        let relevant = |found: knowledge::Found| Relevant {
            id: found.id,
            kind: found.kind,
            title: found.title,
            content: found.text,
            relevance_score: found.score,
        };
        Ok(found.into_iter().map(relevant).collect())
    }
}

/// What the workspace's AI agent answers from. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Sources(WorkspaceId);

impl Function for Sources {
    const NAME: &'static str = "aiAgent:sources";
    type Kind = function::Query;
    type Output = Vec<KnowledgeSource>;
}

impl Query for Sources {
    async fn run(self, cx: &mut Reader) -> Result<Vec<KnowledgeSource>> {
        Ok(super::behaviour(cx, self.0).await?.knowledge_sources)
    }
}
