//! Who may call `assignmentRules:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                    nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("assignmentRules:list",          No, [Empty,  Empty,  Empty,  Empty,  Answer, Answer, Answer, Empty, Answer]),
    ("assignmentRules:get",           No, [Empty,  Empty,  Empty,  Empty,  Answer, Answer, Answer, Empty, Answer]),
    ("assignmentRules:evaluateRules", No, [Empty,  Empty,  Empty,  Empty,  Answer, Answer, Answer, Empty, Answer]),
    ("assignmentRules:create",        No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("assignmentRules:update",        No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("assignmentRules:remove",        No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("assignmentRules:reorder",       No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let action = json!({"type": "assign_user", "userId": cast.agent.id});
    let new = json!({"workspaceId": acme, "name": "Rule", "conditions": [], "action": action});
    if name == "assignmentRules:create" {
        return new;
    }
    let rule = cast.done("assignmentRules:create", new).await;
    match name {
        "assignmentRules:list" => json!({"workspaceId": acme}),
        "assignmentRules:evaluateRules" => json!({"conversationId": cast.conversation().await}),
        "assignmentRules:reorder" => json!({"workspaceId": acme, "ruleIds": [rule]}),
        _ => json!({"id": rule}),
    }
}
