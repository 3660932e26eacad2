//! The queries that a socket is subscribed to, and what it was last told of each.

use super::frames::Change;
use crate::{
    core::{App, Caller},
    doors::functions::{arguments, error_data},
    live::{Answer, Subscribed},
};
use serde_json::Value;
use shared::Error as Refusal;
use std::{collections::BTreeMap, sync::Arc};
use tokio::sync::Notify;

/// Live queries on one socket, at most.
const MOST: usize = 1000;
/// Of those that are over it, so many more are told.
const MOST_REFUSED: usize = 1000;

/// The query set.
pub struct Queries {
    live: BTreeMap<i64, LiveQuery>,
    /// Removed since the last transition.
    removed: Vec<i64>,
    /// Notified when one of them has run.
    pub changed: Arc<Notify>,
}

struct LiveQuery {
    source: Source,
    sent: Option<Arc<Answer>>,
}

enum Source {
    Live(Subscribed),
    /// A call that can never run: its error is its only answer.
    Refused(Arc<Answer>),
}

/// What a client asks for.
pub struct Asked {
    pub path: String,
    pub args: Value,
    pub journal: Option<String>,
    pub component: Option<String>,
}

impl Queries {
    pub fn new() -> Self {
        Self { live: BTreeMap::new(), removed: Vec::new(), changed: Arc::new(Notify::new()) }
    }

    pub fn add(&mut self, app: &App, caller: &Caller, id: i64, asked: Asked) {
        let source = match self.live.len() < MOST {
            true => self.subscribe(app, caller, asked),
            false => {
                let message = format!("Too many live queries on one connection: at most {MOST}");
                Source::refused(Refusal::rate_limited(message).into())
            }
        };
        self.live.insert(id, LiveQuery { source, sent: None });
    }

    /// Whether there are more than are kept even as refused.
    pub fn are_too_many(&self) -> bool {
        self.live.len() > MOST + MOST_REFUSED
    }

    fn subscribe(&self, app: &App, caller: &Caller, asked: Asked) -> Source {
        let Asked { path, args, journal, component } = asked;
        if component.is_some_and(|component| !component.is_empty()) {
            return Source::refused(Refusal::invalid("This server has no components").into());
        }
        let subscribed = match arguments(args) {
            Ok(args) => app.subscribe(caller, &path, args, journal, self.changed.clone()),
            Err(why) => Err(Refusal::invalid(format!("ArgumentValidationError: {why}")).into()),
        };
        subscribed.map_or_else(Source::refused, Source::Live)
    }

    pub fn remove(&mut self, id: i64) {
        if self.live.remove(&id).is_some() {
            self.removed.push(id);
        }
    }

    /// Asks everything again as another caller.
    pub fn ask_as(&mut self, caller: &Caller) {
        for query in self.live.values_mut() {
            let Source::Live(subscribed) = &query.source else { continue };
            match subscribed.again_as(caller) {
                Ok(subscribed) => query.source = Source::Live(subscribed),
                Err(error) => query.source = Source::refused(error),
            }
        }
    }

    /// Whether some query has an answer that was not sent.
    pub fn have_news(&self) -> bool {
        self.live.values().any(|query| {
            let latest = query.source.latest();
            latest.is_some_and(|latest| query.differs(&latest))
        })
    }

    /// Lets those run at once that have to run.
    pub fn hurry(&self) {
        for query in self.live.values() {
            if let Source::Live(subscribed) = &query.source {
                subscribed.hurry();
            }
        }
    }

    /// What has changed for the client, once every query has an answer that holds what was committed up to `mark`.
    pub fn changes(&self, mark: u64) -> Option<Vec<(i64, Arc<Answer>)>> {
        let mut changes = Vec::new();
        for (id, query) in &self.live {
            let answer = match &query.source {
                Source::Live(subscribed) => subscribed.answer_at(mark)?,
                Source::Refused(answer) => answer.clone(),
            };
            if query.differs(&answer) {
                changes.push((*id, answer));
            }
        }
        Some(changes)
    }

    /// Whether a query was removed and the client not yet told.
    pub fn removed(&self) -> &[i64] {
        &self.removed
    }

    /// Notes that the client was told.
    pub fn sent(&mut self, changes: Vec<(i64, Arc<Answer>)>) {
        self.removed.clear();
        for (id, answer) in changes {
            if let Some(query) = self.live.get_mut(&id) {
                query.sent = Some(answer);
            }
        }
    }
}

impl LiveQuery {
    fn differs(&self, answer: &Arc<Answer>) -> bool {
        match &self.sent {
            Some(sent) => !Arc::ptr_eq(sent, answer) && sent != answer,
            None => true,
        }
    }
}

impl Source {
    fn refused(error: crate::core::Error) -> Self {
        Self::Refused(Arc::new(Answer::new(Err(error), None)))
    }

    fn latest(&self) -> Option<Arc<Answer>> {
        match self {
            Self::Live(subscribed) => subscribed.latest(),
            Self::Refused(answer) => Some(answer.clone()),
        }
    }
}

/// An answer as a change of the query set.
pub fn change(query_id: i64, answer: &Answer) -> Change<'_> {
    let journal = answer.journal.as_deref();
    match &answer.value {
        Ok(value) => Change::QueryUpdated { query_id, value, log_lines: [], journal },
        Err(error) => Change::QueryFailed {
            query_id,
            error_message: &error.message,
            error_data: error_data(error),
            log_lines: [],
            journal,
        },
    }
}
