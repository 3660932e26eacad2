//! Who may call `visitors:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                  nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("visitors:get",            No,     [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    // Of somebody else it tells the public part.
    ("visitors:getBySession",   Theirs, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    // Changes whom the token names, and nobody else.
    ("visitors:identify",       Theirs, [SignIn, Answer, Answer, SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
    ("visitors:updateLocation", Theirs, [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    // Does nothing without a good token.
    ("visitors:heartbeat",      Theirs, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("visitors:list",           No,     [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("visitors:search",         No,     [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    // Says by its status that there is nothing for the caller.
    ("visitors:listDirectory",  No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("visitors:getDirectoryDetail", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("visitors:exportData",     No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("visitors:eraseData",      No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    // Public (functions-identity.md §7).
    ("visitors:isOnline",       No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let ana = &cast.ana;
    match name {
        "visitors:get" => json!({"id": ana.id}),
        "visitors:list" | "visitors:listDirectory" => json!({"workspaceId": cast.world.acme}),
        "visitors:getDirectoryDetail" => json!({"workspaceId": cast.world.acme, "visitorId": ana.id}),
        "visitors:search" => {
            let shown = cast.world.run(&cast.world.ben().caller, shared::visitors::Get { id: ana.id });
            let readable = shown.await.unwrap().unwrap().readable_id;
            json!({"workspaceId": cast.world.acme, "query": readable})
        }
        "visitors:getBySession" => json!({"sessionId": ana.session_id}),
        "visitors:exportData" | "visitors:eraseData" => {
            let somebody = cast.world.visitor(cast.world.acme, &cast.fresh("somebody")).await;
            json!({"visitorId": somebody.id})
        }
        "visitors:identify" => json!({"name": "Somebody"}),
        "visitors:updateLocation" => json!({"visitorId": ana.id, "location": {"city": "Bonn"}}),
        "visitors:isOnline" => {
            let here = json!({"sessionToken": ana.token});
            cast.world.call(&docent::core::Caller::NOBODY, "visitors:heartbeat", here).await.unwrap();
            json!({"visitorId": ana.id})
        }
        _ => json!({}),
    }
}
