//! What articles mean: learned by the server itself, where somebody makes use of it.

pub mod matrix;

use crate::{
    ai_agent::{article, knows, question},
    endpoint::{Endpoint, on_each_asking, on_each_with},
    talk::{NO_ROW, NOBODY, Talk, merged, refused},
};
use docent::{
    jobs::{answer_all, embed},
    outside::ai::Options,
};
use serde_json::{Value, json};
use shared::Code;

fn with_meaning(options: Options) -> Options {
    Options { embedding_model: Some("meaning".into()), ..options }
}

/// How many vectors are kept.
async fn vectors(talk: &Talk<'_>) -> i64 {
    let mut tx = talk.app.store().snapshot().await.unwrap();
    tx.query("SELECT COUNT(*) FROM content_embeddings").fetch_one::<(i64,)>().await.unwrap().0
}

/// The titles of what the model was given for a question of a new visitor's.
async fn known(talk: &Talk<'_>, endpoint: &Endpoint, text: &str) -> Vec<Value> {
    let c = talk.begun().await;
    talk.ana_says(&c, text).await;
    answer_all(&talk.app).await.unwrap();
    let asked = endpoint.asked().pop().unwrap();
    question(&asked)["knowledge"].as_array().unwrap().iter().map(|one| one["title"].clone()).collect()
}

#[tokio::test]
async fn an_article_is_found_by_what_it_means_and_no_more_once_it_is_unpublished() {
    on_each_with(with_meaning, async |talk: Talk<'_>, endpoint: &Endpoint| {
        let hours = knows(&talk, "Opening hours", "From nine to five.").await;
        article(&talk, "Shipping", "A parcel takes two days.", json!({})).await;
        assert_eq!(embed(&talk.app).await.unwrap(), None);
        assert_eq!(endpoint.embedded().len(), 2);
        assert_eq!(known(&talk, endpoint, "Until when are you guys there").await[0], "Opening hours");
        endpoint.embedded();
        assert_eq!(embed(&talk.app).await.unwrap(), None);
        assert!(endpoint.embedded().is_empty(), "what is known is not asked again");
        // Published again without a change, or changed in nothing that counts: no question either.
        talk.clock.advance(1);
        talk.call(&talk.ben, "articles:publish", json!({"id": hours})).await.unwrap();
        embed(&talk.app).await.unwrap();
        assert!(endpoint.embedded().is_empty());
        talk.clock.advance(1);
        let change = json!({"id": hours, "content": "From ten to six, when it is light."});
        talk.call(&talk.ben, "articles:update", change).await.unwrap();
        embed(&talk.app).await.unwrap();
        assert_eq!(endpoint.embedded(), ["Opening hours\n\nFrom ten to six, when it is light."]);
        talk.call(&talk.ben, "articles:unpublish", json!({"id": hours})).await.unwrap();
        let titles = known(&talk, endpoint, "Until when are you guys there").await;
        assert!(!titles.contains(&json!("Opening hours")), "at once: {titles:?}");
        embed(&talk.app).await.unwrap();
        assert_eq!(vectors(&talk).await, 1, "and forgotten");
        talk.call(&talk.ben, "articles:publish", json!({"id": hours})).await.unwrap();
        embed(&talk.app).await.unwrap();
        talk.call(&talk.ben, "articles:remove", json!({"id": hours})).await.unwrap();
        assert_eq!(vectors(&talk).await, 1, "with the article");
    })
    .await;
}

#[tokio::test]
async fn nothing_leaves_the_server_for_a_workspace_that_makes_no_use_of_it() {
    on_each_with(with_meaning, async |talk: Talk<'_>, endpoint: &Endpoint| {
        article(&talk, "Opening hours", "From nine to five.", json!({})).await;
        let internal = json!({"visibility": "internal"});
        article(&talk, "Doors", "The key is under the mat.", internal).await;
        let snippet = json!({"workspaceId": talk.acme, "name": "Hello", "content": "Good day!"});
        talk.call(&talk.ben, "snippets:create", snippet).await.unwrap();
        embed(&talk.app).await.unwrap();
        assert!(endpoint.embedded().is_empty());
        talk.set_ai(json!({"enabled": true})).await;
        embed(&talk.app).await.unwrap();
        assert_eq!(
            endpoint.embedded(),
            ["Opening hours\n\nFrom nine to five."],
            "of the sources that it chose"
        );
        talk.set_ai(json!({"knowledgeSources": ["internalArticles", "snippets"]})).await;
        embed(&talk.app).await.unwrap();
        assert_eq!(endpoint.embedded().len(), 2);
        assert_eq!(vectors(&talk).await, 2);
        talk.set_ai(json!({"enabled": false})).await;
        embed(&talk.app).await.unwrap();
        assert_eq!(vectors(&talk).await, 0);
    })
    .await;
}

#[tokio::test]
async fn another_model_learns_everything_anew() {
    on_each_with(with_meaning, async |talk: Talk<'_>, endpoint: &Endpoint| {
        knows(&talk, "Opening hours", "From nine to five.").await;
        embed(&talk.app).await.unwrap();
        endpoint.embedded();
        let acme = talk.acme;
        let older = move |mut tx: docent::store::Tx| async move {
            let sql = "UPDATE content_embeddings SET model = 'older' WHERE workspace_id = $1";
            let done = tx.query(sql).bind(acme).execute().await;
            (tx, done)
        };
        talk.app.store().write(older).await.unwrap();
        embed(&talk.app).await.unwrap();
        assert_eq!(endpoint.embedded().len(), 1);
        assert_eq!(known(&talk, endpoint, "Until when are you guys there").await, [json!("Opening hours")]);
    })
    .await;
}

#[tokio::test]
async fn an_endpoint_without_embeddings_takes_nothing_but_the_meaning() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        knows(&talk, "Opening hours", "From nine to five.").await;
        embed(&talk.app).await.unwrap();
        assert!(endpoint.embedded().is_empty());
        assert_eq!(known(&talk, endpoint, "What are your opening hours?").await, [json!("Opening hours")]);
        let own = json!({"workspaceId": talk.acme, "visitorId": talk.ana.id, "sessionToken": talk.ana.token, "query": "hours"});
        assert_eq!(talk.call(NOBODY, "suggestions:searchForWidget", own).await.unwrap(), json!([]), "off by default");
    })
    .await;
}

#[tokio::test]
async fn a_member_has_it_learned_at_once_and_what_is_known_is_not_asked_again() {
    on_each_with(with_meaning, async |talk: Talk<'_>, endpoint: &Endpoint| {
        let hours = knows(&talk, "Opening hours", "From nine to five.").await;
        let inside = article(&talk, "Doors", "Under the mat.", json!({"visibility": "internal"})).await;
        let one = |id: &str| json!({"contentType": "article", "contentId": id});
        let generate = merged(&json!({"workspaceId": talk.acme}), &one(&hours));
        let learned = |id: &str, done: bool| merged(&one(id), &json!({"processed": done}));
        let name = "embeddings:generate";
        assert_eq!(talk.call(&talk.vera, name, generate.clone()).await.unwrap(), learned(&hours, true));
        assert_eq!(endpoint.embedded(), ["Opening hours\n\nFrom nine to five."]);
        assert_eq!(talk.call(&talk.vera, name, generate.clone()).await.unwrap(), learned(&hours, false));
        // An internal article is no source here, and a row that is not there is none anywhere.
        let batch = json!({"workspaceId": talk.acme, "items": [one(&hours), one(&inside), one(NO_ROW)]});
        let nothing = json!([learned(&hours, false), learned(&inside, false), learned(NO_ROW, false)]);
        assert_eq!(talk.call(&talk.vera, "embeddings:generateBatch", batch.clone()).await.unwrap(), nothing);
        assert!(endpoint.embedded().is_empty());
        let many = merged(&batch, &json!({"items": vec![one(&hours); 201]}));
        refused(
            talk.call(&talk.vera, "embeddings:generateBatch", many).await,
            Code::InvalidInput,
            "Too many items",
        );
        // What another workspace knows is not learned for this one.
        let theirs = json!({"workspaceId": talk.globex, "contentType": "article", "contentId": hours});
        refused(
            talk.call(&talk.vera, name, theirs).await,
            Code::NotWorkspaceMember,
            "Not a member of this workspace",
        );
        talk.is_strict_about(name, generate).await;
        talk.is_strict_about("embeddings:generateBatch", batch).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_there_before_is_learned_some_at_a_time() {
    on_each_with(with_meaning, async |talk: Talk<'_>, endpoint: &Endpoint| {
        knows(&talk, "Opening hours", "From nine to five.").await;
        embed(&talk.app).await.unwrap();
        for n in 0..3 {
            article(&talk, &format!("Parcels {n}"), "Two days.", json!({})).await;
        }
        let snippet = json!({"workspaceId": talk.acme, "name": "Hello", "content": "Good day!"});
        talk.call(&talk.ben, "snippets:create", snippet).await.unwrap();
        talk.set_ai(json!({"knowledgeSources": ["articles", "snippets"]})).await;
        endpoint.embedded();
        let name = "embeddings:backfillExisting";
        let some = json!({"workspaceId": talk.acme, "contentTypes": ["article"], "batchSize": 2, "model": "any"});
        let answer = |processed: i64, skipped: i64, has_more: bool| json!({"total": 4, "processed": processed, "skipped": skipped, "hasMore": has_more});
        assert_eq!(talk.call(&talk.ben, name, some.clone()).await.unwrap(), answer(2, 1, true));
        assert_eq!(talk.call(&talk.ben, name, some.clone()).await.unwrap(), answer(1, 3, false));
        assert_eq!(talk.call(&talk.ben, name, some.clone()).await.unwrap(), answer(0, 4, false));
        assert_eq!(endpoint.embedded().len(), 3);
        let all = json!({"workspaceId": talk.acme});
        let whole = json!({"total": 5, "processed": 1, "skipped": 4, "hasMore": false});
        assert_eq!(talk.call(&talk.ben, name, all).await.unwrap(), whole);
        assert_eq!(endpoint.embedded(), ["Hello\n\nGood day!"]);
        talk.is_strict_about(name, some).await;
    })
    .await;
}

#[tokio::test]
async fn a_server_without_a_model_says_so_to_whoever_waits() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        let hours = knows(&talk, "Opening hours", "From nine to five.").await;
        let generate = json!({"workspaceId": talk.acme, "contentType": "article", "contentId": hours});
        let none = "This server has no model for embeddings: its operator sets one with --ai-embedding-model";
        for (name, args) in [
            ("embeddings:generate", generate),
            ("embeddings:backfillExisting", json!({"workspaceId": talk.acme})),
        ] {
            refused(talk.call(&talk.ben, name, args).await, Code::InvalidInput, none);
        }
        assert!(endpoint.embedded().is_empty());
    })
    .await;
}
