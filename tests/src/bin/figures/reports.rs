//! What a report of 90 days takes in a workspace of 1,000,000 conversations, spread over a year, and one of the whole year. Filled by SQL
//! into a place of its own, which is removed afterwards.

use crate::process::at;
use docent::{
    core::{App, Caller, Clock, Config, functions::Call},
    domain::auth::{self, steps},
    store::{Location, Store},
};
use serde_json::{Value, json};
use shared::{
    Millis,
    auth::CurrentUser,
    id::{UserId, WorkspaceId},
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::{env, time::Instant};

const CONVERSATIONS: i64 = 1_000_000;
const AGENTS: usize = 20;
/// How often each report is asked for.
const TIMES: usize = 7;
const DAY: Millis = 86_400_000;
const NOW: Millis = 1_780_000_000_000;

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
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("reports.sqlite");
    of_store("SQLite", &Location::Sqlite(file.clone()), async |filling| {
        let url = format!("sqlite:{}", file.display());
        let mut driver = SqliteConnection::connect(&url).await.expect("the file opens");
        for sql in filling {
            driver.execute(AssertSqlSafe(sql)).await.expect("the rows are written");
        }
        driver.close().await.expect("the file closes");
    })
    .await;
    drop(folder);
    let Ok(server) = env::var("DOCENT_TEST_POSTGRES") else { return };
    let mut admin = PgConnection::connect(&server).await.expect("PostgreSQL answers");
    admin.execute("CREATE DATABASE docent_bench_reports").await.expect("a new database");
    let mut url = url::Url::parse(&server).expect("an address");
    url.set_path("docent_bench_reports");
    of_store("PostgreSQL", &url.as_str().parse().expect("a location"), async |filling| {
        let mut driver = PgConnection::connect(url.as_str()).await.expect("PostgreSQL answers");
        for sql in filling {
            driver.execute(AssertSqlSafe(sql)).await.expect("the rows are written");
        }
        // What PostgreSQL does by itself within minutes.
        driver.execute("VACUUM ANALYZE").await.expect("the database is analysed");
    })
    .await;
    admin.execute("DROP DATABASE docent_bench_reports WITH (FORCE)").await.expect("it goes");
}

async fn of_store(name: &str, location: &Location, fill: impl AsyncFnOnce(Vec<String>)) {
    let store = Store::open(location).await.expect("the store opens");
    let config = Config::new("http://docent.test", [7; 32]);
    let app = App::with_all_rooms(config, store, Clock::held(NOW)).expect("the app starts");
    let mut agents = Vec::new();
    for n in 0..AGENTS {
        let enrol = steps::Enrol {
            email: format!("agent{n}@docent.test"),
            name: Some(format!("Agent {n}")),
            workspace_name: None,
            password_hash: None,
        };
        agents.push(app.mutate(&Caller::SYSTEM, enrol).await.expect("an agent").value);
    }
    let tokens = app.mutate(&Caller::NOBODY, steps::Open { user: agents[0] }).await.expect("a session").value;
    let ben = auth::caller(&app, &tokens.token, None, None).await.unwrap_or_else(|_| panic!("our own token"));
    let me = app.query(&ben, CurrentUser {}).await.expect("an answer").expect("somebody");
    let workspace = me.user.workspace_id.expect("a workspace");
    fill(filling(location, workspace, &agents)).await;
    for report in REPORTS {
        let (p50, longest) = measure(&app, &ben, workspace, report, 90).await;
        let (p50_of_all, longest_of_all) = measure(&app, &ben, workspace, report, 365).await;
        println!(
            "{name:<12} {report:<30} {p50:>10.0} {longest:>10.0} {p50_of_all:>12.0} {longest_of_all:>12.0}"
        );
    }
    app.store().close().await;
}

/// Half of the times at most, and the longest, in ms.
async fn measure(app: &App, ben: &Caller, workspace: WorkspaceId, report: &str, days: Millis) -> (f64, f64) {
    let mut args = json!({ "workspaceId": workspace });
    if report != "getAgentWorkloadDistribution" {
        args["startDate"] = (NOW - days * DAY).into();
        args["endDate"] = NOW.into();
    }
    let mut took = Vec::new();
    for _ in 0..TIMES {
        let before = Instant::now();
        let answer = ask(app, ben, &format!("reporting:{report}"), args.clone()).await;
        took.push(before.elapsed());
        assert!(answer.to_string().len() > 80, "{report} has something to say: {answer}");
    }
    (at(&mut took, 0.5), at(&mut took, 1.0))
}

async fn ask(app: &App, caller: &Caller, name: &str, args: Value) -> Value {
    match app.call(name, args) {
        Ok(Call::Query(query)) => {
            app.observe(caller, query.as_ref()).await.value.unwrap_or_else(|why| panic!("{name}: {why}"))
        }
        _ => panic!("{name} is a query"),
    }
}

/// Statements that fill a place: conversations, of which each second was rated and each third was answered by an AI agent. What is of
/// which kind follows from its number by primes, so that neighbours differ.
fn filling(location: &Location, workspace: WorkspaceId, agents: &[UserId]) -> Vec<String> {
    let is_sqlite = matches!(location, Location::Sqlite(_));
    let (new_id, id): (&str, fn(String) -> String) = match is_sqlite {
        true => ("randomblob(16)", |hex| format!("x'{hex}'")),
        false => ("gen_random_uuid()", |hex| format!("'{hex}'::uuid")),
    };
    let workspace = id(workspace.to_string());
    let cases: String = agents
        .iter()
        .enumerate()
        .map(|(n, agent)| format!(" WHEN {n} THEN {}", id(agent.to_string())))
        .collect();
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
