//! Who may call `tourSteps:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                         nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("tourSteps:list",    No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourSteps:create",  No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourSteps:update",  No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourSteps:remove",  No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tourSteps:reorder", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let tour = cast.done("tours:create", json!({"workspaceId": cast.world.acme, "name": "Tour"})).await;
    let new = json!({"tourId": tour, "type": "post", "content": "Hello"});
    if name == "tourSteps:create" {
        return new;
    }
    let id = cast.done("tourSteps:create", new).await;
    match name {
        "tourSteps:list" => json!({"tourId": tour}),
        "tourSteps:reorder" => json!({"tourId": tour, "stepIds": [id]}),
        "tourSteps:update" => json!({"id": id, "content": "Hi"}),
        _ => json!({"id": id}),
    }
}
