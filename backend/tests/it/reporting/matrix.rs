//! Who may call `reporting:…`.

use super::rows::{Answered, rated};
use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                               nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("reporting:getConversationMetrics",       No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getResponseTimeMetrics",       No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getResolutionTimeMetrics",     No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getAgentMetrics",              No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getAgentWorkloadDistribution", No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getCsatScore",                 No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getCsatMetrics",               No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getCsatByAgent",               No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getDashboardSummary",          No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getCsatEligibility",       Theirs, [Unfit,  Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:submitCsatResponse",       Theirs, [Unfit,  Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getAiAgentMetrics",            No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getKnowledgeGaps",             No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getAiVsHumanComparison",       No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:saveReportSnapshot",           No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("reporting:getReportSnapshot",            No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    if name.ends_with("ReportSnapshot") {
        let asked = json!({"workspaceId": acme, "reportType": "csat", "periodStart": 1, "periodEnd": 2, "granularity": "day"});
        let mut new = asked.clone();
        new["metrics"] = json!({"average": 5});
        cast.done("reporting:saveReportSnapshot", new.clone()).await;
        return if name == "reporting:saveReportSnapshot" { new } else { asked };
    }
    let conversation = cast.conversation().await;
    match name {
        "reporting:getAgentWorkloadDistribution" => return json!({"workspaceId": acme}),
        "reporting:getCsatScore" | "reporting:getCsatMetrics" => {
            rated(cast.world, &conversation, None, 4.0).await;
            return json!({"workspaceId": acme});
        }
        "reporting:getCsatByAgent" => {
            rated(cast.world, &conversation, Some(cast.agent.id), 5.0).await;
        }
        "reporting:getCsatEligibility" => return json!({"conversationId": conversation}),
        "reporting:submitCsatResponse" => {
            let asks = json!({"workspaceId": acme, "askForRatingEnabled": true});
            cast.done("automationSettings:upsert", asks).await;
            cast.done("conversations:updateStatus", json!({"id": conversation, "status": "closed"})).await;
            return json!({"conversationId": conversation, "rating": 5});
        }
        "reporting:getKnowledgeGaps" => {
            Answered { handed_off: true, ..Answered::of(&conversation) }.stored(cast.world).await;
        }
        "reporting:getAiAgentMetrics" => {
            Answered::of(&conversation).stored(cast.world).await;
            return json!({"workspaceId": acme});
        }
        _ => {}
    }
    cast.world.clock.advance(1000);
    let said =
        json!({"conversationId": conversation, "senderId": "ben", "senderType": "agent", "content": "Hi"});
    cast.done("messages:send", said).await;
    cast.done("conversations:assign", json!({"id": conversation, "agentId": cast.agent.id})).await;
    cast.done("conversations:updateStatus", json!({"id": conversation, "status": "closed"})).await;
    json!({"workspaceId": acme, "startDate": 0, "endDate": cast.world.clock.now()})
}
