//! The server as a process: how fast it starts, what it and its idle sockets take of memory, how soon a message is where it should be
//! while all these sockets are open, and how soon one message is with five hundred readers.

use crate::{echo, lasting};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::{
    fs,
    net::{IpAddr, Ipv4Addr},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};
use tests::{api, server::Server, socket::Socket};
use tokio::{task::JoinSet, time::sleep};

/// Idle sockets of the figures, each with a live query of its own.
const SOCKETS: [usize; 2] = [2_000, 10_000];
/// Conversations in which somebody writes and somebody reads.
const TALKS: [usize; 2] = [64, 512];
/// Readers of one conversation.
const READERS: usize = 500;
/// Between two messages of one conversation: longer than a live query rests between two runs, as people are slower too.
const THINKING: Duration = Duration::from_millis(200);

pub async fn report() {
    println!(
        "\nThe server as a process (budgets: start ≤ 1 s, idle ≤ 60 MB, idle socket ≤ 20 KB, delivery p99 ≤ 100 ms)"
    );
    // Before the server has its own, since one process may have only so many.
    let mut bare_sockets = Vec::new();
    for count in SOCKETS {
        bare_sockets.push(echo::memory_of(count).await);
    }
    let started = Instant::now();
    let trusting = vec!["--trusted-proxies".into(), "127.0.0.1".into()];
    let mut server = Server::start_with(trusting, Vec::new()).await;
    let first = started.elapsed();
    let idle = memory(server.id());
    line("start to listening (first start, new database)", first.as_secs_f64() * 1000.0, "ms");
    line("memory, idle (resident)", idle as f64 / 1024.0, "MB");
    let workspace = server.workspace().await;
    let shown = talk(&server, &workspace, 0).await;
    let before = memory(server.id());
    let mut sockets = Vec::new();
    for (count, bare) in SOCKETS.into_iter().zip(bare_sockets) {
        open_idle(&server, &shown, &mut sockets, count).await;
        let busy = memory(server.id()).saturating_sub(before) as f64 / count as f64;
        line(&format!("memory for each of {count} idle sockets with a live query"), busy, "KB");
        line("  of a bare axum echo socket, as many", bare, "KB");
        line("  ratio", busy / bare, "");
        for talks in TALKS {
            let (mut acknowledged, mut delivered) = deliveries(&server, &workspace, talks).await;
            println!("of {} messages, {talks} clients that write, {count} idle sockets", delivered.len());
            line("  acknowledged, p50", at(&mut acknowledged, 0.5), "ms");
            line("  acknowledged, p99", at(&mut acknowledged, 0.99), "ms");
            line("  delivered to a live subscriber, p50", at(&mut delivered, 0.5), "ms");
            line("  delivered to a live subscriber, p99", at(&mut delivered, 0.99), "ms");
        }
    }
    drop(sockets);
    for (kind, is_shared) in [("the same live query", true), ("a live query of its own", false)] {
        let mut delivered = fan_out(&server, &workspace, is_shared).await;
        println!("1 conversation, {READERS} readers, each with {kind}");
        line("  delivered to a reader, p50", at(&mut delivered, 0.5), "ms");
        line("  delivered to a reader, p99", at(&mut delivered, 0.99), "ms");
    }
    server.kill().await;
    let started = Instant::now();
    server.restart().await;
    line("start to listening (after a kill)", started.elapsed().as_secs_f64() * 1000.0, "ms");
}

/// How long each message of one writer took to each of many readers.
async fn fan_out(server: &Server, workspace: &str, is_shared: bool) -> Vec<Duration> {
    let talk = talk(server, workspace, unique()).await;
    let mut readers = Vec::new();
    for first in (0..READERS).step_by(100) {
        let opening = (first..first + 100).map(|n| {
            let before = 1_000_000 + if is_shared { 0 } else { n };
            watch(server, &talk, before)
        });
        readers.extend(join_all(opening).await);
    }
    let mut writer = Socket::open(server.port, unique() as u128).await;
    let (time, started) = (lasting(5), Instant::now());
    let (mut took, mut count) = (Vec::new(), 0);
    while started.elapsed() < time {
        let text = format!("message {count} for all.");
        let sent = Instant::now();
        writer.mutate(count, "messages:send", talk.message(&text, count)).await;
        let hearing = readers.iter_mut().map(|reader| {
            let text = &text;
            async move {
                reader.hear(&[text]).await;
                sent.elapsed()
            }
        });
        took.extend(join_all(hearing).await);
        count += 1;
        sleep(THINKING).await;
    }
    took
}

/// A number that was not used before, for clients and visitors.
fn unique() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(100_000);
    NEXT.fetch_add(1, Ordering::Relaxed)
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
    // From an address of its own, as visitors come: one address may not begin so many sessions at once.
    let from = Some(IpAddr::from(Ipv4Addr::from_bits(0x0a00_0000 | n as u32)));
    let mutate = async |path: &str, args| {
        let answer = api::reach(&server.origin(), "mutation", path, args, None, from).await;
        answer.expect("the server answers")["value"].clone()
    };
    let boot = json!({ "workspaceId": workspace, "sessionId": format!("session_of_visitor_{n}") });
    let token = mutate("widgetSessions:boot", boot).await["sessionToken"].clone();
    let create = json!({ "workspaceId": workspace, "sessionToken": token });
    let conversation = mutate("conversations:createForVisitor", create).await["_id"].clone();
    Talk { token, conversation }
}

impl Talk {
    fn message(&self, text: &str, count: usize) -> Value {
        json!({
            "conversationId": self.conversation, "sessionToken": self.token, "senderId": "me",
            "senderType": "visitor", "content": text, "clientMessageId": format!("m{count}"),
        })
    }
}

/// A socket that has seen the newest messages before a number; no two with different numbers share a live query.
async fn watch(server: &Server, talk: &Talk, before: usize) -> Socket {
    let mut socket = Socket::open(server.port, unique() as u128).await;
    let window = json!({
        "conversationId": talk.conversation, "sessionToken": talk.token, "limit": 20, "beforeSeq": before,
    });
    socket.watch("messages:list", window).await;
    socket.hear(&["QueryUpdated"]).await;
    socket
}

/// Opens sockets until there are so many.
async fn open_idle(server: &Server, talk: &Talk, sockets: &mut Vec<Socket>, count: usize) {
    while sockets.len() < count {
        let next = sockets.len()..count.min(sockets.len() + 100);
        sockets.extend(join_all(next.map(|n| watch(server, talk, 1_000_000 + n))).await);
    }
}

/// How long each message took to be acknowledged and to be shown to its reader.
async fn deliveries(server: &Server, workspace: &str, talks: usize) -> (Vec<Duration>, Vec<Duration>) {
    let time = lasting(5);
    let mut pairs = Vec::new();
    for n in 0..talks {
        let talk = talk(server, workspace, unique()).await;
        let writer = Socket::open(server.port, unique() as u128).await;
        let reader = watch(server, &talk, 1_000_000).await;
        pairs.push((n, talk, writer, reader));
    }
    // All begin when the last one is there.
    let (started, mut talking) = (Instant::now(), JoinSet::new());
    for (n, talk, mut writer, mut reader) in pairs {
        talking.spawn(async move {
            let (mut acknowledged, mut delivered) = (Vec::new(), Vec::new());
            while started.elapsed() < time {
                sleep(THINKING).await;
                let count = delivered.len();
                let text = format!("message {count} of {n}.");
                let sent = Instant::now();
                writer.mutate(count, "messages:send", talk.message(&text, count)).await;
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
pub fn at(took: &mut [Duration], share: f64) -> f64 {
    took.sort();
    took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0
}

/// Resident memory of a process in KiB.
pub fn memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}
