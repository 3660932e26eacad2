//! Who may call `notificationSettings:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                                   nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("notificationSettings:getMyPreferences",        No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Empty]),
    ("notificationSettings:updateMyPreferences",     No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, SignIn]),
    ("notificationSettings:getWorkspaceDefaults",    No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("notificationSettings:updateWorkspaceDefaults", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, _: &str, _: Column) -> Value {
    json!({"workspaceId": cast.world.acme})
}
