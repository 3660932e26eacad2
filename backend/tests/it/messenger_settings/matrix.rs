//! Who may call `messengerSettings:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                          nobody  visitor other   viewer  agent   admin   owner   stranger
    ("messengerSettings:getPublicSettings", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("messengerSettings:get",               No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty]),
    ("messengerSettings:upsert",            No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let args = json!({"workspaceId": cast.world.acme});
    if name == "messengerSettings:get" {
        cast.done("messengerSettings:upsert", args.clone()).await;
    }
    args
}
