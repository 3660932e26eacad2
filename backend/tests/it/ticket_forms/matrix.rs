//! Who may call `ticketForms:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                       nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("ticketForms:getDefaultForVisitor", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("ticketForms:list",                 No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("ticketForms:get",                  No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("ticketForms:getDefault",           No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("ticketForms:create",               No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("ticketForms:update",               No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("ticketForms:remove",               No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = json!({"workspaceId": cast.world.acme});
    let new = json!({"workspaceId": cast.world.acme, "name": "Form", "fields": []});
    if name == "ticketForms:create" {
        return new;
    }
    let form = cast.done("ticketForms:create", new).await;
    match name {
        "ticketForms:get" | "ticketForms:update" | "ticketForms:remove" => json!({"id": form}),
        _ => acme,
    }
}
