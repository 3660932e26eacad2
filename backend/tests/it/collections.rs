//! `collections:*`: the tree of the help centre.

pub mod matrix;

use crate::{
    articles::{draft, published},
    talk::{NO_ROW, NOBODY, Talk, merged, on_each},
};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, workspace_members::AssignableRole};

async fn create(talk: &Talk<'_>, name: &str, parent: Option<&str>) -> String {
    let mut args = json!({"workspaceId": talk.acme, "name": name});
    if let Some(parent) = parent {
        args["parentId"] = json!(parent);
    }
    talk.call(&talk.ben, "collections:create", args).await.unwrap().as_str().unwrap().to_owned()
}

async fn into(talk: &Talk<'_>, article: &str, collection: &str) {
    let update = json!({"id": article, "collectionId": collection});
    talk.call(&talk.ben, "articles:update", update).await.unwrap();
}

/// Names with both counts.
async fn names(talk: &Talk<'_>, caller: &Caller, name: &str, change: Value) -> Vec<(String, i64, i64)> {
    let args = merged(&json!({"workspaceId": talk.acme}), &change);
    let rows = talk.call(caller, &format!("collections:{name}"), args).await.unwrap();
    let row = |row: &Value| {
        let count = |key: &str| row[key].as_i64().unwrap();
        (row["name"].as_str().unwrap().to_owned(), count("articleCount"), count("publishedArticleCount"))
    };
    rows.as_array().unwrap().iter().map(row).collect()
}

fn row(name: &str, all: i64, published: i64) -> (String, i64, i64) {
    (name.to_owned(), all, published)
}

#[tokio::test]
async fn the_team_sees_the_whole_tree_and_others_what_leads_to_an_article() {
    on_each(async |talk: Talk<'_>| {
        let shop = create(&talk, "Shop", None).await;
        let returns = create(&talk, "Returns", Some(&shop)).await;
        create(&talk, "Empty", None).await;
        let drafts = create(&talk, "Drafts", None).await;
        into(&talk, &published(&talk, "One", "").await, &returns).await;
        into(&talk, &draft(&talk, json!({"title": "Two"})).await, &returns).await;
        into(&talk, &draft(&talk, json!({"title": "Three"})).await, &drafts).await;
        let all = [row("Shop", 0, 0), row("Returns", 2, 1), row("Empty", 0, 0), row("Drafts", 1, 0)];
        let mut tree = names(&talk, &talk.vera, "listHierarchy", json!({})).await;
        tree.sort();
        let mut expected = all.to_vec();
        expected.sort();
        assert_eq!(tree, expected);
        let roots = [row("Shop", 0, 0), row("Empty", 0, 0), row("Drafts", 1, 0)];
        assert_eq!(names(&talk, &talk.ben, "list", json!({})).await, roots);
        assert_eq!(names(&talk, &talk.ben, "list", json!({"parentId": shop})).await, [row("Returns", 2, 1)]);
        assert_eq!(names(&talk, &talk.ben, "list", json!({"publicOnly": true})).await, [row("Shop", 0, 0)]);
        for stranger in [NOBODY, &talk.cleo] {
            let mut tree = names(&talk, stranger, "listHierarchy", json!({})).await;
            tree.sort();
            assert_eq!(tree, [row("Returns", 1, 1), row("Shop", 0, 0)]);
            assert_eq!(
                names(&talk, stranger, "list", json!({"parentId": shop})).await,
                [row("Returns", 1, 1)]
            );
        }
        let token = json!({"sessionToken": talk.ana.token});
        let mut mine = names(&talk, NOBODY, "listHierarchyForVisitor", token.clone()).await;
        mine.sort();
        assert_eq!(mine, [row("Returns", 1, 1), row("Shop", 0, 0)]);
        let args = merged(&json!({"workspaceId": talk.acme}), &token);
        talk.is_strict_about("collections:listHierarchyForVisitor", args.clone()).await;
        let other = merged(&args, &json!({"visitorId": talk.dora.id}));
        let words = "Not authorized to list collections for this visitor";
        talk.refuses(NOBODY, "collections:listHierarchyForVisitor", other, Code::NotAuthorized, words).await;
        talk.is_strict_about("collections:list", json!({"workspaceId": talk.acme, "parentId": shop})).await;
        talk.is_strict_about("collections:listHierarchy", json!({"workspaceId": talk.acme})).await;
    })
    .await;
}

#[tokio::test]
async fn a_collection_is_found_by_id_or_slug() {
    on_each(async |talk: Talk<'_>| {
        let id = create(&talk, "Getting started", None).await;
        for args in [json!({"id": id}), json!({"slug": "getting-started", "workspaceId": talk.acme})] {
            talk.is_strict_about("collections:get", args.clone()).await;
            assert_eq!(talk.call(NOBODY, "collections:get", args).await.unwrap()["_id"], json!(id));
        }
        for args in
            [json!({}), json!({"id": NO_ROW}), json!({"slug": "getting-started", "workspaceId": talk.globex})]
        {
            assert_eq!(talk.call(&talk.ben, "collections:get", args).await.unwrap(), Value::Null);
        }
    })
    .await;
}

#[tokio::test]
async fn a_collection_moves_but_never_below_itself() {
    on_each(async |talk: Talk<'_>| {
        let top = create(&talk, "Top", None).await;
        let middle = create(&talk, "Middle", Some(&top)).await;
        let bottom = create(&talk, "Bottom", Some(&middle)).await;
        let moved = async |id: &str, parent: Value| {
            let args = json!({"id": id, "parentId": parent});
            talk.call(&talk.ben, "collections:update", args).await
        };
        for (parent, words) in [
            (&top, "Collection cannot be its own parent"),
            (&middle, "Collection cannot be moved into its own descendant"),
            (&bottom, "Collection cannot be moved into its own descendant"),
            (&NO_ROW.to_owned(), "Parent collection not found"),
        ] {
            assert!(moved(&top, json!(parent)).await.unwrap_err().message.contains(words), "{words}");
        }
        moved(&bottom, Value::Null).await.unwrap();
        let row = talk.call(&talk.ben, "collections:get", json!({"id": bottom})).await.unwrap();
        assert_eq!((row.get("parentId"), &row["slug"]), (None, &json!("bottom")));
        let renamed = json!({"id": middle, "name": "Top", "description": "About", "icon": "📦"});
        talk.call(&talk.ben, "collections:update", renamed).await.unwrap();
        let row = talk.call(&talk.ben, "collections:get", json!({"id": middle})).await.unwrap();
        assert_eq!(
            (&row["slug"], &row["parentId"], &row["icon"]),
            (&json!("top-1"), &json!(top), &json!("📦"))
        );
        talk.call(&talk.ben, "collections:reorder", json!({"id": bottom, "newOrder": -1})).await.unwrap();
        let roots = names(&talk, &talk.ben, "list", json!({})).await;
        assert_eq!(roots, [self::row("Bottom", 0, 0), self::row("Top", 0, 0)]);
    })
    .await;
}

#[tokio::test]
async fn two_who_move_collections_into_each_other_at_once_make_no_circle() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let (a, b) = (create(&talk, "A", None).await, create(&talk, "B", None).await);
        let moved = |id: &str, parent: &str| {
            talk.call(&talk.ben, "collections:update", json!({"id": id, "parentId": parent}))
        };
        let (first, second) = tokio::join!(moved(&a, &b), moved(&b, &a));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    })
    .await;
}

#[tokio::test]
async fn only_an_empty_collection_is_deleted() {
    on_each(async |talk: Talk<'_>| {
        let top = create(&talk, "Top", None).await;
        let below = create(&talk, "Below", Some(&top)).await;
        let article = draft(&talk, json!({"collectionId": below})).await;
        let remove = async |id: &str| talk.call(&talk.ben, "collections:remove", json!({"id": id})).await;
        let refused = remove(&top).await.unwrap_err();
        assert_eq!(refused.message, "Cannot delete collection with child collections");
        let refused = remove(&below).await.unwrap_err();
        assert_eq!(refused.message, "Cannot delete collection with articles");
        talk.call(&talk.ben, "articles:remove", json!({"id": article})).await.unwrap();
        assert_eq!(remove(&below).await.unwrap(), json!({"success": true}));
        remove(&top).await.unwrap();
        assert!(names(&talk, &talk.ben, "listHierarchy", json!({})).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn only_who_may_write_articles_changes_the_tree() {
    on_each(async |talk: Talk<'_>| {
        let id = create(&talk, "Top", None).await;
        let theirs = json!({"workspaceId": talk.globex, "name": "Theirs"});
        let theirs = talk.call(&talk.cleo, "collections:create", theirs).await.unwrap();
        let eve = talk.colleague("eve@acme.test", "Eve", AssignableRole::Agent).await;
        for (name, args) in [
            ("collections:create", json!({"workspaceId": talk.acme, "name": "New"})),
            ("collections:update", json!({"id": id, "name": "New"})),
            ("collections:reorder", json!({"id": id, "newOrder": 3})),
            ("collections:remove", json!({"id": id})),
        ] {
            let denied = "Permission denied: articles.create";
            talk.refuses(&eve.caller, name, args.clone(), Code::PermissionDenied, denied).await;
            talk.refuses(&talk.cleo, name, args.clone(), Code::NotWorkspaceMember, "Not a member").await;
            talk.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
            talk.is_strict_about(name, args.clone()).await;
            if args.get("id").is_some() {
                let missing = merged(&args, &json!({"id": NO_ROW}));
                talk.refuses(&talk.ben, name, missing, Code::NotFound, "Collection not found").await;
            }
        }
        for (change, code, words) in [
            (json!({"name": ""}), Code::InvalidInput, "The name is empty"),
            (json!({"name": "x".repeat(256)}), Code::InvalidInput, "The name is too long"),
            (json!({"parentId": theirs}), Code::NotFound, "Parent collection not found"),
        ] {
            let create = merged(&json!({"workspaceId": talk.acme, "name": "New"}), &change);
            talk.refuses(&talk.ben, "collections:create", create, code, words).await;
            talk.refuses(&talk.ben, "collections:update", merged(&json!({"id": id}), &change), code, words)
                .await;
        }
    })
    .await;
}
