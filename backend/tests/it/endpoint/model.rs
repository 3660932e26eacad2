//! An endpoint of language models, as far as the protocol goes: server-sent events, tool calls, usage, embeddings, errors. What it answers
//! is written before; what it was asked is kept.

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures_util::stream;
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, sync::Notify};

pub const KEY: &str = "sk-of-the-test";

/// What the endpoint does with one question.
#[derive(Clone, Debug)]
pub enum Play {
    Answer {
        text: String,
        confidence: f64,
        sources: Value,
    },
    Calls(Vec<(String, String)>),
    Says(String),
    Refuses(u16, Value),
    /// It ends in the middle.
    Cut,
    Garbage,
    Enormous,
    /// It never answers.
    Silent,
    /// The whole answer as one document, as of an endpoint that does not stream.
    AtOnce(Box<Play>),
    /// It says so many bytes of the arguments, then waits.
    Waits(usize, Arc<Notify>, Box<Play>),
}

impl Play {
    pub fn answer(text: &str, confidence: f64) -> Self {
        Self::Answer { text: text.into(), confidence, sources: json!([1]) }
    }
    pub fn hands_off(reason: &str) -> Self {
        Self::Calls(vec![("hand_off".into(), json!({"reason": reason}).to_string())])
    }

    fn calls(&self) -> Vec<(String, String)> {
        match self {
            Self::Answer { text, confidence, sources } => {
                let arguments = json!({"confidence": confidence, "sources": sources, "text": text});
                vec![("answer".into(), arguments.to_string())]
            }
            Self::Calls(calls) => calls.clone(),
            _ => Vec::new(),
        }
    }
}

/// The endpoint.
#[derive(Clone)]
pub struct Endpoint {
    pub url: String,
    plays: Arc<Mutex<VecDeque<Play>>>,
    asked: Arc<Mutex<Vec<Value>>>,
    embedded: Arc<Mutex<Vec<String>>>,
    hears: Arc<Notify>,
}

impl Endpoint {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let endpoint = Self {
            url,
            plays: Arc::default(),
            asked: Arc::default(),
            embedded: Arc::default(),
            hears: Arc::default(),
        };
        let router = Router::new()
            .route("/v1/chat/completions", post(chat))
            .route("/v1/embeddings", post(embed))
            .route("/v1/models", get(models))
            .with_state(endpoint.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        endpoint
    }

    /// What is done with the next questions; an answer of much confidence with those after.
    pub fn will(&self, plays: impl IntoIterator<Item = Play>) {
        self.plays.lock().unwrap().extend(plays);
    }

    /// The questions so far, which are forgotten.
    pub fn asked(&self) -> Vec<Value> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// Waits until it is asked.
    pub async fn is_asked(&self) {
        while self.asked.lock().unwrap().is_empty() {
            self.hears.notified().await;
        }
    }

    /// The texts that were to be embedded so far, which are forgotten.
    pub fn embedded(&self) -> Vec<String> {
        std::mem::take(&mut self.embedded.lock().unwrap())
    }
}

async fn chat(State(endpoint): State<Endpoint>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok());
    if bearer != Some(&format!("Bearer {KEY}")) {
        return refusal(401, json!({"error": {"message": "Incorrect API key provided"}}));
    }
    endpoint.asked.lock().unwrap().push(body);
    endpoint.hears.notify_one();
    let play = endpoint.plays.lock().unwrap().pop_front();
    played(play.unwrap_or_else(|| Play::answer("An answer.", 0.9))).await
}

async fn played(play: Play) -> Response {
    match play {
        Play::Refuses(status, body) => refusal(status, body),
        Play::Silent => std::future::pending().await,
        Play::Garbage => events(vec![Ok("data: {\"choices\": [{\"delta\": nonsense\n\n".into())]),
        Play::Enormous => {
            let piece = chunk(json!({"content": "x".repeat(60_000)}), None);
            events((0..200).map(|_| Ok(piece.clone())).collect())
        }
        Play::Cut => {
            let mut parts = told(&Play::answer("This one is never finished", 0.9).calls());
            parts.truncate(parts.len() / 2);
            events(parts.into_iter().map(Ok).collect())
        }
        Play::Says(text) => events(ended(vec![chunk(json!({"content": text}), None)], "stop")),
        Play::AtOnce(play) => {
            let calls: Vec<Value> = play
                .calls()
                .into_iter()
                .map(|(name, arguments)| json!({"id": "c", "type": "function", "function": {"name": name, "arguments": arguments}}))
                .collect();
            let message = json!({"role": "assistant", "content": null, "tool_calls": calls});
            let choices = json!([{"index": 0, "message": message, "finish_reason": "tool_calls"}]);
            Json(json!({"choices": choices, "usage": {"total_tokens": 120}})).into_response()
        }
        Play::Waits(size, gate, play) => {
            let (parts, whole) = (ended(told(&play.calls()), "tool_calls"), size / PIECE + 1);
            let begun = stream::unfold((parts.into_iter(), 0), move |(mut parts, n)| {
                let gate = gate.clone();
                async move {
                    if n == whole {
                        gate.notified().await;
                    }
                    Some((parts.next()?, (parts, n + 1)))
                }
            });
            ([(CONTENT_TYPE, "text/event-stream")], Body::from_stream(begun)).into_response()
        }
        play => events(ended(told(&play.calls()), "tool_calls")),
    }
}

type Part = Result<String, std::io::Error>;

/// Bytes of arguments in one event.
const PIECE: usize = 7;

fn events(parts: Vec<Part>) -> Response {
    let body = Body::from_stream(stream::iter(parts.into_iter().map(|part| part.map(Bytes::from))));
    ([(CONTENT_TYPE, "text/event-stream; charset=utf-8")], body).into_response()
}

fn chunk(delta: Value, reason: Option<&str>) -> String {
    let choice = json!({"index": 0, "delta": delta, "finish_reason": reason});
    format!("data: {}\n\n", json!({"object": "chat.completion.chunk", "choices": [choice]}))
}

/// Calls, their arguments in pieces as models make them.
fn told(calls: &[(String, String)]) -> Vec<String> {
    let mut parts =
        vec![": keep-alive\n\n".to_owned(), chunk(json!({"role": "assistant", "content": null}), None)];
    for (index, (name, arguments)) in calls.iter().enumerate() {
        let named = json!({"index": index, "id": "c", "type": "function", "function": {"name": name, "arguments": ""}});
        parts.push(chunk(json!({"tool_calls": [named]}), None));
        let letters: Vec<char> = arguments.chars().collect();
        for piece in letters.chunks(PIECE) {
            let piece: String = piece.iter().collect();
            parts.push(chunk(
                json!({"tool_calls": [{"index": index, "function": {"arguments": piece}}]}),
                None,
            ));
        }
    }
    parts
}

fn ended(mut parts: Vec<String>, reason: &str) -> Vec<Part> {
    parts.push(chunk(json!({}), Some(reason)));
    parts.push(format!(
        "data: {}\n\n",
        json!({"choices": [], "usage": {"prompt_tokens": 100, "total_tokens": 120}})
    ));
    parts.push("data: [DONE]\n\n".into());
    parts.into_iter().map(Ok).collect()
}

fn refusal(status: u16, body: Value) -> Response {
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

/// Words that mean the same have the same place in a vector.
const MEANINGS: [&[&str]; 3] =
    [&["opening", "hours", "when", "there"], &["ship", "parcel", "deliver"], &["password", "login"]];

async fn embed(State(endpoint): State<Endpoint>, Json(body): Json<Value>) -> Response {
    let texts: Vec<String> =
        body["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect();
    let vector = |text: &String| -> Vec<f32> {
        let text = text.to_lowercase();
        let counts =
            MEANINGS.map(|words| words.iter().filter(|word| text.contains(**word)).count() as f32 * 3.0);
        counts.into_iter().chain([0.01]).collect()
    };
    let mut data: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| json!({"object": "embedding", "index": index, "embedding": vector(text)}))
        .collect();
    // Nobody promises their order.
    data.reverse();
    endpoint.embedded.lock().unwrap().extend(texts);
    Json(json!({"object": "list", "data": data, "model": body["model"], "usage": {"total_tokens": 5}}))
        .into_response()
}

async fn models() -> Response {
    Json(json!({"object": "list", "data": [{"id": "small", "object": "model"}, {"id": "large", "object": "model"}]}))
        .into_response()
}
