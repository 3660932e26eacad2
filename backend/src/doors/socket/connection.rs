//! One client's connection: its versions, its queries, its mutations in order (wire-protocol.md §6).
//!
//! A *round* brings the client up to date: a stamp and a mark are taken, every query gets an answer that holds what was committed up
//! to the mark, and what differs from what the client knows is sent as one transition. While a mutation runs no transition is sent,
//! so that none can show its effects before its response.

use super::{
    frames::{Change, ClientFrame, Modification, Request, Response, ServerFrame, Stamp, Token, Version},
    identity::Identity,
    pace::{Pace, patience},
    queries::{Asked, Queries, change},
    wire::{End, Wire},
};
use crate::{
    core::{App, BadToken, Chance, Committed, Error, Result, Who, functions::Call},
    domain::{presence::Place, requests},
    doors::{
        functions::{Invocation, error_data},
        peer::Peer,
    },
    live::{Answer, Seat},
};
use serde_json::{Value, value::to_raw_value};
use shared::id::Uuid;
use std::{result::Result as Either, sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::{JoinError, JoinHandle, JoinSet},
    time::{Instant, sleep, sleep_until, timeout},
};
use tracing::Instrument;

/// Actions of one client that run at the same time; further frames wait.
const MOST_ACTIONS: usize = 32;
/// After this long an action is answered as failed, so that those that hang leave room for others.
const LONGEST_ACTION: Duration = Duration::from_secs(60);
/// Once it is time to go, what was begun and what the client is owed keeps us for so long, at most.
const LONGEST_LEAVING: Duration = Duration::from_secs(2);
/// How long we wait for our clock when a client has seen a later stamp, at most.
const LONGEST_LAG: Duration = Duration::from_secs(2);

pub struct Connection {
    app: App,
    peer: Peer,
    /// What agents have said of themselves through this socket ends with it.
    place: Place,
    wire: Wire,
    draining: watch::Receiver<Option<Duration>>,
    /// When it goes, since the server stops.
    leaves_at: Option<Instant>,
    identity: Identity,
    /// This socket among those of its user.
    seat: Option<Seat>,
    pace: Pace,
    /// The client's session id, and whether it was connected before.
    session: Option<(Uuid, bool)>,
    /// What the client was last told.
    sent: Version,
    /// The versions of query set and identity that it has asked for.
    asked: (u32, u32),
    queries: Queries,
    round: Option<Round>,
    /// The client waits for a transition since then, even for an empty one.
    owing_since: Option<Instant>,
    mutation: Option<(i64, JoinHandle<Result<Committed<Value>>>)>,
    actions: JoinSet<(i64, Result<Value>)>,
}

#[derive(Clone, Copy)]
struct Round {
    stamp: u64,
    mark: u64,
}

#[derive(Clone, Copy)]
enum Kind {
    Mutation,
    Action,
}

enum Event {
    Frame(Either<axum::extract::ws::Utf8Bytes, End>),
    Mutated(Either<Result<Committed<Value>>, JoinError>),
    Acted(Either<(i64, Result<Value>), JoinError>),
    /// Queries ran, the session was written, or it is time for something.
    Look,
    Expired,
    Draining,
}

impl Connection {
    pub fn new(app: App, peer: Peer, wire: Wire) -> Self {
        let place = Place::take(&app);
        let peer = Peer { socket: Some(place.socket()), ..peer };
        Self {
            draining: app.live().sockets().draining(),
            leaves_at: None,
            identity: Identity::nobody(&peer),
            seat: None,
            pace: Pace::new(Instant::now()),
            app,
            peer,
            place,
            wire,
            session: None,
            sent: Version::default(),
            asked: (0, 0),
            queries: Queries::new(),
            round: None,
            owing_since: None,
            mutation: None,
            actions: JoinSet::new(),
        }
    }

    /// Serves the client until either side ends it.
    pub async fn run(mut self) {
        let end = loop {
            if let Err(end) = self.turn().await {
                break end;
            }
        };
        tracing::debug!(?end, "a socket ends");
        if let End::Close(code, reason) = end {
            // Its queries and its agent's presence end now, not when the client has said goodbye.
            let wire = self.wire;
            drop(self.queries);
            drop(self.place);
            wire.close(code, reason).await;
        }
    }

    async fn turn(&mut self) -> Either<(), End> {
        if self.identity.has_ended(&self.app, &self.peer).await {
            return self.refuse_identity("The session has ended", self.sent.identity, false).await;
        }
        self.keep_alive().await?;
        if self.mutation.is_none() {
            self.update().await?;
        }
        if self.has_left() {
            return Err(End::RESTART);
        }
        match self.next().await {
            Event::Frame(Err(End::TOO_LARGE)) => {
                // A client that is only cut off would send the same again for ever.
                self.give_up("A message is larger than 16 MiB", End::TOO_LARGE).await
            }
            Event::Frame(frame) => {
                self.pace.count(Instant::now());
                let frame = frame?;
                // Boxed, so that a socket at rest does not keep the room that a frame needs: it was two thirds of its memory.
                Box::pin(self.handle(&frame)).await
            }
            Event::Mutated(done) => self.mutated(done).await,
            Event::Acted(Ok((request, result))) => self.acted(request, result).await,
            // A panic was logged where it happened; the client's own time limit tells it.
            Event::Acted(Err(_)) => Err(End::RESYNC),
            Event::Look | Event::Expired => Ok(()),
            Event::Draining => {
                let spread = self.draining.borrow().unwrap_or_default();
                self.leaves_at = Some(Instant::now() + Chance.part(spread));
                Ok(())
            }
        }
    }

    async fn next(&mut self) -> Event {
        let is_reading = self.mutation.is_none()
            && self.actions.len() < MOST_ACTIONS
            && !self.is_holding()
            && !self.is_leaving();
        let expires_at = self.identity.expires_at();
        let (until, clock) = (self.look_at(), self.app.clock());
        let read_at = self.pace.next_at(Instant::now());
        tokio::select! {
            biased;
            _ = self.draining.wait_for(Option::is_some), if self.leaves_at.is_none() => Event::Draining,
            () = async { clock.until(expires_at.unwrap_or_default()).await }, if expires_at.is_some() => Event::Expired,
            done = async { (&mut self.mutation.as_mut().expect("the branch is off without one").1).await },
                if self.mutation.is_some() => Event::Mutated(done),
            Some(acted) = self.actions.join_next() => Event::Acted(acted),
            frame = self.wire.hear(), if is_reading && read_at.is_none() => Event::Frame(frame),
            // Boxed: few sockets ever wait for this.
            () = async { Box::pin(sleep_until(read_at.unwrap_or(until))).await }, if read_at.is_some() => Event::Look,
            () = self.queries.changed.notified() => Event::Look,
            () = sleep_until(until) => Event::Look,
        }
    }

    /// Whether reading waits for the transition that the client is owed.
    fn is_holding(&self) -> bool {
        self.owing_since.is_some_and(|since| patience(since.elapsed()).0)
    }

    /// Whether nothing more is read, since the server stops.
    fn is_leaving(&self) -> bool {
        self.leaves_at.is_some_and(|at| at <= Instant::now())
    }

    /// Whether it is time to go and what was read is answered. What is unread the client sends again elsewhere.
    fn has_left(&self) -> bool {
        let has_open = self.mutation.is_some() || !self.actions.is_empty() || self.owing_since.is_some();
        self.is_leaving() && (!has_open || self.leaves_at.is_some_and(|at| at.elapsed() >= LONGEST_LEAVING))
    }

    /// When there is something to do even if nothing happens.
    fn look_at(&self) -> Instant {
        let ping = self.wire.pulse.ping_at();
        let owing = self.owing_since.map(|since| since + patience(since.elapsed()).1);
        let leaving = self.leaves_at.map(|at| if self.is_leaving() { at + LONGEST_LEAVING } else { at });
        [owing, leaving].into_iter().flatten().fold(ping, Instant::min)
    }

    async fn keep_alive(&mut self) -> Either<(), End> {
        let now = Instant::now();
        if self.wire.pulse.is_dead(now) {
            return Err(End::Gone);
        }
        if now >= self.wire.pulse.ping_at() {
            self.wire.ping().await?;
        }
        Ok(())
    }

    async fn handle(&mut self, text: &str) -> Either<(), End> {
        let frame = match serde_json::from_str(text) {
            Ok(frame) => frame,
            Err(why) => {
                let error = format!("This is no message of the sync protocol: {why}");
                return self.give_up(&error, End::PROTOCOL).await;
            }
        };
        match frame {
            ClientFrame::Connect { session_id, connection_count, max_observed_timestamp } => {
                self.session = Some((session_id, connection_count > 0));
                // It may come from another node, and has seen what was committed there.
                self.app.bus().catch_up().await;
                self.wait_for_clock(max_observed_timestamp).await;
                Ok(())
            }
            ClientFrame::Authenticate { base_version, token } => self.authenticate(base_version, token).await,
            ClientFrame::ModifyQuerySet { base_version, new_version, modifications } => {
                self.modify(base_version, new_version, modifications)?;
                if self.queries.are_too_many() {
                    return self.give_up("Too many live queries on one connection", End::PROTOCOL).await;
                }
                Ok(())
            }
            ClientFrame::Mutation(request) => self.mutate(request).await,
            ClientFrame::Action(request) => self.act(request).await,
            ClientFrame::Event {} => Ok(()),
        }
    }

    /// Tells the client that it can never work, so that it does not come back, and closes.
    async fn give_up(&mut self, error: &str, end: End) -> Either<(), End> {
        self.wire.say(&ServerFrame::FatalError { error }).await?;
        Err(end)
    }

    /// A client that was told of a later time than ours would take our stamps for old.
    async fn wait_for_clock(&mut self, observed: Option<String>) {
        let observed = observed.and_then(|text| Stamp::parse(&text)).unwrap_or_default();
        let ahead = Duration::from_nanos(observed.0.saturating_sub(self.app.stamps().tick()));
        if !ahead.is_zero() {
            tracing::warn!(?ahead, "a client has seen a later stamp than ours: was the clock set back?");
            sleep(ahead.min(LONGEST_LAG)).await;
        }
    }

    async fn authenticate(&mut self, base: u32, token: Token) -> Either<(), End> {
        if base != self.asked.1 {
            return Err(End::RESYNC);
        }
        let identity = match token {
            Token::None => Identity::nobody(&self.peer),
            Token::Admin {} => {
                return self.refuse_identity("This server has no admin keys", base, true).await;
            }
            Token::User { value } => {
                let changed = self.queries.changed.clone();
                match Identity::of(&self.app, &self.peer, value, changed).await {
                    Ok(identity) => identity,
                    Err(bad) => {
                        let error = match bad {
                            BadToken::Expired => "The token has expired",
                            BadToken::Invalid => "The token is not valid here",
                        };
                        return self.refuse_identity(error, base, true).await;
                    }
                }
            }
        };
        let is_other = identity.caller.who != self.identity.caller.who;
        if is_other {
            // The old one first, or a user with all seats taken could not sign in anew.
            self.seat = None;
            if let Who::User { user, .. } = identity.caller.who {
                self.seat = Some(self.app.live().sockets().seat(user.0).ok_or(End::TOO_MANY)?);
            }
        }
        self.identity = identity;
        self.asked.1 += 1;
        if is_other {
            self.place.clear();
            self.queries.ask_as(&self.identity.caller);
        }
        self.owe();
        Ok(())
    }

    /// Tells the client that its token is not good, and closes: both sides count identities anew.
    async fn refuse_identity(&mut self, error: &str, base_version: u32, was_asked: bool) -> Either<(), End> {
        let frame = ServerFrame::AuthError { error, base_version, auth_update_attempted: was_asked };
        self.wire.say(&frame).await?;
        Err(End::AUTH)
    }

    fn modify(&mut self, base: u32, new: u32, modifications: Vec<Modification>) -> Either<(), End> {
        if base != self.asked.0 || new < base {
            return Err(End::RESYNC);
        }
        self.asked.0 = new;
        for modification in modifications {
            match modification {
                Modification::Add { query_id, udf_path: path, args, journal, component_path: component } => {
                    let asked = Asked { path, args, journal, component };
                    self.queries.add(&self.app, &self.identity.caller, query_id, asked);
                }
                Modification::Remove { query_id } => self.queries.remove(query_id),
            }
        }
        self.owe();
        Ok(())
    }

    async fn mutate(&mut self, request: Request) -> Either<(), End> {
        let id = request.request_id;
        match resolve(&self.app, request, "mutation") {
            Ok(Call::Mutation(mutation)) => {
                let key = self.session.map(|(session, may_repeat)| requests::Key {
                    session,
                    request: id,
                    may_repeat,
                });
                let (app, caller) = (self.app.clone(), self.identity.caller.clone());
                let running = async move { app.mutate_once(&caller, mutation, key).await };
                let running = tokio::spawn(running.in_current_span());
                self.mutation = Some((id, running));
                // Answers that arrive from now on may hold its effects.
                self.round = None;
                Ok(())
            }
            Ok(_) => Err(End::RESYNC),
            Err(error) => self.respond(id, Err(error), None, Kind::Mutation).await,
        }
    }

    async fn mutated(&mut self, done: Either<Result<Committed<Value>>, JoinError>) -> Either<(), End> {
        let Some((id, _)) = self.mutation.take() else { return Ok(()) };
        let result =
            done.unwrap_or_else(|cause| Err(Error::Broken(format!("a mutation did not end well: {cause}"))));
        match result {
            Ok(Committed { value, stamp }) => {
                self.respond(id, Ok(value), Some(Stamp(stamp)), Kind::Mutation).await?;
                self.owe();
                Ok(())
            }
            Err(error) => self.respond(id, Err(error), None, Kind::Mutation).await,
        }
    }

    async fn act(&mut self, request: Request) -> Either<(), End> {
        let id = request.request_id;
        match resolve(&self.app, request, "action") {
            Ok(Call::Action(action)) => {
                let (app, caller) = (self.app.clone(), self.identity.caller.clone());
                // Detached, so that it runs to its end even if the client goes away.
                let running = async move { app.act(&caller, action).await };
                let running = tokio::spawn(running.in_current_span());
                self.actions.spawn(async move {
                    let result = match timeout(LONGEST_ACTION, running).await {
                        Ok(ended) => ended.unwrap_or_else(|cause| {
                            Err(Error::Broken(format!("an action did not end well: {cause}")))
                        }),
                        Err(_elapsed) => Err(Error::Broken("an action took too long".into())),
                    };
                    (id, result)
                });
                Ok(())
            }
            Ok(_) => Err(End::RESYNC),
            Err(error) => self.respond(id, Err(error), None, Kind::Action).await,
        }
    }

    async fn acted(&mut self, id: i64, result: Result<Value>) -> Either<(), End> {
        self.respond(id, result, None, Kind::Action).await
    }

    async fn respond(
        &mut self,
        request_id: i64,
        result: Result<Value>,
        ts: Option<Stamp>,
        kind: Kind,
    ) -> Either<(), End> {
        let answer = Answer::new(result, None);
        let (text, error_data) = match &answer.value {
            Ok(_) => (None, None),
            Err(error) => (to_raw_value(&error.message).ok(), error_data(error)),
        };
        let Some(result) = answer.value.as_deref().ok().or(text.as_deref()) else { return Err(End::RESYNC) };
        let success = answer.value.is_ok();
        let response = Response { request_id, success, result, ts, error_data, log_lines: [] };
        let frame = match kind {
            Kind::Mutation => ServerFrame::MutationResponse(response),
            Kind::Action => ServerFrame::ActionResponse(response),
        };
        self.wire.say(&frame).await
    }

    /// Notes that the client waits for a transition, however empty.
    fn owe(&mut self) {
        self.owing_since.get_or_insert_with(Instant::now);
        self.round = None;
    }

    /// Sends a transition if one is due and every query is ready for it.
    async fn update(&mut self) -> Either<(), End> {
        let is_urgent = self.owing_since.is_some();
        if self.round.is_none() && (is_urgent || self.queries.have_news()) {
            // The stamp first: the mark then covers every commit before it.
            let stamp = self.app.stamps().tick();
            self.round = Some(Round { stamp, mark: self.app.board().now() });
            if is_urgent {
                self.queries.hurry();
            }
        }
        let Some(round) = self.round else { return Ok(()) };
        let Some(changes) = self.queries.changes(round.mark) else { return Ok(()) };
        self.round = None;
        if !is_urgent && changes.is_empty() {
            return Ok(());
        }
        self.transit(round, changes).await
    }

    async fn transit(&mut self, round: Round, changes: Vec<(i64, Arc<Answer>)>) -> Either<(), End> {
        let end = Version { query_set: self.asked.0, identity: self.asked.1, ts: Stamp(round.stamp) };
        let removed = self.queries.removed().iter().map(|id| Change::QueryRemoved { query_id: *id });
        let updated = changes.iter().map(|(id, answer)| change(*id, answer));
        let frame = ServerFrame::Transition {
            start_version: self.sent,
            end_version: end,
            modifications: removed.chain(updated).collect(),
        };
        self.wire.say(&frame).await?;
        self.sent = end;
        self.owing_since = None;
        self.queries.sent(changes);
        Ok(())
    }
}

fn resolve(app: &App, request: Request, kind: &'static str) -> Result<Call> {
    let Request { udf_path: path, args, component_path, .. } = request;
    Invocation { path, args, format: None, component_path }.resolve(app, Some(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size_of_future<A, F: Future>(_: fn(A) -> F) -> usize {
        size_of::<F>()
    }

    #[test]
    fn a_socket_at_rest_keeps_no_room_for_what_it_may_have_to_do() {
        let size = size_of_future(Connection::run);
        assert!(size < 6 * 1024, "{size} bytes");
    }
}
