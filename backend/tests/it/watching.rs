//! A query that is watched as a live query does: its value, what it depends on, and whether a commit has touched that.

use crate::world::World;
use docent::core::{
    Caller, Topic,
    functions::{AnyQuery, Call},
};
use serde_json::Value;
use std::{collections::BTreeSet, sync::Arc};

pub struct Watching<'w> {
    world: &'w World,
    caller: Caller,
    query: Arc<dyn AnyQuery>,
    topics: BTreeSet<Topic>,
    since: u64,
    pub value: Value,
    pub wake_at: Option<i64>,
}

impl<'w> Watching<'w> {
    pub async fn new(world: &'w World, caller: &Caller, name: &str, args: Value) -> Self {
        let Ok(Call::Query(query)) = world.app.call(name, args) else { panic!("{name} is no query") };
        let caller = caller.clone();
        let (topics, since, value, wake_at) = (BTreeSet::new(), 0, Value::Null, None);
        let mut watching = Self { world, caller, query, topics, since, value, wake_at };
        watching.again().await;
        watching
    }

    /// Runs the query again, and watches on from there.
    pub async fn again(&mut self) -> Value {
        let ran = self.world.app.observe(&self.caller, self.query.as_ref()).await;
        self.value = ran.value.unwrap();
        (self.topics, self.wake_at, self.since) = (ran.trace.topics, ran.trace.wake_at, ran.since);
        self.value.clone()
    }

    /// What the query would answer now; nobody asks.
    pub async fn unasked(&self) -> Value {
        self.world.app.observe(&self.caller, self.query.as_ref()).await.value.unwrap()
    }

    /// Whether anything that the value depends on was written since.
    pub fn was_woken(&self) -> bool {
        self.topics.iter().any(|topic| self.world.app.board().has_moved(topic, self.since))
    }
}
