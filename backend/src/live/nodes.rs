//! Several nodes on one database (design §6 "Between nodes"). What a node commits is written in the same transaction for the
//! others, who look at it each second and on every hint. NATS, or PostgreSQL's NOTIFY without it, carries the hints and what is
//! never a row; both may lose messages, which costs at most that second.

mod carrier;

pub use carrier::{Carrier, NatsError};

use super::bus::Event;
use crate::{
    core::App,
    domain,
    jobs::stops_before,
    store::{Feed, News},
};
use carrier::{Heard, Listener};
use serde::{Deserialize, Serialize};
use shared::id::Uuid;
use std::{borrow::Cow, time::Duration};
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
    time::{interval, sleep, timeout},
};

/// Without a hint a node looks so often.
const AT_LEAST: Duration = Duration::from_secs(1);
/// Between two looks, and between two hints, however many are asked for: one serves all.
const PACE: Duration = Duration::from_millis(3);
/// How often a node says again who is present, and removes what every node has read.
const REPEATED: Duration = Duration::from_secs(20);
/// How long a stopping node tries to say goodbye.
const FAREWELL: Duration = Duration::from_secs(1);

/// What this node does to be one of several, until it is stopped.
#[must_use = "dropping it stops listening to other nodes"]
pub struct Nodes {
    running: JoinSet<()>,
    stopping: watch::Sender<bool>,
}

#[derive(Serialize, Deserialize)]
struct Message<'m> {
    node: Uuid,
    /// A hint has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<Cow<'m, Event>>,
}

impl Nodes {
    /// Begins to follow what other nodes commit and to tell them what is committed here; on SQLite, which has no other nodes, it
    /// does nothing. Answers when everything is heard from now on.
    pub async fn join(app: &App, carrier: Carrier) -> Self {
        let stopping = watch::Sender::new(false);
        let mut running = JoinSet::new();
        if let Some(feed) = app.store().feed(app.bus().node())
            && let Some(events) = app.bus().speak()
        {
            app.bus().follow();
            running.spawn(follow(app.clone(), feed, stopping.subscribe()));
            running.spawn(speak(app.clone(), carrier.clone(), events, stopping.subscribe()));
            running.spawn(listen(app.clone(), carrier.listener().await, stopping.subscribe()));
            running.spawn(repeat(app.clone(), stopping.subscribe()));
            app.bus().catch_up().await;
        }
        Self { running, stopping }
    }

    /// Says goodbye and stops.
    pub async fn stop(mut self) {
        self.stopping.send_replace(true);
        while self.running.join_next().await.is_some() {}
    }
}

/// Looks at what others have committed and wakes those whom it concerns.
async fn follow(app: App, mut feed: Feed, mut stopping: watch::Receiver<bool>) {
    let mut is_first = true;
    let mut has_failed = false;
    loop {
        let looking = app.bus().begin_look(app.clock());
        match feed.look().await {
            Ok(News::Heard { topics, stamp }) => {
                app.stamps().observe(stamp);
                app.touch(topics);
                app.bus().end_look(&looking);
            }
            Ok(News::Missed) => {
                if !is_first {
                    tracing::warn!(
                        "this node has slept too long to know what it missed: everything is read again"
                    );
                }
                app.forget();
                app.bus().end_look(&looking);
            }
            Err(cause) => {
                if !has_failed {
                    tracing::error!(%cause, "what other nodes change cannot be read; trying again each second");
                }
                has_failed = true;
                if stops_before(&mut stopping, sleep(AT_LEAST)).await {
                    return;
                }
                continue;
            }
        }
        if has_failed {
            tracing::info!("what other nodes change is read again");
        }
        (is_first, has_failed) = (false, false);
        let next = async {
            sleep(PACE).await;
            let _hint_or_time = timeout(AT_LEAST, app.bus().asked()).await;
        };
        if stops_before(&mut stopping, next).await {
            return;
        }
    }
}

/// Sends hints and events; what cannot be sent is lost.
async fn speak(
    app: App,
    carrier: Carrier,
    mut events: mpsc::Receiver<Event>,
    mut stopping: watch::Receiver<bool>,
) {
    let node = app.bus().node();
    app.bus().tell(Event::Hello { public_url: app.config().public_url.clone() });
    loop {
        let event = tokio::select! {
            _ = stopping.wait_for(|is_stopping| *is_stopping) => break,
            Some(event) = events.recv() => Some(event),
            () = app.bus().hinted() => None,
        };
        send(&carrier, &Message { node, event: event.as_ref().map(Cow::Borrowed) }).await;
        if event.is_none() {
            sleep(PACE).await;
        }
    }
    let bye = Message { node, event: Some(Cow::Owned(Event::Bye {})) };
    let _sent_or_late = timeout(FAREWELL, async {
        send(&carrier, &bye).await;
        carrier.flush().await;
    })
    .await;
}

async fn send(carrier: &Carrier, message: &Message<'_>) {
    match serde_json::to_string(message) {
        Ok(text) => {
            if let Err(cause) = carrier.send(text).await {
                tracing::debug!(%cause, "other nodes were not told");
            }
        }
        Err(cause) => tracing::error!(%cause, "an event could not be written"),
    }
}

/// Hears what other nodes say.
async fn listen(app: App, mut listener: Listener, mut stopping: watch::Receiver<bool>) {
    loop {
        let heard = tokio::select! {
            _ = stopping.wait_for(|is_stopping| *is_stopping) => return,
            heard = listener.next() => heard,
        };
        match heard {
            Heard::Message(text) => hear(&app, &text),
            Heard::Connected => {
                if app.bus().connected(true) {
                    tracing::info!("other nodes are heard at once");
                }
                // Whatever was said meanwhile was lost.
                app.bus().ask();
                app.bus().tell(Event::Hello { public_url: app.config().public_url.clone() });
            }
            Heard::Disconnected => {
                if app.bus().connected(false) {
                    tracing::warn!(
                        "other nodes are not heard: changes show within a second, typing and presence not at all"
                    );
                }
            }
        }
    }
}

fn hear(app: &App, text: &[u8]) {
    let message: Message = match serde_json::from_slice(text) {
        Ok(message) => message,
        // A newer node may say what this one does not know.
        Err(cause) => return tracing::debug!(%cause, "a node said something unknown"),
    };
    if message.node == app.bus().node() {
        return;
    }
    match message.event {
        None => app.bus().ask(),
        Some(event) => domain::hear(app, message.node, event.into_owned()),
    }
}

/// Says again what may have been lost, and removes what has been read.
async fn repeat(app: App, mut stopping: watch::Receiver<bool>) {
    let mut time = interval(REPEATED);
    time.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let feed = app.store().feed(app.bus().node());
    while !stops_before(&mut stopping, async { _ = time.tick().await }).await {
        domain::presence::tell_all(&app);
        if let Some(feed) = &feed
            && let Err(cause) = feed.prune().await
        {
            tracing::warn!(%cause, "old notes between nodes could not be removed; trying again soon");
        }
    }
}
