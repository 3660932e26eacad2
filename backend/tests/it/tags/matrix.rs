//! Who may call `tags:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                  nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("tags:list",                   No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("tags:get",                    No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("tags:create",                 No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("tags:update",                 No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("tags:remove",                 No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Denied]),
    ("tags:addToConversation",      No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("tags:removeFromConversation", No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("tags:getConversationTags",    No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let new = json!({"workspaceId": cast.world.acme, "name": cast.fresh("tag ")});
    if name == "tags:create" {
        return new;
    }
    let tag = cast.done("tags:create", new).await;
    match name {
        "tags:list" => json!({"workspaceId": cast.world.acme}),
        "tags:get" | "tags:update" | "tags:remove" => json!({"id": tag}),
        _ => {
            let conversation = cast.conversation().await;
            let link = json!({"conversationId": conversation, "tagId": tag});
            if name != "tags:getConversationTags" {
                return link;
            }
            cast.done("tags:addToConversation", link).await;
            json!({"conversationId": conversation})
        }
    }
}
