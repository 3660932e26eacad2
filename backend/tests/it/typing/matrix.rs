//! Who may call `typing:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                       nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("typing:set",  Theirs, [SignIn, Answer, Unfit,  Denied, Answer, Answer, Answer, Outside, Answer]),
    ("typing:list", Theirs, [Empty,  Answer, Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, _: Column) -> Value {
    let conversation = cast.conversation().await;
    let writes = json!({"conversationId": conversation, "isTyping": true});
    match name {
        "typing:set" => writes,
        _ => {
            // Nobody is shown itself: both sides write.
            cast.done("typing:set", writes.clone()).await;
            let mut ana = writes;
            ana["sessionToken"] = json!(cast.ana.token);
            cast.world.call(&docent::core::Caller::NOBODY, "typing:set", ana).await.unwrap();
            json!({"conversationId": conversation})
        }
    }
}
