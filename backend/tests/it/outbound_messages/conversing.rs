//! A chat that a visitor opens lands in a conversation.

use crate::{
    talk::{NOBODY, Talk, by_visitor, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::{Code, Error};

impl Talk<'_> {
    async fn chat(&self) -> Value {
        let content = json!({"text": "May I **help**?", "senderId": self.ben.user_id().unwrap()});
        self.sent_out(json!({"type": "chat", "content": content})).await
    }

    async fn opened(&self, who: &Visitor, message: &Value) -> Result<Value, Error> {
        let args = json!({"messageId": message, "sessionToken": who.token});
        self.call(NOBODY, "outboundMessages:openConversation", args).await
    }

    async fn conversations_of(&self, who: &Visitor) -> Vec<Value> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
        let rows = self.call(NOBODY, "conversations:listByVisitor", args).await.unwrap();
        rows.as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_chat_that_is_opened_is_a_conversation_once() {
    on_each(async |talk: Talk<'_>| {
        let message = talk.chat().await;
        talk.impression(&talk.ana, &message, json!({})).await;
        assert!(talk.conversations_of(&talk.ana).await.is_empty(), "who was only shown it has none");
        talk.impression(&talk.ana, &message, json!({"action": "clicked"})).await;
        let rows = talk.conversations_of(&talk.ana).await;
        let c = rows[0]["_id"].as_str().unwrap().to_owned();
        assert_eq!(rows.len(), 1);
        assert_eq!(talk.opened(&talk.ana, &message).await.unwrap(), json!(c));
        talk.impression(&talk.ana, &message, json!({"action": "clicked"})).await;
        assert_eq!(talk.conversations_of(&talk.ana).await.len(), 1);
        let said = talk.messages(&c).await;
        assert_eq!(said.len(), 1, "there is no greeting");
        assert_eq!(
            (&said[0]["content"], &said[0]["senderType"], &said[0]["senderName"], &said[0]["seq"]),
            (&json!("May I **help**?"), &json!("agent"), &json!("Ben"), &json!(1))
        );
        let row = talk.row(&c).await;
        assert_eq!((&row["unreadByVisitor"], &row["unreadByAgent"]), (&json!(0), &json!(0)));
        assert_eq!(row.get("firstResponseAt"), None, "nothing was asked yet");
        assert!(
            row["lastMessageAt"].as_i64() > row["createdAt"].as_i64(),
            "it is not taken for an empty one"
        );
        // It goes on like any other.
        talk.call(NOBODY, "messages:send", by_visitor(&talk.ana, &c, "Yes, please")).await.unwrap();
        talk.ben_says(&c, "Of course").await;
        assert_eq!(talk.row(&c).await["lastSeq"], json!(3));
        // Another visitor has one of its own.
        assert_ne!(talk.opened(&talk.dora, &message).await.unwrap(), json!(c));
        talk.call(&talk.ben, "outboundMessages:remove", json!({"id": message})).await.unwrap();
        assert_eq!(talk.messages(&c).await.len(), 3, "it outlives its message");
    })
    .await;
}

#[tokio::test]
async fn two_who_open_it_at_once_open_one_conversation() {
    on_each(async |talk: Talk<'_>| {
        let message = talk.chat().await;
        talk.lets_commits_race();
        let args = json!({"messageId": message, "sessionToken": talk.ana.token});
        let open = || talk.call(NOBODY, "outboundMessages:openConversation", args.clone());
        let (a, b, c) = tokio::join!(open(), open(), open());
        let (a, b, c) = (a.unwrap(), b.unwrap(), c.unwrap());
        assert_eq!((&a, &a), (&b, &c));
        assert_eq!(talk.conversations_of(&talk.ana).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn only_an_active_chat_that_says_something_is_opened() {
    on_each(async |talk: Talk<'_>| {
        let missing = "Message not found";
        let banner = talk.sent_out(json!({"type": "banner"})).await;
        let silent = talk.sent_out(json!({"type": "chat", "content": {"text": "  "}})).await;
        let draft = talk.outbound(json!({"type": "chat"})).await;
        for message in [&banner, &silent, &draft] {
            refused(talk.opened(&talk.ana, message).await, Code::NotFound, missing);
            talk.impression(&talk.ana, message, json!({"action": "clicked"})).await;
        }
        assert!(talk.conversations_of(&talk.ana).await.is_empty());
        let chat = talk.chat().await;
        let words = "Session token does not match workspace";
        refused(talk.opened(&talk.dan, &chat).await, Code::NotAuthorized, words);
        let c = talk.opened(&talk.ana, &chat).await.unwrap();
        talk.call(&talk.ben, "outboundMessages:pause", json!({"id": chat})).await.unwrap();
        refused(talk.opened(&talk.dora, &chat).await, Code::NotFound, missing);
        assert_eq!(talk.opened(&talk.ana, &chat).await.unwrap(), c, "what was begun stays");
        let anonymous = talk.sent_out(json!({"type": "chat", "content": {"text": "Hi"}})).await;
        let c = talk.opened(&talk.ana, &anonymous).await.unwrap();
        let said = talk.messages(c.as_str().unwrap()).await;
        assert_eq!((&said[0]["senderType"], &said[0]["senderId"]), (&json!("bot"), &json!("system")));
        // A member who clicks to try it out begins nothing for the visitor.
        let tried = json!({"messageId": talk.chat().await, "visitorId": talk.dora.id, "action": "clicked"});
        talk.call(&talk.ben, "outboundMessages:trackImpression", tried).await.unwrap();
        assert!(talk.conversations_of(&talk.dora).await.is_empty());
    })
    .await;
}
