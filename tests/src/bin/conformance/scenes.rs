//! The functions of the scenes: echo, a list that grows, pages, errors of each kind, a slow action, a large value, tokens to order.

use docent::{
    core::{
        Action, Actor, Caller, Chance, Error, Functions, Mutation, Query, Reader, Result, Topic, Who, Writer,
    },
    domain::auth::steps,
    store::Migration,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::{
    Error as Refusal, functions,
    id::{SessionId, UserId},
};
use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
    time::Duration,
};

pub const ROWS: Migration = Migration {
    file: "9001_scene_rows.sql",
    sql: "CREATE TABLE scene_rows (id UUID PRIMARY KEY, list TEXT NOT NULL, seq BIGINT NOT NULL, body TEXT NOT NULL, UNIQUE (list, seq));",
};

functions! { "scenes" {
    Query    echo = Echo -> Value, nullable &["value"], free &["value"];
    Query    rows = Rows -> Vec<String>;
    Query    page = Page -> PageOf, free &["paginationOpts"];
    Query    big = Big -> String;
    Query    who = WhoAmI -> Option<String>;
    Query    needRows = NeedRows -> i64;
    Query    crash = Crash -> ();
    Mutation add = Add -> i64;
    Mutation remove = Remove -> ();
    Mutation refuse = Refuse -> ();
    Action   echoAction = EchoAction -> Value, free &["value"];
    Action   addInAction = AddInAction -> i64;
    Action   slow = Slow -> String;
    Action   refuseAction = RefuseAction -> ();
    Action   mint = Mint -> String;
} }

macro_rules! arguments {
    ($($name:ident { $($field:ident: $type:ty),* })*) => {$(
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($field: $type),* }
    )*};
}
arguments! {
    Echo { value: Value }
    Rows { list: String }
    Page { list: String, pagination_opts: PaginationOpts }
    Big { megabytes: usize }
    WhoAmI {}
    NeedRows { list: String }
    Crash {}
    Add { list: String, body: String }
    Remove { list: String, body: String }
    Refuse { list: String }
    EchoAction { value: Value }
    AddInAction { list: String, body: String }
    Slow { millis: u64 }
    RefuseAction {}
    // A token of this user's one session: the client counts its life from now, the server from `seconds_ago`.
    Mint { email: String, lifetime: i64, seconds_ago: i64 }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PaginationOpts {
    num_items: i64,
    cursor: Option<String>,
    end_cursor: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageOf {
    page: Vec<String>,
    is_done: bool,
    continue_cursor: String,
}

pub fn register(functions: &mut Functions) {
    functions.query::<Echo>().query::<Rows>().query::<Page>().query::<Big>().query::<WhoAmI>();
    functions.query::<NeedRows>().query::<Crash>().mutation::<Add>().mutation::<Remove>();
    functions.mutation::<Refuse>();
    functions.action::<EchoAction>().action::<AddInAction>().action::<Slow>().action::<RefuseAction>();
    functions.action::<Mint>();
}

fn topic(list: &str) -> Topic {
    Topic::of_text("scene_rows", list)
}

async fn rows(cx: &mut Reader, list: &str, after: i64, until: i64, most: i64) -> Result<Vec<(i64, String)>> {
    let sql =
        "SELECT seq, body FROM scene_rows WHERE list = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4";
    let statement = cx.read(topic(list)).query(sql).bind(list.to_owned()).bind(after).bind(until).bind(most);
    Ok(statement.fetch_all().await?)
}

async fn bodies(cx: &mut Reader, list: &str) -> Result<Vec<String>> {
    Ok(rows(cx, list, 0, i64::MAX, i64::MAX).await?.into_iter().map(|row| row.1).collect())
}

impl Query for Echo {
    async fn run(self, _: &mut Reader) -> Result<Value> {
        Ok(self.value)
    }
}
impl Query for Rows {
    async fn run(self, cx: &mut Reader) -> Result<Vec<String>> {
        bodies(cx, &self.list).await
    }
}
impl Query for Page {
    /// A page keeps the end that its first run found, in the journal, so that it neither overlaps the next nor leaves a gap.
    async fn run(self, cx: &mut Reader) -> Result<PageOf> {
        let seq = |cursor: String| {
            cursor.parse::<i64>().map_err(|_| Error::from(Refusal::invalid("InvalidCursor: start over")))
        };
        let opts = self.pagination_opts;
        let after = opts.cursor.map_or(Ok(0), seq)?;
        let end = opts.end_cursor.or(cx.journal().map(Into::into)).map(seq).transpose()?;
        let mut found = match end {
            Some(end) => rows(cx, &self.list, after, end, i64::MAX).await?,
            None => rows(cx, &self.list, after, i64::MAX, opts.num_items + 1).await?,
        };
        let is_done = end.is_none() && found.len() as i64 <= opts.num_items;
        if end.is_none() {
            found.truncate(opts.num_items as usize);
        }
        let last = end.or(found.last().map(|row| row.0)).unwrap_or(after);
        if !is_done {
            cx.keep_journal(last.to_string());
        }
        let page = found.into_iter().map(|row| row.1).collect();
        Ok(PageOf { page, is_done, continue_cursor: last.to_string() })
    }
}
impl Query for Big {
    async fn run(self, _: &mut Reader) -> Result<String> {
        Ok("ä\"".repeat(self.megabytes * 1024 * 1024 / 3))
    }
}
impl Query for WhoAmI {
    async fn run(self, cx: &mut Reader) -> Result<Option<String>> {
        Ok(cx.caller().user_id().map(|user| user.to_string()))
    }
}
impl Query for NeedRows {
    async fn run(self, cx: &mut Reader) -> Result<i64> {
        match bodies(cx, &self.list).await?.len() {
            0 => Err(Refusal::invalid("The list is empty").into()),
            many => Ok(many as i64),
        }
    }
}
impl Query for Crash {
    async fn run(self, _: &mut Reader) -> Result<()> {
        Err(Error::Broken("a secret of the inside".into()))
    }
}
impl Mutation for Add {
    async fn run(self, cx: &mut Writer) -> Result<i64> {
        let all = rows(cx, &self.list, 0, i64::MAX, i64::MAX).await?;
        let seq = all.last().map_or(1, |row| row.0 + 1);
        let id = cx.new_id()?;
        cx.write(topic(&self.list))
            .query("INSERT INTO scene_rows (id, list, seq, body) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(self.list)
            .bind(seq)
            .bind(self.body)
            .execute()
            .await?;
        Ok(seq)
    }
}
impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.write(topic(&self.list))
            .query("DELETE FROM scene_rows WHERE list = $1 AND body = $2")
            .bind(self.list)
            .bind(self.body)
            .execute()
            .await?;
        Ok(())
    }
}
impl Mutation for Refuse {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.mutate(Add { list: self.list, body: "undone".into() }).await?;
        Err(Refusal::not_authorized("Not today").into())
    }
}
impl Action for EchoAction {
    async fn run(self, _: &Actor) -> Result<Value> {
        Ok(self.value)
    }
}
impl Action for AddInAction {
    async fn run(self, cx: &Actor) -> Result<i64> {
        cx.mutate(Add { list: self.list, body: self.body }).await
    }
}
impl Action for Slow {
    async fn run(self, _: &Actor) -> Result<String> {
        tokio::time::sleep(Duration::from_millis(self.millis)).await;
        Ok("slept".into())
    }
}
impl Action for RefuseAction {
    async fn run(self, _: &Actor) -> Result<()> {
        Err(Refusal::rate_limited("Too many").into())
    }
}
impl Action for Mint {
    async fn run(self, cx: &Actor) -> Result<String> {
        let (user, session) = match known(&self.email) {
            Some(known) => known,
            None => sign_up(cx, self.email).await?,
        };
        let at = cx.app.clock().now() - self.seconds_ago * 1000;
        cx.app.keys().sign_for(Chance, user, session, at, self.lifetime)
    }
}

/// The sessions of those who were given tokens.
static SESSIONS: LazyLock<Mutex<HashMap<String, (UserId, SessionId)>>> = LazyLock::new(Mutex::default);

fn known(email: &str) -> Option<(UserId, SessionId)> {
    SESSIONS.lock().ok()?.get(email).copied()
}

async fn sign_up(cx: &Actor, email: String) -> Result<(UserId, SessionId)> {
    let enrol = steps::Enrol {
        email: email.clone(),
        name: Some("Ben".into()),
        workspace_name: None,
        password_hash: None,
    };
    let user = cx.app.mutate(&Caller::SYSTEM, enrol).await?.value;
    let opened = cx.app.mutate(&Caller::NOBODY, steps::Open { user }).await?.value;
    let caller = docent::domain::auth::caller(&cx.app, &opened.token, None, None).await;
    let Ok(Who::User { session, .. }) = caller.map(|caller| caller.who) else {
        return Err(Error::Broken("the new session does not live".into()));
    };
    if let Ok(mut sessions) = SESSIONS.lock() {
        sessions.insert(email, (user, session));
    }
    Ok((user, session))
}
