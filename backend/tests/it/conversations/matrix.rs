//! Who may call `conversations:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                                        nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("conversations:list",                     No,       [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("conversations:get",                      Theirs,   [Empty,  Answer, Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("conversations:create",                   No,       [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    // Dora is nobody's owner until she begins one of her own.
    ("conversations:getTotalUnreadForVisitor", Theirs,   [Empty,  Answer, Empty,  Empty,  Empty,  Empty,  Empty,  Empty, Empty]),
    ("conversations:listByVisitor",            Theirs,   [Empty,  Answer, Empty,  Empty,  Empty,  Empty,  Empty,  Empty, Empty]),
    ("conversations:createForVisitor",         Required, [SignIn, Answer, Answer, SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
    ("conversations:getOrCreateForVisitor",    Required, [SignIn, Answer, Answer, SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
    ("conversations:updateStatus",             No,       [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("conversations:assign",                   No,       [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("conversations:markAsRead",               Theirs,   [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    ("conversations:listForInbox",             No,       [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("conversations:search",                   No,       [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, column: Column) -> Value {
    let acme = cast.world.acme;
    match name {
        "conversations:get" => json!({"id": cast.conversation().await}),
        "conversations:getTotalUnreadForVisitor" => {
            let conversation = cast.conversation().await;
            let said = json!({
                "conversationId": conversation, "senderId": "ben", "senderType": "agent", "content": "Hi",
            });
            cast.done("messages:send", said).await;
            json!({"workspaceId": acme})
        }
        "conversations:updateStatus" => json!({"id": cast.conversation().await, "status": "closed"}),
        "conversations:assign" => json!({"id": cast.conversation().await, "agentId": cast.agent.id}),
        "conversations:markAsRead" => {
            let side = if column.is_visitor() { "visitor" } else { "agent" };
            json!({"id": cast.conversation().await, "readerType": side})
        }
        "conversations:search" => {
            cast.conversation().await;
            json!({"workspaceId": acme, "query": "how can we help"})
        }
        _ => {
            cast.conversation().await;
            json!({"workspaceId": acme})
        }
    }
}
