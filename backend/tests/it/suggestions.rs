//! `suggestions:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    ai_agent::{article, knows, question},
    endpoint::{Endpoint, Play, on_each_asking},
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
};
use serde_json::{Value, json};
use shared::Code;

fn titles(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_visitor_is_suggested_articles_that_it_may_read_where_the_workspace_wants_that() {
    on_each(async |talk: Talk<'_>| {
        let shipping = article(&talk, "Shipping", "We **ship** within two days.", json!({})).await;
        article(&talk, "Shipping inside", "How we ship.", json!({"visibility": "internal"})).await;
        let few = article(&talk, "Shipping for few", "We ship.", json!({})).await;
        let rule = json!({"type": "group", "operator": "and", "conditions": [{
            "type": "condition", "property": {"source": "system", "key": "email"}, "operator": "equals", "value": "x@y.z",
        }]});
        talk.call(&talk.ben, "articles:update", json!({"id": few, "audienceRules": rule})).await.unwrap();
        let name = "suggestions:searchForWidget";
        let asks = |query: &str| {
            json!({"workspaceId": talk.acme, "visitorId": talk.ana.id, "sessionToken": talk.ana.token, "query": query})
        };
        assert_eq!(talk.call(NOBODY, name, asks("shipping")).await.unwrap(), json!([]), "off");
        let on = json!({"workspaceId": talk.acme, "suggestArticlesEnabled": true});
        talk.call(&talk.ben, "automationSettings:upsert", on).await.unwrap();
        let found = talk.call(NOBODY, name, asks("When does my SHIPPING go out?")).await.unwrap();
        assert_eq!(titles(&found), ["Shipping"]);
        assert_eq!((&found[0]["id"], &found[0]["snippet"]), (&json!(shipping), &json!("We ship within two days.")));
        assert!((0.0..=1.0).contains(&found[0]["score"].as_f64().unwrap()));
        assert_eq!(talk.call(NOBODY, name, merged(&asks(" s"), &json!({"sessionToken": "no"}))).await.unwrap(), json!([]));
        let long = asks(&"x".repeat(201));
        refused(talk.call(NOBODY, name, long).await, Code::InvalidInput, "Query exceeds max length");
        let mut by_token = asks("shipping");
        by_token.as_object_mut().unwrap().remove("visitorId");
        assert_eq!(titles(&talk.call(NOBODY, name, by_token).await.unwrap()), ["Shipping"], "the token says who asks");
        let other = merged(&asks("shipping"), &json!({"visitorId": talk.dora.id}));
        refused(talk.call(NOBODY, name, other).await, Code::NotAuthorized, "Session token does not match visitor");
        let sites = json!({"workspaceId": talk.acme, "allowedOrigins": ["https://acme.test"]});
        talk.call(&talk.ben, "workspaces:updateAllowedOrigins", sites).await.unwrap();
        let elsewhere = merged(&asks("shipping"), &json!({"origin": "https://evil.test"}));
        talk.refuses(NOBODY, name, elsewhere, Code::NotAuthorized, "Origin not in allowed list").await;
        talk.is_strict_about(name, asks("shipping")).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_being_written_finds_articles_before_its_last_word_is_whole() {
    on_each(async |talk: Talk<'_>| {
        article(&talk, "How hot is the water?", "We brew green tea at 80 degrees.", json!({})).await;
        article(&talk, "Where we send parcels", "To all of Europe.", json!({})).await;
        article(&talk, "Returning a parcel", "Within a month, for nothing.", json!({})).await;
        let on = json!({"workspaceId": talk.acme, "suggestArticlesEnabled": true});
        talk.call(&talk.ben, "automationSettings:upsert", on).await.unwrap();
        let found = async |query: &str, limit: Option<i64>| {
            let mut args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "query": query});
            if let Some(limit) = limit {
                args["limit"] = json!(limit);
            }
            let found = talk.call(NOBODY, "suggestions:searchForWidget", args).await.unwrap();
            titles(&found).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(found("wat", None).await, ["How hot is the water?"]);
        assert_eq!(
            found("Hello! I would like to know for my te", None).await,
            Vec::<String>::new(),
            "too little"
        );
        assert_eq!(found("Hello! For which parce", None).await.len(), 2);
        assert_eq!(found("Hello! For which parce", Some(1)).await.len(), 1);
        assert_eq!(found("wat er", None).await, Vec::<String>::new(), "a word that is over is whole");
        assert_eq!(found("WHERE DO YOU SEND IT?", None).await, ["Where we send parcels"]);
        assert_eq!(found("no such thing", None).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn an_agent_is_shown_what_the_team_knows_and_says_what_was_of_use() {
    on_each(async |talk: Talk<'_>| {
        article(&talk, "Shipping", "We ship within two days.", json!({})).await;
        article(&talk, "Shipping inside", "How we ship.", json!({"visibility": "internal"})).await;
        let c = talk.begun().await;
        talk.ana_says(&c, "How fast is your shipping?").await;
        let asks = json!({"conversationId": c});
        let name = "suggestions:getForConversation";
        assert_eq!(talk.call(&talk.ben, name, asks.clone()).await.unwrap(), json!([]), "off by default");
        talk.set_ai(json!({"suggestionsEnabled": true})).await;
        let found = talk.call(&talk.ben, name, asks.clone()).await.unwrap();
        assert_eq!(titles(&found), ["Shipping"]);
        assert_eq!((&found[0]["content"], &found[0]["embeddingModel"]), (&json!("We ship within two days."), &Value::Null));
        talk.set_ai(json!({"knowledgeSources": ["articles", "internalArticles"]})).await;
        assert_eq!(talk.call(&talk.ben, name, asks.clone()).await.unwrap().as_array().unwrap().len(), 2);
        let search = json!({"workspaceId": talk.acme, "query": "shipping", "contentTypes": ["internalArticle"], "limit": 1});
        let similar = talk.call(&talk.vera, "suggestions:searchSimilar", search.clone()).await.unwrap();
        assert_eq!((titles(&similar), &similar[0]["type"]), (vec!["Shipping inside"], &json!("internalArticle")));
        let suggestion = json!({
            "workspaceId": talk.acme, "conversationId": c, "contentType": "article", "contentId": found[0]["id"],
        });
        for name in ["suggestions:trackUsage", "suggestions:trackUsage", "suggestions:trackDismissal"] {
            talk.call(&talk.ben, name, suggestion.clone()).await.unwrap();
            let nowhere = merged(&suggestion, &json!({"conversationId": NO_ROW}));
            refused(talk.call(&talk.ben, name, nowhere).await, Code::NotFound, "Conversation not found");
            let theirs = merged(&suggestion, &json!({"conversationId": talk.begun_by(&talk.dan).await}));
            let refusal = "Conversation does not belong to workspace";
            refused(talk.call(&talk.ben, name, theirs).await, Code::NotAuthorized, refusal);
            talk.is_strict_about(name, suggestion.clone()).await;
        }
        let stats = json!({"workspaceId": talk.acme});
        let counted = talk.call(&talk.ben, "suggestions:getFeedbackStats", stats.clone()).await.unwrap();
        let expected = json!({"total": 3, "used": 2, "dismissed": 1, "usageRate": 2.0 / 3.0, "truncated": false});
        assert_eq!(counted, expected);
        let wrong = merged(&stats, &json!({"startDate": 2, "endDate": 1}));
        refused(talk.call(&talk.ben, "suggestions:getFeedbackStats", wrong).await, Code::InvalidInput, "Invalid date range");
        talk.is_strict_about("suggestions:getFeedbackStats", stats).await;
        talk.is_strict_about("suggestions:searchSimilar", search).await;
        talk.is_strict_about(name, asks).await;
    })
    .await;
}

#[tokio::test]
async fn a_reply_is_proposed_to_the_agent_and_sent_to_nobody() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        let shipping = knows(&talk, "Shipping", "We ship within two days.").await;
        talk.set_ai(json!({"enabled": false, "dailyAnswers": 3})).await;
        let c = talk.begun().await;
        let name = "suggestions:draftReply";
        let asks = json!({"conversationId": c});
        refused(
            talk.call(&talk.ben, name, asks.clone()).await,
            Code::InvalidInput,
            "There is no message to answer",
        );
        talk.ana_says(&c, "How fast do you ship?").await;
        let unsure = Play::answer("Within two days.", 0.3);
        endpoint.will([unsure, Play::hands_off("not known"), Play::Refuses(401, json!("no"))]);
        let drafted = talk.call(&talk.ben, name, asks.clone()).await.unwrap();
        let source = json!({"type": "article", "id": shipping, "title": "Shipping", "articleId": shipping});
        let expected =
            json!({"text": "Within two days.", "confidence": 0.3, "sources": [source], "reason": null});
        assert_eq!(drafted, expected, "the agent decides");
        assert_eq!(question(&endpoint.asked()[0])["question"], "How fast do you ship?");
        let drafted = talk.call(&talk.ben, name, asks.clone()).await.unwrap();
        assert_eq!((&drafted["text"], &drafted["reason"]), (&Value::Null, &json!("not known")));
        talk.refuses(&talk.ben, name, asks.clone(), Code::InvalidInput, "refuses the key").await;
        talk.refuses(&talk.ben, name, asks.clone(), Code::InvalidInput, "budget of today").await;
        assert_eq!(talk.messages(&c).await.len(), 2, "nothing was said");
        talk.set_ai(json!({"suggestionsEnabled": false})).await;
        talk.refuses(&talk.ben, name, asks.clone(), Code::InvalidInput, "suggestions are off").await;
        talk.is_strict_about(name, asks).await;
    })
    .await;
}
