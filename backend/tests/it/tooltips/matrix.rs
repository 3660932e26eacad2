//! Who may call `tooltips:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                        nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("tooltips:list",                 No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tooltips:get",                  No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tooltips:create",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tooltips:update",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tooltips:remove",               No,     [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("tooltips:getAvailableTooltips", Theirs, [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let new = json!({
        "workspaceId": acme, "name": "Tip", "elementSelector": "#buy", "content": "Buy here", "triggerType": "hover",
    });
    if name == "tooltips:create" {
        return new;
    }
    let id = cast.done("tooltips:create", new).await;
    match name {
        "tooltips:list" => json!({"workspaceId": acme}),
        "tooltips:update" => json!({"id": id, "name": "Hint"}),
        "tooltips:getAvailableTooltips" => json!({"workspaceId": acme, "visitorId": cast.ana.id}),
        _ => json!({"id": id}),
    }
}
