//! A visitor says how it was served (functions-inbox.md §8).

use crate::{
    core::{Mutation, Query, Reader, Result, Topic, Writer},
    domain::{automation_settings, conversations},
};
use shared::{
    Error,
    conversations::{Conversation, Status},
    id::{ConversationId, CsatResponseId, VisitorId},
    limits,
    permissions::Permission,
    reporting::{Eligibility, EligibilityReason, GetCsatEligibility, SubmitCsatResponse},
};

impl Query for GetCsatEligibility {
    async fn run(self, cx: &mut Reader) -> Result<Eligibility> {
        let (row, _) =
            rateable(cx, self.conversation_id, self.visitor_id, self.session_token.as_deref()).await?;
        eligibility(cx, &row).await
    }
}

impl Mutation for SubmitCsatResponse {
    async fn run(self, cx: &mut Writer) -> Result<CsatResponseId> {
        if !(1.0..=5.0).contains(&self.rating) {
            return Err(Error::invalid("Rating must be between 1 and 5").into());
        }
        let (row, visitor) =
            rateable(cx, self.conversation_id, self.visitor_id, self.session_token.as_deref()).await?;
        let feedback = self.feedback.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(text) = &feedback {
            limits::content("Feedback", text)?;
        }
        match eligibility(cx, &row).await?.reason {
            EligibilityReason::Eligible => {}
            EligibilityReason::Disabled => {
                return Err(Error::invalid("CSAT collection is disabled for this workspace").into());
            }
            EligibilityReason::ConversationNotClosed => {
                return Err(Error::invalid("CSAT can only be submitted for closed conversations").into());
            }
            EligibilityReason::AlreadySubmitted => return Err(repeated().into()),
        }
        let (id, now) = (CsatResponseId(cx.new_id()?), cx.now());
        // Of two that rate at once, in two tabs, the first counts.
        let stored = cx
            .write(Topic::new("csat_responses", row.workspace_id.0))
            .query(
                "INSERT INTO csat_responses
                     (id, workspace_id, conversation_id, visitor_id, agent_id, rating, feedback, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (conversation_id) DO NOTHING",
            )
            .bind(id)
            .bind(row.workspace_id)
            .bind(row.id)
            .bind(visitor)
            .bind(row.assigned_agent_id)
            .bind(self.rating)
            .bind(feedback)
            .bind(now)
            .execute()
            .await?;
        if stored == 0 {
            return Err(repeated().into());
        }
        conversations::rated(cx, &row, id).await?;
        Ok(id)
    }
}

/// The conversation, and the visitor who rates it: its owner, or a member who may read it. Whoever is signed in is a member, also with a
/// token (functions-inbox.md §0.5).
async fn rateable(
    cx: &mut Reader,
    id: ConversationId,
    claimed: Option<VisitorId>,
    token: Option<&str>,
) -> Result<(Conversation, Option<VisitorId>)> {
    let row = conversations::by_id(cx, id).await?.ok_or_else(|| Error::not_found("Conversation"))?;
    if cx.caller().user_id().is_some() {
        cx.agent(row.workspace_id, Permission::ConversationsRead).await?;
        return Ok((row, None));
    }
    let stranger = || Error::not_authorized("Not authorized to submit CSAT response");
    if token.is_none() {
        return Err(stranger().into());
    }
    let visitor = cx.visitor(token, row.workspace_id).await?.visitor;
    if row.visitor_id != Some(visitor) || claimed.is_some_and(|claimed| claimed != visitor) {
        return Err(stranger().into());
    }
    Ok((row, Some(visitor)))
}

async fn eligibility(cx: &mut Reader, row: &Conversation) -> Result<Eligibility> {
    let is_asked = automation_settings::chosen(cx, row.workspace_id).await?.ask_for_rating_enabled;
    let is_rated = row.csat_response_id.is_some();
    let reason = match (is_asked, row.status, is_rated) {
        (false, ..) => EligibilityReason::Disabled,
        (_, Status::Open | Status::Snoozed, _) => EligibilityReason::ConversationNotClosed,
        (.., true) => EligibilityReason::AlreadySubmitted,
        _ => EligibilityReason::Eligible,
    };
    Ok(Eligibility {
        eligible: reason == EligibilityReason::Eligible,
        reason,
        ask_for_rating_enabled: is_asked,
        already_submitted: is_rated,
        conversation_status: row.status,
    })
}

fn repeated() -> Error {
    Error::already_exists("CSAT response already submitted for this conversation")
}
