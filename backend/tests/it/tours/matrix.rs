//! Who may call `tours:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                     nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("tours:list",                 No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:get",                  No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:create",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:update",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:remove",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:activate",             No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:deactivate",           No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:duplicate",            No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:listAll",              Theirs, [SignIn, Answer, Unfit,  Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:previewAudienceRules", No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tours:getStats",             No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let new = json!({"workspaceId": acme, "name": "Tour"});
    if name == "tours:create" {
        return new;
    }
    let id = cast.done("tours:create", new).await;
    cast.done("tours:activate", json!({"id": id})).await;
    match name {
        "tours:list" | "tours:previewAudienceRules" => json!({"workspaceId": acme}),
        "tours:update" => json!({"id": id, "name": "New"}),
        "tours:listAll" => json!({"workspaceId": acme, "visitorId": cast.ana.id}),
        _ => json!({"id": id}),
    }
}
