//! Ten thousand of everything that a workspace shows by itself: what it costs is bounded by what is shown, not by what there is.

use crate::{
    segments::condition,
    talk::{NOBODY, Talk, merged, on_each},
};
use docent::{
    core::{Query, Reader, Result},
    domain::workspaces::Unasked,
    store::{Engine, Tx},
};
use serde_json::{Value, json};
use shared::{
    Code, Function, function, outbound_messages::GetEligible, surveys::GetActiveSurveys,
    tooltips::GetAvailableTooltips, tour_progress::GetAvailableTours,
};
use std::collections::BTreeSet;

const MANY: i64 = 10_000;

/// A table, and a row of it with the number `n`. What is NULL or a constant there is the same on both engines.
const TABLES: [(&str, &str); 5] = [
    (
        "tours",
        "INSERT INTO tours (id, workspace_id, name, status, display_mode, priority, show_confetti, allow_snooze, allow_restart,
                            created_at, updated_at)
         SELECT {id}, $1, 'Tour ' || n, $2, 'first_time_only', 0, TRUE, TRUE, TRUE, n, n FROM numbers",
    ),
    (
        "outbound_messages",
        "INSERT INTO outbound_messages (id, workspace_id, kind, name, content, status, created_at, updated_at)
         SELECT {id}, $1, 'banner', 'Message ' || n, '{}', $2, n, n FROM numbers",
    ),
    (
        "surveys",
        "INSERT INTO surveys (id, workspace_id, name, format, status, questions, show_progress_bar, show_dismiss_button, frequency,
                              created_at, updated_at)
         SELECT {id}, $1, 'Survey ' || n, 'small', $2, '[]', TRUE, TRUE, 'once', n, n FROM numbers",
    ),
    (
        "checklists",
        "INSERT INTO checklists (id, workspace_id, name, tasks, status, created_at, updated_at)
         SELECT {id}, $1, 'Checklist ' || n, '[]', $2, n, n FROM numbers",
    ),
    (
        "tooltips",
        "INSERT INTO tooltips (id, workspace_id, name, element_selector, content, trigger_type, created_at, updated_at)
         SELECT {id}, $1, 'Tip ' || n, '#x', $2, 'hover', n, n FROM numbers",
    ),
];

/// Runs some statement of a test.
async fn runs(talk: &Talk<'_>, sql: String, status: Option<&'static str>) {
    let acme = talk.acme;
    // A text of the test's own, which lives as long as the test.
    let sql: &'static str = sql.leak();
    let work = move |mut tx: Tx| async move {
        let statement = tx.query(sql);
        let done = match status {
            Some(status) => statement.bind(acme).bind(status.to_owned()).execute().await,
            None => statement.execute().await,
        };
        (tx, done)
    };
    talk.app.store().write(work).await.unwrap();
}

/// Many rows in each of the tables.
async fn filled(talk: &Talk<'_>, status: &'static str) {
    let is_sqlite = matches!(talk.app.store().engine(), Engine::Sqlite);
    let id = if is_sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
    for (_, insert) in TABLES {
        let insert = insert.replace("{id}", id);
        let numbers = format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY}) {insert}"
        );
        runs(talk, numbers, Some(status)).await;
    }
    runs(talk, "ANALYZE".into(), None).await;
}

/// A query, and how many statements it took.
#[derive(Clone)]
struct Counted<F>(F);

impl<F: Query<Output = Vec<T>>, T: Send + 'static> Function for Counted<F> {
    const NAME: &'static str = "test:counted";
    type Kind = function::Query;
    type Output = (usize, u64);
}
impl<F: Query<Output = Vec<T>>, T: Send + 'static> Query for Counted<F> {
    async fn run(self, cx: &mut Reader) -> Result<(usize, u64)> {
        let before = cx.statements();
        let rows = self.0.run(cx).await?;
        Ok((rows.len(), cx.statements() - before))
    }
}

#[tokio::test]
async fn of_ten_thousand_a_list_is_read_page_by_page() {
    on_each(async |talk: Talk<'_>| {
        filled(&talk, "draft").await;
        for name in
            ["tours:list", "outboundMessages:list", "surveys:list", "checklists:list", "tooltips:list"]
        {
            let page = async |change: Value| {
                let args = merged(&json!({"workspaceId": talk.acme, "limit": 500}), &change);
                let rows = talk.call(&talk.ben, name, args).await.unwrap();
                rows.as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["_id"].as_str().unwrap().to_owned())
                    .collect::<Vec<_>>()
            };
            let mut seen = BTreeSet::new();
            let mut rows = page(json!({})).await;
            while let Some(last) = rows.last().cloned() {
                assert_eq!(rows.len(), 500, "{name}");
                seen.extend(rows);
                rows = page(json!({"after": last})).await;
            }
            assert_eq!(seen.len() as i64, MANY, "{name} shows each once");
        }
    })
    .await;
}

#[tokio::test]
async fn of_ten_thousand_a_visitor_costs_a_few_statements_and_is_shown_a_bounded_number() {
    on_each(async |talk: Talk<'_>| {
        filled(&talk, "active").await;
        // Each is meant for those who did something else: it is counted for all of them at once.
        let did = condition("event", "x", "equals", Value::Null);
        for (table, column) in [
            ("tours", "audience_rules"),
            ("outbound_messages", "targeting"),
            ("surveys", "audience_rules"),
            ("tooltips", "audience_rules"),
        ] {
            let mut rules = did.clone();
            rules["property"]["eventFilter"] = json!({"name": "~", "countOperator": "at_most", "count": 0});
            let text = rules.to_string().replace('~', "' || name || '");
            let cast = if matches!(talk.app.store().engine(), Engine::Sqlite) { "" } else { "::jsonb" };
            runs(&talk, format!("UPDATE {table} SET {column} = ('{text}'){cast}"), None).await;
        }
        let (workspace_id, token) = (talk.acme, Some(talk.ana.token.clone()));
        let tours = GetAvailableTours { workspace_id, visitor_id: None, session_token: token.clone(), current_url: None };
        let messages = GetEligible {
            workspace_id,
            visitor_id: None,
            session_token: token.clone(),
            current_url: "https://shop.test/".into(),
            session_id: None,
        };
        let surveys =
            GetActiveSurveys { workspace_id, visitor_id: None, session_token: token.clone(), current_url: None };
        let tips = GetAvailableTooltips {
            workspace_id,
            visitor_id: None,
            session_token: token,
            limit: None,
            trigger_context: None,
        };
        let counted = [
            ("tours", talk.app.query(NOBODY, Counted(tours)).await.unwrap(), 500),
            ("messages", talk.app.query(NOBODY, Counted(messages)).await.unwrap(), 1000),
            ("surveys", talk.app.query(NOBODY, Counted(surveys)).await.unwrap(), 1000),
            ("tooltips", talk.app.query(NOBODY, Counted(tips)).await.unwrap(), 300),
        ];
        for (what, (rows, statements), most) in counted {
            assert_eq!(rows, most, "{what}");
            assert!(statements <= 10, "{what} took {statements} statements");
        }
        let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "limit": 10_000});
        let lists = talk.call(NOBODY, "checklists:getEligible", args).await.unwrap();
        assert_eq!(lists.as_array().unwrap().len(), 500);
        // What was done since is not shown any more.
        for name in ["Tour 1", "Message 1"] {
            let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "name": name});
            talk.call(NOBODY, "events:track", args).await.unwrap();
        }
        let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "currentUrl": "https://shop.test/"});
        for (name, most) in [("tourProgress:getAvailableTours", 500), ("outboundMessages:getEligible", 1000)] {
            let rows = talk.call(NOBODY, name, args.clone()).await.unwrap();
            assert_eq!(rows.as_array().unwrap().len(), most - 1, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn whether_there_is_anything_to_show_is_found_in_an_index() {
    on_each(async |talk: Talk<'_>| {
        filled(&talk, "draft").await;
        assert_eq!(talk.app.query(NOBODY, Unasked { workspace: talk.acme }).await.unwrap(), ["tooltips"]);
        let nothing: Vec<&str> = talk.app.query(NOBODY, Unasked { workspace: talk.globex }).await.unwrap();
        assert!(nothing.is_empty());
        let is_sqlite = matches!(talk.app.store().engine(), Engine::Sqlite);
        for (table, _) in TABLES {
            let active = if table == "tooltips" { "" } else { " AND status = 'active'" };
            // Of a workspace with none, which a scan would look for to the end.
            let sql =
                format!("SELECT id FROM {table} WHERE workspace_id = {}{active} LIMIT 1", nobody(&talk));
            let plan = plan(&talk, &sql).await;
            let is_searched = if is_sqlite { plan.contains("USING") } else { plan.contains("Index") };
            assert!(is_searched && !plan.contains("Seq Scan"), "{table}: {plan}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_teams_list_of_articles_is_read_in_the_order_of_its_index() {
    on_each(async |talk: Talk<'_>| {
        if let Engine::Postgres = talk.app.store().engine() {
            // What it sorts for a few rows says nothing of many.
            return;
        }
        for status in ["", " AND status = 'published'"] {
            let sql = format!(
                "SELECT * FROM articles WHERE workspace_id = {}{status} ORDER BY updated_at DESC, title, id LIMIT 50",
                nobody(&talk)
            );
            let plan = plan(&talk, &sql).await;
            assert!(plan.contains("articles_by_change") && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    })
    .await;
}

#[tokio::test]
async fn sqlite_reads_no_more_visitors_than_it_counts_or_lists() {
    on_each(async |talk: Talk<'_>| {
        if let Engine::Postgres = talk.app.store().engine() {
            return;
        }
        for since in ["", " AND last_seen_at > 1"] {
            let sql = format!(
                "SELECT COUNT(*) FROM visitors WHERE workspace_id = {} AND merged_into_id IS NULL{since}",
                nobody(&talk)
            );
            let plan = plan(&talk, &sql).await;
            assert!(plan.contains("COVERING INDEX visitors_by_sight"), "{plan}");
        }
        for since in ["", " AND +last_seen_at > 1", " AND (+last_seen_at, id) < (1, X'00')"] {
            let few = vec!["X'00'"; 512].join(", ");
            let sql = format!(
                "SELECT * FROM visitors WHERE merged_into_id IS NULL AND workspace_id = {}{since} AND id IN ({few})
                 ORDER BY +last_seen_at DESC, id DESC LIMIT 20",
                nobody(&talk)
            );
            let plan = plan(&talk, &sql).await;
            assert!(plan.contains("PRIMARY KEY (workspace_id=? AND id=?)"), "{plan}");
        }
    })
    .await;
}

/// The id of a workspace that is not there, as it is written.
fn nobody(talk: &Talk<'_>) -> &'static str {
    match talk.app.store().engine() {
        Engine::Sqlite => "X'00'",
        Engine::Postgres => "'00000000-0000-4000-8000-000000000001'",
    }
}

/// How the engine goes about a statement.
async fn plan(talk: &Talk<'_>, sql: &str) -> String {
    let is_sqlite = matches!(talk.app.store().engine(), Engine::Sqlite);
    let explain = if is_sqlite { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
    let sql: &'static str = format!("{explain} {sql}").leak();
    let work = move |mut tx: Tx| async move {
        let rows = if is_sqlite {
            let rows = tx.query(sql).fetch_all::<(i64, i64, i64, String)>().await;
            rows.map(|rows| rows.into_iter().map(|row| row.3).collect::<Vec<_>>())
        } else {
            let rows = tx.query(sql).fetch_all::<(String,)>().await;
            rows.map(|rows| rows.into_iter().map(|row| row.0).collect())
        };
        (tx, rows)
    };
    talk.app.store().write(work).await.unwrap().join("\n")
}

#[tokio::test]
async fn no_more_becomes_active_than_visitors_are_looked_through_for() {
    on_each(async |talk: Talk<'_>| {
        filled(&talk, "active").await;
        let tour = talk.tour(json!({})).await;
        let survey = talk.call(
            &talk.ben,
            "surveys:create",
            json!({
                "workspaceId": talk.acme, "name": "Q", "format": "small",
                "questions": [{"id": "a", "type": "nps", "title": "?", "required": false}],
            }),
        );
        let survey = survey.await.unwrap();
        let message = talk.call(
            &talk.ben,
            "outboundMessages:create",
            json!({
                "workspaceId": talk.acme, "type": "banner", "name": "Sale", "content": {"text": "Sale"},
            }),
        );
        let message = message.await.unwrap();
        let list = json!({"workspaceId": talk.acme, "name": "Start", "tasks": []});
        let list = talk.call(&talk.ben, "checklists:create", list).await.unwrap();
        for (name, args, most) in [
            ("tours:activate", json!({"id": tour}), 500),
            ("surveys:activate", json!({"id": survey}), 1000),
            ("outboundMessages:activate", json!({"id": message}), 1000),
            ("checklists:update", json!({"id": list, "status": "active"}), 500),
        ] {
            let words = format!("At most {most}");
            talk.refuses(&talk.ben, name, args, Code::InvalidInput, &words).await;
        }
        // What is active already can be changed.
        let args = json!({"workspaceId": talk.acme, "status": "active", "limit": 1});
        let rows = talk.call(&talk.ben, "checklists:list", args).await.unwrap();
        let change = json!({"id": rows[0]["_id"], "name": "Begin", "status": "active"});
        talk.call(&talk.ben, "checklists:update", change).await.unwrap();
    })
    .await;
}
