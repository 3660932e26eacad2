//! A reply that a model proposes to an agent, under the rules and the budget of the AI agent.

use crate::domain::ai_agent::prompt::{Done, Task};
use crate::{
    core::{Action, Actor, Limit, Query, Reader, Result},
    domain::{
        ai_agent::{self, Reserve, Said, Spend, answering::asked_in, propose},
        conversations,
        knowledge::{self, Asker, Look},
        messages,
    },
};
use shared::{
    Error, Function,
    ai_agent::{Behaviour, Budget, Source},
    function,
    id::ConversationId,
    permissions::Permission,
    suggestions::{DraftReply, Drafted},
};

/// Texts that the model is given.
const KNOWLEDGE: usize = 6;

/// What a reply is made from.
#[derive(Clone, Debug)]
struct Brief {
    look: Look,
    behaviour: Behaviour,
    budget: Budget,
    before: Vec<Said>,
}

/// Reads it, for an agent who may reply. Internal: it has no public name.
#[derive(Clone, Debug)]
struct ReadBrief(ConversationId);

impl Function for ReadBrief {
    const NAME: &'static str = "suggestions:brief";
    type Kind = function::Query;
    type Output = Brief;
}

impl Query for ReadBrief {
    async fn run(self, cx: &mut Reader) -> Result<Brief> {
        let (row, agent) = conversations::for_agent(cx, self.0, Permission::ConversationsReply).await?;
        cx.count(Limit::Ask, agent.user.0)?;
        let (behaviour, budget) = ai_agent::behaviour_and_budget(cx, row.workspace_id).await?;
        if !behaviour.suggestions_enabled {
            return Err(Error::invalid("AI suggestions are off in this workspace").into());
        }
        let newest = messages::newest_inbound(cx, row.id).await?;
        let (query, before) = asked_in(cx, &row, newest.unwrap_or(0)).await?;
        if query.is_empty() {
            return Err(Error::invalid("There is no message to answer").into());
        }
        let kinds = knowledge::kinds(&behaviour.knowledge_sources);
        // The agent reads what the visitor may not, and decides what of it is said.
        let look = Look { workspace: row.workspace_id, kinds, query, asker: Asker::Team, most: KNOWLEDGE };
        Ok(Brief { look, behaviour, budget, before })
    }
}

impl Action for DraftReply {
    async fn run(self, cx: &Actor) -> Result<Drafted> {
        let brief = cx.query(ReadBrief(self.conversation_id)).await?;
        let workspace = brief.look.workspace;
        let model = ai_agent::model_of(&cx.app, &brief.behaviour);
        if let Err(error) = ai_agent::configured(&cx.app, &model, cx.app.clock().now()) {
            return Ok(nothing(error.message));
        }
        if !cx.mutate(Reserve { workspace, budget: brief.budget }).await? {
            return Err(Error::invalid(ai_agent::answering::TAKEN_BY_BUDGET).into());
        }
        let question = brief.look.query.clone();
        let (found, _) = brief.look.run(&cx.app, &cx.caller, true).await?;
        let task = Task {
            model: &model,
            personality: brief.behaviour.personality.as_deref(),
            knowledge: &found,
            before: &brief.before,
            question: &question,
        };
        let (done, tokens) = propose(&cx.app, &task, |_| ()).await;
        cx.mutate(Spend { workspace, tokens }).await?;
        match done.map_err(|fault| Error::invalid(fault.to_string()))? {
            Done::Answer { text, confidence, sources } => {
                let used = sources.iter().filter_map(|place| found.get(*place));
                let sources: Vec<Source> =
                    used.map(|found| Source::new(found.kind, found.id, found.title.clone())).collect();
                let confidence = ai_agent::confidence(confidence, !sources.is_empty());
                Ok(Drafted { text: Some(text), confidence, sources, reason: None })
            }
            Done::HandOff { reason } => Ok(nothing(reason)),
            Done::Nothing => Err(Error::invalid("The model answered nothing").into()),
        }
    }
}

fn nothing(reason: String) -> Drafted {
    Drafted { text: None, confidence: 0.0, sources: Vec::new(), reason: Some(reason) }
}
