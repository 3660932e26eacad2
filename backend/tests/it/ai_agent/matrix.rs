//! Who may call `aiAgent:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                nobody  visitor other   viewer  agent   admin   owner   stranger key
    // Who is no member is shown the defaults; a test of the room tells them apart.
    ("aiAgent:getSettings",       No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("aiAgent:getPublicSettings", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("aiAgent:updateSettings",    No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("aiAgent:shouldRespond",     No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("aiAgent:getState",          No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("aiAgent:listAvailableModels", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("aiAgent:getConversationResponses", Theirs, [SignIn, Answer, Unfit, Answer, Answer, Answer, Answer, Outside, Answer]),
    // A visitor does not say what the AI agent said.
    ("aiAgent:storeResponse",     Theirs, [SignIn, Unfit, Unfit, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("aiAgent:submitFeedback",    Theirs, [SignIn, Answer, Unfit, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("aiAgent:handoffToHuman",    Theirs, [SignIn, Answer, Unfit, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("aiAgent:getDraft",          Theirs, [Empty,  Answer, Empty, Answer, Answer, Answer, Answer, Empty, Answer]),
    ("aiAgent:getRelevantKnowledge", No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("aiAgent:getAnalytics",      No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    if name == "aiAgent:getRelevantKnowledge" {
        return json!({"workspaceId": cast.world.acme, "query": "shipping"});
    }
    if name == "aiAgent:storeResponse" {
        return said(&cast.conversation().await);
    }
    if !["getAnalytics", "getConversationResponses", "submitFeedback", "handoffToHuman", "getDraft"]
        .iter()
        .any(|it| name.ends_with(it))
    {
        return json!({"workspaceId": cast.world.acme});
    }
    let conversation = cast.conversation().await;
    let id = conversation.as_str().unwrap().parse().unwrap();
    match name {
        "aiAgent:getDraft" => {
            docent::domain::ai_agent::drafts::hear(&cast.world.app, id, Some("So".into()));
        }
        "aiAgent:handoffToHuman" => {}
        _ => {
            let conversation = conversation.clone();
            // An AI agent has answered in it.
            crate::reporting::rows::Answered::of(&conversation).delivered().stored(cast.world).await;
        }
    }
    if name == "aiAgent:getAnalytics" {
        return json!({"workspaceId": cast.world.acme, "startDate": 0});
    }
    if name == "aiAgent:submitFeedback" {
        let args = json!({"conversationId": conversation});
        let owner = &cast.world.ben().caller;
        let records = cast.world.call(owner, "aiAgent:getConversationResponses", args).await.unwrap();
        return json!({"responseId": records[0]["_id"], "feedback": "helpful"});
    }
    json!({"conversationId": conversation})
}

/// What an AI agent of the team's own said in a conversation.
pub fn said(conversation: &Value) -> Value {
    json!({
        "conversationId": conversation, "query": "Where is it?", "response": "There.", "sources": [], "confidence": 0.9,
        "handedOff": false, "generationTimeMs": 800, "tokensUsed": 40, "model": "own/model", "provider": "own",
    })
}
