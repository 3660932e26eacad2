//! Who may call `suggestions:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                         nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("suggestions:searchForWidget", Required, [SignIn, Answer, Unfit,  SignIn, SignIn, SignIn, SignIn, SignIn, SignIn]),
    ("suggestions:searchSimilar",      No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("suggestions:getForConversation", No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("suggestions:trackUsage",         No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("suggestions:trackDismissal",     No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    ("suggestions:getFeedbackStats",   No,    [SignIn, SignIn, SignIn, Answer, Answer, Answer, Answer, Outside, Answer]),
    // A server without a model has no reply, and says so to whoever may ask.
    ("suggestions:draftReply",         No,    [SignIn, SignIn, SignIn, Denied, Answer, Answer, Answer, Outside, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let acme = cast.world.acme;
    match name {
        "suggestions:searchForWidget" => {
            json!({"workspaceId": acme, "visitorId": cast.ana.id, "query": "shipping"})
        }
        "suggestions:searchSimilar" => json!({"workspaceId": acme, "query": "shipping"}),
        "suggestions:getForConversation" => json!({"conversationId": cast.conversation().await}),
        "suggestions:draftReply" => {
            cast.done("aiAgent:updateSettings", json!({"workspaceId": acme, "suggestionsEnabled": true}))
                .await;
            let conversation = cast.conversation().await;
            let said =
                crate::talk::by_visitor(&cast.ana, conversation.as_str().unwrap(), "How fast do you ship?");
            cast.world.call(&docent::core::Caller::NOBODY, "messages:send", said).await.unwrap();
            json!({"conversationId": conversation})
        }
        "suggestions:getFeedbackStats" => {
            let conversation = cast.conversation().await;
            let used = json!({"workspaceId": acme, "conversationId": conversation, "contentType": "snippet", "contentId": conversation});
            cast.done("suggestions:trackUsage", used).await;
            json!({"workspaceId": acme})
        }
        _ => {
            let conversation = cast.conversation().await;
            json!({"workspaceId": acme, "conversationId": conversation, "contentType": "snippet", "contentId": conversation})
        }
    }
}
