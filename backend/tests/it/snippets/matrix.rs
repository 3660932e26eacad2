//! Who may call `snippets:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                             nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("snippets:list",          No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("snippets:get",           No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("snippets:search",        No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("snippets:getByShortcut", No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("snippets:create",        No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("snippets:update",        No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("snippets:remove",        No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let shortcut = cast.fresh("/hi");
    let new = json!({"workspaceId": acme, "name": "Hello", "content": "Hello!", "shortcut": shortcut});
    if name == "snippets:create" {
        return new;
    }
    let id = cast.done("snippets:create", new).await;
    match name {
        "snippets:list" => json!({"workspaceId": acme}),
        "snippets:search" => json!({"workspaceId": acme, "query": "hello"}),
        "snippets:getByShortcut" => json!({"workspaceId": acme, "shortcut": shortcut}),
        _ => json!({"id": id}),
    }
}
