//! The visitor's session: started when the widget is first used, refreshed with a quarter of its life left, started again when
//! the server no longer knows it (functions-identity.md §8). The token stays in memory.

use crate::{
    frame::{Heard, Identity, Page, User},
    server::{Server, for_ever},
};
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::{self, after, effect, window},
};
use reactive_graph::graph::untrack;
use shared::{
    Code, Error, Function, Millis,
    events::Track,
    id::WorkspaceId,
    visitors::Identify,
    widget_sessions::{self, Boot, Refresh, Revoke},
};
use std::{
    cell::{Cell, RefCell},
    ops::Deref,
};
use wasm_bindgen_futures::spawn_local;

/// For whoever builds the site.
pub fn complain(error: &Error) {
    dom::warn(&["Docent: ", &error.message].concat());
}

/// So many events wait for a session; more than that a page tells only by mistake.
const MOST_EVENTS: usize = 100;

/// What stands between the visitor and a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is sent before the visitor agrees.
    Consent,
    Connecting,
    Ready,
    /// The page's origin is not allowed.
    Refused,
    /// No such workspace.
    Unknown,
    /// The server does not answer; we try again.
    Trouble,
}

/// The session and what boot tells about the visitor.
#[derive(Clone, Copy)]
pub struct Session(&'static Parts);

impl Deref for Session {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What it consists of.
pub struct Parts {
    server: Server,
    pub workspace: Option<WorkspaceId>,
    pub token: Var<Option<String>>,
    pub phase: Var<Phase>,
    pub identity: Var<Identity>,
    user: RefCell<Option<User>>,
    /// The site has said who the visitor is: by an id or an address.
    pub is_named: Var<bool>,
    page: RefCell<Page>,
    /// What the site told of before there was a session.
    events: RefCell<Vec<Json>>,
    origin: String,
    version: Option<String>,
    label: Option<String>,
    /// Grows with each boot, so that what an earlier one left behind is ignored.
    round: Cell<u32>,
    is_wanted: Cell<bool>,
}

fn is_named(user: Option<&User>) -> bool {
    user.is_some_and(|user| user.user_id.is_some() || user.email.is_some())
}

impl Session {
    pub fn new(server: Server, workspace: Option<WorkspaceId>, hello: &Heard, origin: String) -> Self {
        let identity = hello.identity();
        let phase = match (&identity.session, workspace) {
            (_, None) => Phase::Unknown,
            (None, _) => Phase::Consent,
            _ => Phase::Connecting,
        };
        Self(for_ever(Parts {
            server,
            workspace,
            token: Var::new(None),
            phase: Var::new(phase),
            identity: Var::new(identity),
            is_named: Var::new(is_named(hello.user().as_ref())),
            user: RefCell::new(hello.user()),
            page: RefCell::new(hello.page()),
            events: RefCell::default(),
            origin,
            version: hello.0.text("version"),
            label: hello.0.text("label"),
            round: Cell::new(0),
            is_wanted: Cell::new(false),
        }))
    }

    /// Arguments by their names, with the token; none before there is one.
    pub fn args(self, args: &[(&str, &str)]) -> Option<Json> {
        let token = self.token.get()?;
        Some(texts(args).with("sessionToken", &token.as_str().into()))
    }

    /// The same, with the workspace.
    pub fn args_in_workspace(self, args: &[(&str, &str)]) -> Option<Json> {
        let workspace = self.workspace?.text();
        Some(self.args(args)?.with("workspaceId", &workspace.as_str().into()))
    }

    pub fn server(self) -> Server {
        self.server
    }

    fn user(self) -> User {
        self.user.borrow().clone().unwrap_or_default()
    }

    /// Starts a session unless there is one: the visitor opened the widget, wrote before, or was identified.
    pub fn want(self) {
        if !self.is_wanted.get() && self.phase.get_untracked() == Phase::Connecting {
            self.is_wanted.set(true);
            self.server.wake();
            self.boot(0);
        }
    }

    /// The device's id changed: by consent, or because the page was reset.
    pub fn become_device(self, identity: Identity) {
        let has_id = identity.session.is_some();
        self.identity.set(identity);
        self.token.set(None);
        self.phase.set(if has_id { Phase::Connecting } else { Phase::Consent });
        self.is_wanted.set(has_id);
        self.round.set(self.round.get() + 1);
        if has_id {
            self.server.wake();
            self.boot(0);
        }
    }

    /// Ends the session on the server and forgets who the visitor was.
    pub fn reset(self, identity: Identity) {
        self.user.take();
        self.is_named.set(false);
        self.events.take();
        if let Some(args) = untrack(|| self.args(&[])) {
            // Unreachable or already over: either way the new id begins anew.
            self.server.tell(Revoke::NAME, args, drop);
        }
        self.become_device(identity);
    }

    /// The page says who the visitor is.
    pub fn identify(self, user: Option<User>) {
        self.is_named.set(is_named(user.as_ref()));
        self.user.replace(user);
        if self.token.get_untracked().is_some() {
            self.tell(self.user(), None);
        } else {
            self.want();
        }
    }

    /// The site tells what the visitor did, as the arguments of `events:track`; it waits for a session, which it is reason enough to
    /// start.
    pub fn track(self, event: Json) {
        if self.events.borrow().len() < MOST_EVENTS {
            self.events.borrow_mut().push(event);
        }
        self.want();
        self.tell_events();
    }

    fn tell_events(self) {
        let Some(token) = self.token.get_untracked() else { return };
        let token = token.as_str().into();
        for event in self.events.take() {
            self.server.tell(Track::NAME, event.with("sessionToken", &token), |error| complain(&error));
        }
    }

    /// The page moved on; the agent sees where the visitor is.
    pub fn moved(self, page: Page) {
        let url = page.url.clone();
        self.page.replace(page);
        if self.token.get_untracked().is_some() {
            self.tell(User::default(), url);
        }
    }

    fn tell(self, user: User, current_url: Option<String>) {
        let Some(token) = self.token.get_untracked() else { return };
        let identify = user.with(texts(&[("sessionToken", &token), ("origin", &self.origin)]));
        let identify = known(identify, &[("currentUrl", &current_url)]);
        self.server.tell(Identify::NAME, identify, move |error| {
            complain(&error);
            self.check(&error);
        });
    }

    /// Starts anew if the error says that the session is over.
    pub fn check(self, error: &Error) {
        let is_over = error.code == Code::SessionExpired
            || ["expired", "Invalid session"].iter().any(|part| has(&error.message, part));
        if is_over && self.token.get_untracked().is_some() {
            self.token.set(None);
            self.boot(0);
        }
    }

    /// Starts anew when a live query is refused because the session is over.
    pub fn watch(self, live: Live<Looked>) {
        effect(move || {
            if let Some(error) = live.error() {
                self.check(&error);
            }
        });
    }

    fn boot(self, failures: u32) {
        let Some(boot) = self.words() else { return };
        self.round.set(self.round.get() + 1);
        let round = self.round.get();
        let began = now();
        let answer = self.server.run(Boot::NAME, boot);
        spawn_local(async move {
            let answer = answer.await;
            if self.round.get() != round {
                return;
            }
            match answer {
                Ok(booted) => self.hold(&booted, began, round),
                Err(error) => self.refused(&error, failures, round),
            }
        });
    }

    /// Of `widget_sessions::Boot`; none while there is no id, or no workspace.
    fn words(self) -> Option<Json> {
        let (workspace, session) = (self.workspace?.text(), self.identity.get_untracked().session?);
        let page = self.page.borrow();
        let boot = texts(&[
            ("workspaceId", &workspace),
            ("sessionId", &session),
            ("origin", &self.origin),
            ("clientType", "web_widget"),
        ]);
        let more = [
            ("referrer", &page.referrer),
            ("currentUrl", &page.url),
            ("clientVersion", &self.version),
            ("clientIdentifier", &self.label),
        ];
        Some(known(self.user().with(boot), &more).with("device", &device()))
    }

    /// Holds what `widget_sessions::Refreshed` tells. The server's clock may be off from ours, so the life left is measured, not compared with our time of day.
    fn hold(self, booted: &Json, issued_at: Millis, round: u32) {
        let expires_at = booted.get("expiresAt").number().unwrap_or_default() as Millis;
        self.token.set(booted.text("sessionToken"));
        self.phase.set(Phase::Ready);
        self.tell_events();
        let refresh_at = widget_sessions::refresh_at(issued_at, expires_at);
        // A timer takes at most 2^31 ms; a session lives 7 days at most.
        let wait = (refresh_at - now()).clamp(10_000, 7 * 24 * 3_600_000);
        self.after(wait as i32, round, move || self.refresh(round));
    }

    fn refresh(self, round: u32) {
        let Some(args) = untrack(|| self.args(&[])) else { return };
        let began = now();
        let answer = self.server.run(Refresh::NAME, args);
        spawn_local(async move {
            match answer.await {
                Ok(fresh) => self.hold(&fresh, began, round),
                Err(error) if error.code == Code::Internal => {
                    self.after(60_000, round, move || self.refresh(round));
                }
                Err(_) => self.boot(0),
            }
        });
    }

    fn refused(self, error: &Error, failures: u32, round: u32) {
        let text = &error.message;
        let phase = if text.starts_with("Origin") {
            Phase::Refused
        } else if error.code == Code::NotFound || text.starts_with("Workspace not found") {
            Phase::Unknown
        } else {
            let wait = 1_000 << failures.min(5);
            self.after(wait, round, move || self.boot(failures + 1));
            Phase::Trouble
        };
        complain(error);
        self.phase.set(phase);
    }

    fn after(self, milliseconds: i32, round: u32, then: impl Fn() + 'static) {
        after(milliseconds, move || {
            if self.round.get() == round {
                then();
            }
        });
    }
}

impl User {
    /// Adds what is known of them; nothing known is absent, so that nothing stored is lost. The company goes with the other attributes,
    /// which are what the page gave, unread.
    fn with(&self, args: Json) -> Json {
        let texts = [
            ("email", &self.email),
            ("name", &self.name),
            ("externalUserId", &self.user_id),
            ("userHash", &self.user_hash),
        ];
        let own = self.custom_attributes.clone();
        let attributes = match self.company.as_deref() {
            Some(company) => Some(own.unwrap_or_default().with("company", &company.into())),
            None => own,
        };
        let args = known(args, &texts);
        attributes.map_or(args.clone(), |attributes| args.with("customAttributes", &attributes))
    }
}

/// An object of texts.
pub fn texts(texts: &[(&str, &str)]) -> Json {
    texts.iter().fold(Json::default(), |all, (name, text)| all.with(name, &(*text).into()))
}

/// Adds those texts that are there and not empty.
fn known(to: Json, texts: &[(&str, &Option<String>)]) -> Json {
    texts.iter().fold(to, |all, (name, text)| match text.as_deref() {
        None | Some("") => all,
        Some(text) => all.with(name, &text.into()),
    })
}

/// Milliseconds since the epoch, by this device's clock.
pub fn now() -> Millis {
    js_sys::Date::now() as Millis
}

/// As `str::contains`, whose clever search and its panic with Unicode tables are 4 KB to download.
pub fn has(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

/// How many characters a text has, without the library's way of counting long texts fast.
pub fn letters(text: &str) -> usize {
    text.bytes().filter(|byte| !(0x80..0xc0).contains(byte)).count()
}

/// Of `visitors::Device`.
fn device() -> Json {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| has(&agent, sign)).map(|(_, name)| *name)
    };
    let is_tablet = has(&agent, "iPad") || (has(&agent, "Android") && !has(&agent, "Mobile"));
    let is_phone = has(&agent, "Mobi");
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let os = first(&[
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    let kind = match (is_tablet, is_phone) {
        (true, _) => "tablet",
        (_, true) => "mobile",
        _ => "desktop",
    };
    let device = texts(&[("deviceType", kind), ("platform", "web")]);
    [("browser", browser), ("os", os)].into_iter().fold(device, |device, (name, found)| match found {
        Some(found) => device.with(name, &found.into()),
        None => device,
    })
}
