//! Who may call `knowledge:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                        nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("knowledge:search",               No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("knowledge:searchWithEmbeddings", No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("knowledge:trackAccess",          No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("knowledge:getRecentlyUsed",      No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("knowledge:getFrequentlyUsed",    No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, column: Column) -> Value {
    let acme = cast.world.acme;
    let new = json!({"workspaceId": acme, "name": cast.fresh("hello"), "content": "shipping"});
    let snippet = cast.done("snippets:create", new).await;
    match name {
        "knowledge:search" | "knowledge:searchWithEmbeddings" => {
            json!({"workspaceId": acme, "query": "shipping", "contentTypes": ["snippet"]})
        }
        _ => {
            let user = cast.user(column);
            let used =
                json!({"workspaceId": acme, "userId": user, "contentType": "snippet", "contentId": snippet});
            if name == "knowledge:trackAccess" {
                return used;
            }
            // Whoever may, has used it.
            let _refused_to_others =
                cast.world.call(cast.caller(column), "knowledge:trackAccess", used).await;
            json!({"workspaceId": acme})
        }
    }
}
