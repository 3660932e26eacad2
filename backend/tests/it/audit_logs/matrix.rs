//! Who may call `auditLogs:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                               nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("auditLogs:list",           No, [Empty,  Empty,  Empty,  Denied, Denied, Answer, Answer, Outside, Denied]),
    ("auditLogs:getActions",     No, [Empty,  Empty,  Empty,  Denied, Denied, Answer, Answer, Outside, Denied]),
    ("auditLogs:getSettings",    No, [Empty,  Empty,  Empty,  Denied, Denied, Answer, Answer, Outside, Denied]),
    ("auditLogs:updateSettings", No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    // Tells each what it may do; a test of the room tells them apart.
    ("auditLogs:getAccess",      No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("auditLogs:exportLogs",     No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("auditLogs:logExport",      No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    match name {
        "auditLogs:updateSettings" => json!({"workspaceId": acme, "retentionDays": 30}),
        "auditLogs:logExport" => json!({"workspaceId": acme, "exportType": "visitors", "recordCount": 3}),
        _ => json!({"workspaceId": acme}),
    }
}
