//! What agents list and search in a workspace with 100,000 rows of each kind. Filled by SQL into a place of its own, which is removed
//! afterwards.

use crate::{
    audience,
    filled::{Engine, Filled, NOW, each_store},
    process::at,
};
use docent::store::search::Words;
use serde_json::{Value, json};
use shared::{Millis, id::WorkspaceId};
use std::time::Instant;

const ROWS: i64 = 100_000;
/// How often each list is asked for.
const TIMES: usize = 15;
/// Between one row and the next.
const STEP: Millis = 60_000;

pub async fn report() {
    println!("\nLists of a workspace with {ROWS} rows of each kind, {TIMES} times each; ms");
    println!("{:<12} {:<52} {:>8} {:>8} {:>8}", "", "", "rows", "p50", "longest");
    each_store("lists", filling, measured).await;
}

async fn measured(filled: &Filled<'_>) {
    for (what, name, change) in lists() {
        let mut args = json!({ "workspaceId": filled.workspace });
        for (key, value) in change.as_object().into_iter().flatten() {
            args[key] = value.clone();
        }
        let mut took = Vec::new();
        let mut rows = 0;
        for _ in 0..TIMES {
            let before = Instant::now();
            let answer = filled.ask(name, args.clone()).await;
            took.push(before.elapsed());
            rows = length(&answer);
        }
        assert!(rows > 0, "{what} shows something");
        let (p50, longest) = (at(&mut took, 0.5), at(&mut took, 1.0));
        println!("{:<12} {what:<52} {rows:>8} {p50:>8.1} {longest:>8.1}", filled.name);
    }
}

/// Rows of an answer: it is a list, or has one.
fn length(answer: &Value) -> usize {
    let list = match answer {
        Value::Object(fields) => fields.values().find_map(Value::as_array),
        list => list.as_array(),
    };
    list.map_or(0, Vec::len)
}

fn lists() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("conversations, first page", "conversations:listForInbox", json!({})),
        ("conversations that are snoozed", "conversations:listForInbox", json!({"status": "snoozed"})),
        ("all conversations, 50", "conversations:list", json!({"limit": 50})),
        ("all conversations, no limit", "conversations:list", json!({})),
        ("articles, 50", "articles:list", json!({"limit": 50})),
        ("articles, no limit", "articles:list", json!({})),
        ("articles that are published, 50", "articles:list", json!({"status": "published", "limit": 50})),
        ("articles with a frequent word", "articles:search", json!({"query": "refund"})),
        ("articles with a rare word", "articles:search", json!({"query": "number77777"})),
        ("collections with their counts", "collections:listHierarchy", json!({})),
        ("tickets, 50", "tickets:list", json!({"limit": 50})),
        ("tickets, no limit", "tickets:list", json!({})),
        ("tickets that wait, 50", "tickets:list", json!({"status": "waiting_on_customer", "limit": 50})),
        ("snippets, 50", "snippets:list", json!({"limit": 50})),
        ("snippets with a text", "snippets:search", json!({"query": "thanks 777"})),
        ("visitors, first page", "visitors:listDirectory", json!({})),
        ("visitors with a part of an address", "visitors:listDirectory", json!({"search": "on777"})),
        ("visitors with a part of many addresses", "visitors:listDirectory", json!({"search": "example"})),
        ("audit log, 100", "auditLogs:list", json!({})),
        ("audit log, one kind of act", "auditLogs:list", json!({"action": "user.removed"})),
    ]
}

/// The id that is written between quotes.
fn written(workspace: &str) -> WorkspaceId {
    workspace.split('\'').nth(1).and_then(|id| id.parse().ok()).expect("an id")
}

fn filling(engine: &Engine, workspace: &str, agents: &[String]) -> Vec<String> {
    let Engine { new_id, id, .. } = engine;
    let began = NOW - ROWS * STEP;
    let agent = &agents[0];
    let numbers = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS}),
              made (n, at) AS (SELECT n, {began} + n * {STEP} FROM numbers)"
    );
    let collection = |n: i64| id(format!("{n:032x}"));
    let shelves: String = (0..50).map(|n| format!(" WHEN {n} THEN {}", collection(n + 1))).collect();
    // As an article keeps its words; each has one of its own.
    let words = Words::of(["refund order reply number"]).kept(written(workspace));
    let mut filling = audience::filling(engine, workspace, ROWS);
    filling.extend((0..50).map(|n| {
        format!(
            "INSERT INTO collections (id, workspace_id, name, slug, position, created_at, updated_at)
             VALUES ({}, {workspace}, 'Shelf {n}', 'shelf-{n}', {n}, {began}, {began})",
            collection(n + 1)
        )
    }));
    filling.extend([
        format!(
            "INSERT INTO visitor_words (visitor_id, workspace_id, words, found_by)
             SELECT id, {workspace}, '{words}', LOWER(readable_id || ' ' || COALESCE(name, '') || ' ' || COALESCE(email, ''))
             FROM visitors"
        ),
        format!(
            "INSERT INTO conversations
                 (id, workspace_id, owner_kind, channel, status, sort_at, created_at, updated_at)
             {numbers}
             SELECT {new_id}, {workspace}, 'contact', 'chat', CASE n * 7 % 10 WHEN 0 THEN 'open' WHEN 1 THEN 'snoozed' ELSE 'closed' END,
                    at, at, at
             FROM made"
        ),
        format!(
            "INSERT INTO articles
                 (id, workspace_id, collection_id, title, slug, content, visibility, status, position, published_at, created_at, updated_at)
             {numbers}
             SELECT {new_id}, {workspace}, CASE n % 50{shelves} END, 'Refund of order number' || n, 'order-' || n,
                    'A reply to number' || n || '. It says how the refund of an order goes.', 'public',
                    CASE n % 10 WHEN 0 THEN 'draft' ELSE 'published' END, n, at, at, at
             FROM made"
        ),
        format!(
            "INSERT INTO article_words (article_id, words)
             SELECT id, '{words} ' || REPLACE(slug, 'order-', 'number') FROM articles"
        ),
        format!(
            "INSERT INTO tickets (id, workspace_id, subject, description, status, priority, created_at, updated_at)
             {numbers}
             SELECT {new_id}, {workspace}, 'Order ' || n, 'It has not come.',
                    CASE n % 20 WHEN 0 THEN 'waiting_on_customer' WHEN 1 THEN 'in_progress' WHEN 2 THEN 'submitted' ELSE 'resolved' END,
                    'normal', at, at
             FROM made"
        ),
        format!(
            "INSERT INTO snippets (id, workspace_id, name, content, sort_name, searched, created_at, updated_at)
             {numbers}
             SELECT {new_id}, {workspace}, 'Thanks ' || n, 'Thank you for order ' || n, 'thanks ' || n, 'thanks ' || n || ' thank you for order ' || n,
                    at, at
             FROM made"
        ),
        format!(
            "INSERT INTO audit_logs (id, workspace_id, actor_id, actor_type, action, resource_type, happened_at)
             {numbers}
             SELECT {new_id}, {workspace}, {agent}, 'user', CASE n % 1000 WHEN 0 THEN 'user.removed' ELSE 'settings.updated' END, 'workspace', at
             FROM made"
        ),
    ]);
    filling
}
