//! What a report of 90 days takes in a workspace of 1,000,000 conversations, spread over a year, and one of the whole year. Filled by SQL
//! into a place of its own, which is removed afterwards.

use crate::{
    filled::{Engine, Filled, NOW, each_store},
    process::at,
};
use serde_json::json;
use shared::Millis;
use std::time::Instant;

const CONVERSATIONS: i64 = 1_000_000;
/// How often each report is asked for.
const TIMES: usize = 7;
const DAY: Millis = 86_400_000;

const REPORTS: [&str; 7] = [
    "getConversationMetrics",
    "getResponseTimeMetrics",
    "getResolutionTimeMetrics",
    "getAgentMetrics",
    "getAgentWorkloadDistribution",
    "getCsatScore",
    "getAiAgentMetrics",
];

pub async fn report() {
    println!("\nReports in a workspace of {CONVERSATIONS} conversations of one year, {TIMES} times each; ms");
    println!(
        "{:<12} {:<30} {:>10} {:>10} {:>12} {:>12}",
        "", "", "90 d p50", "longest", "365 d p50", "longest"
    );
    each_store("reports", filling, measured).await;
}

async fn measured(filled: &Filled<'_>) {
    for report in REPORTS {
        let (p50, longest) = measure(filled, report, 90).await;
        let (p50_of_all, longest_of_all) = measure(filled, report, 365).await;
        let name = filled.name;
        println!(
            "{name:<12} {report:<30} {p50:>10.0} {longest:>10.0} {p50_of_all:>12.0} {longest_of_all:>12.0}"
        );
    }
}

/// Half of the times at most, and the longest, in ms.
async fn measure(filled: &Filled<'_>, report: &str, days: Millis) -> (f64, f64) {
    let mut args = json!({ "workspaceId": filled.workspace });
    if report != "getAgentWorkloadDistribution" {
        args["startDate"] = (NOW - days * DAY).into();
        args["endDate"] = NOW.into();
    }
    let mut took = Vec::new();
    for _ in 0..TIMES {
        let before = Instant::now();
        let answer = filled.ask(&format!("reporting:{report}"), args.clone()).await;
        took.push(before.elapsed());
        assert!(answer.to_string().len() > 80, "{report} has something to say: {answer}");
    }
    (at(&mut took, 0.5), at(&mut took, 1.0))
}

/// Statements that fill a place: conversations, of which each second was rated and each third was answered by an AI agent. What is of
/// which kind follows from its number by primes, so that neighbours differ.
fn filling(engine: &Engine, workspace: &str, agents: &[String]) -> Vec<String> {
    let new_id = engine.new_id;
    let cases: String =
        agents.iter().enumerate().map(|(n, agent)| format!(" WHEN {n} THEN {agent}")).collect();
    let began = NOW - 365 * DAY;
    let step = 365 * DAY / CONVERSATIONS;
    vec![
        format!(
            "INSERT INTO conversations
                 (id, workspace_id, owner_kind, channel, assignee_id, status, sort_at, first_response_at, resolved_at, created_at, updated_at)
             WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < {CONVERSATIONS}),
                  made (n, at) AS (SELECT n, {began} + n * {step} FROM numbers)
             SELECT {new_id}, {workspace}, 'contact', CASE WHEN n % 7 = 0 THEN 'email' ELSE 'chat' END, CASE n * 13 % 22{cases} END,
                    CASE n * 7 % 10 WHEN 0 THEN 'open' WHEN 1 THEN 'snoozed' ELSE 'closed' END, at,
                    CASE WHEN n % 11 > 0 THEN at + n * 7919 % 86400000 + 1000 END,
                    CASE WHEN n * 7 % 10 > 1 THEN at + n * 104729 % 604800000 + 1000 END, at, at
             FROM made"
        ),
        format!(
            "INSERT INTO csat_responses (id, workspace_id, conversation_id, rating, created_at)
             SELECT id, {workspace}, id, CAST(created_at / {step} % 5 + 1 AS DOUBLE PRECISION), created_at
             FROM conversations WHERE created_at / {step} % 2 = 0"
        ),
        format!(
            "INSERT INTO ai_responses
                 (id, workspace_id, conversation_id, query, response, sources, confidence, feedback, handed_off, generation_time_ms,
                  tokens_used, model, provider, created_at)
             SELECT id, {workspace}, id, 'Where is my order?', 'On its way.', '[]', 0.5,
                    CASE created_at / {step} % 5 WHEN 0 THEN 'helpful' WHEN 1 THEN 'not_helpful' END, created_at / {step} % 4 = 0,
                    created_at % 5000, 100, 'm', 'p', created_at
             FROM conversations WHERE created_at / {step} % 3 = 0"
        ),
    ]
}
