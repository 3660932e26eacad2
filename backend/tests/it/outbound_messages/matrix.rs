//! Who may call `outboundMessages:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                              nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("outboundMessages:list",             No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:get",              No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:create",           No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:update",           No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:remove",           No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:activate",         No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:pause",            No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:archive",          No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:getStats",         No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("outboundMessages:getEligible",      Theirs, [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    ("outboundMessages:trackImpression",  Theirs, [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    ("outboundMessages:openConversation", Theirs, [SignIn, Answer, Answer, SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let new = json!({"workspaceId": acme, "type": "chat", "name": "Hello", "content": {"text": "Hello!"}});
    if name == "outboundMessages:create" {
        return new;
    }
    let id = cast.done("outboundMessages:create", new).await;
    cast.done("outboundMessages:activate", json!({"id": id})).await;
    match name {
        "outboundMessages:list" => json!({"workspaceId": acme}),
        "outboundMessages:update" => json!({"id": id, "name": "Hi"}),
        "outboundMessages:getStats" => {
            let shown = json!({"messageId": id, "visitorId": cast.ana.id, "action": "shown"});
            cast.done("outboundMessages:trackImpression", shown).await;
            json!({"id": id})
        }
        "outboundMessages:getEligible" => {
            json!({"workspaceId": acme, "visitorId": cast.ana.id, "currentUrl": "https://acme.test/"})
        }
        "outboundMessages:trackImpression" => {
            json!({"messageId": id, "visitorId": cast.ana.id, "action": "clicked"})
        }
        "outboundMessages:openConversation" => json!({"messageId": id}),
        _ => json!({"id": id}),
    }
}
