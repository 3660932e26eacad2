//! Who may call `segments:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                        nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("segments:list",     No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("segments:get",      No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("segments:create",   No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("segments:update",   No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("segments:remove",   No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("segments:preview",  No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("segments:getUsage", No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let rules = json!({"type": "group", "operator": "and", "conditions": []});
    let new = json!({"workspaceId": acme, "name": "Everybody", "audienceRules": rules});
    if name == "segments:create" {
        return new;
    }
    let id = cast.done("segments:create", new).await;
    match name {
        "segments:list" => json!({"workspaceId": acme}),
        "segments:preview" => json!({"workspaceId": acme, "audienceRules": rules}),
        "segments:update" => json!({"id": id, "name": "All"}),
        "segments:getUsage" => {
            let article =
                json!({"workspaceId": acme, "title": cast.fresh("Shipping "), "content": "We ship."});
            let article = cast.done("articles:create", article).await;
            cast.done("articles:update", json!({"id": article, "audienceRules": {"segmentId": id}})).await;
            json!({"id": id})
        }
        _ => json!({"id": id}),
    }
}
