//! The history checker: many clients write, read and watch while servers are killed, paused and cut off from each other; afterwards
//! a judge looks at what each of them was told. `cargo xtask soak` runs it for long, `cargo xtask test` for a short while.

mod clients;
mod faults;
mod judge;

use clients::{Stage, Talk, watch, write};
use faults::{Around, Nats, Servers};
use judge::{Conversation, Message, judge};
use serde_json::{Value, json};
use std::{
    process::ExitCode,
    sync::{Arc, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};
use tests::{
    api,
    nodes::Nodes,
    server::{Account, Server},
};
use tokio::{task::JoinSet, time::sleep};

/// Operations for each conversation, since those who read read all of it.
const PER_TALK: u64 = 400;
const FEWEST_TALKS: u64 = 12;
/// Live subscribers of each conversation.
const WATCHERS: usize = 2;
const WRITERS: usize = 36;
/// How long the last change may take to reach everybody.
const SETTLED: Duration = Duration::from_secs(20);

/// Between two lines that say how far it is.
const PROGRESS: Duration = Duration::from_secs(10);

struct Options {
    stores: Vec<String>,
    operations: u64,
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = options();
    let mut is_good = true;
    for store in &options.stores {
        is_good &= play(store, &options).await;
    }
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn options() -> Options {
    let mut options = Options {
        stores: vec!["sqlite".into(), "postgres".into()],
        operations: 100_000,
        seed: fastrand::u64(..1_000_000),
    };
    let mut words = std::env::args().skip(1);
    while let (Some(name), Some(value)) = (words.next(), words.next()) {
        let number = || value.parse().expect("a number");
        match name.as_str() {
            "--store" if value != "all" => options.stores = vec![value],
            "--store" => (),
            "--operations" => options.operations = number(),
            "--seed" => options.seed = number(),
            other => panic!("unknown option {other}"),
        }
    }
    options
}

/// One play on one store; answers whether everything was right.
async fn play(store: &str, options: &Options) -> bool {
    let (operations, seed) = (options.operations, options.seed);
    println!("{store}: {operations} operations, seed {seed}");
    let (nodes, around) = match store {
        "sqlite" => (vec![Server::start_with(trusting(), Vec::new()).await], None),
        "postgres" => {
            let nats = Nats::start().await;
            let Nodes { one, other, database, cables } =
                Nodes::start_with(Some(nats.url()), trusting()).await;
            (vec![one, other], Some(Around { nats, database, cables }))
        }
        other => panic!("no store is called {other}"),
    };
    let started = Instant::now();
    let account = nodes[0].sign_up("ben@docent.example", "A shop").await;
    let stage = Arc::new(prepare(&nodes, &account, operations).await);
    let mut servers = Servers::new(nodes, around, seed);
    let mut watching = JoinSet::new();
    for n in 0..stage.talks.len() * WATCHERS {
        watching.spawn(watch(stage.clone(), n / WATCHERS, n % WATCHERS));
    }
    let mut writing = JoinSet::new();
    for who in 0..WRITERS {
        writing.spawn(write(stage.clone(), who, seed));
    }
    sleep(Duration::from_millis(500)).await;
    let (mut is_writing, mut told) = (true, Instant::now());
    while is_writing {
        if told.elapsed() > PROGRESS {
            let done = stage.done.load(Ordering::Relaxed);
            println!("  {done} of {operations} operations after {:.0} s", started.elapsed().as_secs_f64());
            told = Instant::now();
        }
        servers.suffer().await;
        while let Some(ended) = writing.try_join_next() {
            ended.expect("a client is never refused for good");
        }
        is_writing = !writing.is_empty();
    }
    let quiet = Instant::now();
    settle(&stage, quiet).await;
    let settled = quiet.elapsed();
    let problems = look(&stage).await;
    stage.is_over.store(true, Ordering::Relaxed);
    watching.join_all().await;
    report(&stage, &servers, problems, started.elapsed(), settled)
}

/// Clients of many addresses, all on this machine.
fn trusting() -> Vec<String> {
    vec!["--trusted-proxies".into(), "127.0.0.1".into()]
}

fn report(
    stage: &Stage,
    servers: &Servers,
    problems: Vec<String>,
    took: Duration,
    settled: Duration,
) -> bool {
    let acknowledged: usize = stage.talks.iter().map(|talk| talk.acknowledged().len()).sum();
    let windows = stage.talks.iter().flat_map(|talk| &talk.shown);
    let windows: usize =
        windows.map(|shown| shown.lock().unwrap_or_else(PoisonError::into_inner).windows.len()).sum();
    let done = stage.done.load(Ordering::Relaxed);
    let again = stage.again.load(Ordering::Relaxed);
    println!(
        "  {done} operations in {:.0} s, {again} tries in vain, {acknowledged} messages acknowledged",
        took.as_secs_f64()
    );
    println!(
        "  {windows} live answers seen; the last change was everywhere after {} ms",
        settled.as_millis()
    );
    for (fault, count) in &servers.counts {
        println!("  {count:>4} × {fault}");
    }
    for problem in problems.iter().take(20) {
        println!("  PROBLEM {problem}");
    }
    match problems.len() {
        0 => println!("  0 lost, 0 doubled, 0 gaps, 0 out of order, 0 stale"),
        some => println!("  {some} problems"),
    }
    problems.is_empty()
}

async fn prepare(nodes: &[Server], account: &Account, operations: u64) -> Stage {
    let origin = nodes[0].origin();
    let mut talks = Vec::new();
    for n in 0..(operations / PER_TALK).max(FEWEST_TALKS) {
        let boot =
            json!({ "workspaceId": account.workspace, "sessionId": format!("session_of_visitor_{n}") });
        let booted = api::call(&origin, "mutation", "widgetSessions:boot", boot, None).await;
        let token = booted["sessionToken"].as_str().expect("a token").to_owned();
        let create = json!({ "workspaceId": account.workspace, "sessionToken": token });
        let row = api::call(&origin, "mutation", "conversations:createForVisitor", create, None).await;
        talks.push(Talk::new(row["_id"].as_str().expect("an id").to_owned(), token, WATCHERS));
    }
    let ports = nodes.iter().map(|node| node.port).collect();
    Stage::new(ports, account.token.clone(), talks, operations)
}

/// Waits until every subscriber has been shown the newest message, but not for ever.
async fn settle(stage: &Stage, quiet: Instant) {
    while quiet.elapsed() < SETTLED {
        let mut is_settled = true;
        for talk in &stage.talks {
            let last = row(stage, 0, talk).await["lastSeq"].as_f64().unwrap_or_default() as i64;
            is_settled &= talk.shown.iter().all(|shown| {
                let shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
                shown.windows.last().and_then(|window| window.last()).is_some_and(|(seq, _)| *seq == last)
            });
        }
        if is_settled {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
}

/// Everything that is wrong, of all conversations.
async fn look(stage: &Stage) -> Vec<String> {
    let mut problems = stage.problems.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for (number, talk) in stage.talks.iter().enumerate() {
        let mut lists = Vec::new();
        for node in 0..stage.ports.len() {
            let args = json!({ "conversationId": talk.id });
            let list = ask(stage, node, "messages:list", args).await;
            lists.push(list.as_array().expect("a list").iter().map(message).collect());
        }
        let rows = [row(stage, 0, talk).await, row(stage, stage.ports.len() - 1, talk).await];
        if rows[0] != rows[1] {
            problems.push(format!("conversation {number}: the nodes' rows differ: {rows:?}"));
        }
        let whole = |key: &str| rows[0][key].as_f64().unwrap_or(-1.0) as i64;
        let conversation = Conversation {
            acknowledged: talk.acknowledged(),
            shown: talk
                .shown
                .iter()
                .map(|shown| shown.lock().unwrap_or_else(PoisonError::into_inner).clone())
                .collect(),
            lists,
            last_seq: whole("lastSeq"),
            team_read_seq: whole("teamReadSeq"),
            unread_by_agent: whole("unreadByAgent"),
        };
        let found = judge(&conversation);
        problems
            .extend(found.iter().map(|problem| format!("conversation {number} ({}): {problem}", talk.id)));
    }
    problems
}

fn message(row: &Value) -> Message {
    let text = |key: &str| row[key].as_str().map(str::to_owned);
    Message {
        seq: row["seq"].as_f64().unwrap_or_default() as i64,
        id: text("_id").unwrap_or_default(),
        // Every writer has keys of its own, and says them in the text too.
        key: text("content").and_then(|content| Some(content.strip_prefix("message ")?.to_owned())),
        is_inbound: row["senderType"] == "visitor",
    }
}

async fn row(stage: &Stage, node: usize, talk: &Talk) -> Value {
    ask(stage, node, "conversations:get", json!({ "id": talk.id })).await
}

async fn ask(stage: &Stage, node: usize, path: &str, args: Value) -> Value {
    let origin = format!("http://127.0.0.1:{}", stage.ports[node]);
    api::call(&origin, "query", path, args, Some(&stage.ben)).await
}
