//! Who may call `tooltipAuthoringSessions:…`: whoever has a token.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                               nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("tooltipAuthoringSessions:create",         No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tooltipAuthoringSessions:validate",       No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("tooltipAuthoringSessions:updateSelector", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("tooltipAuthoringSessions:writeContent",   No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("tooltipAuthoringSessions:end",            No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
    ("tooltipAuthoringSessions:getByToken",     No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer,  Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let tip = json!({
        "workspaceId": acme, "name": "Tip", "elementSelector": "#buy", "content": "Buy here", "triggerType": "hover",
    });
    let tip = cast.done("tooltips:create", tip).await;
    let new = json!({"workspaceId": acme, "tooltipId": tip});
    if name == "tooltipAuthoringSessions:create" {
        return new;
    }
    let token = cast.done("tooltipAuthoringSessions:create", new).await["token"].clone();
    match name {
        "tooltipAuthoringSessions:updateSelector" => {
            json!({"token": token, "workspaceId": acme, "elementSelector": "#sell"})
        }
        "tooltipAuthoringSessions:writeContent" => {
            json!({"token": token, "workspaceId": acme, "content": "Sell here"})
        }
        _ => json!({"token": token, "workspaceId": acme}),
    }
}
