//! Who may call `identityVerification:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                                   nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("identityVerification:enable",           No,       [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("identityVerification:getSettings",      No,       [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("identityVerification:rotateSecret",     No,       [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("identityVerification:updateMode",       No,       [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("identityVerification:getSecret",        No,       [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("identityVerification:isRequired",       No,       [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("identityVerification:getVisitorStatus", Theirs,   [SignIn, Answer, Unfit,  Answer, Answer, Answer, Answer, Outside, Answer]),
    ("identityVerification:disable",          No,       [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    let enable = json!({"workspaceId": acme});
    match name {
        "identityVerification:enable" | "identityVerification:disable" => enable,
        "identityVerification:getVisitorStatus" => {
            // One that is verified, so that no answer is empty.
            let secret = cast.identity_secret().await;
            let proven = json!({
                "sessionToken": cast.ana.token, "externalUserId": "ana",
                "userHash": crate::world::hash_under(&secret, "ana"),
            });
            cast.world.call(&docent::core::Caller::NOBODY, "visitors:identify", proven).await.unwrap();
            json!({"visitorId": cast.ana.id})
        }
        _ => {
            cast.identity_secret().await;
            match name {
                "identityVerification:updateMode" => json!({"workspaceId": acme, "mode": "required"}),
                _ => enable,
            }
        }
    }
}

impl Cast<'_> {
    /// Acme verifies identities, under this secret.
    async fn identity_secret(&self) -> String {
        let args = json!({"workspaceId": self.world.acme});
        self.done("identityVerification:enable", args.clone()).await;
        let answer = self.done("identityVerification:getSecret", args).await;
        answer["secret"].as_str().unwrap().to_owned()
    }
}
