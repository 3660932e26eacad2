//! Who may call `automationSettings:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                     nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("automationSettings:get",         No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("automationSettings:getOrCreate", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("automationSettings:upsert",      No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, _: &str, _: Column) -> Value {
    let args = json!({"workspaceId": cast.world.acme});
    cast.done("automationSettings:upsert", args.clone()).await;
    args
}
