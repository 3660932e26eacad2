//! Who speaks through a socket, and for how long: until the token expires or its session ends.

use crate::{
    core::{App, BadToken, Caller, Topic},
    domain::auth,
    doors::peer::Peer,
    live::Watcher,
};
use shared::Millis;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::Notify;

/// The caller of a socket's functions.
pub struct Identity {
    pub caller: Caller,
    login: Option<Box<Login>>,
}

struct Login {
    app: App,
    token: String,
    expires_at: Millis,
    topics: BTreeSet<Topic>,
    session: Arc<SessionWatch>,
}

/// Hears when the login's session is written.
struct SessionWatch {
    has_moved: AtomicBool,
    changed: Arc<Notify>,
}

impl Watcher for SessionWatch {
    fn moved(&self, _at: u64) {
        self.has_moved.store(true, Ordering::SeqCst);
        self.changed.notify_one();
    }
}

impl Identity {
    pub fn nobody(peer: &Peer) -> Self {
        Self { caller: peer.nobody(), login: None }
    }

    /// The user of a token; `changed` is notified when its session is written.
    pub async fn of(app: &App, peer: &Peer, token: String, changed: Arc<Notify>) -> Result<Self, BadToken> {
        let (_user, session, expires_at) = app.keys().verify(&token, app.clock().now())?;
        let topics = BTreeSet::from([auth::session_topic(session)]);
        let watch = Arc::new(SessionWatch { has_moved: AtomicBool::new(false), changed });
        let watcher: Arc<dyn Watcher> = watch.clone();
        // Listened to before it is read, so that no end of the session falls between.
        app.board().watch(&watcher, &BTreeSet::new(), &topics, u64::MAX, |_| ());
        let login = Login { app: app.clone(), token, expires_at, topics, session: watch };
        let caller = peer.user(app, &login.token).await?;
        Ok(Self { caller, login: Some(Box::new(login)) })
    }

    /// Whether the login is good no more. Looks at the session only when it was written.
    pub async fn has_ended(&self, app: &App, peer: &Peer) -> bool {
        let Some(login) = &self.login else { return false };
        if login.expires_at <= app.clock().now() {
            return true;
        }
        let has_moved = login.session.has_moved.swap(false, Ordering::SeqCst);
        // Boxed, so that a socket at rest does not keep the room for it.
        has_moved && Box::pin(peer.user(app, &login.token)).await.is_err()
    }

    /// When the token expires.
    pub fn expires_at(&self) -> Option<Millis> {
        self.login.as_ref().map(|login| login.expires_at)
    }
}

impl Drop for Login {
    fn drop(&mut self) {
        let watcher: Arc<dyn Watcher> = self.session.clone();
        self.app.board().watch(&watcher, &self.topics, &BTreeSet::new(), u64::MAX, |_| ());
    }
}
