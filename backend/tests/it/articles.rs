//! `articles:*`: the help centre as the team, the public and a visitor see it.

mod assets;
mod editing;
pub mod matrix;
mod order;
mod search;

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, workspace_members::AssignableRole};

/// A published, public article with this title; its id.
pub async fn published(talk: &Talk<'_>, title: &str, content: &str) -> String {
    let id = draft(talk, json!({"title": title, "content": content})).await;
    talk.call(&talk.ben, "articles:publish", json!({"id": id})).await.unwrap();
    id
}

pub async fn draft(talk: &Talk<'_>, change: Value) -> String {
    let args = merged(&json!({"workspaceId": talk.acme, "title": "Title", "content": "Text"}), &change);
    talk.call(&talk.ben, "articles:create", args).await.unwrap().as_str().unwrap().to_owned()
}

pub fn titles(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap()).collect()
}

/// Closes Acme's help centre to the public.
async fn restrict(talk: &Talk<'_>) {
    let acme = talk.acme;
    let work = move |mut tx: docent::store::Tx| async move {
        let sql = "UPDATE workspaces SET help_center_access_policy = 'restricted' WHERE id = $1";
        let done = tx.query(sql).bind(acme).execute().await;
        (tx, done)
    };
    talk.app.store().write(work).await.unwrap();
    talk.app.touch(docent::core::Topic::new("workspaces", acme.0));
}

#[tokio::test]
async fn the_public_reads_what_is_published_and_public_and_the_team_everything() {
    on_each(async |talk: Talk<'_>| {
        let open = published(&talk, "Open", "**Yes**").await;
        draft(&talk, json!({"title": "Draft"})).await;
        let internal = draft(&talk, json!({"title": "Internal", "visibility": "internal"})).await;
        talk.call(&talk.ben, "articles:publish", json!({"id": internal})).await.unwrap();
        let list = async |caller: &Caller, change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let rows = talk.call(caller, "articles:list", args).await.unwrap();
            let mut titles: Vec<_> = titles(&rows).into_iter().map(str::to_owned).collect();
            titles.sort();
            titles
        };
        for stranger in [NOBODY, &talk.cleo] {
            assert_eq!(list(stranger, json!({})).await, ["Open"]);
            assert!(list(stranger, json!({"status": "draft"})).await.is_empty());
            let get = talk.call(stranger, "articles:get", json!({"id": internal})).await.unwrap();
            assert_eq!(get, Value::Null);
        }
        for member in [&talk.ben, &talk.vera] {
            assert_eq!(list(member, json!({})).await, ["Draft", "Internal", "Open"]);
            assert_eq!(list(member, json!({"visibility": "internal"})).await, ["Internal"]);
            assert_eq!(list(member, json!({"status": "published", "visibility": "public"})).await, ["Open"]);
        }
        let by_slug = json!({"slug": "open", "workspaceId": talk.acme});
        for args in [json!({"id": open}), by_slug.clone(), merged(&by_slug, &json!({"id": NO_ROW}))] {
            let row = talk.call(NOBODY, "articles:get", args).await.unwrap();
            assert_eq!((&row["_id"], &row["renderedContent"]), (&json!(open), &json!("**Yes**")));
            assert_eq!(row["blocks"], json!([{"paragraph": [{"strong": [{"text": "Yes"}]}]}]));
        }
        for args in [json!({}), json!({"slug": "open"}), json!({"id": open, "visibility": "internal"})] {
            assert_eq!(talk.call(&talk.ben, "articles:get", args).await.unwrap(), Value::Null);
        }
        restrict(&talk).await;
        assert!(list(NOBODY, json!({})).await.is_empty());
        assert_eq!(talk.call(NOBODY, "articles:get", by_slug).await.unwrap(), Value::Null);
        let search = json!({"workspaceId": talk.acme, "query": "open"});
        assert_eq!(talk.call(NOBODY, "articles:search", search).await.unwrap(), json!([]));
        assert_eq!(list(&talk.vera, json!({})).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn lists_come_in_pages_and_in_order() {
    on_each(async |talk: Talk<'_>| {
        for n in 0..5 {
            published(&talk, &format!("Article {n}"), "").await;
            // Some at the same instant: their titles decide.
            talk.clock.advance(n % 2);
        }
        for (caller, expected) in [(&talk.ben, [4, 2, 3, 0, 1]), (NOBODY, [0, 1, 2, 3, 4])] {
            let (mut seen, mut args) = (Vec::new(), json!({"workspaceId": talk.acme, "limit": 2}));
            loop {
                let page = talk.call(caller, "articles:list", args.clone()).await.unwrap();
                let Some(last) = page.as_array().unwrap().last() else { break };
                args["cursor"] = last["_id"].clone();
                seen.extend(titles(&page).into_iter().map(str::to_owned));
            }
            assert_eq!(seen, expected.map(|n| format!("Article {n}")));
        }
    })
    .await;
}

#[tokio::test]
async fn the_team_pages_through_more_articles_than_one_answer_holds() {
    on_each(async |talk: Talk<'_>| {
        for n in 0..502 {
            draft(&talk, json!({"title": format!("Article {n}")})).await;
            talk.clock.advance(i64::from(n % 3 == 0));
        }
        let (mut seen, mut args) =
            (Vec::new(), json!({"workspaceId": talk.acme, "status": "draft", "limit": 1000}));
        for most in [500, 2, 0] {
            let page = talk.call(&talk.ben, "articles:list", args.clone()).await.unwrap();
            let rows = page.as_array().unwrap();
            assert_eq!(rows.len(), most);
            if let Some(last) = rows.last() {
                args["cursor"] = last["_id"].clone();
            }
            seen.extend(
                rows.iter().map(|row| {
                    (row["updatedAt"].as_i64().unwrap(), row["title"].as_str().unwrap().to_owned())
                }),
            );
        }
        assert!(
            seen.is_sorted_by(|a, b| (std::cmp::Reverse(a.0), &a.1) < (std::cmp::Reverse(b.0), &b.1)),
            "each once, in order"
        );
    })
    .await;
}

#[tokio::test]
async fn no_article_is_left_in_a_table_of_its_own() {
    on_each(async |talk: Talk<'_>| {
        draft(&talk, json!({"title": "Doors", "visibility": "internal"})).await;
        let (name, args) = ("articles:migrateLegacyInternalArticles", json!({"workspaceId": talk.acme}));
        let none = json!({"migratedCount": 0, "migrated": [], "normalizedFolderBackedArticleCount": 0});
        assert_eq!(talk.call(&talk.ben, name, args.clone()).await.unwrap(), none);
        let internal = json!({"workspaceId": talk.acme, "visibility": "internal"});
        let listed = talk.call(&talk.ben, "articles:list", internal).await.unwrap();
        assert_eq!(titles(&listed), ["Doors"], "it has always been an article");
        talk.is_strict_about(name, args).await;
    })
    .await;
}

#[tokio::test]
async fn a_visitor_is_shown_what_is_meant_for_it() {
    on_each(async |talk: Talk<'_>| {
        let for_all = published(&talk, "For all", "").await;
        let rules = |key: &str, value: &str| {
            let property = json!({"source": "system", "key": key});
            json!({"type": "condition", "property": property, "operator": "equals", "value": value})
        };
        let for_ana = published(&talk, "For Ana", "").await;
        let update = json!({"id": for_ana, "audienceRules": rules("email", "ana@example.com")});
        talk.call(&talk.ben, "articles:update", update).await.unwrap();
        let segment = published(&talk, "For a segment that is gone", "").await;
        let update = json!({"id": segment, "audienceRules": {"segmentId": NO_ROW}});
        talk.call(&talk.ben, "articles:update", update).await.unwrap();
        let told =
            json!({"visitorId": talk.ana.id, "sessionToken": talk.ana.token, "email": "ana@example.com"});
        talk.call(NOBODY, "visitors:identify", told).await.unwrap();

        let as_visitor = |visitor: &crate::world::Visitor, change: Value| {
            merged(&json!({"workspaceId": talk.acme, "sessionToken": visitor.token}), &change)
        };
        let list = async |args: Value| talk.call(NOBODY, "articles:listForVisitor", args).await;
        assert_eq!(titles(&list(as_visitor(&talk.ana, json!({}))).await.unwrap()), ["For all", "For Ana"]);
        assert_eq!(titles(&list(as_visitor(&talk.dora, json!({}))).await.unwrap()), ["For all"]);
        let get = async |visitor: &crate::world::Visitor, id: &str| {
            talk.call(NOBODY, "articles:getForVisitor", as_visitor(visitor, json!({"id": id}))).await.unwrap()
        };
        assert_eq!(get(&talk.ana, &for_ana).await["title"], "For Ana");
        assert_eq!(get(&talk.dora, &for_ana).await, Value::Null);
        assert_eq!(get(&talk.ana, &segment).await, Value::Null);
        assert_eq!(get(&talk.dora, &for_all).await["renderedContent"], "Text".repeat(0));
        let search = as_visitor(&talk.dora, json!({"query": "for"}));
        let found = talk.call(NOBODY, "articles:searchForVisitor", search).await.unwrap();
        assert_eq!(titles(&found), ["For all"]);

        // The widget reads although the public may not.
        restrict(&talk).await;
        assert_eq!(titles(&list(as_visitor(&talk.dora, json!({}))).await.unwrap()), ["For all"]);

        for name in ["articles:listForVisitor", "articles:searchForVisitor", "articles:getForVisitor"] {
            let with = |change: Value| {
                let extra = match name {
                    "articles:searchForVisitor" => json!({"query": "for"}),
                    "articles:getForVisitor" => json!({"id": for_all}),
                    _ => json!({}),
                };
                merged(&merged(&json!({"workspaceId": talk.acme}), &extra), &change)
            };
            talk.is_strict_about(
                name,
                with(json!({"sessionToken": talk.ana.token, "visitorId": talk.ana.id})),
            )
            .await;
            let no = async |args: Value, code, words| talk.refuses(NOBODY, name, args, code, words).await;
            no(with(json!({})), Code::NotAuthenticated, "Session token required").await;
            no(
                with(json!({"sessionToken": talk.dan.token})),
                Code::NotAuthorized,
                "Session token does not match workspace",
            )
            .await;
            let as_other = with(json!({"sessionToken": talk.ana.token, "visitorId": talk.dora.id}));
            no(as_other, Code::NotAuthorized, "Not authorized to read articles for this visitor").await;
            let nothing = talk.call(&talk.ben, name, with(json!({}))).await.unwrap();
            assert!(nothing == Value::Null || nothing == json!([]), "{name}: {nothing}");
            let answer = talk.call(&talk.vera, name, with(json!({"visitorId": talk.ana.id}))).await.unwrap();
            assert!(
                answer.is_object() || answer.as_array().is_some_and(|rows| !rows.is_empty()),
                "{name}: {answer}"
            );
            let of_others =
                talk.call(&talk.ben, name, with(json!({"visitorId": talk.dan.id}))).await.unwrap();
            assert!(of_others == Value::Null || of_others == json!([]), "{name}: {of_others}");
            let not_member = with(json!({"visitorId": talk.ana.id}));
            talk.refuses(
                &talk.cleo,
                name,
                not_member,
                Code::NotWorkspaceMember,
                "Not a member of this workspace",
            )
            .await;
        }
    })
    .await;
}

#[tokio::test]
async fn feedback_is_counted_once_a_visitor_and_of_public_articles_only() {
    on_each(async |talk: Talk<'_>| {
        let id = published(&talk, "Helpful?", "").await;
        let say = async |change: Value| {
            let args = merged(&json!({"articleId": id, "helpful": true}), &change);
            talk.call(NOBODY, "articles:submitFeedback", args).await
        };
        let by_ana = json!({"sessionToken": talk.ana.token});
        let first = say(by_ana.clone()).await.unwrap();
        assert_eq!(say(merged(&by_ana, &json!({"helpful": false}))).await.unwrap(), first);
        say(json!({"visitorId": talk.dora.id})).await.unwrap();
        say(json!({})).await.unwrap();
        let stats = talk.call(NOBODY, "articles:getFeedbackStats", json!({"articleId": id})).await.unwrap();
        assert_eq!(stats, json!({"helpful": 2, "notHelpful": 1, "total": 3}));
        let none =
            talk.call(NOBODY, "articles:getFeedbackStats", json!({"articleId": NO_ROW})).await.unwrap();
        assert_eq!(none, json!({"helpful": 0, "notHelpful": 0, "total": 0}));
        let hidden = draft(&talk, json!({})).await;
        for missing in [hidden.as_str(), NO_ROW] {
            let args = json!({"articleId": missing, "helpful": true});
            talk.refuses(&talk.ben, "articles:submitFeedback", args, Code::NotFound, "Article not found")
                .await;
        }
        let foreign = json!({"articleId": id, "helpful": true, "sessionToken": talk.dan.token});
        let words = "Session token does not match workspace";
        talk.refuses(NOBODY, "articles:submitFeedback", foreign, Code::NotAuthorized, words).await;
        talk.call(&talk.ben, "articles:remove", json!({"id": id})).await.unwrap();
        let stats = talk.call(NOBODY, "articles:getFeedbackStats", json!({"articleId": id})).await.unwrap();
        assert_eq!(stats["total"], 0);
        talk.is_strict_about("articles:submitFeedback", json!({"articleId": id, "helpful": true})).await;
        talk.is_strict_about("articles:getFeedbackStats", json!({"articleId": id})).await;
    })
    .await;
}

#[tokio::test]
async fn an_agent_reads_and_does_not_write() {
    on_each(async |talk: Talk<'_>| {
        let eve = talk.colleague("eve@acme.test", "Eve", AssignableRole::Agent).await;
        let id = published(&talk, "Title", "").await;
        let rows = talk.call(&eve.caller, "articles:list", json!({"workspaceId": talk.acme})).await.unwrap();
        assert_eq!(titles(&rows), ["Title"]);
        for (name, permission) in [
            ("articles:update", "articles.create"),
            ("articles:remove", "articles.delete"),
            ("articles:publish", "articles.publish"),
            ("articles:unpublish", "articles.publish"),
            ("articles:archive", "articles.publish"),
        ] {
            let args = json!({"id": id});
            talk.is_strict_about(name, args.clone()).await;
            let denied = format!("Permission denied: {permission}");
            talk.refuses(&eve.caller, name, args.clone(), Code::PermissionDenied, &denied).await;
            let stranger = "Not a member of this workspace";
            talk.refuses(&talk.cleo, name, args.clone(), Code::NotWorkspaceMember, stranger).await;
            talk.refuses(
                NOBODY,
                name,
                args,
                Code::NotAuthenticated,
                "Not authenticated: Authentication required",
            )
            .await;
            talk.refuses(&talk.ben, name, json!({"id": NO_ROW}), Code::NotFound, "Article not found").await;
        }
        let args = json!({"workspaceId": talk.acme, "title": "T", "content": ""});
        talk.is_strict_about("articles:create", args.clone()).await;
        talk.refuses(&eve.caller, "articles:create", args.clone(), Code::PermissionDenied, "articles.create")
            .await;
        talk.refuses(NOBODY, "articles:create", args, Code::NotAuthenticated, "authenticat").await;
        talk.is_strict_about("articles:list", json!({"workspaceId": talk.acme, "status": "draft"})).await;
        talk.is_strict_about("articles:get", json!({"id": id})).await;
        talk.is_strict_about("articles:search", json!({"workspaceId": talk.acme, "query": ""})).await;
    })
    .await;
}

#[tokio::test]
async fn a_visitor_lists_titles_without_their_content_and_what_is_in_no_collection() {
    on_each(async |talk: Talk<'_>| {
        let inside = published(&talk, "Inside", "**Long**").await;
        published(&talk, "Outside", "**Long**").await;
        let args = json!({"workspaceId": talk.acme, "name": "Shop"});
        let shop = talk.call(&talk.ben, "collections:create", args).await.unwrap();
        talk.call(&talk.ben, "articles:update", json!({"id": inside, "collectionId": shop})).await.unwrap();
        let list = async |change: Value| {
            let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token});
            talk.call(NOBODY, "articles:listForVisitor", merged(&args, &change)).await.unwrap()
        };
        assert_eq!(titles(&list(json!({})).await), ["Inside", "Outside"]);
        assert_eq!(titles(&list(json!({"withoutCollection": true})).await), ["Outside"]);
        assert_eq!(titles(&list(json!({"withoutCollection": false})).await), ["Inside", "Outside"]);
        let whole = list(json!({"collectionId": shop})).await;
        assert_eq!(
            (&whole[0]["content"], &whole[0]["renderedContent"]),
            (&json!("**Long**"), &json!("**Long**"))
        );
        assert_eq!(whole[0]["blocks"].as_array().unwrap().len(), 1);
        let brief = list(json!({"collectionId": shop, "withoutContent": true})).await;
        assert_eq!(titles(&brief), ["Inside"]);
        assert_eq!((&brief[0]["content"], &brief[0]["renderedContent"]), (&json!(""), &json!("")));
        assert_eq!(brief[0]["blocks"], json!([]));
    })
    .await;
}
