//! Who may call `supportAttachments:…`.

use super::{PNG, post};
use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use docent::core::Caller;
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                          nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("supportAttachments:generateUploadUrl", Theirs, [SignIn, Answer, Answer, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("supportAttachments:finalizeUpload",    Theirs, [SignIn, Answer, Answer, Denied, Answer, Answer, Answer, Outside, Answer]),
];

/// Each uploads what it finishes; who may not upload tries it with another's.
pub async fn arguments(cast: &Cast<'_>, name: &str, column: Column) -> Value {
    let mut args = json!({"workspaceId": cast.world.acme});
    if name == "supportAttachments:finalizeUpload" {
        let owner = cast.world.ben().caller.clone();
        let (caller, token) = match column {
            Column::TheVisitor => (Caller::NOBODY, Some(&cast.ana.token)),
            Column::AnotherVisitor => (Caller::NOBODY, Some(&cast.dora.token)),
            Column::Agent => (cast.agent.caller.clone(), None),
            Column::Admin => (cast.admin.caller.clone(), None),
            _ => (owner, None),
        };
        let mut asked = args.clone();
        if let Some(token) = token {
            asked["sessionToken"] = json!(token);
        }
        let url = cast.world.call(&caller, "supportAttachments:generateUploadUrl", asked).await.unwrap();
        args["storageId"] = post(cast.world, url.as_str().unwrap(), PNG).await;
        args["fileName"] = json!("chart.png");
    }
    args
}
