//! What carries messages between nodes: NATS, or PostgreSQL's NOTIFY. Each message is for the nodes of one database.

use crate::store::{Store, changes};
use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber, connection::State};
use futures_util::StreamExt;
use shared::id::Uuid;
use sqlx::{PgPool, postgres::PgListener};
use std::{
    fmt,
    mem::{self, Discriminant},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

/// NOTIFY takes payloads of less than 8,000 bytes.
const LONGEST_NOTE: usize = 7_900;
/// Between two attempts to listen.
const PAUSE: Duration = Duration::from_secs(1);
/// NATS asks so often whether the server is there; two answers that do not come end the connection.
const PING: Duration = Duration::from_secs(10);
/// The longest pause between two attempts to reach NATS.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// A way to the other nodes; cheap to clone.
#[derive(Clone)]
pub enum Carrier {
    /// Nothing is carried: nodes see each other's commits because they look each second.
    Nothing,
    Notify {
        pool: PgPool,
        channel: String,
    },
    Nats {
        client: Client,
        subject: String,
        link: watch::Receiver<bool>,
    },
}

/// Addresses of NATS that cannot be used.
#[derive(Debug)]
pub struct NatsError(String);

impl fmt::Display for NatsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for NatsError {}

/// What a listener hears.
pub(super) enum Heard {
    Message(Vec<u8>),
    /// Heard from now on; what was said before may be lost.
    Connected,
    Disconnected,
}

/// One node's ear.
pub(super) enum Listener {
    Nothing,
    Notify { pool: PgPool, channel: String, listener: Option<Box<PgListener>> },
    Nats { subscriber: Subscriber, link: watch::Receiver<bool> },
}

impl Carrier {
    /// Carries by NOTIFY on the database itself; SQLite has nobody to carry to.
    pub fn notify(store: &Store, database: Uuid) -> Self {
        match store.between_nodes() {
            Some(pool) => Self::Notify { pool: pool.clone(), channel: name(database) },
            None => Self::Nothing,
        }
    }

    /// Carries by NATS at these addresses, separated by commas; tries until it is reached. Errors: no address, or none that can be
    /// read. An address may hold a password and is not repeated.
    pub async fn nats(addresses: &str, database: Uuid) -> Result<Self, NatsError> {
        let parse = |one: &str| one.trim().parse::<ServerAddr>();
        let addresses: Vec<ServerAddr> = addresses
            .split(',')
            .map(parse)
            .collect::<Result<_, _>>()
            .map_err(|_| NatsError("--nats is no address like nats://host:4222".to_owned()))?;
        let (told, link) = watch::channel(false);
        let complaints = Complaints::default();
        let client = ConnectOptions::new()
            .name("docent")
            .retry_on_initial_connect()
            .ping_interval(PING)
            .reconnect_delay_callback(|tries| {
                LONGEST_PAUSE.min(Duration::from_millis(50 * u64::try_from(tries).unwrap_or(u64::MAX)))
            })
            .event_callback(move |event| {
                match event {
                    Event::Connected => {
                        complaints.forget();
                        told.send_replace(true);
                    }
                    // That it is away is said by who listens.
                    Event::Disconnected | Event::Closed => _ = told.send_replace(false),
                    other if complaints.are_new(&other) => tracing::warn!("NATS: {}", saying(&other)),
                    other => tracing::debug!("NATS: {}", saying(&other)),
                }
                std::future::ready(())
            })
            .connect(addresses)
            .await
            .map_err(|cause| NatsError(format!("NATS cannot be used: {cause}")))?;
        Ok(Self::Nats { client, subject: name(database), link })
    }

    pub(super) async fn send(&self, text: String) -> Result<(), String> {
        match self {
            Self::Nothing => Ok(()),
            Self::Notify { .. } if text.len() > LONGEST_NOTE => Err("it is too long for NOTIFY".into()),
            Self::Notify { pool, channel } => {
                changes::notify(pool, channel, &text).await.map_err(|cause| cause.to_string())
            }
            // The client would keep it for later, when it is no longer so.
            Self::Nats { client, .. } if client.connection_state() != State::Connected => {
                Err("NATS is not reached".into())
            }
            Self::Nats { client, subject, .. } => {
                client.publish(subject.clone(), text.into()).await.map_err(|cause| cause.to_string())
            }
        }
    }

    /// Waits until what was sent has left.
    pub(super) async fn flush(&self) {
        if let Self::Nats { client, .. } = self {
            let _left_or_lost = client.flush().await;
        }
    }

    pub(super) async fn listener(&self) -> Listener {
        match self {
            Self::Nothing => Listener::Nothing,
            Self::Notify { pool, channel } => {
                Listener::Notify { pool: pool.clone(), channel: channel.clone(), listener: None }
            }
            Self::Nats { client, subject, link } => match client.subscribe(subject.clone()).await {
                Ok(subscriber) => {
                    let mut link = link.clone();
                    link.mark_changed();
                    Listener::Nats { subscriber, link }
                }
                Err(cause) => {
                    tracing::error!(%cause, "NATS takes no subscription");
                    Listener::Nothing
                }
            },
        }
    }
}

impl Listener {
    /// The next thing that is heard; tries to connect until there is something.
    pub(super) async fn next(&mut self) -> Heard {
        match self {
            Self::Nothing => std::future::pending().await,
            Self::Notify { pool, channel, listener } => loop {
                let Some(known) = listener else {
                    match begin(pool, channel).await {
                        Ok(new) => {
                            *listener = Some(Box::new(new));
                            return Heard::Connected;
                        }
                        Err(_unreachable) => {
                            sleep(PAUSE).await;
                            continue;
                        }
                    }
                };
                match known.try_recv().await {
                    Ok(Some(note)) => return Heard::Message(note.payload().into()),
                    // Another one is made, so that what was lost meanwhile is asked for.
                    Ok(None) | Err(_) => {
                        *listener = None;
                        return Heard::Disconnected;
                    }
                }
            },
            Self::Nats { subscriber, link } => loop {
                tokio::select! {
                    Ok(()) = link.changed() => {
                        let is_connected = *link.borrow_and_update();
                        return if is_connected { Heard::Connected } else { Heard::Disconnected };
                    }
                    Some(message) = subscriber.next() => return Heard::Message(message.payload.into()),
                    else => sleep(PAUSE).await,
                }
            },
        }
    }
}

/// What NATS' client has complained of since it was connected: it tries again and again, and each kind is worth one line.
#[derive(Default)]
struct Complaints(Mutex<Vec<Discriminant<Event>>>);

impl Complaints {
    /// Whether nothing of the kind was heard since the connection was made.
    fn are_new(&self, event: &Event) -> bool {
        let (mut known, kind) = (self.lock(), mem::discriminant(event));
        let is_new = !known.contains(&kind);
        if is_new {
            known.push(kind);
        }
        is_new
    }

    fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Discriminant<Event>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an event means, for the operator.
fn saying(event: &Event) -> String {
    match event {
        Event::LameDuckMode => "the server is about to stop; another is looked for".to_owned(),
        Event::SlowConsumer(_) => {
            "messages come faster than they are read and some are lost: changes show within a second"
                .to_owned()
        }
        Event::ServerError(cause) => format!("the server refuses: {cause}"),
        Event::ClientError(cause) => format!("{cause}; trying again"),
        other => other.to_string(),
    }
}

async fn begin(pool: &PgPool, channel: &str) -> Result<PgListener, sqlx::Error> {
    let connected = timeout(PAUSE * 5, async {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.eager_reconnect(false);
        listener.listen(channel).await?;
        Ok(listener)
    });
    connected.await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

fn name(database: Uuid) -> String {
    format!("docent.{}", database.simple())
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_nats::{ClientError, ServerError};

    #[test]
    fn each_kind_of_complaint_is_new_once_until_nats_is_reached_again() {
        let complaints = Complaints::default();
        let events = || {
            let away = |cause: &str| Event::ClientError(ClientError::Other(cause.into()));
            let refused = Event::ServerError(ServerError::Other("no".into()));
            [away("refused"), away("refused again"), refused, Event::SlowConsumer(1), Event::LameDuckMode]
        };
        let new = || events().iter().map(|event| complaints.are_new(event)).collect::<Vec<_>>();
        assert_eq!(new(), [true, false, true, true, true]);
        assert_eq!(new(), [false; 5]);
        complaints.forget();
        assert_eq!(new(), [true, false, true, true, true]);
    }
}
