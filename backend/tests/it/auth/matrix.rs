//! Who may call `auth:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("auth:isAuthenticated",       No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Answer, Empty]),
    ("auth:currentUser",           No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Answer, Empty]),
    ("auth:getUserWorkspaces",     No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Answer, Empty]),
    ("auth:switchWorkspace",       No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, SignIn]),
    ("auth:completeSignupProfile", No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Answer, SignIn]),
    ("auth:signIn",                No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    // The last one: it ends the caller's session.
    ("auth:signOut",               No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    match name {
        "auth:switchWorkspace" => json!({"workspaceId": cast.world.acme}),
        "auth:signIn" => {
            let email = format!("{}@new.test", cast.fresh("new"));
            let params = json!({"flow": "signUp", "email": email, "password": "correct horse"});
            json!({"provider": "password", "params": params})
        }
        _ => json!({}),
    }
}
