//! Who may call `messengerSettings:…`.

use crate::{
    matrix::{Cast, Cell::*, Column, Line, Token::*},
    support_attachments::{PNG, post},
    talk::merged,
};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                          nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("messengerSettings:getPublicSettings", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("messengerSettings:get",               No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("messengerSettings:getOrCreate",       No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("messengerSettings:upsert",            No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("messengerSettings:getPublicHomeConfig", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("messengerSettings:generateLogoUploadUrl", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("messengerSettings:saveLogo",          No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("messengerSettings:deleteLogo",        No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    // Who may not change the home is shown the usual one; a test of the room tells them apart.
    ("messengerSettings:getHomeConfig",     No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("messengerSettings:updateHomeConfig",  No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("messengerSettings:toggleHomeEnabled", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("messengerSettings:addHomeCard",       No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("messengerSettings:removeHomeCard",    No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("messengerSettings:reorderHomeCards",  No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("messengerSettings:updateHomeCard",    No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, column: Column) -> Value {
    let args = json!({"workspaceId": cast.world.acme});
    if name == "messengerSettings:saveLogo" {
        let caller = if column == Column::Admin { &cast.admin.caller } else { &cast.world.ben().caller };
        let url =
            cast.world.call(caller, "messengerSettings:generateLogoUploadUrl", args.clone()).await.unwrap();
        let file = post(cast.world, url.as_str().unwrap(), PNG).await;
        return merged(&args, &json!({"storageId": file}));
    }
    if name == "messengerSettings:deleteLogo" {
        cast.done("messengerSettings:upsert", args.clone()).await;
    }
    if name == "messengerSettings:get" {
        cast.done("messengerSettings:upsert", args.clone()).await;
    }
    let more = match name {
        "messengerSettings:updateHomeConfig" => {
            json!({"homeConfig": {"enabled": true, "cards": [], "defaultSpace": "home"}})
        }
        "messengerSettings:toggleHomeEnabled" => json!({"enabled": true}),
        "messengerSettings:addHomeCard" => {
            json!({"card": {"id": cast.fresh("card "), "type": "search", "visibleTo": "all"}})
        }
        "messengerSettings:removeHomeCard" => json!({"cardId": "search-1"}),
        "messengerSettings:reorderHomeCards" => json!({"cardIds": []}),
        "messengerSettings:updateHomeCard" => {
            let card = json!({"id": cast.fresh("card "), "type": "search", "visibleTo": "all"});
            let add = merged(&args, &json!({"card": card}));
            cast.done("messengerSettings:addHomeCard", add).await;
            json!({"cardId": card["id"], "visibleTo": "users"})
        }
        _ => json!({}),
    };
    merged(&args, &more)
}
