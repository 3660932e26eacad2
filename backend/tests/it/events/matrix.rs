//! Who may call `events:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use docent::core::Caller;
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                        nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("events:track",                Required, [SignIn, Answer, Answer, SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
    ("events:trackAutoEvent",       Required, [SignIn, Answer, Answer, SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
    ("events:list",                 Theirs,   [Empty,  Answer, Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("events:count",                Theirs,   [Empty,  Answer, Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("events:getDistinctNames",     No,       [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("events:cleanupOldAutoEvents", No,       [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let order = json!({"workspaceId": acme, "sessionToken": cast.ana.token, "name": "order"});
    cast.world.call(&Caller::NOBODY, "events:track", order).await.unwrap();
    match name {
        "events:track" => json!({"workspaceId": acme, "name": "order"}),
        "events:trackAutoEvent" => json!({"workspaceId": acme, "eventType": "page_view"}),
        "events:list" => json!({"workspaceId": acme, "visitorId": cast.ana.id}),
        "events:count" => json!({"workspaceId": acme, "visitorId": cast.ana.id, "name": "order"}),
        _ => json!({"workspaceId": acme}),
    }
}
