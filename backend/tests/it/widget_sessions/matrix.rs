//! Who may call `widgetSessions:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                          nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("widgetSessions:boot",                 No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    // These three are for whoever holds the token that they name.
    ("widgetSessions:refresh",              No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("widgetSessions:revoke",               No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("widgetSessions:validateSessionToken", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("widgetSessions:getSettings",          No, [Empty,  Empty,  Empty,  Denied, Denied, Answer, Answer, Outside, Denied]),
    ("widgetSessions:updateSettings",       No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let device = cast.fresh("device ");
    match name {
        "widgetSessions:boot" => json!({"workspaceId": acme, "sessionId": device}),
        "widgetSessions:refresh" | "widgetSessions:revoke" => {
            json!({"sessionToken": cast.world.visitor(acme, &device).await.token})
        }
        "widgetSessions:validateSessionToken" => {
            json!({"workspaceId": acme, "sessionToken": cast.world.visitor(acme, &device).await.token})
        }
        _ => json!({"workspaceId": acme}),
    }
}
