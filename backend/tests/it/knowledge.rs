//! `knowledge:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    ai_agent::article,
    endpoint::{Endpoint, on_each_with},
    talk::{NO_ROW, Talk, merged, on_each, refused},
};
use docent::outside::ai::Options;
use serde_json::{Value, json};
use shared::Code;

/// A snippet of Acme's; its id.
async fn snippet(talk: &Talk<'_>, name: &str, content: &str) -> String {
    let args = json!({"workspaceId": talk.acme, "name": name, "content": content});
    let id = talk.call(&talk.ben, "snippets:create", args).await.unwrap();
    id.as_str().unwrap().to_owned()
}

impl Talk<'_> {
    async fn finds(&self, change: Value) -> Vec<Value> {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        let found = self.call(&self.vera, "knowledge:search", args).await.unwrap();
        found.as_array().unwrap().clone()
    }
}

fn titles(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_team_finds_what_is_published_and_its_snippets_the_best_first() {
    on_each(async |talk: Talk<'_>| {
        let exact = article(&talk, "Shipping", "We send it.", json!({})).await;
        article(&talk, "Shipping times", "Two days.", json!({})).await;
        article(&talk, "About shipping", "Inside.", json!({"visibility": "internal", "tags": ["boxes"]})).await;
        let long = format!("{}Shipping, shipping, SHIPPING!{}", "a ".repeat(60), " z".repeat(80));
        article(&talk, "Orders", &long, json!({})).await;
        snippet(&talk, "Hello", "Our c++ shipping is free").await;
        crate::articles::draft(&talk, json!({"title": "Shipping draft", "content": "shipping"})).await;
        let found = talk.finds(json!({"query": " SHIPPING "})).await;
        assert_eq!(titles(&found), ["Shipping", "Shipping times", "About shipping", "Orders", "Hello"]);
        let scores: Vec<f64> = found.iter().map(|row| row["relevanceScore"].as_f64().unwrap()).collect();
        assert_eq!(scores, [25.0, 15.0, 10.0, 3.0, 1.0]);
        let first = json!({
            "id": exact, "type": "article", "title": "Shipping", "content": "We send it.", "snippet": "We send it.",
            "slug": "shipping", "relevanceScore": 25.0, "updatedAt": found[0]["updatedAt"],
        });
        let mut shown = found[0].clone();
        shown.as_object_mut().unwrap().remove("tags");
        assert_eq!(shown, first);
        let excerpt = found[3]["snippet"].as_str().unwrap();
        assert!(excerpt.starts_with("...") && excerpt.ends_with("...") && excerpt.contains("Shipping, "));
        assert_eq!(excerpt.chars().count(), 50 + 8 + 100 + 6);
        let kinds = json!({"query": "shipping", "contentTypes": ["internalArticle", "snippet"]});
        assert_eq!(titles(&talk.finds(kinds.clone()).await), ["About shipping", "Hello"]);
        let tagged = merged(&kinds, &json!({"tags": ["bags"], "folderId": "whatever"}));
        assert_eq!(titles(&talk.finds(tagged).await), ["Hello"], "tags are of internal articles");
        assert_eq!(titles(&talk.finds(merged(&kinds, &json!({"tags": ["boxes"], "limit": 1}))).await), ["About shipping"]);
        assert_eq!(titles(&talk.finds(json!({"query": "c++"})).await), ["Hello"], "it is no pattern");
        assert!(talk.finds(json!({"query": "  "})).await.is_empty());
        let args = json!({"workspaceId": talk.acme, "query": "x".repeat(256)});
        talk.refuses(&talk.ben, "knowledge:search", args, Code::InvalidInput, "too long").await;
        talk.is_strict_about("knowledge:search", json!({"workspaceId": talk.acme, "query": "x", "limit": 1})).await;
        let theirs = json!({"workspaceId": talk.globex, "query": "shipping"});
        assert_eq!(talk.call(&talk.cleo, "knowledge:search", theirs).await.unwrap(), json!([]));
    })
    .await;
}

#[tokio::test]
async fn what_is_meant_is_found_where_the_workspace_makes_use_of_a_model() {
    let with_meaning = |options| Options { embedding_model: Some("small".into()), ..options };
    on_each_with(with_meaning, async |talk: Talk<'_>, endpoint: &Endpoint| {
        let id = article(&talk, "Shipping", "We ship within two days.", json!({})).await;
        let name = "knowledge:searchWithEmbeddings";
        let asks = json!({"workspaceId": talk.acme, "query": "shipping", "limit": 1});
        let found = talk.call(&talk.vera, name, asks.clone()).await.unwrap();
        assert_eq!((&found[0]["id"], &found[0]["slug"]), (&json!(id), &json!("shipping")));
        assert!(
            found[0]["relevanceScore"].as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)),
            "{found}"
        );
        assert!(endpoint.embedded().is_empty(), "nothing leaves the server for it");
        talk.set_ai(json!({"suggestionsEnabled": true})).await;
        talk.call(&talk.vera, name, asks.clone()).await.unwrap();
        assert_eq!(endpoint.embedded(), ["shipping"]);
        let blank = merged(&asks, &json!({"query": " "}));
        assert_eq!(talk.call(&talk.vera, name, blank).await.unwrap(), json!([]));
        talk.is_strict_about(name, asks).await;
    })
    .await;
}

#[tokio::test]
async fn a_member_is_shown_what_it_used_last_and_most() {
    on_each(async |talk: Talk<'_>| {
        let shipping = article(&talk, "Shipping", "We send it.", json!({})).await;
        let hello = snippet(&talk, "Hello", "Hello!").await;
        let vera = talk.viewer().id;
        let track = json!({"userId": vera, "workspaceId": talk.acme, "contentType": "article", "contentId": shipping});
        let name = "knowledge:trackAccess";
        let uses = async |kind: &str, id: &str| {
            talk.clock.advance(1);
            let args = merged(&track, &json!({"contentType": kind, "contentId": id}));
            talk.call(&talk.vera, name, args).await.unwrap()
        };
        let first = uses("article", &shipping).await;
        assert_eq!(uses("article", &shipping).await, first);
        uses("snippet", &hello).await;
        let own = json!({"workspaceId": talk.acme, "userId": vera});
        let recent = talk.call(&talk.vera, "knowledge:getRecentlyUsed", own.clone()).await.unwrap();
        let shown = |rows: &Value| {
            let row = |row: &Value| (row["title"].as_str().unwrap().to_owned(), row["accessCount"].as_i64().unwrap());
            rows.as_array().unwrap().iter().map(row).collect::<Vec<_>>()
        };
        assert_eq!(shown(&recent), [("Hello".to_owned(), 1), ("Shipping".to_owned(), 2)]);
        assert_eq!((&recent[0]["type"], &recent[0]["accessedAt"]), (&json!("snippet"), &json!(talk.clock.now())));
        let most = talk.call(&talk.vera, "knowledge:getFrequentlyUsed", merged(&own, &json!({"limit": 1}))).await.unwrap();
        assert_eq!(shown(&most), [("Shipping".to_owned(), 2)]);
        let bens = talk.call(&talk.ben, "knowledge:getRecentlyUsed", json!({"workspaceId": talk.acme})).await.unwrap();
        assert_eq!(bens, json!([]), "each its own");
        for name in ["knowledge:getRecentlyUsed", "knowledge:getFrequentlyUsed"] {
            let refusal = "Cannot read access of another user";
            refused(talk.call(&talk.ben, name, own.clone()).await, Code::NotAuthorized, refusal);
            talk.is_strict_about(name, own.clone()).await;
        }
        let refusal = "Cannot track access for another user";
        refused(talk.call(&talk.ben, name, track.clone()).await, Code::NotAuthorized, refusal);
        for (kind, id) in [("article", NO_ROW), ("snippet", shipping.as_str())] {
            let args = merged(&track, &json!({"contentType": kind, "contentId": id}));
            refused(talk.call(&talk.vera, name, args).await, Code::NotFound, "Content not found");
        }
        talk.is_strict_about(name, track.clone()).await;
        talk.call(&talk.ben, "articles:unpublish", json!({"id": shipping})).await.unwrap();
        let left = talk.call(&talk.vera, "knowledge:getRecentlyUsed", own.clone()).await.unwrap();
        assert_eq!(shown(&left), [("Hello".to_owned(), 1)], "what is not there any more is not shown");
        // The oldest go.
        for n in 0..50 {
            let id = snippet(&talk, &format!("S{n}"), "x").await;
            uses("snippet", &id).await;
        }
        let all = merged(&own, &json!({"limit": 1000}));
        let kept = talk.call(&talk.vera, "knowledge:getRecentlyUsed", all).await.unwrap();
        assert_eq!((kept.as_array().unwrap().len(), &kept[49]["title"]), (50, &json!("S0")));
    })
    .await;
}
