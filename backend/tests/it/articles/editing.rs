//! Writing, publishing and deleting.

use super::draft;
use crate::talk::{NO_ROW, Talk, merged, on_each};
use serde_json::{Value, json};
use shared::Code;

async fn get(talk: &Talk<'_>, id: &str) -> Value {
    talk.call(&talk.ben, "articles:get", json!({"id": id})).await.unwrap()
}

#[tokio::test]
async fn a_new_article_is_a_draft_at_the_end_of_its_collection() {
    on_each(async |talk: Talk<'_>| {
        let in_workspace = json!({"workspaceId": talk.acme, "name": "Basics"});
        let collection = talk.call(&talk.ben, "collections:create", in_workspace).await.unwrap();
        let loose = draft(&talk, json!({})).await;
        let first = draft(&talk, json!({"collectionId": collection, "tags": ["a"]})).await;
        let second = draft(&talk, json!({"collectionId": collection, "visibility": "internal"})).await;
        let row = get(&talk, &first).await;
        let expected = json!({
            "status": "draft", "visibility": "public", "widgetLargeScreen": false, "order": 0, "tags": ["a"],
            "authorId": talk.world.ben().id, "collectionId": collection, "slug": "title-1",
        });
        assert_eq!(merged(&row, &expected), row);
        assert!(row.get("publishedAt").is_none() && row.get("audienceRules").is_none());
        let (loose, second) = (get(&talk, &loose).await, get(&talk, &second).await);
        assert_eq!(
            (&loose["order"], &second["order"], &second["slug"]),
            (&json!(0), &json!(1), &json!("title-2"))
        );
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_what_is_given() {
    on_each(async |talk: Talk<'_>| {
        let id = draft(&talk, json!({"tags": ["kept"]})).await;
        let before = get(&talk, &id).await;
        talk.clock.advance(5);
        let update = async |change: Value| {
            let args = merged(&json!({"id": id}), &change);
            talk.call(&talk.ben, "articles:update", args).await.unwrap();
            get(&talk, &id).await
        };
        let same = update(json!({"title": "Title", "content": "New"})).await;
        assert_eq!(
            (&same["slug"], &same["content"], &same["tags"]),
            (&json!("title"), &json!("New"), &json!(["kept"]))
        );
        assert_eq!(same["updatedAt"], json!(before["updatedAt"].as_i64().unwrap() + 5));
        assert_eq!(update(json!({"title": "Über uns", "widgetLargeScreen": true})).await["slug"], "uber-uns");
        let rule = json!({"type": "group", "operator": "and", "conditions": []});
        assert_eq!(update(json!({"audienceRules": rule})).await["audienceRules"], rule);
        assert_eq!(update(json!({"content": "x"})).await["audienceRules"], rule);
        assert!(update(json!({"visibility": "internal"})).await.get("audienceRules").is_none());
        let foldered = update(json!({"folderId": "old"})).await;
        assert_eq!(foldered["legacyFolderId"], "old");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_refused_and_changes_nothing() {
    on_each(async |talk: Talk<'_>| {
        let id = draft(&talk, json!({})).await;
        let before = get(&talk, &id).await;
        let theirs = json!({"workspaceId": talk.globex, "name": "Theirs"});
        let theirs = talk.call(&talk.cleo, "collections:create", theirs).await.unwrap();
        for (change, code, words) in [
            (json!({"title": "x".repeat(256)}), Code::InvalidInput, "The title is too long"),
            (json!({"title": " "}), Code::InvalidInput, "The title is empty"),
            (json!({"content": "x".repeat(51_201)}), Code::InvalidInput, "The article is too long"),
            (json!({"tags": vec!["t"; 51]}), Code::InvalidInput, "The list of tags is too long"),
            (json!({"collectionId": NO_ROW}), Code::NotFound, "Collection not found"),
            (json!({"collectionId": theirs}), Code::NotFound, "Collection not found"),
        ] {
            let update = merged(&json!({"id": id}), &change);
            talk.refuses(&talk.ben, "articles:update", update, code, words).await;
            let create = merged(&json!({"workspaceId": talk.acme, "title": "T", "content": ""}), &change);
            talk.refuses(&talk.ben, "articles:create", create, code, words).await;
        }
        for rules in [json!({"type": "other"}), json!({"segmentId": "x"}), json!([1])] {
            let update = json!({"id": id, "audienceRules": rules});
            talk.refuses(&talk.ben, "articles:update", update, Code::InvalidInput, "Invalid audience rules")
                .await;
        }
        let author =
            json!({"workspaceId": talk.acme, "title": "T", "content": "", "authorId": talk.world.cleo().id});
        talk.refuses(&talk.ben, "articles:create", author, Code::NotFound, "Author not found").await;
        assert_eq!(get(&talk, &id).await, before);
    })
    .await;
}

#[tokio::test]
async fn an_article_is_published_withdrawn_archived_and_deleted() {
    on_each(async |talk: Talk<'_>| {
        let id = draft(&talk, json!({})).await;
        let act = async |name: &str| {
            talk.clock.advance(1);
            talk.call(&talk.ben, &format!("articles:{name}"), json!({"id": id})).await.unwrap();
            get(&talk, &id).await
        };
        let first = act("publish").await;
        assert_eq!((&first["status"], &first["publishedAt"]), (&json!("published"), &first["updatedAt"]));
        let again = act("publish").await;
        assert!(again["publishedAt"].as_i64() > first["publishedAt"].as_i64());
        let archived = act("archive").await;
        assert_eq!(
            (&archived["status"], &archived["publishedAt"]),
            (&json!("archived"), &again["publishedAt"])
        );
        let withdrawn = act("unpublish").await;
        assert_eq!((&withdrawn["status"], withdrawn.get("publishedAt")), (&json!("draft"), None));
        let removed = talk.call(&talk.ben, "articles:remove", json!({"id": id})).await.unwrap();
        assert_eq!((removed, get(&talk, &id).await), (json!({"success": true}), Value::Null));
    })
    .await;
}

#[tokio::test]
async fn a_preview_is_what_readers_will_see() {
    on_each(async |talk: Talk<'_>| {
        let content = "# One\n\n<b>two</b> **three**";
        let (name, args) = ("articles:preview", json!({"workspaceId": talk.acme, "content": content}));
        let preview = talk.call(&talk.ben, name, args.clone()).await.unwrap();
        let id = draft(&talk, json!({"content": content})).await;
        assert_eq!(preview, get(&talk, &id).await["blocks"]);
        talk.is_strict_about(name, args.clone()).await;
        let long = merged(&args, &json!({"content": "x".repeat(51_201)}));
        talk.refuses(&talk.ben, name, long, Code::InvalidInput, "The article is too long").await;
        talk.refuses(&talk.vera, name, args, Code::PermissionDenied, "articles.create").await;
    })
    .await;
}

#[tokio::test]
async fn who_gives_an_article_an_audience_sees_how_many_that_is() {
    on_each(async |talk: Talk<'_>| {
        let name = "articles:previewAudience";
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        let reach = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(&talk.ben, name, args).await.unwrap()
        };
        assert_eq!(reach(json!({})).await, json!({"total": 2, "matching": 2}));
        let rules = crate::segments::pro();
        assert_eq!(reach(json!({"audienceRules": rules})).await, json!({"total": 2, "matching": 1}));
        let segment = talk.segment(rules).await;
        let by_segment = json!({"audienceRules": {"segmentId": segment}});
        assert_eq!(reach(by_segment).await, json!({"total": 2, "matching": 1}));
        let wrong = json!({"workspaceId": talk.acme, "audienceRules": {"type": "xor"}});
        talk.refuses(&talk.ben, name, wrong, Code::InvalidInput, "Invalid audience rules").await;
        talk.is_strict_about(name, json!({"workspaceId": talk.acme})).await;
    })
    .await;
}
