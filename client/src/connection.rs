//! Drives the protocol over a WebSocket: opens it, notices that it is dead, waits, opens it again; asks for tokens.

use crate::{
    TokenSource, auth,
    backoff::Loss,
    codec::Json,
    dom,
    live::Subscriptions,
    protocol::{Event, Protocol, RequestKind},
    socket::{Happened, Socket},
    time::{self, Timer, now_ms},
    wire::RequestId,
};
use futures_channel::oneshot;
use reactive_graph::{
    signal::ArcRwSignal,
    traits::{GetUntracked, Set},
};
use shared::{Code, Error, Millis};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen_futures::spawn_local;

/// A server says something each 15 s; silent for so long, it is gone.
const SILENCE: Millis = 60_000;
/// How long opening may take.
const OPENING: Millis = 15_000;
/// After so much silence a page that comes to the front does not trust its socket.
const DOUBTFUL: Millis = 20_000;
/// How many fresh tokens in a row may be refused before the client goes on as nobody.
const TOKENS: u32 = 3;

/// Whether the server is there. A hiccup of a second is normal: show a loss when it has lasted two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// For the first time.
    Connecting,
    Connected,
    /// Lost, both in milliseconds since the epoch; a `next_try` that has passed is under way.
    Offline {
        since: Millis,
        next_try: Millis,
    },
    /// The server told this page to give up: only loading it again helps.
    Outdated,
}

pub type Answer = Result<Json, Error>;

/// One client's connection; everything that waits for a browser's event holds it weakly.
pub struct Connection {
    url: String,
    source: Option<TokenSource>,
    /// What to do about a token that was refused: only a connection that has had one needs to know, and holds the code for it.
    renew: Cell<fn(&Rc<Self>)>,
    pub protocol: RefCell<Protocol>,
    pub subscriptions: RefCell<Subscriptions>,
    pub status: ArcRwSignal<Status>,
    waiting: RefCell<Vec<(RequestId, oneshot::Sender<Answer>)>>,
    socket: RefCell<Option<Socket>>,
    /// Opens the next socket, or gives the present one up.
    timer: RefCell<Option<Timer>>,
    refresh: RefCell<Option<Timer>>,
    loss: RefCell<Loss>,
    failures: Cell<u32>,
    refusals: Cell<u32>,
    last_text: Cell<Millis>,
    is_flushing: Cell<bool>,
    is_suspended: Cell<bool>,
    /// True while a token is on its way and no socket may open without it.
    is_signing_in: Cell<bool>,
}

impl Connection {
    /// Connects to a WebSocket address as whoever the source says.
    pub fn start(url: String, source: Option<TokenSource>) -> Rc<Self> {
        let connection = Rc::new(Self::new(url, source));
        connection.renew.set(Self::sign_in_again);
        connection.is_suspended.set(false);
        connection.sign_in(false);
        connection
    }

    /// As nobody, with the first [`resume`](Self::resume) and not before.
    pub fn asleep(url: String) -> Rc<Self> {
        Rc::new(Self::new(url, None))
    }

    fn new(url: String, source: Option<TokenSource>) -> Self {
        Self {
            url,
            source,
            renew: Cell::new(|connection| connection.lose_and_retry(Loss::Ours("AuthError"))),
            protocol: RefCell::new(Protocol::new(time::random_uuid())),
            subscriptions: RefCell::default(),
            status: ArcRwSignal::new(Status::Connecting),
            waiting: RefCell::default(),
            socket: RefCell::default(),
            timer: RefCell::default(),
            refresh: RefCell::default(),
            loss: RefCell::new(Loss::Ours("InitialConnect")),
            failures: Cell::new(0),
            refusals: Cell::new(0),
            last_text: Cell::new(0),
            is_flushing: Cell::new(false),
            is_suspended: Cell::new(true),
            is_signing_in: Cell::new(false),
        }
    }

    /// Runs a mutation or action; the answer comes whenever the server can be reached. Dropped before it was sent, it
    /// does not run.
    pub async fn request(self: &Rc<Self>, kind: RequestKind, name: &'static str, args: Json) -> Answer {
        let (sender, answer) = oneshot::channel();
        let id = self.protocol.borrow_mut().request(kind, name, args);
        self.waiting.borrow_mut().push((id, sender));
        let _pending = Pending { connection: self.clone(), id };
        if self.status.get_untracked() == Status::Outdated {
            self.give_up();
        }
        self.flush_soon();
        answer.await.unwrap_or_else(|_| Err(Error::internal()))
    }

    /// Changes who this is.
    pub fn set_token(self: &Rc<Self>, token: Option<String>) {
        self.refusals.set(0);
        self.renew.set(Self::sign_in_again);
        self.put_token(token);
    }

    /// The token for HTTP; `is_forced` asks for another one, after the last was refused.
    pub async fn fresh_token(self: &Rc<Self>, is_forced: bool) -> Option<String> {
        let must_ask = is_forced || self.is_signing_in.get();
        if let Some(source) = self.source.as_ref().filter(|_| must_ask) {
            let token = source.fetch(is_forced).await;
            self.put_token(token);
        }
        self.protocol.borrow().token().map(str::to_owned)
    }

    /// Sends what the protocol has to say, once the code that runs now is done: what it changes goes as one frame.
    pub fn flush_soon(self: &Rc<Self>) {
        if self.is_flushing.replace(true) {
            return;
        }
        let connection = Rc::downgrade(self);
        spawn_local(async move {
            if let Some(connection) = connection.upgrade() {
                connection.is_flushing.set(false);
                connection.flush();
            }
        });
    }

    /// Closes the socket and stays quiet until [`resume`](Self::resume).
    pub fn suspend(&self) {
        self.is_suspended.set(true);
        self.timer.take();
        self.lose(Loss::Ours("Suspended"));
    }

    /// Connects again at once.
    pub fn resume(self: &Rc<Self>) {
        if self.is_suspended.replace(false) {
            self.try_now();
        }
    }

    /// The network or the page is back: tries at once, and drops a socket that has been silent.
    pub fn wake(self: &Rc<Self>, has_new_network: bool) {
        let is_doubtful = has_new_network || now_ms() - self.last_text.get() > DOUBTFUL;
        if self.socket.borrow().is_some() && !is_doubtful {
            return;
        }
        if self.socket.borrow().is_some() {
            self.lose(Loss::Ours("Woken"));
        }
        self.try_now();
    }

    fn try_now(self: &Rc<Self>) {
        self.failures.set(0);
        self.timer.take();
        self.open();
    }

    fn open(self: &Rc<Self>) {
        let may_open = !self.is_suspended.get()
            && !self.is_signing_in.get()
            && self.status.get_untracked() != Status::Outdated
            && self.socket.borrow().is_none();
        if !may_open {
            return;
        }
        let connection = Rc::downgrade(self);
        let socket = Socket::open(&self.url, move |happened| {
            if let Some(connection) = connection.upgrade() {
                connection.happened(happened);
            }
        });
        if socket.is_none() {
            return self.lose_and_retry(Loss::Theirs("refused by the browser".into()));
        }
        *self.socket.borrow_mut() = socket;
        self.last_text.set(now_ms());
        self.watch(OPENING);
    }

    fn happened(self: &Rc<Self>, happened: Happened) {
        match happened {
            Happened::Opened => {
                let reason = self.loss.borrow().reason().to_owned();
                self.protocol.borrow_mut().opened(&reason, now_ms());
                self.last_text.set(now_ms());
                self.watch(SILENCE);
                self.flush();
            }
            Happened::Text(text) => {
                self.last_text.set(now_ms());
                let events = self.protocol.borrow_mut().received(&text);
                self.apply(events);
            }
            Happened::Closed(reason) => self.lose_and_retry(Loss::Theirs(reason)),
        }
    }

    fn apply(self: &Rc<Self>, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Connected => self.status.set(Status::Connected),
                Event::Result(id, result) => Subscriptions::deliver(&self.subscriptions, id, result),
                Event::Settled(id, result) => self.settle(id, result),
                Event::Synchronised => {
                    self.failures.set(0);
                    self.refusals.set(0);
                }
                Event::AuthRefused => return (self.renew.get())(self),
                Event::OutOfStep(reason) => return self.lose_and_retry(Loss::Ours(reason)),
                Event::Fatal(error) => {
                    dom::warn(&error);
                    self.lose(Loss::Ours("FatalError"));
                    self.timer.take();
                    self.status.set(Status::Outdated);
                    return self.give_up();
                }
            }
        }
    }

    fn flush(&self) {
        let idle = self.subscriptions.borrow_mut().take_idle();
        let mut protocol = self.protocol.borrow_mut();
        for id in idle {
            protocol.unsubscribe(id);
        }
        if let Some(socket) = &*self.socket.borrow() {
            protocol.take_frames().iter().for_each(|frame| socket.send(frame));
        }
    }

    fn settle(&self, id: RequestId, result: Answer) {
        let mut waiting = self.waiting.borrow_mut();
        if let Some(at) = waiting.iter().position(|(known, _)| *known == id) {
            // Whoever asked may be gone.
            let _ = waiting.swap_remove(at).1.send(result);
        }
    }

    fn give_up(self: &Rc<Self>) {
        let error = Error::new(Code::Internal, "This page is out of date: reload it");
        let events = self.protocol.borrow_mut().fail_all(&error);
        self.apply(events);
    }

    /// Drops the socket, if there is one, and settles what cannot survive it.
    fn lose(&self, loss: Loss) {
        *self.loss.borrow_mut() = loss;
        if self.socket.take().is_none() {
            return;
        }
        for event in self.protocol.borrow_mut().closed() {
            if let Event::Settled(id, result) = event {
                self.settle(id, result);
            }
        }
        if self.status.get_untracked() == Status::Connected {
            let now = now_ms();
            self.status.set(Status::Offline { since: now, next_try: now });
        }
    }

    fn lose_and_retry(self: &Rc<Self>, loss: Loss) {
        let wait = loss.delay(self.failures.get(), js_sys::Math::random());
        self.lose(loss);
        self.failures.set(self.failures.get() + 1);
        let since = match self.status.get_untracked() {
            Status::Offline { since, .. } => since,
            _ => now_ms(),
        };
        self.status.set(Status::Offline { since, next_try: now_ms() + wait });
        self.after(wait, |connection| connection.open());
    }

    /// Gives the socket up when nothing was heard for so long.
    fn watch(self: &Rc<Self>, limit: Millis) {
        let left = self.last_text.get() + limit - now_ms();
        self.after(left.max(0), move |connection| {
            if now_ms() - connection.last_text.get() < limit {
                connection.watch(limit);
            } else {
                connection.lose_and_retry(Loss::Ours("InactiveServer"));
            }
        });
    }

    fn after(self: &Rc<Self>, wait: Millis, run: impl Fn(&Rc<Self>) + 'static) {
        let connection: Weak<Self> = Rc::downgrade(self);
        let timer = Timer::start(wait, move || {
            if let Some(connection) = connection.upgrade() {
                run(&connection);
            }
        });
        *self.timer.borrow_mut() = timer;
    }

    fn sign_in_again(self: &Rc<Self>) {
        self.lose(Loss::Ours("AuthError"));
        self.sign_in(true);
    }

    /// Fetches a token, then opens the socket with it. After too many refusals it goes on as nobody.
    fn sign_in(self: &Rc<Self>, is_forced: bool) {
        self.refusals.set(self.refusals.get() + u32::from(is_forced));
        let may_ask = self.refusals.get() <= TOKENS;
        let Some(source) = self.source.clone().filter(|_| may_ask) else {
            if is_forced {
                self.put_token(None);
            }
            return self.open();
        };
        self.is_signing_in.set(true);
        let connection = Rc::downgrade(self);
        spawn_local(async move {
            let token = source.fetch(is_forced).await;
            if let Some(connection) = connection.upgrade() {
                connection.is_signing_in.set(false);
                connection.put_token(token);
                connection.open();
            }
        });
    }

    /// Sets the token and plans its replacement; one that comes a second time is not replaced again.
    fn put_token(self: &Rc<Self>, token: Option<String>) {
        self.refresh.take();
        if self.protocol.borrow().token() == token.as_deref() {
            return;
        }
        let wait = token.as_deref().filter(|_| self.source.is_some()).and_then(auth::refresh_in);
        self.protocol.borrow_mut().set_token(token);
        self.flush_soon();
        let Some(wait) = wait else { return };
        let connection = Rc::downgrade(self);
        let timer = Timer::start(wait, move || {
            let Some(connection) = connection.upgrade() else { return };
            spawn_local(async move {
                connection.fresh_token(true).await;
            });
        });
        *self.refresh.borrow_mut() = timer;
    }
}

/// Somebody's wait for an answer.
struct Pending {
    connection: Rc<Connection>,
    id: RequestId,
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.connection.protocol.borrow_mut().withdraw(self.id);
        self.connection.waiting.borrow_mut().retain(|(id, _)| *id != self.id);
    }
}
