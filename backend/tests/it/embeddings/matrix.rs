//! Who may call `embeddings:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("embeddings:generate",         No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("embeddings:generateBatch",    No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("embeddings:backfillExisting", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let new = json!({"workspaceId": acme, "name": cast.fresh("hello"), "content": "shipping"});
    let snippet = json!({"contentType": "snippet", "contentId": cast.done("snippets:create", new).await});
    match name {
        "embeddings:generate" => crate::talk::merged(&json!({"workspaceId": acme}), &snippet),
        "embeddings:generateBatch" => json!({"workspaceId": acme, "items": [snippet]}),
        _ => json!({"workspaceId": acme}),
    }
}
