//! What the server does by itself: opens snoozed conversations when they are due, forgets what nobody needs any more, removes files
//! without a use, sends mail, makes old rows searchable, answers visitors by a language model and learns what articles mean. A job
//! that fails says so in the log and tries again; every node runs every job, so each works on what it finds.

mod answerer;
mod cleaner;
mod embedder;
mod indexer;
mod mailer;
mod reminder;
mod sweeper;
mod waker;

use crate::core::App;
use tokio::{sync::watch, task::JoinSet};

pub use answerer::answer_all;
pub use cleaner::clean;
pub use embedder::embed;
pub use indexer::index;
pub use mailer::deliver;
pub use reminder::{notify, remind};

/// The jobs of a server, until they are stopped.
#[must_use = "dropping the jobs stops them in the middle"]
pub struct Jobs {
    running: JoinSet<()>,
    stopping: watch::Sender<bool>,
}

/// Starts every job.
pub fn start(app: &App) -> Jobs {
    let stopping = watch::Sender::new(false);
    let mut running = JoinSet::new();
    running.spawn(waker::run(app.clone(), stopping.subscribe()));
    running.spawn(cleaner::run(app.clone(), stopping.subscribe()));
    running.spawn(sweeper::run(app.clone(), stopping.subscribe()));
    running.spawn(mailer::run(app.clone(), stopping.subscribe()));
    running.spawn(reminder::run(app.clone(), stopping.subscribe()));
    running.spawn(indexer::run(app.clone(), stopping.subscribe()));
    running.spawn(answerer::run(app.clone(), stopping.subscribe()));
    running.spawn(embedder::run(app.clone(), stopping.subscribe()));
    Jobs { running, stopping }
}

impl Jobs {
    /// Lets each job finish what it has begun.
    pub async fn stop(mut self) {
        self.stopping.send_replace(true);
        while self.running.join_next().await.is_some() {}
    }
}

/// Whether the server stops now; waits for `otherwise` first.
pub(crate) async fn stops_before(
    stopping: &mut watch::Receiver<bool>,
    otherwise: impl Future<Output = ()>,
) -> bool {
    tokio::select! {
        _ = stopping.wait_for(|is_stopping| *is_stopping) => true,
        () = otherwise => false,
    }
}
