//! Everything of one visitor: handed out, and gone.

use super::rows;
use crate::{
    core::{Action, Actor, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{
        agent_notices, ai_agent, articles,
        audit_logs::{self, Act},
        checklists, conversations, email_channel, events, identities, media, messages, outbound_messages,
        participants, reporting, requests, suggestions, surveys, tags, tickets, tour_progress,
        widget_sessions,
    },
    store::Filter,
};
use serde_json::json;
use shared::{
    Error, Function,
    conversations::Conversation,
    function,
    id::{ConversationId, IdentityId, VisitorId, WorkspaceId},
    messages::Message,
    permissions::Permission,
    visitors::{
        Visitor,
        privacy::{EraseData, Erased, Export, ExportData, ExportedConversation},
    },
};
use std::collections::HashMap;

/// A person: the visitor, those that were merged into it, and its conversations.
pub struct Person {
    pub visitor: Visitor,
    /// The visitor first.
    pub visitors: Vec<VisitorId>,
    pub conversations: Vec<Conversation>,
}

impl Person {
    /// Errors: "Visitor not found"; those of a member without the permission.
    async fn found(cx: &mut Reader, id: VisitorId, permission: Permission) -> Result<Self> {
        cx.user()?;
        let visitor = rows::by_id(cx, id).await?.ok_or_else(|| Error::not_found("Visitor"))?;
        cx.agent(visitor.workspace_id, permission).await?;
        let mut visitors = vec![id];
        let mut looked_at = 0;
        while let Some(target) = visitors.get(looked_at) {
            let merged: Vec<(VisitorId,)> = cx
                .read(Topic::new("visitors", visitor.workspace_id.0))
                .query("SELECT id FROM visitors WHERE workspace_id = $1 AND merged_into_id = $2 ORDER BY created_at, id")
                .bind(visitor.workspace_id)
                .bind(*target)
                .fetch_all()
                .await?;
            visitors.extend(merged.into_iter().map(|(id,)| id));
            looked_at += 1;
        }
        let conversations = conversations::of(cx, &visitors).await?;
        Ok(Self { visitor, visitors, conversations })
    }

    pub fn conversations(&self) -> Vec<ConversationId> {
        self.conversations.iter().map(|row| row.id).collect()
    }

    pub fn identities(&self) -> impl Iterator<Item = IdentityId> {
        self.visitors.iter().copied().map(IdentityId::from)
    }
}

impl Action for ExportData {
    async fn run(self, cx: &Actor) -> Result<Export> {
        let export = cx.query(Collect(self.visitor_id)).await?;
        cx.mutate(Exported(export.visitor.workspace_id, self.visitor_id)).await?;
        Ok(export)
    }
}

/// Logs that a visitor's data was handed out. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Exported(WorkspaceId, VisitorId);

impl Function for Exported {
    const NAME: &'static str = "visitors:exported";
    type Kind = function::Mutation;
    type Output = ();
}

impl Mutation for Exported {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        audit_logs::note(cx, self.0, Act::new("data.exported", "visitor").to(self.1)).await
    }
}

/// Reads it all in one snapshot. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Collect(VisitorId);

impl Function for Collect {
    const NAME: &'static str = "visitors:collect";
    type Kind = function::Query;
    type Output = Export;
}

impl Query for Collect {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Export> {
        let person = Person::found(cx, self.0, Permission::DataExport).await?;
        let all = person.conversations();
        let mut said: HashMap<ConversationId, Vec<Message>> = HashMap::new();
        for message in messages::all_in(cx, &all).await? {
            said.entry(message.conversation_id).or_default().push(message);
        }
        let exported = |conversation: &Conversation| ExportedConversation {
            messages: said.remove(&conversation.id).unwrap_or_default(),
            conversation: conversation.clone(),
        };
        Ok(Export {
            exported_at: cx.now(),
            visitor: person.visitor.clone(),
            merged_visitors: rows::merged(cx, &person.visitors[1..]).await?,
            sessions: widget_sessions::of(cx, &person.visitors).await?,
            conversations: person.conversations.iter().map(exported).collect(),
            tickets: tickets::of_person(cx, &person).await?,
            ratings: reporting::ratings(cx, &person).await?,
            ai_responses: ai_agent::responses(cx, &all).await?,
            article_feedback: articles::feedback_of(cx, &person.visitors).await?,
            events: events::of(cx, &person.visitors).await?,
            outbound_impressions: outbound_messages::impressions_of(cx, &person.visitors).await?,
            checklists: checklists::progress_of(cx, &person.visitors).await?,
            survey_responses: surveys::answers_of(cx, &person.visitors).await?,
            survey_impressions: surveys::impressions_of(cx, &person.visitors).await?,
            tours: tour_progress::of(cx, &person.visitors).await?,
            tour_troubles: tour_progress::troubles_of(cx, &person.visitors).await?,
            files: media::of_person(cx, &person).await?,
            mails: email_channel::of(cx, &person).await?,
        })
    }
}

impl Action for EraseData {
    async fn run(self, cx: &Actor) -> Result<Erased> {
        let erased = cx.mutate(Erase(self.visitor_id)).await?;
        if let Err(fault) = media::expired(&cx.app).await {
            tracing::warn!(%fault, "files of what was erased are still there; trying again in a minute");
        }
        // The rows are gone and it says so; what is left of them in files goes with the next checkpoint then.
        if let Err(fault) = cx.app.store().scrub().await {
            tracing::warn!(%fault, "what was erased may be left in the database's log until it is written over");
        }
        Ok(erased)
    }
}

/// Deletes it all in one transaction. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Erase(VisitorId);

impl Function for Erase {
    const NAME: &'static str = "visitors:erase";
    type Kind = function::Mutation;
    type Output = Erased;
}

impl Mutation for Erase {
    async fn run(self, cx: &mut Writer) -> Result<Erased> {
        let person = Person::found(cx, self.0, Permission::DataDelete).await?;
        let all = person.conversations();
        requests::erase(cx, &person.visitors).await?;
        let files = media::erase(cx, &person).await?;
        let tickets = tickets::erase(cx, &person).await?;
        reporting::erase(cx, &person).await?;
        ai_agent::erase(cx, &all).await?;
        suggestions::erase(cx, &all).await?;
        tags::erase(cx, &all).await?;
        participants::erase(cx, &person).await?;
        email_channel::erase(cx, &person).await?;
        agent_notices::erase(cx, all.iter().map(|id| id.0)).await?;
        outbound_messages::erase(cx, &person).await?;
        checklists::erase(cx, &person).await?;
        surveys::erase(cx, &person).await?;
        tour_progress::erase(cx, &person).await?;
        let messages = messages::erase(cx, &person).await?;
        conversations::erase(cx, &person).await?;
        let events = events::erase(cx, &person).await?;
        articles::forget_who(cx, &person.visitors).await?;
        widget_sessions::erase(cx, &person).await?;
        erase(cx, &person).await?;
        identities::erase(cx, &person).await?;
        let workspace = person.visitor.workspace_id;
        audit_logs::erase(cx, workspace, &person.visitors).await?;
        // Who it was is not said: nothing of the visitor is left.
        let details =
            json!({"conversations": all.len(), "messages": messages, "tickets": tickets, "files": files});
        audit_logs::note(cx, workspace, Act::new("data.deleted", "visitor").with(details)).await?;
        Ok(Erased { conversations: all.len() as u64, messages, tickets, events, files })
    }
}

async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let workspace = person.visitor.workspace_id.0;
    let filter =
        Filter::new("DELETE FROM visitor_words WHERE ").any_of("visitor_id", person.visitors.clone());
    cx.write(Topic::new("visitor_words", workspace)).filter(filter).execute().await?;
    let mut topics = super::topics(&person.visitor);
    topics.extend(person.visitors.iter().map(|id| Topic::new("visitors", id.0)));
    let filter = Filter::new("DELETE FROM visitors WHERE ").any_of("id", person.visitors.clone());
    cx.write(topics).filter(filter).execute().await?;
    Ok(())
}
