//! The client's side of the sync protocol without any I/O: texts in, events and texts out (wire-protocol.md §6).
//!
//! A socket starts at version zero and knows nothing, so everything is said again on each: who this is, every live
//! query, every mutation that has not been answered *and* shown. An answered mutation settles with the first later
//! Transition that includes its effects, so whoever awaits it sees the live queries already changed.

use crate::{
    codec::Json,
    wire::{QueryId, QueryResult, RequestId, ServerFrame, Timestamp, Version, frame, refusal},
};
use shared::{Code, Error, Millis};
use std::mem;

#[cfg(test)]
mod tests;

/// What came of a text that was received, in the order in which it is to be applied.
#[derive(Debug)]
pub enum Event {
    /// The first Transition of this socket: the server listens.
    Connected,
    /// A live query has a new result.
    Result(QueryId, Result<Json, Error>),
    /// A mutation or action is over.
    Settled(RequestId, Result<Json, Error>),
    /// All that was said again after the connection was lost has been answered: the next loss is a first one.
    Synchronised,
    /// The token was refused: close, get another one, connect again.
    AuthRefused,
    /// The two sides no longer agree, for that reason: close and connect again.
    OutOfStep(&'static str),
    /// This client will never work: close for good.
    Fatal(String),
}

/// What a request runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    Mutation,
    Action,
}

/// The state of one client, over all its sockets.
pub struct Protocol {
    session_id: String,
    connections: u32,
    observed: Timestamp,
    token: Option<String>,
    queries: Vec<Query>,
    requests: Vec<Request>,
    next_query: QueryId,
    next_request: RequestId,
    socket: Option<Socket>,
}

struct Query {
    id: QueryId,
    name: &'static str,
    args: Json,
    journal: Option<String>,
    /// False until this socket has been asked for it.
    is_asked: bool,
    /// True from the moment a socket opens until the first result on it.
    is_missing: bool,
}

struct Request {
    id: RequestId,
    kind: RequestKind,
    name: &'static str,
    args: Json,
    is_sent: bool,
    /// True while it is said again and not settled.
    is_replay: bool,
    answer: Option<(Json, Timestamp)>,
}

/// What is true of an open socket.
#[derive(Default)]
struct Socket {
    version: Version,
    /// The versions that were asked for.
    query_set: u32,
    identity: u32,
    removed: Vec<QueryId>,
    frames: Vec<String>,
    chunks: Option<Chunks>,
    has_transitioned: bool,
    is_synchronised: bool,
}

/// A Transition that comes in parts.
#[derive(Default)]
struct Chunks {
    id: String,
    parts: u32,
    text: String,
}

impl Protocol {
    /// `session_id` is a fresh UUID: requests are told apart by it and their number.
    pub fn new(session_id: String) -> Self {
        Self {
            session_id,
            connections: 0,
            observed: Timestamp::default(),
            token: None,
            queries: Vec::new(),
            requests: Vec::new(),
            next_query: 0,
            next_request: 0,
            socket: None,
        }
    }

    /// Adds a live query.
    pub fn subscribe(&mut self, name: &'static str, args: Json) -> QueryId {
        let id = self.next_query;
        self.next_query += 1;
        self.queries.push(Query { id, name, args, journal: None, is_asked: false, is_missing: false });
        id
    }

    /// Removes a live query; a late result of it is dropped.
    pub fn unsubscribe(&mut self, id: QueryId) {
        let Some(at) = self.queries.iter().position(|query| query.id == id) else { return };
        let query = self.queries.remove(at);
        if let Some(socket) = self.socket.as_mut().filter(|_| query.is_asked) {
            socket.removed.push(id);
        }
    }

    /// Issues a mutation or action; it waits here while no socket is open.
    pub fn request(&mut self, kind: RequestKind, name: &'static str, args: Json) -> RequestId {
        let id = self.next_request;
        self.next_request += 1;
        self.requests.push(Request { id, kind, name, args, is_sent: false, is_replay: false, answer: None });
        self.send_requests();
        id
    }

    /// Forgets a request that was never sent; false if it was, and may still take effect.
    pub fn withdraw(&mut self, id: RequestId) -> bool {
        let before = self.requests.len();
        self.requests.retain(|request| request.id != id || request.is_sent);
        self.requests.len() < before
    }

    /// The token in force.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Changes who this is; requests issued before it run as who it was.
    pub fn set_token(&mut self, token: Option<String>) {
        if self.token == token {
            return;
        }
        self.token = token;
        if self.socket.is_some() {
            self.send_queries();
            self.send_token();
        }
    }

    /// A socket has opened: says everything that a server has to know. `close_reason` is why the last one ended.
    pub fn opened(&mut self, close_reason: &str, now: Millis) {
        let connect = frame(
            "Connect",
            &[
                ("sessionId", self.session_id.as_str().into()),
                ("connectionCount", self.connections.into()),
                ("lastCloseReason", close_reason.into()),
                ("clientTs", Json::whole(now)),
            ],
        );
        let connect = match self.observed {
            Timestamp(0) => connect,
            observed => connect.with("maxObservedTimestamp", &observed.print().as_str().into()),
        };
        let frames = vec![connect.print()];
        self.connections += 1;
        self.socket = Some(Socket { frames, ..Socket::default() });
        for query in &mut self.queries {
            (query.is_asked, query.is_missing) = (false, true);
        }
        if self.token.is_some() {
            self.send_token();
        }
        self.say_query_set();
        self.send_requests();
    }

    /// The socket is gone: actions under way have failed, all else will be said again.
    pub fn closed(&mut self) -> Vec<Event> {
        self.socket = None;
        let (lost, kept): (Vec<_>, Vec<_>) = mem::take(&mut self.requests)
            .into_iter()
            .partition(|request| request.is_sent && request.kind == RequestKind::Action);
        self.requests = kept;
        for request in &mut self.requests {
            (request.is_replay, request.is_sent, request.answer) = (request.is_sent, false, None);
        }
        lost.into_iter().map(|request| Event::Settled(request.id, Err(lost_in_flight()))).collect()
    }

    /// Gives up every request, for that reason.
    pub fn fail_all(&mut self, error: &Error) -> Vec<Event> {
        let requests = mem::take(&mut self.requests);
        requests.into_iter().map(|request| Event::Settled(request.id, Err(error.clone()))).collect()
    }

    /// The texts to send now, in order.
    pub fn take_frames(&mut self) -> Vec<String> {
        self.send_queries();
        self.socket.as_mut().map(|socket| mem::take(&mut socket.frames)).unwrap_or_default()
    }

    /// Takes in a text.
    pub fn received(&mut self, text: &str) -> Vec<Event> {
        match ServerFrame::read(text) {
            Some(frame) if self.socket.is_some() => self.frame(frame),
            Some(_) => Vec::new(),
            None => vec![Event::OutOfStep("UnreadableMessage")],
        }
    }

    fn frame(&mut self, frame: ServerFrame) -> Vec<Event> {
        if frame.kind != "TransitionChunk"
            && frame.kind != "Ping"
            && let Some(socket) = &mut self.socket
        {
            socket.chunks = None;
        }
        match frame.kind.as_str() {
            "Transition" => self.transition(frame),
            "TransitionChunk" => self.chunk(frame),
            "MutationResponse" | "ActionResponse" => self.response(frame),
            "AuthError" => self.auth_error(&frame),
            "FatalError" => vec![Event::Fatal(frame.error)],
            _ => Vec::new(),
        }
    }

    fn transition(&mut self, frame: ServerFrame) -> Vec<Event> {
        let Some(socket) = &mut self.socket else { return Vec::new() };
        if socket.version != frame.start_version {
            return vec![Event::OutOfStep("TransitionOutOfStep")];
        }
        socket.version = frame.end_version;
        let is_first = !mem::replace(&mut socket.has_transitioned, true);
        self.observed = self.observed.max(frame.end_version.ts);
        let mut events: Vec<_> = is_first.then_some(Event::Connected).into_iter().collect();
        for result in frame.modifications.iter().map(QueryResult::read) {
            let value = match result.kind.as_str() {
                "QueryUpdated" => Ok(result.value),
                "QueryFailed" => Err(refusal(&result.error_data, result.error_message)),
                _ => continue,
            };
            if let Some(query) = self.queries.iter_mut().find(|query| query.id == result.query_id) {
                (query.journal, query.is_missing) = (result.journal, false);
                events.push(Event::Result(result.query_id, value));
            }
        }
        self.settle(frame.end_version.ts, &mut events);
        events.extend(self.newly_synchronised());
        events
    }

    /// Settles the answered mutations whose effects a Transition to `ts` includes.
    fn settle(&mut self, ts: Timestamp, events: &mut Vec<Event>) {
        self.requests.retain_mut(|request| match request.answer.take_if(|(_, at)| *at <= ts) {
            Some((result, _)) => {
                events.push(Event::Settled(request.id, Ok(result)));
                false
            }
            None => true,
        });
    }

    fn response(&mut self, frame: ServerFrame) -> Vec<Event> {
        let Some(at) =
            self.requests.iter().position(|request| request.id == frame.request_id && request.is_sent)
        else {
            return Vec::new();
        };
        if frame.success && frame.kind == "MutationResponse" {
            self.requests[at].answer = Some((frame.result, frame.ts));
            return Vec::new();
        }
        let request = self.requests.remove(at);
        let result = if frame.success {
            Ok(frame.result)
        } else {
            Err(refusal(&frame.error_data, frame.result.as_text().unwrap_or_default()))
        };
        let mut events = vec![Event::Settled(request.id, result)];
        events.extend(self.newly_synchronised());
        events
    }

    /// Refused is only the token that was said last: an error about an older one, or about the expiry of an identity
    /// that a token under way replaces, is out of date.
    fn auth_error(&self, frame: &ServerFrame) -> Vec<Event> {
        let Some(socket) = &self.socket else { return Vec::new() };
        let is_older = frame.base_version + 1 < socket.identity;
        let is_replaced = !frame.auth_update_attempted && socket.version.identity < socket.identity;
        if is_older || is_replaced || self.token.is_none() { Vec::new() } else { vec![Event::AuthRefused] }
    }

    fn chunk(&mut self, frame: ServerFrame) -> Vec<Event> {
        let Some(socket) = &mut self.socket else { return Vec::new() };
        let id = frame.transition_id.print();
        let mut chunks = match socket.chunks.take() {
            None if frame.part_number == 0 => Chunks { id, ..Chunks::default() },
            Some(chunks) if chunks.id == id && chunks.parts == frame.part_number => chunks,
            _ => return vec![Event::OutOfStep("ChunkOutOfStep")],
        };
        chunks.parts += 1;
        chunks.text.push_str(&frame.chunk);
        if chunks.parts < frame.total_parts {
            socket.chunks = Some(chunks);
            return Vec::new();
        }
        match ServerFrame::read(&chunks.text) {
            Some(whole) if whole.kind == "Transition" => self.transition(whole),
            _ => vec![Event::OutOfStep("UnreadableChunks")],
        }
    }

    fn newly_synchronised(&mut self) -> Option<Event> {
        let socket =
            self.socket.as_mut().filter(|socket| socket.has_transitioned && !socket.is_synchronised)?;
        let is_answered = socket.version.identity == socket.identity
            && !self.queries.iter().any(|query| query.is_missing)
            && !self.requests.iter().any(|request| request.is_replay);
        socket.is_synchronised = is_answered;
        is_answered.then_some(Event::Synchronised)
    }

    fn send_token(&mut self) {
        let Some(socket) = &mut self.socket else { return };
        let token_type = if self.token.is_some() { "User" } else { "None" };
        let said = [("baseVersion", socket.identity.into()), ("tokenType", token_type.into())];
        let said = frame("Authenticate", &said);
        let said = match self.token.as_deref() {
            Some(token) => said.with("value", &token.into()),
            None => said,
        };
        socket.identity += 1;
        socket.frames.push(said.print());
    }

    /// Says what changed in the set of live queries, if anything did.
    fn send_queries(&mut self) {
        let has_changed = self.socket.as_ref().is_some_and(|socket| !socket.removed.is_empty())
            || self.queries.iter().any(|query| !query.is_asked);
        if has_changed {
            self.say_query_set();
        }
    }

    fn say_query_set(&mut self) {
        let Some(socket) = &mut self.socket else { return };
        let removed = mem::take(&mut socket.removed).into_iter();
        let removed = removed.map(|id| frame("Remove", &[("queryId", id.into())]));
        let added = self.queries.iter().filter(|query| !query.is_asked).map(|query| {
            let added = call("Add", ("queryId", query.id), query.name, &query.args);
            match query.journal.as_deref() {
                Some(journal) => added.with("journal", &journal.into()),
                None => added,
            }
        });
        let modifications = removed.chain(added).collect();
        let (base_version, new_version) = (socket.query_set, socket.query_set + 1);
        let versions = [("baseVersion", base_version.into()), ("newVersion", new_version.into())];
        let said = frame("ModifyQuerySet", &versions).with("modifications", &modifications);
        socket.frames.push(said.print());
        socket.query_set = new_version;
        self.queries.iter_mut().for_each(|query| query.is_asked = true);
    }

    /// Sends the requests that this socket has not seen, after the queries that were changed before them.
    fn send_requests(&mut self) {
        self.send_queries();
        let Some(socket) = &mut self.socket else { return };
        for request in self.requests.iter_mut().filter(|request| !request.is_sent) {
            request.is_sent = true;
            let kind = match request.kind {
                RequestKind::Mutation => "Mutation",
                RequestKind::Action => "Action",
            };
            let said = call(kind, ("requestId", request.id), request.name, &request.args);
            socket.frames.push(said.print());
        }
    }
}

/// What runs a function, under a number by which it is answered.
fn call(kind: &str, (number, id): (&str, u32), name: &str, args: &Json) -> Json {
    let args = [args.clone()].into_iter().collect();
    frame(kind, &[(number, id.into()), ("udfPath", name.into()), ("args", args)])
}

fn lost_in_flight() -> Error {
    Error::new(Code::Internal, "Connection lost while action was in flight")
}
