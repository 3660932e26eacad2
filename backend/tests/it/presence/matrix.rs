//! Who may call `presence:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                 nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("presence:set",        No,       [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, SignIn]),
    ("presence:list",       No,       [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("presence:forVisitor", Required, [SignIn, Answer, Answer, SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let online = json!({"workspaceId": acme, "status": "online"});
    match name {
        "presence:set" => online,
        _ => {
            cast.done("presence:set", online).await;
            json!({"workspaceId": acme})
        }
    }
}
