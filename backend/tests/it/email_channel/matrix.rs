//! Who may call `emailChannel:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                                        nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("emailChannel:getEmailConfig",                       No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("emailChannel:getServerStatus",                      No, [Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Answer, Empty, Empty]),
    ("emailChannel:upsertEmailConfig",                    No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    // The conversation is no mail's: whoever may read it gets nothing either. Who sees mails is tested in `receiving.rs`.
    ("emailChannel:listEmailThreads",                     No, [Empty,  Empty,  Empty,  Empty,  Empty,  Empty,  Empty,  Empty, Empty]),
    // Ben is named as the sender.
    ("emailChannel:sendEmailReply",                       No, [SignIn, SignIn, SignIn, Unfit,  Unfit,  Unfit,  Missing, Unfit, Missing]),
    ("emailChannel:getEmailConfigByForwardingAddress",    No, [Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit, Unfit]),
    ("emailChannel:processInboundEmail",                  No, [Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit, Unfit]),
    ("emailChannel:processForwardedEmail",                No, [Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit,  Unfit, Unfit]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = json!({"workspaceId": cast.world.acme});
    let mail = json!({"workspaceId": cast.world.acme, "to": ["x@y.test"], "subject": "s", "messageId": "<1@y.test>"});
    match name {
        "emailChannel:getEmailConfig" | "emailChannel:upsertEmailConfig" => {
            let args = json!({"workspaceId": cast.world.acme, "enabled": true});
            cast.done("emailChannel:upsertEmailConfig", args.clone()).await;
            if name.ends_with("getEmailConfig") { acme } else { args }
        }
        "emailChannel:listEmailThreads" => json!({"conversationId": cast.conversation().await}),
        "emailChannel:sendEmailReply" => json!({
            "conversationId": crate::talk::NO_ROW, "agentId": cast.world.ben().id, "to": ["ana@customer.test"],
            "subject": "Hello", "htmlBody": "<p>Hello</p>",
        }),
        "emailChannel:getEmailConfigByForwardingAddress" => {
            json!({"forwardingAddress": "inbox-1@docent.test"})
        }
        "emailChannel:processInboundEmail" => crate::talk::merged(&mail, &json!({"from": "a@y.test"})),
        "emailChannel:processForwardedEmail" => {
            crate::talk::merged(&mail, &json!({"forwarderEmail": "a@y.test", "originalFrom": "b@y.test"}))
        }
        _ => acme,
    }
}
