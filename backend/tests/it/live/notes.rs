//! A room to try live queries with: notes on boards. The product's rooms say too little about the clock, faults and forgotten topics.

use docent::core::{
    Action, Actor, App, Clock, Config, Functions, Mutation, Query, Reader, Result, Topic, Writer, everybodys,
};
use docent::store::{Location, Migration, Options, Store, migrations::MIGRATIONS};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::{Error, functions, id::Uuid};
use std::{collections::BTreeSet, sync::Mutex, time::Duration};
use tokio::sync::Notify;

const NOTES: Migration = Migration {
    file: "9001_notes.sql",
    sql: "CREATE TABLE notes (id UUID PRIMARY KEY, board UUID NOT NULL, body TEXT NOT NULL);",
};

functions! { "notes" {
    Query    list = List -> Vec<String>;
    Query    tally = Tally -> i64;
    Query    isAfter = IsAfter -> bool;
    Query    fail = Fail -> ();
    Query    slowTally = SlowTally -> i64;
    Query    flaky = Flaky -> i64;
    Query    teamTally = TeamTally -> i64;
    Query    whoAmI = WhoAmI -> Option<String>;
    Mutation add = Add -> i64;
    Mutation addSlowly = AddSlowly -> i64;
    Mutation refuse = Refuse -> ();
    Mutation announce = Announce -> ();
    Mutation addForgetfully = AddForgetfully -> ();
    Action   echo = Echo -> Value;
} }

macro_rules! arguments {
    ($($name:ident { $($field:ident: $type:ty),* })*) => {$(
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $(pub $field: $type),* }
    )*};
}
arguments! {
    List { board: Uuid }
    Tally { board: Uuid }
    IsAfter { at: i64 }
    Fail { board: Uuid }
    SlowTally { board: Uuid, millis: u64 }
    // As `Tally`, while the store is well.
    Flaky { board: Uuid }
    // The same for everybody who is signed in.
    TeamTally { board: Uuid }
    WhoAmI {}
    Add { board: Uuid, body: String }
    // Tells `BEGUN` and takes a moment.
    AddSlowly { board: Uuid }
    Refuse {}
    // Changes something that is no row.
    Announce { board: Uuid, fails: bool }
    AddForgetfully { board: Uuid }
    Echo { value: Value }
}

/// Boards whose store is not well.
pub static FAULTY: Mutex<BTreeSet<Uuid>> = Mutex::new(BTreeSet::new());
/// The boards of the runs of `TeamTally` that counted for themselves.
pub static COUNTED: Mutex<Vec<Uuid>> = Mutex::new(Vec::new());
/// Notified when an `AddSlowly` runs.
pub static BEGUN: Notify = Notify::const_new();
/// What was announced so far.
pub static ANNOUNCED: Mutex<Vec<Uuid>> = Mutex::new(Vec::new());

fn topic(board: Uuid) -> Topic {
    Topic::new("notes", board)
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<String>> {
        let rows: Vec<(String,)> = cx
            .read(topic(self.board))
            .query("SELECT body FROM notes WHERE board = $1 ORDER BY body")
            .bind(self.board)
            .fetch_all()
            .await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }
}
impl Query for Tally {
    async fn run(self, cx: &mut Reader) -> Result<i64> {
        Ok(cx.query(List { board: self.board }).await?.len() as i64)
    }
}
impl Query for IsAfter {
    async fn run(self, cx: &mut Reader) -> Result<bool> {
        let is_after = cx.now() >= self.at;
        if !is_after {
            cx.wake_at(self.at);
        }
        Ok(is_after)
    }
}
impl Query for Fail {
    async fn run(self, cx: &mut Reader) -> Result<()> {
        match cx.query(Tally { board: self.board }).await? {
            0 => Err(Error::invalid("The board is empty").into()),
            _ => Ok(()),
        }
    }
}
impl Query for SlowTally {
    async fn run(self, cx: &mut Reader) -> Result<i64> {
        tokio::time::sleep(Duration::from_millis(self.millis)).await;
        cx.query(Tally { board: self.board }).await
    }
}
impl Query for Flaky {
    async fn run(self, cx: &mut Reader) -> Result<i64> {
        let count = cx.query(Tally { board: self.board }).await?;
        match FAULTY.lock().unwrap().contains(&self.board) {
            true => Err(sqlx::Error::PoolClosed.into()),
            false => Ok(count),
        }
    }
}
impl Query for TeamTally {
    async fn run(self, cx: &mut Reader) -> Result<i64> {
        cx.user()?;
        let key = everybodys(&self)?;
        if let Some(count) = cx.shared(&key) {
            return Ok(count);
        }
        COUNTED.lock().unwrap().push(self.board);
        let count = cx.query(Tally { board: self.board }).await?;
        cx.share(key, &count);
        Ok(count)
    }
}
impl Query for WhoAmI {
    async fn run(self, cx: &mut Reader) -> Result<Option<String>> {
        Ok(cx.caller().user_id().map(|user| user.to_string()))
    }
}
impl Mutation for Add {
    async fn run(self, cx: &mut Writer) -> Result<i64> {
        let id = cx.new_id()?;
        cx.write(topic(self.board))
            .query("INSERT INTO notes (id, board, body) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(self.board)
            .bind(self.body)
            .execute()
            .await?;
        cx.query(Tally { board: self.board }).await
    }
}
impl Mutation for AddSlowly {
    async fn run(self, cx: &mut Writer) -> Result<i64> {
        BEGUN.notify_one();
        tokio::time::sleep(Duration::from_millis(300)).await;
        Add { board: self.board, body: "slow".into() }.run(cx).await
    }
}
impl Mutation for Refuse {
    async fn run(self, _cx: &mut Writer) -> Result<()> {
        Err(Error::not_authorized("Not today").into())
    }
}
impl Mutation for Announce {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.after_commit(move |_| {
            ANNOUNCED.lock().unwrap().push(self.board);
            Some(topic(self.board))
        });
        match self.fails {
            true => Err(Error::not_authorized("Not today").into()),
            false => Ok(()),
        }
    }
}
impl Mutation for AddForgetfully {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let id = cx.new_id()?;
        // Names another board than the one it writes.
        cx.write(topic(id))
            .query("INSERT INTO notes (id, board, body) VALUES ($1, $2, 'forgotten')")
            .bind(id)
            .bind(self.board)
            .execute()
            .await?;
        Ok(())
    }
}
impl Action for Echo {
    async fn run(self, _cx: &Actor) -> Result<Value> {
        Ok(self.value)
    }
}

/// The product with this room beside it, on a clock that stands at 1,000,000 ms until it is advanced.
pub async fn open(location: &Location, clock: Clock) -> App {
    let migrations: Vec<Migration> = MIGRATIONS.iter().copied().chain([NOTES]).collect();
    let options = Options { migrations: migrations.leak(), ..Options::default() };
    let store = Store::open_with(location, &options).await.unwrap();
    let mut functions: Functions = docent::domain::functions();
    functions.query::<List>().query::<Tally>().query::<IsAfter>().query::<Fail>().query::<WhoAmI>();
    functions.query::<SlowTally>().query::<TeamTally>().query::<Flaky>().mutation::<Announce>();
    functions.mutation::<Add>().mutation::<AddSlowly>().mutation::<Refuse>().mutation::<AddForgetfully>();
    functions.action::<Echo>();
    let config = Config::new("http://docent.test", "a secret for tests");
    App::new(config, store, functions, clock).unwrap()
}
