//! Who may call `aiAgent:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                nobody  visitor other   viewer  agent   admin   owner   stranger
    // Who is no member is shown the defaults; a test of the room tells them apart.
    ("aiAgent:getSettings",       No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("aiAgent:getPublicSettings", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("aiAgent:updateSettings",    No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside]),
];

pub async fn arguments(cast: &Cast<'_>, _: &str, _: Column) -> Value {
    json!({"workspaceId": cast.world.acme})
}
