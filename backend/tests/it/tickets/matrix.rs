//! Who may call `tickets:…`. The ticket is Ana's.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                         nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("tickets:create",              Theirs, [SignIn, Answer, Answer, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("tickets:list",                No,     [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("tickets:get",                 Theirs, [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    ("tickets:update",              No,     [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("tickets:addComment",          Theirs, [SignIn, Answer, Unfit,  Denied, Answer, Answer, Answer, Outside, Answer]),
    // Of the visitor itself, and of the one whom an agent names.
    ("tickets:listByVisitor",       Theirs, [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    ("tickets:getComments",         Theirs, [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    // These two say in a word why they show nothing; a test of the room reads it.
    ("tickets:listForAdminView",    No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("tickets:getForAdminView",     No,     [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("tickets:convertFromConversation", No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("tickets:resolve",             No,     [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    match name {
        "tickets:create" => return json!({"workspaceId": acme, "subject": "Help"}),
        "tickets:convertFromConversation" => return json!({"conversationId": cast.conversation().await}),
        _ => {}
    }
    let new = json!({"workspaceId": acme, "subject": "Help", "visitorId": cast.ana.id});
    let ticket = cast.done("tickets:create", new).await;
    match name {
        "tickets:list" | "tickets:listForAdminView" => json!({"workspaceId": acme}),
        "tickets:listByVisitor" => json!({"workspaceId": acme, "visitorId": cast.ana.id}),
        "tickets:addComment" => json!({"ticketId": ticket, "content": "Hi"}),
        "tickets:getComments" => {
            cast.done("tickets:addComment", json!({"ticketId": ticket, "content": "Hi"})).await;
            json!({"ticketId": ticket})
        }
        _ => json!({"id": ticket}),
    }
}
