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
    ("workspaces:getHostedOnboardingState",               No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("workspaces:startHostedOnboarding",                  No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("workspaces:issueHostedOnboardingVerificationToken", No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("workspaces:recordHostedOnboardingVerificationEvent", No, [Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer, Answer]),
    ("workspaces:completeHostedOnboardingWidgetStep",     No, [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
    ("workspaces:updateSignupSettings",                   No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
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
        "workspaces:updateSignupSettings" => json!({"workspaceId": acme, "signupMode": "invite-only"}),
        "workspaces:recordHostedOnboardingVerificationEvent" => {
            json!({"workspaceId": acme, "token": "onb_x"})
        }
        name if name.contains("HostedOnboarding") => json!({"workspaceId": acme}),
        _ => json!({}),
    }
}
