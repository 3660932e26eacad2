//! The audit, for tests: after each commit every subscription is run again, and one that has changed although nothing woke it
//! names the topic that its query or the mutation forgot.

use super::subscription::{Answer, Subscription};
use crate::core::{App, Topic};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use tokio::{
    sync::{Mutex, MutexGuard},
    time::{sleep, timeout},
};

/// Whether commits are audited; they then take turns, so that each is judged alone.
#[derive(Default)]
pub struct Audit {
    is_on: AtomicBool,
    turn: Mutex<()>,
}

impl Audit {
    pub(super) fn turn(&self, is_on: bool) {
        self.is_on.store(is_on, Ordering::SeqCst);
    }

    /// Whether commits are audited.
    pub fn is_on(&self) -> bool {
        self.is_on.load(Ordering::SeqCst)
    }

    /// A turn to commit, if commits are audited.
    pub async fn wait(&self) -> Option<MutexGuard<'_, ()>> {
        match self.is_on.load(Ordering::SeqCst) {
            true => Some(self.turn.lock().await),
            false => None,
        }
    }

    /// Runs every subscription again.
    ///
    /// # Panics
    /// When one has changed that `wrote` did not wake.
    pub async fn check(&self, app: &App, wrote: &BTreeSet<Topic>) {
        for subscription in app.live().all() {
            if let Some(finding) = finding(app, &subscription, wrote).await {
                tracing::error!("{finding}");
                panic!("{finding}");
            }
        }
        settle(app).await;
    }
}

/// Waits until what was woken has run, so that the next commit is judged against what is known now.
async fn settle(app: &App) {
    let mark = app.board().now();
    for subscription in app.live().all() {
        let ran = async {
            while subscription.answer_at(mark).is_none() {
                subscription.hurry();
                sleep(Duration::from_millis(1)).await;
            }
        };
        // One that cannot answer is found by its own test.
        let _ = timeout(Duration::from_secs(5), ran).await;
    }
}

async fn finding(app: &App, subscription: &Subscription, wrote: &BTreeSet<Topic>) -> Option<String> {
    let is_due = || subscription.is_due(app.clock().now());
    // A report may be older than the commit.
    if is_due() || subscription.query.is_report() {
        return None;
    }
    let known = subscription.latest()?;
    let read = subscription.topics();
    let ran = subscription.run(app).await;
    let found = Answer::new(ran.value, ran.trace.journal);
    // It may have been woken meanwhile, by what is no commit (typing, presence) or by the clock.
    let is_known = subscription.latest().is_none_or(|latest| *latest == found);
    if found == *known || is_known || is_due() {
        return None;
    }
    let key = &subscription.key;
    Some(format!(
        "{} {} changed without being woken.\n  The commit wrote {wrote:?}\n  The query had read {read:?}\n  It now reads {:?}",
        key.name, key.args, ran.trace.topics
    ))
}
