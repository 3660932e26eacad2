//! Who may call `internalArticles:…`: who may call `articles:…`, but for the public.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                   nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("internalArticles:create",      No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("internalArticles:update",      No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("internalArticles:remove",      No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("internalArticles:publish",     No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("internalArticles:unpublish",   No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("internalArticles:archive",     No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("internalArticles:get",         No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty,   Answer]),
    ("internalArticles:list",        No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty,   Answer]),
    ("internalArticles:search",      No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty,   Answer]),
    ("internalArticles:getAllTags",  No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty,   Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let new =
        json!({"workspaceId": acme, "title": cast.fresh("Runbook "), "content": "Text", "tags": ["night"]});
    if name == "internalArticles:create" {
        return new;
    }
    let id = cast.done("internalArticles:create", new).await;
    match name {
        "internalArticles:list" | "internalArticles:getAllTags" => json!({"workspaceId": acme}),
        "internalArticles:search" => json!({"workspaceId": acme, "query": "runbook"}),
        _ => json!({"id": id}),
    }
}
