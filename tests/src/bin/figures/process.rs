//! The server as a process: how fast it starts, what it and its idle sockets take of memory, how soon a message is where it should be
//! while all these sockets are open.

use crate::lasting;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::{
    fs,
    time::{Duration, Instant},
};
use tests::{api, server::Server, socket::Socket};
use tokio::{task::JoinSet, time::sleep};

/// Idle sockets of the figures, each with a live query of its own.
const SOCKETS: usize = 2_000;
/// Conversations in which somebody writes and somebody reads.
const TALKS: usize = 64;
/// Between two messages of one conversation: longer than a live query rests between two runs, as people are slower too.
const THINKING: Duration = Duration::from_millis(200);

pub async fn report() {
    println!(
        "\nThe server as a process (budgets: start ≤ 1 s, idle ≤ 60 MB, idle socket ≤ 20 KB, delivery p99 ≤ 100 ms)"
    );
    let started = Instant::now();
    let server = Server::start().await;
    let first = started.elapsed();
    let idle = memory(server.id());
    let workspace = server.workspace().await;
    let before = memory(server.id());
    let sockets = idle_sockets(&server, &talk(&server, &workspace, 0).await).await;
    let busy = memory(server.id());
    line("start to listening (first start, new database)", first.as_secs_f64() * 1000.0, "ms");
    line("memory, idle (resident)", idle as f64 / 1024.0, "MB");
    line(
        &format!("memory for each of {SOCKETS} idle sockets with a live query"),
        busy.saturating_sub(before) as f64 / SOCKETS as f64,
        "KB",
    );
    let (mut acknowledged, mut delivered) = deliveries(&server, &workspace).await;
    let what =
        format!("of {} messages, {TALKS} conversations at once, {SOCKETS} sockets open", delivered.len());
    println!("{what}");
    line("  acknowledged, p50", at(&mut acknowledged, 0.5), "ms");
    line("  acknowledged, p99", at(&mut acknowledged, 0.99), "ms");
    line("  delivered to a live subscriber, p50", at(&mut delivered, 0.5), "ms");
    line("  delivered to a live subscriber, p99", at(&mut delivered, 0.99), "ms");
    drop(sockets);
    let mut server = server;
    server.kill().await;
    let started = Instant::now();
    server.restart().await;
    line("start to listening (after a kill)", started.elapsed().as_secs_f64() * 1000.0, "ms");
}

fn line(what: &str, value: f64, unit: &str) {
    println!("{what:<62} {value:>8.1} {unit}");
}

/// A visitor's conversation: what its functions take.
#[derive(Clone)]
struct Talk {
    token: Value,
    conversation: Value,
}

async fn talk(server: &Server, workspace: &str, n: usize) -> Talk {
    let mutate = async |path: &str, args| api::call(&server.origin(), "mutation", path, args, None).await;
    let boot = json!({ "workspaceId": workspace, "sessionId": format!("session_of_visitor_{n}") });
    let token = mutate("widgetSessions:boot", boot).await["sessionToken"].clone();
    let create = json!({ "workspaceId": workspace, "sessionToken": token });
    let conversation = mutate("conversations:createForVisitor", create).await["_id"].clone();
    Talk { token, conversation }
}

async fn idle_sockets(server: &Server, talk: &Talk) -> Vec<Socket> {
    let mut sockets = Vec::new();
    for first in (0..SOCKETS).step_by(100) {
        let opening = (first..first + 100).map(|n| async move {
            let mut socket = Socket::open(server.port, n as u128).await;
            // Another window each, so that no two share a live query.
            let window = json!({
                "conversationId": talk.conversation, "sessionToken": talk.token, "limit": 20, "beforeSeq": 1_000_000 + n,
            });
            socket.watch("messages:list", window).await;
            socket.hear(&["QueryUpdated"]).await;
            socket
        });
        sockets.extend(join_all(opening).await);
    }
    sockets
}

/// How long each message took to be acknowledged and to be shown to its reader.
async fn deliveries(server: &Server, workspace: &str) -> (Vec<Duration>, Vec<Duration>) {
    let (time, started) = (lasting(5), Instant::now());
    let mut talking = JoinSet::new();
    for n in 0..TALKS {
        let talk = talk(server, workspace, 1 + n).await;
        let client = (SOCKETS + 2 * n) as u128;
        let (mut writer, mut reader) =
            (Socket::open(server.port, client).await, Socket::open(server.port, client + 1).await);
        let list = json!({ "conversationId": talk.conversation, "sessionToken": talk.token, "limit": 20 });
        reader.watch("messages:list", list).await;
        reader.hear(&["QueryUpdated"]).await;
        talking.spawn(async move {
            let (mut acknowledged, mut delivered) = (Vec::new(), Vec::new());
            while started.elapsed() < time {
                sleep(THINKING).await;
                let count = delivered.len();
                let text = format!("message {count} of {n}.");
                let sent = Instant::now();
                writer
                    .mutate(
                        count,
                        "messages:send",
                        json!({
                            "conversationId": talk.conversation, "sessionToken": talk.token, "senderId": "me",
                            "senderType": "visitor", "content": text, "clientMessageId": format!("m{count}"),
                        }),
                    )
                    .await;
                let (one, other) = tokio::join!(
                    async {
                        let answer = writer.hear(&["MutationResponse"]).await;
                        assert!(answer.contains("\"success\":true"), "{answer}");
                        sent.elapsed()
                    },
                    async {
                        reader.hear(&[&text]).await;
                        sent.elapsed()
                    },
                );
                acknowledged.push(one);
                delivered.push(other);
            }
            (acknowledged, delivered)
        });
    }
    let (mut acknowledged, mut delivered) = (Vec::new(), Vec::new());
    for (ours, theirs) in talking.join_all().await {
        acknowledged.extend(ours);
        delivered.extend(theirs);
    }
    (acknowledged, delivered)
}

/// Milliseconds that this share of them took at most.
fn at(took: &mut [Duration], share: f64) -> f64 {
    took.sort();
    took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0
}

/// Resident memory of a process in KiB.
fn memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}
