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
    ("aiAgent:submitFeedback",    Theirs, [SignIn, Answer, Unfit, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("aiAgent:handoffToHuman",    Theirs, [SignIn, Answer, Unfit, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("aiAgent:getDraft",          Theirs, [Empty,  Answer, Empty, Answer, Answer, Answer, Answer, Empty, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    if !["getConversationResponses", "submitFeedback", "handoffToHuman", "getDraft"]
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
    if name == "aiAgent:submitFeedback" {
        let args = json!({"conversationId": conversation});
        let owner = &cast.world.ben().caller;
        let records = cast.world.call(owner, "aiAgent:getConversationResponses", args).await.unwrap();
        return json!({"responseId": records[0]["_id"], "feedback": "helpful"});
    }
    json!({"conversationId": conversation})
}
