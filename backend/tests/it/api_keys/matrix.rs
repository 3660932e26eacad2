//! Who may call `apiKeys:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                      nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("apiKeys:list",    No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("apiKeys:create",  No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("apiKeys:revoke",  No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let new = json!({"workspaceId": acme, "name": "Orders"});
    match name {
        "apiKeys:list" => json!({"workspaceId": acme}),
        "apiKeys:create" => new,
        _ => json!({"id": cast.done("apiKeys:create", new).await["_id"]}),
    }
}
