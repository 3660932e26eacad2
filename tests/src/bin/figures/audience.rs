//! What counting an audience takes in a workspace of 1,000,000 visitors, who did 1,300,000 things. `DOCENT_BENCH_VISITORS` says another
//! number of visitors. Filled by SQL into a place of its own, which is removed afterwards.

use crate::{
    filled::{Engine, Filled, each_store},
    process::at,
};
use serde_json::{Value, json};
use std::{env, time::Instant};

const VISITORS: i64 = 1_000_000;
/// How often each audience is counted.
const TIMES: usize = 7;

pub async fn report() {
    let visitors = env::var("DOCENT_BENCH_VISITORS").ok().and_then(|number| number.parse().ok());
    let visitors: i64 = visitors.unwrap_or(VISITORS);
    println!("\nAudiences among {visitors} visitors, {TIMES} times each; ms");
    println!("{:<12} {:<40} {:>10} {:>10} {:>10}", "", "", "matching", "p50", "longest");
    each_store("audience", |engine, workspace, _| filling(engine, workspace, visitors), measured).await;
}

async fn measured(filled: &Filled<'_>) {
    for (what, rules) in audiences() {
        let args = json!({"workspaceId": filled.workspace, "audienceRules": rules});
        let mut took = Vec::new();
        let mut matching = Value::Null;
        for _ in 0..TIMES {
            let before = Instant::now();
            let answer = filled.ask("segments:preview", args.clone()).await;
            took.push(before.elapsed());
            matching = answer["matching"].clone();
        }
        assert!(matching.as_i64() > Some(0), "{what} means somebody: {matching}");
        let (p50, longest) = (at(&mut took, 0.5), at(&mut took, 1.0));
        println!("{:<12} {what:<40} {matching:>10} {p50:>10.0} {longest:>10.0}", filled.name);
    }
}

fn audiences() -> Vec<(&'static str, Value)> {
    let one = |source: &str, key: &str, operator: &str, value: Value| json!({"type": "condition", "property": {"source": source, "key": key}, "operator": operator, "value": value});
    let event = |filter: Value| {
        let property = json!({"source": "event", "key": "any", "eventFilter": filter});
        json!({"type": "condition", "property": property, "operator": "is_set"})
    };
    let all = |conditions: Vec<Value>| json!({"type": "group", "operator": "and", "conditions": conditions});
    let plan = one("custom", "plan", "equals", json!("pro"));
    let seats = one("custom", "seats", "greater_than", json!(25));
    let country = one("system", "country", "equals", json!("Spain"));
    let orders = event(json!({"name": "order", "count": 2}));
    let never = event(json!({"name": "return", "countOperator": "at_most", "count": 0}));
    let either =
        |one: &Value, other: &Value| json!({"type": "group", "operator": "or", "conditions": [one, other]});
    let plan_or_never = either(&plan, &never);
    let plan_or_orders = either(&plan, &orders);
    vec![
        ("everybody", all(vec![])),
        ("an e-mail that contains a text", one("system", "email", "contains", json!("8@example"))),
        ("an attribute that equals a text", plan.clone()),
        ("an attribute that is over a number", seats.clone()),
        ("a country", country.clone()),
        ("an event, at least twice", orders.clone()),
        ("an event, never", never),
        ("an attribute, or never an event", plan_or_never),
        ("an attribute, or an event twice", plan_or_orders),
        ("four of these at once", all(vec![plan, seats, country, orders])),
    ]
}

/// Statements that write so many visitors, and what they did.
pub fn filling(engine: &Engine, workspace: &str, visitors: i64) -> Vec<String> {
    let Engine { new_id, json, .. } = engine;
    vec![
        format!(
            "INSERT INTO identities (id, kind, workspace_id)
             WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < {visitors})
             SELECT {new_id}, 'contact', {workspace} FROM numbers"
        ),
        format!(
            "INSERT INTO visitors
                 (id, workspace_id, session_id, readable_id, external_user_id, email, name, location, device, current_url, custom_attributes,
                  first_seen_at, last_seen_at, created_at)
             SELECT id, {workspace}, 'device ' || n, 'quick-fox-' || (n % 100), CASE n % 3 WHEN 0 THEN 'user ' || n END,
                    CASE n % 2 WHEN 0 THEN 'person' || n || '@example.com' END, CASE n % 2 WHEN 0 THEN 'Person ' || n END,
                    CAST('{{\"city\":\"Lisbon\",\"country\":\"' || CASE n % 4 WHEN 0 THEN 'Spain' ELSE 'Portugal' END || '\"}}' AS {json}),
                    CAST('{{\"browser\":\"Firefox\",\"os\":\"Linux\",\"deviceType\":\"desktop\"}}' AS {json}), 'https://shop.test/page/' || n,
                    CAST('{{\"plan\":\"' || CASE n % 3 WHEN 1 THEN 'pro' ELSE 'free' END || '\",\"seats\":' || (n % 50) ||
                         ',\"company\":\"Company ' || (n % 1000) || '\",\"isTrial\":false}}' AS {json}),
                    1780000000000 - n * 1000, 1780000000000 - n * 7919 % {visitors} * 1000, 1780000000000 - n * 1000
             FROM (SELECT id, ROW_NUMBER() OVER () AS n FROM identities WHERE kind = 'contact') numbered"
        ),
        format!(
            "INSERT INTO events (id, workspace_id, visitor_id, name, event_type, created_at)
             SELECT {new_id}, {workspace}, id, CASE WHEN first_seen_at % 2000 = 0 THEN 'order' ELSE 'return' END, 'manual', created_at
             FROM visitors"
        ),
        format!(
            "INSERT INTO events (id, workspace_id, visitor_id, name, event_type, created_at)
             SELECT {new_id}, {workspace}, id, 'order', 'manual', created_at + 5 FROM visitors WHERE first_seen_at % 3000 = 0"
        ),
    ]
}
