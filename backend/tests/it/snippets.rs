//! `snippets:…`: who may call them is in the matrix.

pub mod matrix;

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    async fn snippet(&self, change: Value) -> Value {
        let args = json!({"workspaceId": self.acme, "name": "Hello", "content": "Hello, how can I help?"});
        self.call(&self.ben, "snippets:create", merged(&args, &change)).await.unwrap()
    }

    async fn snippets(&self, name: &str, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        self.call(&self.ben, name, args).await.unwrap()
    }
}

fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_snippet_is_kept_as_it_was_written() {
    on_each(async |talk: Talk<'_>| {
        let ben = talk.ben.user_id().unwrap();
        let hostile = "<img src=x onerror=alert(1)> {{name}} \u{202e}";
        let id = talk.snippet(json!({"content": hostile, "shortcut": "/Hi", "createdBy": ben})).await;
        let row = talk.call(&talk.ben, "snippets:get", json!({"id": id})).await.unwrap();
        assert_eq!(
            row,
            json!({
                "_id": id, "_creationTime": talk.clock.now(), "workspaceId": talk.acme, "name": "Hello",
                "content": hostile, "shortcut": "/Hi", "createdBy": ben, "createdAt": talk.clock.now(),
                "updatedAt": talk.clock.now(),
            })
        );
        let plain = talk.snippet(json!({})).await;
        let row = talk.call(&talk.ben, "snippets:get", json!({"id": plain})).await.unwrap();
        assert_eq!((row.get("shortcut"), row.get("createdBy")), (None, None), "createdBy has no default");
    })
    .await;
}

#[tokio::test]
async fn the_list_is_by_name_whatever_its_case_and_goes_on_after_a_snippet() {
    on_each(async |talk: Talk<'_>| {
        let mut ids = Vec::new();
        for name in ["beta", "Äther", "Alpha", "alpha two", "Gamma"] {
            ids.push(talk.snippet(json!({"name": name})).await);
        }
        let all = ["Alpha", "alpha two", "beta", "Gamma", "Äther"];
        assert_eq!(names(&talk.snippets("snippets:list", json!({})).await), all);
        assert_eq!(names(&talk.snippets("snippets:list", json!({"limit": 2})).await), all[..2]);
        let after = json!({"limit": 2, "after": ids[3]});
        assert_eq!(names(&talk.snippets("snippets:list", after).await), all[2..4]);
    })
    .await;
}

#[tokio::test]
async fn a_search_finds_name_shortcut_and_content_and_takes_no_sign_for_a_pattern() {
    on_each(async |talk: Talk<'_>| {
        for (name, shortcut, content) in
            [("Refund", "/r", "Your MONEY"), ("100 % sure", "/sure", "Straße"), ("Ümlaut", "/a_b", "c\\d")]
        {
            talk.clock.advance(1);
            talk.snippet(json!({"name": name, "shortcut": shortcut, "content": content})).await;
        }
        for (query, found) in [
            ("", vec!["Refund", "100 % sure", "Ümlaut"]),
            ("rEfUnD", vec!["Refund"]),
            ("money", vec!["Refund"]),
            ("/", vec!["Refund", "100 % sure", "Ümlaut"]),
            ("0 %", vec!["100 % sure"]),
            ("%", vec!["100 % sure"]),
            ("_", vec!["Ümlaut"]),
            ("C\\D", vec!["Ümlaut"]),
            ("ümLAUT", vec!["Ümlaut"]),
            ("nothing", vec![]),
        ] {
            let rows = talk.snippets("snippets:search", json!({"query": query})).await;
            assert_eq!(names(&rows), found, "{query:?}");
        }
        for n in 0..21 {
            talk.clock.advance(1);
            talk.snippet(json!({"name": format!("many {n}")})).await;
        }
        let rows = talk.snippets("snippets:search", json!({"query": "many"})).await;
        assert_eq!((rows.as_array().unwrap().len(), &rows[0]["name"]), (20, &json!("many 0")));
        let args = json!({"workspaceId": talk.acme, "query": "x".repeat(256)});
        talk.refuses(&talk.ben, "snippets:search", args, Code::InvalidInput, "too long").await;
    })
    .await;
}

#[tokio::test]
async fn a_shortcut_is_one_snippets_to_the_letter() {
    on_each(async |talk: Talk<'_>| {
        let first = talk.snippet(json!({"shortcut": "/hi"})).await;
        let capital = talk.snippet(json!({"shortcut": "/Hi"})).await;
        let found = async |shortcut: &str| {
            talk.snippets("snippets:getByShortcut", json!({"shortcut": shortcut})).await["_id"].clone()
        };
        assert_eq!(
            (found("/hi").await, found("/Hi").await, found("hi").await),
            (first.clone(), capital.clone(), Value::Null)
        );
        let taken = "Shortcut already exists";
        let again = json!({"workspaceId": talk.acme, "name": "x", "content": "x", "shortcut": "/hi"});
        refused(talk.call(&talk.ben, "snippets:create", again).await, Code::AlreadyExists, taken);
        let change = async |shortcut: Value| {
            talk.call(&talk.ben, "snippets:update", json!({"id": capital, "shortcut": shortcut})).await
        };
        refused(change(json!("/hi")).await, Code::AlreadyExists, taken);
        assert_eq!(change(json!("/Hi")).await.unwrap(), capital, "its own is no other's");
        // An empty one may be made any number of times, and not chosen a second time.
        talk.snippet(json!({"shortcut": ""})).await;
        talk.snippet(json!({"shortcut": ""})).await;
        refused(change(json!("")).await, Code::AlreadyExists, taken);
        change(Value::Null).await.unwrap();
        let row = talk.call(&talk.ben, "snippets:get", json!({"id": capital})).await.unwrap();
        assert_eq!(row.get("shortcut"), None);
        // Another workspace's shortcuts are its own.
        let theirs = json!({"workspaceId": talk.globex, "name": "x", "content": "x", "shortcut": "/hi"});
        talk.call(&talk.cleo, "snippets:create", theirs).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn update_changes_what_is_given_and_remove_takes_the_snippet_away() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.snippet(json!({"shortcut": "/hi"})).await;
        talk.clock.advance(1000);
        let change = json!({"id": id, "name": "Bye", "folderId": "whatever"});
        assert_eq!(talk.call(&talk.ben, "snippets:update", change).await.unwrap(), id);
        let row = talk.call(&talk.ben, "snippets:get", json!({"id": id})).await.unwrap();
        assert_eq!((&row["name"], &row["shortcut"]), (&json!("Bye"), &json!("/hi")));
        assert_eq!((&row["updatedAt"], row.get("folderId")), (&json!(talk.clock.now()), None));
        assert_eq!(names(&talk.snippets("snippets:search", json!({"query": "bye"})).await), ["Bye"]);
        let gone = talk.call(&talk.ben, "snippets:remove", json!({"id": id})).await.unwrap();
        assert_eq!(gone, json!({"success": true}));
        for name in ["snippets:get", "snippets:update", "snippets:remove"] {
            let answer = talk.call(&talk.ben, name, json!({"id": id})).await;
            refused(answer, Code::NotFound, "Snippet not found");
            let answer = talk.call(NOBODY, name, json!({"id": NO_ROW})).await;
            refused(answer, Code::NotAuthenticated, "Not authenticated");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_too_long_or_anothers_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({"workspaceId": talk.acme, "name": "x", "content": "x", "shortcut": "x"});
        for (change, words) in [
            (json!({"name": "x".repeat(256)}), "The name is too long"),
            (json!({"content": "x".repeat(50 * 1024 + 1)}), "The snippet is too long"),
            (json!({"shortcut": "x".repeat(256)}), "The shortcut is too long"),
        ] {
            let args = merged(&good, &change);
            talk.refuses(&talk.ben, "snippets:create", args, Code::InvalidInput, words).await;
        }
        let vera = json!({"createdBy": talk.vera.user_id().unwrap()});
        let answer = talk.call(&talk.ben, "snippets:create", merged(&good, &vera)).await;
        refused(answer, Code::NotAuthorized, "Cannot create snippet on behalf of another user");
        for (name, good) in [
            ("snippets:list", json!({"workspaceId": talk.acme, "limit": 1, "after": NO_ROW})),
            ("snippets:get", json!({"id": NO_ROW})),
            ("snippets:search", json!({"workspaceId": talk.acme, "query": "x"})),
            ("snippets:getByShortcut", json!({"workspaceId": talk.acme, "shortcut": "x"})),
            ("snippets:create", good.clone()),
            ("snippets:update", json!({"id": NO_ROW, "name": "x", "content": "x", "folderId": "x"})),
            ("snippets:remove", json!({"id": NO_ROW})),
        ] {
            talk.is_strict_about(name, good).await;
        }
    })
    .await;
}
