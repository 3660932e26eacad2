//! Who may call `autoTagRules:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                          nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("autoTagRules:list",   No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("autoTagRules:get",    No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("autoTagRules:create", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("autoTagRules:update", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("autoTagRules:remove", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let tag = cast.done("tags:create", json!({"workspaceId": acme, "name": cast.fresh("tag ")})).await;
    let new = json!({"workspaceId": acme, "name": "Rule", "conditions": [], "tagId": tag});
    if name == "autoTagRules:create" {
        return new;
    }
    let rule = cast.done("autoTagRules:create", new).await;
    match name {
        "autoTagRules:list" => json!({"workspaceId": acme}),
        _ => json!({"id": rule}),
    }
}
