//! Who may call `workspaces:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                                        nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("workspaces:get",                                    No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("workspaces:getPublicWorkspaceContext",              No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("workspaces:getByName",                              No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Empty]),
    ("workspaces:create",                                 No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Answer, SignIn]),
    ("workspaces:getOrCreateDefault",                     No, [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Answer, SignIn]),
    ("workspaces:updateAllowedOrigins",                   No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("workspaces:updateHelpCenterAccessPolicy",           No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("workspaces:validateOrigin",                         No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("workspaces:getHostedOnboardingIntegrationSignals",  No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    match name {
        "workspaces:get" => json!({"id": acme}),
        "workspaces:getByName" => json!({"name": "Acme"}),
        "workspaces:create" => json!({"name": cast.fresh("Site ")}),
        "workspaces:updateAllowedOrigins" => json!({"workspaceId": acme, "allowedOrigins": []}),
        "workspaces:updateHelpCenterAccessPolicy" => json!({"workspaceId": acme, "policy": "public"}),
        "workspaces:validateOrigin" => json!({"workspaceId": acme, "origin": "https://acme.test"}),
        "workspaces:getHostedOnboardingIntegrationSignals" => json!({"workspaceId": acme}),
        _ => json!({}),
    }
}
