//! Who may call `collections:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                                nobody  visitor other   viewer  agent   admin   owner   stranger key
    // Where the help centre is public everybody reads, a member of another workspace too.
    ("collections:list",                    No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("collections:listHierarchy",           No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("collections:get",                     No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("collections:create",                  No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("collections:update",                  No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("collections:remove",                  No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("collections:reorder",                 No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    // Members name the visitor whose view they want.
    ("collections:listHierarchyForVisitor", Theirs, [SignIn, Answer, Answer, Answer, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, column: Column) -> Value {
    let acme = cast.world.acme;
    let new = json!({"workspaceId": acme, "name": cast.fresh("Collection ")});
    if name == "collections:create" {
        return new;
    }
    let id = cast.done("collections:create", new).await;
    match name {
        "collections:reorder" => json!({"id": id, "newOrder": 1}),
        name if name.contains("list") => {
            let article = json!({"workspaceId": acme, "title": "A", "content": "", "collectionId": id});
            let article = cast.done("articles:create", article).await;
            cast.done("articles:publish", json!({"id": article})).await;
            match name.ends_with("ForVisitor") && !column.is_visitor() {
                true => json!({"workspaceId": acme, "visitorId": cast.ana.id}),
                false => json!({"workspaceId": acme}),
            }
        }
        _ => json!({"id": id}),
    }
}
