//! Group commit on SQLite: one task owns the writing connection. Works that wait run one after the other inside one transaction,
//! one commit makes all of them durable, then all are acknowledged. A work that comes alone is committed alone, at once.

use std::{
    collections::VecDeque,
    panic::AssertUnwindSafe,
    sync::{Arc, atomic::Ordering},
};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, timeout},
};

use super::{
    Counters, Limits, Stopped, Tx,
    sqlite::{Place, Session},
};

/// How many works wait in the queue before a caller has to wait for its place.
const QUEUE: usize = 1024;

/// An error of a work, as far as the store has to know it.
pub trait Retry {
    /// Whether running the same work again may succeed, as after a unique violation by a concurrent writer. Asked on PostgreSQL
    /// only, where serialization failures and deadlocks are retried without asking.
    fn is_retryable(&self) -> bool {
        false
    }
}

impl Retry for sqlx::Error {}

/// The callers' end of the queue.
pub(super) struct Writer {
    queue: mpsc::Sender<Order>,
    task: Mutex<Option<JoinHandle<()>>>,
}

enum Order {
    Run(Box<dyn Job>),
    Close,
}

impl Writer {
    /// Works in the queue.
    pub(super) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Starts the task that writes.
    pub(super) fn start(place: Place, limits: Limits, counters: Arc<Counters>) -> Self {
        let (queue, orders) = mpsc::channel(QUEUE);
        let committer = Committer { place, limits, counters, orders, session: None, alone: 0 };
        Self { queue, task: Mutex::new(Some(tokio::spawn(committer.run()))) }
    }

    /// Queues a work and waits until it is durable.
    pub(super) async fn write<T, E, W, F>(&self, work: W) -> Result<T, E>
    where
        W: Fn(Tx) -> F + Send + Sync + 'static,
        F: Future<Output = (Tx, Result<T, E>)> + Send + 'static,
        T: Send + 'static,
        E: From<sqlx::Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Work { work, result: None, reply };
        if self.queue.send(Order::Run(Box::new(job))).await.is_err() {
            return Err(Stopped::Closed.into_error());
        }
        answer.await.unwrap_or_else(|_| Err(Stopped::Closed.into_error()))
    }

    /// Finishes what is queued and ends the task.
    pub(super) async fn close(&self) {
        let _ = self.queue.send(Order::Close).await;
        if let Some(task) = self.task.lock().await.take() {
            let _ = task.await;
        }
    }
}

/// A queued work with its types hidden.
trait Job: Send {
    /// Runs the work and keeps its result; answers the transaction and whether its writes are to be kept.
    fn run(&mut self, tx: Tx) -> BoxFuture<'_, (Tx, bool)>;
    /// Tells the caller the result.
    fn acknowledge(self: Box<Self>);
    /// Tells the caller that nothing of it was written.
    fn fail(self: Box<Self>, error: sqlx::Error);
}

struct Work<W, T, E> {
    work: W,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, W, F> Job for Work<W, T, E>
where
    W: Fn(Tx) -> F + Send + Sync,
    F: Future<Output = (Tx, Result<T, E>)> + Send,
    T: Send,
    E: From<sqlx::Error> + Send,
{
    fn run(&mut self, tx: Tx) -> BoxFuture<'_, (Tx, bool)> {
        Box::pin(async move {
            let (tx, result) = (self.work)(tx).await;
            let result = tx.settle(result);
            let is_kept = result.is_ok();
            self.result = Some(result);
            (tx, is_kept)
        })
    }

    fn acknowledge(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(Stopped::Closed.into_error()));
        // Whoever asked may be gone; the work is done all the same.
        let _ = self.reply.send(result);
    }

    fn fail(self: Box<Self>, error: sqlx::Error) {
        let _ = self.reply.send(Err(E::from(error)));
    }
}

/// Why a work did not give the connection back in good order.
enum Halt {
    /// This work is at fault: the others run again without it.
    Work(Stopped),
    /// The transaction is gone, and with it what the others wrote.
    Batch(sqlx::Error),
}

struct Committer {
    place: Place,
    limits: Limits,
    counters: Arc<Counters>,
    orders: mpsc::Receiver<Order>,
    session: Option<Box<Session>>,
    /// How many of the next works are committed one by one, because their common commit was refused.
    alone: usize,
}

impl Committer {
    async fn run(mut self) {
        while let Some(order) = self.orders.recv().await {
            let mut waiting: VecDeque<_> = self.accept(order).into_iter().collect();
            while !waiting.is_empty() {
                waiting = self.batch(waiting).await;
            }
        }
        if let Some(session) = self.session
            && let Err(error) = session.close().await
        {
            tracing::warn!(%error, "the database was not closed cleanly");
        }
    }

    fn accept(&mut self, order: Order) -> Option<Box<dyn Job>> {
        match order {
            Order::Run(job) => Some(job),
            Order::Close => {
                self.orders.close();
                None
            }
        }
    }

    /// Runs and commits one group; answers the works that have to be run (again) in the next one.
    async fn batch(&mut self, mut waiting: VecDeque<Box<dyn Job>>) -> VecDeque<Box<dyn Job>> {
        let mut session = match self.begin().await {
            Ok(session) => session,
            Err(error) => return fail_all(waiting, &error),
        };
        let limit = if self.alone > 0 { 1 } else { self.limits.batch };
        let until = Instant::now() + self.limits.batch_time;
        let mut ran = VecDeque::new();
        while ran.is_empty() || (ran.len() < limit && Instant::now() < until) {
            let Some(mut job) = waiting.pop_front().or_else(|| self.next()) else { break };
            match self.run_work(job.as_mut(), session).await {
                Ok(back) => {
                    session = back;
                    ran.push_back(job);
                }
                Err(Halt::Work(stopped)) => {
                    job.fail(stopped.into());
                    ran.append(&mut waiting);
                    return ran;
                }
                Err(Halt::Batch(error)) => {
                    tracing::error!(%error, works = ran.len(), "a group of writes was lost before its commit");
                    job.acknowledge();
                    fail_all(ran, &error);
                    return waiting;
                }
            }
        }
        self.alone = self.alone.saturating_sub(1);
        match session.commit().await {
            Ok(()) => {
                self.session = Some(session);
                self.counters.committed(ran.len());
                ran.into_iter().for_each(Job::acknowledge);
            }
            Err(error) if ran.len() > 1 && error.as_database_error().is_some_and(is_deferred_constraint) => {
                // One of them left a reference open that is checked at the commit: alone, only that one fails.
                self.alone = ran.len();
                self.counters.retried(ran.len());
                ran.append(&mut waiting);
                waiting = ran;
            }
            Err(error) => {
                tracing::error!(%error, works = ran.len(), "a commit failed");
                fail_all(ran, &error);
            }
        }
        waiting
    }

    async fn begin(&mut self) -> Result<Box<Session>, sqlx::Error> {
        let mut session = match self.session.take() {
            Some(session) => session,
            None => Session::open(&self.place).await?,
        };
        session.begin().await?;
        Ok(session)
    }

    fn next(&mut self) -> Option<Box<dyn Job>> {
        while let Ok(order) = self.orders.try_recv() {
            if let Some(job) = self.accept(order) {
                return Some(job);
            }
        }
        None
    }

    /// Lends the session to one work. A session that does not come back is closed, which undoes its transaction.
    async fn run_work(&self, job: &mut dyn Job, session: Box<Session>) -> Result<Box<Session>, Halt> {
        let interrupted = session.interrupted();
        let run = AssertUnwindSafe(job.run(Tx::writer(session))).catch_unwind();
        let stopped = match timeout(self.limits.work, run).await {
            Ok(Ok((tx, is_kept))) => match (tx.has_failed(), tx.into_session()) {
                (has_failed, Some(mut session)) => {
                    session.end_work(is_kept, has_failed).await.map_err(Halt::Batch)?;
                    return Ok(session);
                }
                (_, None) => Stopped::Exchanged,
            },
            Ok(Err(_panic)) => Stopped::Panicked,
            Err(_elapsed) => Stopped::TimedOut(self.limits.work),
        };
        interrupted.store(true, Ordering::Relaxed);
        tracing::error!(%stopped, "a write was stopped");
        Err(Halt::Work(stopped))
    }
}

fn is_deferred_constraint(error: &(dyn sqlx::error::DatabaseError + 'static)) -> bool {
    error.is_foreign_key_violation()
}

fn fail_all(jobs: VecDeque<Box<dyn Job>>, error: &sqlx::Error) -> VecDeque<Box<dyn Job>> {
    for job in jobs {
        job.fail(Stopped::Lost(error.to_string()).into());
    }
    VecDeque::new()
}
