//! Who may call `officeHours:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                      nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("officeHours:get",                 No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("officeHours:getOrDefault",        No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("officeHours:isCurrentlyOpen",     No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("officeHours:getExpectedReplyTime", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("officeHours:upsert",              No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let args = json!({"workspaceId": cast.world.acme});
    if name != "officeHours:upsert" {
        cast.done("officeHours:upsert", args.clone()).await;
    }
    args
}
