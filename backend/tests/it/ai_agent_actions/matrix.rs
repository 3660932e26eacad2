//! Who may call `aiAgentActions:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                            nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("aiAgentActions:generateResponse", Theirs, [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, _: &str, _: Column) -> Value {
    // The AI agent is off: whoever may ask is given a person.
    json!({"workspaceId": cast.world.acme, "conversationId": cast.conversation().await, "query": "Hello?"})
}
