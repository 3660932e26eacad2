//! `autoTagRules:…`: who may call them is in the matrix.

pub mod matrix;

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    async fn tag_rule(&self, tag: &Value, conditions: Value) -> Value {
        let args = json!({"workspaceId": self.acme, "name": "Rule", "tagId": tag, "conditions": conditions});
        self.call(&self.ben, "autoTagRules:create", args).await.unwrap()
    }
}

#[tokio::test]
async fn the_visitors_first_message_brings_the_tags_of_all_rules_that_hold() {
    on_each(async |talk: Talk<'_>| {
        let who = json!({
            "sessionToken": talk.ana.token, "email": "ana@example.com", "name": "Ana",
            "location": {"country": "Germany"}, "customAttributes": {"plan": "Pro", "seats": 5},
        });
        talk.call(NOBODY, "visitors:identify", who).await.unwrap();
        let is = |field: &str, operator: &str, value: &str| json!({"field": field, "operator": operator, "value": value});
        let attribute = |key: &str, value: &str| {
            merged(&is("visitor.customAttributes", "equals", value), &json!({"attributeKey": key}))
        };
        for (n, (conditions, holds)) in [
            (json!([]), true),
            (json!([is("message.content", "contains", "REFUND")]), true),
            (json!([is("message.content", "contains", "how can we help")]), false),
            (json!([is("visitor.email", "ends_with", "@EXAMPLE.com")]), true),
            (json!([is("visitor.name", "not_equals", "ana")]), false),
            (json!([is("visitor.country", "equals", "germany"), is("visitor.name", "equals", "ana")]), true),
            (json!([is("visitor.country", "equals", "germany"), is("visitor.name", "equals", "eve")]), false),
            (json!([attribute("plan", "pro")]), true),
            (json!([attribute("seats", "5")]), true),
            (json!([attribute("none", "")]), true),
            (json!([is("conversation.channel", "equals", "chat")]), true),
            (json!([{"field": "conversation.source", "operator": "is_set"}]), false),
        ]
        .into_iter()
        .enumerate()
        {
            let tag = talk.tag(&format!("{n} {holds}")).await;
            talk.clock.advance(1);
            talk.tag_rule(&tag, conditions).await;
        }
        let c = talk.begun().await;
        assert_eq!(talk.tags_of(&c).await, [""; 0], "a greeting is no question");
        talk.ben_says(&c, "What is it about?").await;
        talk.ana_says(&c, "I want a refund").await;
        let mut tags = talk.tags_of(&c).await;
        tags.sort_unstable();
        let mut expected: Vec<_> = [0, 1, 3, 5, 7, 8, 9, 10].map(|n| format!("{n} true")).into();
        expected.sort_unstable();
        assert_eq!(tags, expected);
        let args = json!({"conversationId": c});
        let tags = talk.call(&talk.ben, "tags:getConversationTags", args).await.unwrap();
        assert_eq!((&tags[0]["appliedBy"], tags[0].get("appliedByUserId")), (&json!("auto"), None));
    })
    .await;
}

#[tokio::test]
async fn a_rule_tags_once_and_only_while_it_is_enabled() {
    on_each(async |talk: Talk<'_>| {
        let (bug, vip) = (talk.tag("bug").await, talk.tag("vip").await);
        let rule = talk.tag_rule(&bug, json!([])).await;
        let c = talk.begun().await;
        talk.ana_says(&c, "Hi").await;
        assert_eq!(talk.tags_of(&c).await, ["bug"]);
        let args = json!({"conversationId": c, "tagId": bug});
        talk.call(&talk.ben, "tags:removeFromConversation", args).await.unwrap();
        talk.ana_says(&c, "Hi again").await;
        assert_eq!(talk.tags_of(&c).await, [""; 0], "what an agent took away stays away");
        talk.call(&talk.ben, "autoTagRules:update", json!({"id": rule, "tagId": vip})).await.unwrap();
        let second = talk.begun().await;
        talk.ana_says(&second, "Hi").await;
        assert_eq!(talk.tags_of(&second).await, ["vip"]);
        talk.call(&talk.ben, "autoTagRules:update", json!({"id": rule, "enabled": false})).await.unwrap();
        let third = talk.begun().await;
        talk.ana_says(&third, "Hi").await;
        assert_eq!(talk.tags_of(&third).await, [""; 0]);
        let theirs = talk.begun_by(&talk.dan).await;
        let said = crate::talk::by_visitor(&talk.dan, &theirs, "Hi");
        talk.call(NOBODY, "messages:send", said).await.unwrap();
        let args = json!({"conversationId": theirs});
        let tags = talk.call(&talk.cleo, "tags:getConversationTags", args).await.unwrap();
        assert_eq!(tags, json!([]), "another workspace has its own rules");
    })
    .await;
}

#[tokio::test]
async fn a_tag_that_goes_while_visitors_write_harms_no_message() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        for round in 0..10 {
            let tag = talk.tag(&format!("tag {round}")).await;
            talk.tag_rule(&tag, json!([])).await;
            let mut begun = Vec::new();
            for _ in 0..6 {
                begun.push(talk.begun().await);
            }
            let sends = futures_util::future::join_all(begun.iter().map(|c| talk.ana_says(c, "Hi")));
            let args = json!({"id": tag});
            let (_, gone) = tokio::join!(sends, talk.call(&talk.ben, "tags:remove", args));
            gone.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn rules_are_listed_with_their_tags_and_go_with_them() {
    on_each(async |talk: Talk<'_>| {
        let (bug, vip) = (talk.tag("bug").await, talk.tag("vip").await);
        let conditions =
            json!([{"field": "visitor.customAttributes", "operator": "is_set", "attributeKey": "plan"}]);
        let first = talk.tag_rule(&bug, conditions.clone()).await;
        talk.clock.advance(1000);
        let second = talk.tag_rule(&vip, json!([])).await;
        let list = async || {
            let args = json!({"workspaceId": talk.acme});
            talk.call(&talk.ben, "autoTagRules:list", args).await.unwrap()
        };
        let rules = list().await;
        assert_eq!((&rules[0]["_id"], &rules[1]["_id"]), (&first, &second));
        assert_eq!((&rules[0]["tag"]["name"], &rules[0]["conditions"]), (&json!("bug"), &conditions));
        let get =
            async |id: &Value| talk.call(&talk.ben, "autoTagRules:get", json!({"id": id})).await.unwrap();
        assert_eq!(get(&first).await, rules[0]);
        talk.call(&talk.ben, "tags:remove", json!({"id": bug})).await.unwrap();
        assert_eq!(list().await, json!([rules[1]]));
        assert_eq!(get(&first).await, Value::Null);
        talk.call(&talk.ben, "autoTagRules:remove", json!({"id": second})).await.unwrap();
        assert_eq!(list().await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_rule_is_refused_for_a_foreign_tag_and_for_too_much() {
    on_each(async |talk: Talk<'_>| {
        let tag = talk.tag("bug").await;
        let theirs = json!({"workspaceId": talk.globex, "name": "theirs"});
        let theirs = talk.call(&talk.cleo, "tags:create", theirs).await.unwrap();
        let rule = talk.tag_rule(&tag, json!([])).await;
        let good = json!({"workspaceId": talk.acme, "name": "x", "tagId": tag, "conditions": []});
        let long = json!({"field": "visitor.name", "operator": "equals", "value": "x".repeat(256)});
        for (change, code, words) in [
            (json!({"tagId": NO_ROW}), Code::NotFound, "Tag not found"),
            (json!({"tagId": theirs}), Code::InvalidInput, "Tag does not belong to this workspace"),
            (json!({"name": "x".repeat(256)}), Code::InvalidInput, "The name is too long"),
            (json!({"conditions": [long]}), Code::InvalidInput, "A condition's value is too long"),
        ] {
            let new = merged(&good, &change);
            talk.refuses(&talk.ben, "autoTagRules:create", new, code, words).await;
            let old = merged(&json!({"id": rule}), &change);
            talk.refuses(&talk.ben, "autoTagRules:update", old, code, words).await;
        }
        for wrong in
            [json!({"field": "x", "operator": "equals"}), json!({"field": "visitor.name", "operator": "x"})]
        {
            let args = merged(&good, &json!({"conditions": [wrong]}));
            talk.refuses(&talk.ben, "autoTagRules:create", args, Code::InvalidInput, "Validation").await;
        }
        for name in ["autoTagRules:update", "autoTagRules:remove"] {
            let answer = talk.call(&talk.ben, name, json!({"id": NO_ROW})).await;
            refused(answer, Code::NotFound, "Auto tag rule not found");
            talk.is_strict_about(name, json!({"id": rule})).await;
        }
        talk.is_strict_about("autoTagRules:create", good).await;
        talk.is_strict_about("autoTagRules:get", json!({"id": rule})).await;
        talk.is_strict_about("autoTagRules:list", json!({"workspaceId": talk.acme})).await;
    })
    .await;
}
