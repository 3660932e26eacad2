//! `articles:search`.

use super::{draft, published, titles};
use crate::talk::{NOBODY, Talk, merged, on_each, refused};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::Code;

async fn search(talk: &Talk<'_>, caller: &Caller, query: &str, change: Value) -> Value {
    let args = merged(&json!({"workspaceId": talk.acme, "query": query}), &change);
    talk.call(caller, "articles:search", args).await.unwrap()
}

#[tokio::test]
async fn the_best_article_comes_first_with_its_hits_marked() {
    on_each(async |talk: Talk<'_>| {
        published(&talk, "Shipping", "We ship to **Zürich**. A return label is in the box.").await;
        talk.clock.advance(1);
        published(
            &talk,
            "Returning a saddle",
            "Send it back. Whoever returns it pays nothing for the return.",
        )
        .await;
        talk.clock.advance(1);
        published(&talk, "Returns", "How to return.").await;
        talk.clock.advance(1);
        published(&talk, "Other", "Nothing of it").await;
        let found = search(&talk, NOBODY, "return", json!({})).await;
        assert_eq!(titles(&found), ["Returning a saddle", "Returns", "Shipping"]);
        assert_eq!(found[1]["titlePieces"], json!([{"text": "Returns", "isMatch": true}]));
        let excerpt = json!([
            {"text": "We ship to Zürich. A ", "isMatch": false}, {"text": "return", "isMatch": true},
            {"text": " label is in the box.", "isMatch": false},
        ]);
        assert_eq!(found[2]["excerpt"], excerpt);
        assert_eq!(titles(&search(&talk, NOBODY, "ZURICH ret", json!({})).await), ["Shipping"]);
        for nothing in ["turn", "zurich saddle", "<script>", "ⓣreturns x"] {
            assert_eq!(search(&talk, NOBODY, nothing, json!({})).await, json!([]), "{nothing}");
        }
        assert_eq!(
            titles(&search(&talk, NOBODY, " ", json!({})).await),
            ["Other", "Returns", "Returning a saddle", "Shipping"]
        );
    })
    .await;
}

#[tokio::test]
async fn drafts_are_found_by_the_team_alone_and_when_it_asks() {
    on_each(async |talk: Talk<'_>| {
        published(&talk, "Word public", "").await;
        draft(&talk, json!({"title": "Word draft"})).await;
        let internal = draft(&talk, json!({"title": "Word internal", "visibility": "internal"})).await;
        talk.call(&talk.ben, "articles:publish", json!({"id": internal})).await.unwrap();
        let count = async |caller: &Caller, change: Value| {
            search(&talk, caller, "word", change).await.as_array().unwrap().len()
        };
        for stranger in [NOBODY, &talk.cleo] {
            assert_eq!(count(stranger, json!({})).await, 1);
            assert_eq!(count(stranger, json!({"publishedOnly": false})).await, 1);
            assert_eq!(count(stranger, json!({"visibility": "internal"})).await, 0);
        }
        assert_eq!(count(&talk.vera, json!({})).await, 2);
        assert_eq!(count(&talk.vera, json!({"publishedOnly": false})).await, 3);
        assert_eq!(count(&talk.vera, json!({"visibility": "internal"})).await, 1);
        assert_eq!(search(&talk, &talk.cleo, "word", json!({"workspaceId": talk.globex})).await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn what_is_found_follows_what_is_written() {
    on_each(async |talk: Talk<'_>| {
        let id = published(&talk, "Before", "text").await;
        let update = json!({"id": id, "title": "After", "content": "prose", "tags": ["label"]});
        talk.call(&talk.ben, "articles:update", update).await.unwrap();
        for (query, hits) in [("before", 0), ("text", 0), ("after", 1), ("prose", 1), ("label", 1)] {
            assert_eq!(
                search(&talk, NOBODY, query, json!({})).await.as_array().unwrap().len(),
                hits,
                "{query}"
            );
        }
        talk.call(&talk.ben, "articles:unpublish", json!({"id": id})).await.unwrap();
        assert_eq!(search(&talk, NOBODY, "after", json!({})).await, json!([]));
        talk.call(&talk.ben, "articles:remove", json!({"id": id})).await.unwrap();
        assert_eq!(search(&talk, &talk.ben, "after", json!({"publishedOnly": false})).await, json!([]));
        let long = json!({"workspaceId": talk.acme, "query": "x".repeat(201)});
        refused(
            talk.call(NOBODY, "articles:search", long).await,
            Code::InvalidInput,
            "Query exceeds max length",
        );
    })
    .await;
}
