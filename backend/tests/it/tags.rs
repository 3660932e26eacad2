//! `tags:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    watching::Watching,
};
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    pub async fn tag(&self, name: &str) -> Value {
        self.call(&self.ben, "tags:create", json!({"workspaceId": self.acme, "name": name})).await.unwrap()
    }

    /// The names of the tags of a conversation.
    pub async fn tags_of(&self, conversation: &str) -> Vec<String> {
        let args = json!({"conversationId": conversation});
        let tags = self.call(&self.ben, "tags:getConversationTags", args).await.unwrap();
        tags.as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test]
async fn tags_are_listed_in_the_order_in_which_they_were_made() {
    on_each(async |talk: Talk<'_>| {
        let first = talk.tag("zebra").await;
        talk.clock.advance(1);
        let second = talk.tag("<b>ant</b>").await;
        let rows = talk.call(&talk.vera, "tags:list", json!({"workspaceId": talk.acme})).await.unwrap();
        let names: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
        assert_eq!(names, ["zebra", "<b>ant</b>"]);
        assert_eq!((&rows[0]["_id"], &rows[1]["_id"], rows[0].get("color")), (&first, &second, None));
        let few = json!({"workspaceId": talk.acme, "limit": 1});
        assert_eq!(talk.call(&talk.vera, "tags:list", few).await.unwrap().as_array().unwrap().len(), 1);
        talk.clock.advance(1000);
        let change = json!({"id": first, "name": "Zebra", "color": "#0a7"});
        assert_eq!(talk.call(&talk.ben, "tags:update", change).await.unwrap(), first);
        let row = talk.call(&talk.vera, "tags:get", json!({"id": first})).await.unwrap();
        assert_eq!((&row["name"], &row["color"]), (&json!("Zebra"), &json!("#0a7")));
        assert_eq!(row["updatedAt"], json!(talk.clock.now()));
        assert_eq!(talk.call(&talk.vera, "tags:get", json!({"id": NO_ROW})).await.unwrap(), Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_name_is_one_tags_to_the_letter() {
    on_each(async |talk: Talk<'_>| {
        talk.tag("bug").await;
        let other = talk.tag("Bug").await;
        let taken = "Tag \"bug\" already exists";
        let again = json!({"workspaceId": talk.acme, "name": "bug"});
        refused(talk.call(&talk.ben, "tags:create", again).await, Code::AlreadyExists, taken);
        let change = json!({"id": other, "name": "bug"});
        refused(talk.call(&talk.ben, "tags:update", change).await, Code::AlreadyExists, taken);
        talk.call(&talk.ben, "tags:update", json!({"id": other, "name": "Bug"})).await.unwrap();
        talk.call(&talk.cleo, "tags:create", json!({"workspaceId": talk.globex, "name": "bug"}))
            .await
            .unwrap();
        for (change, words) in [
            (json!({"name": "x".repeat(256)}), "The name is too long"),
            (json!({"color": "x".repeat(256)}), "The color is too long"),
        ] {
            let args = merged(&json!({"workspaceId": talk.acme, "name": "x"}), &change);
            talk.refuses(&talk.ben, "tags:create", args, Code::InvalidInput, words).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_conversation_has_a_tag_once_and_keeps_who_gave_it() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let before = talk.row(&c).await["updatedAt"].clone();
        let (bug, vip) = (talk.tag("bug").await, talk.tag("vip").await);
        talk.clock.advance(1000);
        let add = async |tag: &Value, change: Value| {
            let args = merged(&json!({"conversationId": c, "tagId": tag}), &change);
            talk.call(&talk.ben, "tags:addToConversation", args).await
        };
        let ben = talk.ben.user_id().unwrap();
        let link = add(&vip, json!({"appliedByUserId": ben})).await.unwrap();
        talk.clock.advance(1000);
        add(&bug, json!({"appliedBy": "auto"})).await.unwrap();
        assert_eq!(add(&vip, json!({"appliedBy": "auto"})).await.unwrap(), link, "it stays as it is");
        assert_eq!(talk.tags_of(&c).await, ["vip", "bug"]);
        let args = json!({"conversationId": c});
        let tags = talk.call(&talk.vera, "tags:getConversationTags", args).await.unwrap();
        assert_eq!((&tags[0]["appliedBy"], &tags[0]["appliedByUserId"]), (&json!("manual"), &json!(ben)));
        assert_eq!(
            (&tags[1]["appliedBy"], &tags[1]["appliedAt"]),
            (&json!("auto"), &json!(talk.clock.now()))
        );
        assert_eq!((&tags[0]["_id"], &tags[0]["workspaceId"]), (&vip, &json!(talk.acme)));
        assert_eq!(talk.row(&c).await["updatedAt"], before);
        let vera = json!({"appliedByUserId": talk.vera.user_id().unwrap()});
        let words = "Cannot apply tag on behalf of another user";
        refused(add(&bug, vera).await, Code::NotAuthorized, words);
        for _ in 0..2 {
            let args = json!({"conversationId": c, "tagId": vip});
            let answer = talk.call(&talk.ben, "tags:removeFromConversation", args).await.unwrap();
            assert_eq!(answer, Value::Null);
        }
        assert_eq!(talk.tags_of(&c).await, ["bug"]);
    })
    .await;
}

#[tokio::test]
async fn tagging_says_what_is_missing_before_it_asks_who_calls() {
    on_each(async |talk: Talk<'_>| {
        let (c, tag) = (talk.begun().await, talk.tag("bug").await);
        let theirs = json!({"workspaceId": talk.globex, "name": "theirs"});
        let theirs = talk.call(&talk.cleo, "tags:create", theirs).await.unwrap();
        for name in ["tags:addToConversation", "tags:removeFromConversation"] {
            let call = async |conversation: &Value, tag: &Value| {
                talk.call(NOBODY, name, json!({"conversationId": conversation, "tagId": tag})).await
            };
            refused(call(&json!(NO_ROW), &tag).await, Code::NotFound, "Conversation not found");
            refused(call(&json!(c), &json!(NO_ROW)).await, Code::NotFound, "Tag not found");
            let words = "Tag and conversation belong to different workspaces";
            refused(call(&json!(c), &theirs).await, Code::InvalidInput, words);
            refused(call(&json!(c), &tag).await, Code::NotAuthenticated, "Not authenticated");
            talk.is_strict_about(name, json!({"conversationId": c, "tagId": tag})).await;
        }
        for name in ["tags:update", "tags:remove"] {
            refused(talk.call(NOBODY, name, json!({"id": NO_ROW})).await, Code::NotFound, "Tag not found");
            talk.is_strict_about(name, json!({"id": tag})).await;
        }
        talk.is_strict_about("tags:list", json!({"workspaceId": talk.acme, "limit": 1})).await;
        talk.is_strict_about("tags:get", json!({"id": tag})).await;
        talk.is_strict_about("tags:create", json!({"workspaceId": talk.acme, "name": "x", "color": "x"}))
            .await;
        talk.is_strict_about("tags:getConversationTags", json!({"conversationId": c})).await;
    })
    .await;
}

#[tokio::test]
async fn a_tag_that_is_removed_or_renamed_is_so_on_every_conversation_at_once() {
    on_each(async |talk: Talk<'_>| {
        let (c, tag) = (talk.begun().await, talk.tag("bug").await);
        let link = json!({"conversationId": c, "tagId": tag});
        talk.call(&talk.ben, "tags:addToConversation", link).await.unwrap();
        let args = json!({"conversationId": c});
        let mut shown = Watching::new(talk.world, &talk.vera, "tags:getConversationTags", args).await;
        talk.call(&talk.ben, "tags:update", json!({"id": tag, "name": "defect"})).await.unwrap();
        assert!(shown.was_woken());
        assert_eq!(shown.again().await[0]["name"], "defect");
        assert_eq!(talk.call(&talk.ben, "tags:remove", json!({"id": tag})).await.unwrap(), Value::Null);
        assert!(shown.was_woken());
        assert_eq!(shown.again().await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn the_inbox_shows_a_conversations_tags_and_is_woken_by_them() {
    on_each(async |talk: Talk<'_>| {
        let (c, tag) = (talk.begun().await, talk.tag("bug").await);
        let args = json!({"workspaceId": talk.acme});
        let mut inbox = Watching::new(talk.world, &talk.vera, "conversations:listForInbox", args).await;
        assert_eq!(inbox.value["conversations"][0].get("tags"), None);
        let link = json!({"conversationId": c, "tagId": tag});
        talk.call(&talk.ben, "tags:addToConversation", link.clone()).await.unwrap();
        assert!(inbox.was_woken());
        let row = inbox.again().await["conversations"][0].clone();
        assert_eq!((&row["_id"], &row["tags"]), (&json!(c), &json!([{"_id": tag, "name": "bug"}])));
        talk.call(&talk.ben, "tags:update", json!({"id": tag, "name": "defect"})).await.unwrap();
        assert!(inbox.was_woken());
        assert_eq!(inbox.again().await["conversations"][0]["tags"][0]["name"], "defect");
        talk.call(&talk.ben, "tags:removeFromConversation", link).await.unwrap();
        assert!(inbox.was_woken());
        assert_eq!(inbox.again().await["conversations"][0].get("tags"), None);
    })
    .await;
}
