//! Those who write, read and watch while the servers go and come. Each keeps what it was told.

use crate::judge::{Acknowledged, Problem, Shown, missing};
use serde_json::{Value, json};
use std::{
    collections::HashSet,
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tests::{api, socket::Socket};
use tokio::time::{sleep, timeout};

/// An answer that takes longer is given up; the request may have been done all the same.
const PATIENCE: Duration = Duration::from_secs(5);
/// Before somebody tries again.
const PAUSE: Duration = Duration::from_millis(50);
/// Messages of a live window.
const WINDOW: usize = 50;

/// What all clients share.
pub struct Stage {
    pub ports: Vec<u16>,
    /// Ben's token.
    pub ben: String,
    pub talks: Vec<Talk>,
    /// Operations that are still to be done.
    pub left: AtomicU64,
    pub done: AtomicU64,
    /// Operations that had to be tried again.
    pub again: AtomicU64,
    pub is_over: AtomicBool,
    pub problems: Mutex<Vec<String>>,
    /// Numbers of clients on the wire, which no two may share.
    numbers: AtomicUsize,
}

/// A visitor's conversation, and what is known of it.
pub struct Talk {
    pub id: String,
    pub token: String,
    acknowledged: Mutex<Vec<Acknowledged>>,
    pub shown: Vec<Mutex<Shown>>,
}

impl Talk {
    pub fn new(id: String, token: String, watchers: usize) -> Self {
        let shown = (0..watchers).map(|_| Mutex::default()).collect();
        Self { id, token, acknowledged: Mutex::default(), shown }
    }

    pub fn acknowledged(&self) -> Vec<Acknowledged> {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Stage {
    pub fn new(ports: Vec<u16>, ben: String, talks: Vec<Talk>, operations: u64) -> Self {
        Self {
            ports,
            ben,
            talks,
            left: AtomicU64::new(operations),
            done: AtomicU64::new(0),
            again: AtomicU64::new(0),
            is_over: AtomicBool::new(false),
            problems: Mutex::default(),
            numbers: AtomicUsize::new(1),
        }
    }

    /// Takes one operation to be done, if one is left.
    fn take(&self) -> bool {
        self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
    }

    fn report(&self, talk: usize, problem: &Problem) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        problems.push(format!("conversation {talk} ({}): {problem}", self.talks[talk].id));
    }

    fn number(&self) -> u128 {
        self.numbers.fetch_add(1, Ordering::Relaxed) as u128
    }

    /// Calls over HTTP until there is an answer, on one node after the other.
    async fn call(&self, first: usize, kind: &str, path: &str, args: &Value, token: Option<&str>) -> Value {
        // Each call comes from an address of its own, so that no limit of an address is met.
        let from = IpAddr::from(Ipv4Addr::from_bits(0x0a00_0000 | (self.number() as u32 & 0x00ff_ffff)));
        for turn in first.. {
            let origin = format!("http://127.0.0.1:{}", self.ports[turn % self.ports.len()]);
            let answer =
                timeout(PATIENCE, api::reach(&origin, kind, path, args.clone(), token, Some(from))).await;
            match answer {
                Ok(Some(answer)) if answer["status"] == "success" => return answer["value"].clone(),
                // A store that is away, a server that stops: as a client's library does, try again.
                Ok(Some(answer)) if is_passing(&answer) => (),
                Ok(Some(answer)) => panic!("{path} was refused: {answer}"),
                Ok(None) | Err(_) => (),
            }
            self.again.fetch_add(1, Ordering::Relaxed);
            sleep(PAUSE).await;
        }
        unreachable!("it tries for ever")
    }
}

/// A refusal that says nothing about the request itself.
fn is_passing(answer: &Value) -> bool {
    let text = answer.to_string();
    ["Internal server error", "INTERNAL", "disk is full", "InternalServerError", "Overloaded", "RATE_LIMITED"]
        .iter()
        .any(|word| text.contains(word))
}

/// Writes, reads and marks as read, over HTTP or the socket, until nothing is left to do.
pub async fn write(stage: Arc<Stage>, who: usize, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed ^ who as u64);
    let (is_agent, by_socket) = (who.is_multiple_of(3), who.is_multiple_of(2));
    let mut line: Option<Socket> = None;
    let mut count = 0;
    while stage.take() {
        let place = random.usize(..stage.talks.len());
        let talk = &stage.talks[place];
        let node = random.usize(..stage.ports.len());
        match random.u8(..100) {
            0..70 => {
                count += 1;
                let key = format!("{who}-{count}");
                let mut args = json!({
                    "conversationId": talk.id, "senderId": "me", "content": format!("message {key}"), "clientMessageId": key,
                    "senderType": if is_agent { "agent" } else { "visitor" },
                });
                if !is_agent {
                    args["sessionToken"] = json!(talk.token);
                }
                let token = is_agent.then_some(stage.ben.as_str());
                let id = match by_socket && !is_agent {
                    true => send(&stage, &mut line, node, &args).await,
                    false => stage.call(node, "mutation", "messages:send", &args, token).await,
                };
                let id = id.as_str().expect("an id").to_owned();
                talk.acknowledged
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(Acknowledged { key, id });
            }
            70..85 => {
                let before = talk.acknowledged();
                let args = json!({ "conversationId": talk.id, "sessionToken": talk.token });
                let list = stage.call(node, "query", "messages:list", &args, None).await;
                if let Some(problem) = missing(&before, &ids(&list)) {
                    stage.report(place, &problem);
                }
            }
            85..90 => {
                // The team's answer is kept for others who ask the same, on each node.
                let before = talk.acknowledged();
                let args = json!({ "conversationId": talk.id });
                let list = stage.call(node, "query", "messages:list", &args, Some(&stage.ben)).await;
                if let Some(problem) = missing(&before, &ids(&list)) {
                    stage.report(place, &problem);
                }
            }
            90..97 => {
                let args = json!({ "id": talk.id, "readerType": "agent" });
                stage.call(node, "mutation", "conversations:markAsRead", &args, Some(&stage.ben)).await;
            }
            _ => {
                let status = if random.bool() { "closed" } else { "open" };
                let args = json!({ "id": talk.id, "status": status });
                stage.call(node, "mutation", "conversations:updateStatus", &args, Some(&stage.ben)).await;
            }
        }
        stage.done.fetch_add(1, Ordering::Relaxed);
    }
}

fn ids(list: &Value) -> HashSet<String> {
    let ids = list.as_array().into_iter().flatten().filter_map(|message| message["_id"].as_str());
    ids.map(str::to_owned).collect()
}

/// Sends over the socket; after a connection that ended, the same message on another.
async fn send(stage: &Stage, line: &mut Option<Socket>, node: usize, args: &Value) -> Value {
    for turn in node.. {
        if let Some(id) = timeout(PATIENCE, try_send(stage, line, turn, args)).await.ok().flatten() {
            return id;
        }
        *line = None;
        stage.again.fetch_add(1, Ordering::Relaxed);
        sleep(PAUSE).await;
    }
    unreachable!("it tries for ever")
}

async fn try_send(stage: &Stage, line: &mut Option<Socket>, turn: usize, args: &Value) -> Option<Value> {
    if line.is_none() {
        *line = Socket::reach(stage.ports[turn % stage.ports.len()], stage.number()).await;
    }
    let socket = line.as_mut()?;
    let request = stage.number() as u64;
    let frame =
        json!({ "type": "Mutation", "requestId": request, "udfPath": "messages:send", "args": [args] });
    if !socket.try_say(&frame).await {
        return None;
    }
    loop {
        let frame = socket.next().await?;
        if frame["type"] == "MutationResponse" && frame["requestId"] == request {
            if frame["success"] == true {
                return Some(frame["result"].clone());
            }
            assert!(is_passing(&frame), "messages:send was refused: {frame}");
            return None;
        }
    }
}

/// Watches a conversation live and keeps every window that it is shown; comes back whenever the connection ends.
pub async fn watch(stage: Arc<Stage>, talk: usize, watcher: usize) {
    let mut turn = watcher;
    while !stage.is_over.load(Ordering::Relaxed) {
        turn += 1;
        if let Some(mut socket) = Socket::reach(stage.ports[turn % stage.ports.len()], stage.number()).await {
            follow(&stage, talk, watcher, &mut socket).await;
        }
        sleep(PAUSE).await;
    }
}

async fn follow(stage: &Stage, talk: usize, watcher: usize, socket: &mut Socket) {
    let talk = &stage.talks[talk];
    let args = json!({ "conversationId": talk.id, "sessionToken": talk.token, "limit": WINDOW });
    let add = json!({ "type": "Add", "queryId": 0, "udfPath": "messages:list", "args": [args] });
    let subscribe =
        json!({ "type": "ModifyQuerySet", "baseVersion": 0, "newVersion": 1, "modifications": [add] });
    if !socket.try_say(&subscribe).await {
        return;
    }
    while !stage.is_over.load(Ordering::Relaxed) {
        // So that it notices the end of the play.
        let frame = match timeout(Duration::from_millis(500), socket.next()).await {
            Ok(Some(frame)) => frame,
            Ok(None) => return,
            Err(_quiet) => continue,
        };
        for update in frame["modifications"].as_array().into_iter().flatten() {
            if update["type"] != "QueryUpdated" {
                continue;
            }
            let window = update["value"].as_array().into_iter().flatten().filter_map(|message| {
                Some((message["seq"].as_f64()? as i64, message["_id"].as_str()?.to_owned()))
            });
            let window: Vec<_> = window.collect();
            talk.shown[watcher].lock().unwrap_or_else(PoisonError::into_inner).windows.push(window);
        }
    }
}
