//! `internalArticles:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    articles::{published, titles},
    talk::{NO_ROW, Talk, merged, on_each, refused},
};
use serde_json::{Value, json};
use shared::{Code, Error};

impl Talk<'_> {
    async fn internal(&self, what: &str, args: Value) -> Result<Value, Error> {
        self.call(&self.ben, &format!("internalArticles:{what}"), args).await
    }

    async fn runbook(&self, title: &str, change: Value) -> Value {
        self.clock.advance(1);
        let args = json!({"workspaceId": self.acme, "title": title, "content": "Text"});
        self.internal("create", merged(&args, &change)).await.unwrap()
    }
}

#[tokio::test]
async fn an_internal_article_is_an_article_of_the_team_alone() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.runbook("Runbook", json!({"tags": ["night"], "folderId": "f1"})).await;
        let by_id = json!({"id": id});
        let row = talk.internal("get", by_id.clone()).await.unwrap();
        assert_eq!(
            (&row["visibility"], &row["status"], &row["tags"], &row["legacyFolderId"]),
            (&json!("internal"), &json!("draft"), &json!(["night"]), &json!("f1"))
        );
        let article = talk.call(&talk.ben, "articles:get", by_id.clone()).await.unwrap();
        assert_eq!((&article["_id"], &article["title"]), (&id, &json!("Runbook")));
        let status = async || talk.internal("get", by_id.clone()).await.unwrap()["status"].clone();
        for (what, is) in [("publish", "published"), ("archive", "archived"), ("unpublish", "draft")] {
            assert_eq!(talk.internal(what, by_id.clone()).await.unwrap(), id);
            assert_eq!(status().await, json!(is));
        }
        let change = json!({"id": id, "title": "Handbook", "content": "New", "tags": [], "folderId": "f2"});
        assert_eq!(talk.internal("update", change).await.unwrap(), id);
        let row = talk.internal("get", by_id.clone()).await.unwrap();
        assert_eq!(
            (&row["title"], &row["content"], &row["tags"], &row["legacyFolderId"], &row["visibility"]),
            (&json!("Handbook"), &json!("New"), &json!([]), &json!("f2"), &json!("internal"))
        );
        assert_eq!(talk.internal("remove", by_id.clone()).await.unwrap(), json!({"success": true}));
        assert_eq!(talk.internal("get", by_id).await.unwrap(), Value::Null);
    })
    .await;
}

#[tokio::test]
async fn what_is_public_is_no_internal_article() {
    on_each(async |talk: Talk<'_>| {
        let open = published(&talk, "Open", "Text").await;
        assert_eq!(talk.internal("get", json!({"id": open})).await.unwrap(), Value::Null);
        for what in ["update", "remove", "publish", "unpublish", "archive"] {
            refused(talk.internal(what, json!({"id": open})).await, Code::NotFound, "Article not found");
            refused(talk.internal(what, json!({"id": NO_ROW})).await, Code::NotFound, "Article not found");
        }
        assert_eq!(talk.internal("list", json!({"workspaceId": talk.acme})).await.unwrap(), json!([]));
        for (name, good) in [
            (
                "internalArticles:create",
                json!({"workspaceId": NO_ROW, "title": "x", "content": "x", "folderId": "x"}),
            ),
            ("internalArticles:update", json!({"id": NO_ROW, "title": "x"})),
            ("internalArticles:remove", json!({"id": NO_ROW})),
            ("internalArticles:publish", json!({"id": NO_ROW})),
            ("internalArticles:unpublish", json!({"id": NO_ROW})),
            ("internalArticles:archive", json!({"id": NO_ROW})),
            ("internalArticles:get", json!({"id": NO_ROW})),
            ("internalArticles:list", json!({"workspaceId": NO_ROW, "limit": 1, "cursor": NO_ROW})),
            ("internalArticles:search", json!({"workspaceId": NO_ROW, "query": "x"})),
            ("internalArticles:getAllTags", json!({"workspaceId": NO_ROW})),
        ] {
            talk.is_strict_about(name, good).await;
        }
    })
    .await;
}

#[tokio::test]
async fn internal_articles_are_found_by_their_words_folders_and_tags() {
    on_each(async |talk: Talk<'_>| {
        talk.runbook("Pager", json!({"tags": ["Night shift", "ops"], "folderId": "f1"})).await;
        talk.runbook("Night", json!({"tags": ["ops"]})).await;
        let last = talk.runbook("Deploys", json!({"folderId": "f1"})).await;
        talk.internal("publish", json!({"id": last})).await.unwrap();
        let of = async |what: &str, change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.internal(what, args).await.unwrap()
        };
        assert_eq!(titles(&of("list", json!({})).await), ["Deploys", "Night", "Pager"]);
        assert_eq!(titles(&of("list", json!({"folderId": "f1"})).await), ["Deploys", "Pager"]);
        assert_eq!(titles(&of("list", json!({"status": "published"})).await), ["Deploys"]);
        assert_eq!(titles(&of("list", json!({"limit": 1, "cursor": last})).await), ["Night"]);
        assert_eq!(titles(&of("search", json!({"query": "night"})).await), ["Night", "Pager"]);
        assert_eq!(titles(&of("search", json!({"query": "OPS"})).await), ["Night", "Pager"]);
        assert_eq!(of("search", json!({"query": "weekend"})).await, json!([]));
        assert_eq!(of("getAllTags", json!({})).await, json!(["Night shift", "ops"]));
    })
    .await;
}
