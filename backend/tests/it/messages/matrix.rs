//! Who may call `messages:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                         nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("messages:list", Theirs, [Empty,  Answer, Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("messages:send", Theirs, [SignIn, Answer, Unfit,  Denied, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, column: Column) -> Value {
    let conversation = cast.conversation().await;
    match name {
        "messages:list" => json!({"conversationId": conversation}),
        _ => {
            let side = if column.is_visitor() { "visitor" } else { "agent" };
            json!({"conversationId": conversation, "senderId": "me", "senderType": side, "content": "Hi"})
        }
    }
}
