//! Who may call `authoringSessions:…`: whoever has a token.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                        nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("authoringSessions:create",         No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("authoringSessions:validate",       No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("authoringSessions:updateStep",     No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("authoringSessions:setCurrentStep", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("authoringSessions:addStep",        No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("authoringSessions:writeStep",      No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("authoringSessions:removeStep",     No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("authoringSessions:reorderSteps",   No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("authoringSessions:end",            No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let tour = cast.done("tours:create", json!({"workspaceId": cast.world.acme, "name": "Tour"})).await;
    let step = json!({"tourId": tour, "type": "post", "content": "Hello"});
    let step = cast.done("tourSteps:create", step).await;
    let new = json!({"tourId": tour, "stepId": step, "targetUrl": "https://shop.test/"});
    if name == "authoringSessions:create" {
        return new;
    }
    let token = cast.done("authoringSessions:create", new).await["token"].clone();
    match name {
        "authoringSessions:updateStep" => json!({"token": token, "stepId": step, "elementSelector": "#buy"}),
        "authoringSessions:setCurrentStep" | "authoringSessions:removeStep" => {
            json!({"token": token, "stepId": step})
        }
        "authoringSessions:addStep" => json!({"token": token, "type": "post", "content": "Hello"}),
        "authoringSessions:writeStep" => json!({"token": token, "stepId": step, "content": "Hello"}),
        "authoringSessions:reorderSteps" => json!({"token": token, "stepIds": [step]}),
        _ => json!({"token": token}),
    }
}
