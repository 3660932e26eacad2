//! Visitors that send as fast as they are acknowledged, through dispatch by name.

use docent::core::{App, Caller, Clock, Config, functions::Call};
use docent::store::{Options, Store};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

pub struct Sends {
    pub rate: f64,
    /// Milliseconds from call to acknowledgement.
    pub p50: f64,
    pub p99: f64,
    pub commits_per_send: f64,
}

/// Runs `clients` senders for `time`; `delay` is what each commit on SQLite takes longer.
pub async fn measure(url: &str, clients: usize, time: Duration, delay: Option<Duration>) -> Sends {
    let location = url.parse().expect("a store's location");
    let options = Options { commit_delay: delay, ..Options::default() };
    let store = Store::open_with(&location, &options).await.expect("the store opens");
    let config = Config::new("http://docent.test", [7; 32]);
    let app = App::with_all_rooms(config, store, Clock::default()).expect("the app starts");
    let mut visitors = Vec::new();
    let workspace = workspace(&app).await;
    for n in 0..clients {
        visitors.push(visitor(&app, &workspace, n).await);
    }
    let (commits, works) = (app.store().counters().commits(), app.store().counters().works());
    let started = Instant::now();
    let mut senders = JoinSet::new();
    for (token, conversation) in visitors {
        let app = app.clone();
        senders.spawn(async move {
            let mut took = Vec::new();
            while started.elapsed() < time {
                let before = Instant::now();
                let message = json!({
                    "conversationId": conversation, "senderId": "me", "senderType": "visitor", "sessionToken": token,
                    "content": "Do you ship to Lisbon? I would like two bags of the **dark** roast.",
                    "clientMessageId": format!("m{}", took.len()),
                });
                mutate(&app, "messages:send", message).await;
                took.push(before.elapsed());
            }
            took
        });
    }
    let mut took: Vec<Duration> = senders.join_all().await.into_iter().flatten().collect();
    let seconds = started.elapsed().as_secs_f64();
    took.sort();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    let (commits, works) =
        (app.store().counters().commits() - commits, app.store().counters().works() - works);
    let sends = Sends {
        rate: took.len() as f64 / seconds,
        p50: at(0.5),
        p99: at(0.99),
        commits_per_send: commits as f64 / works.max(1) as f64,
    };
    app.store().close().await;
    sends
}

async fn workspace(app: &App) -> String {
    let params = json!({ "flow": "signUp", "email": format!("{}@docent.example", unique()), "password": "a long password" });
    let Ok(Call::Action(sign_in)) =
        app.call("auth:signIn", json!({ "provider": "password", "params": params }))
    else {
        panic!("auth:signIn is an action");
    };
    let tokens = app.act(&Caller::NOBODY, sign_in).await.expect("sign-up works");
    let token = tokens["tokens"]["token"].as_str().expect("a token");
    let (user, session, _) = app.keys().verify(token, app.clock().now()).expect("our own token");
    let caller = Caller::user(user, session);
    let Ok(Call::Mutation(create)) = app.call("workspaces:create", json!({ "name": "Bench" })) else {
        panic!("workspaces:create is a mutation");
    };
    let id = app.mutate_once(&caller, create, None).await.expect("a workspace").value;
    id.as_str().expect("an id").to_owned()
}

async fn visitor(app: &App, workspace: &str, n: usize) -> (Value, Value) {
    let boot = json!({ "workspaceId": workspace, "sessionId": format!("session_{}_{n}", unique()) });
    let token = mutate(app, "widgetSessions:boot", boot).await["sessionToken"].clone();
    let create = json!({ "workspaceId": workspace, "sessionToken": token });
    let conversation = mutate(app, "conversations:createForVisitor", create).await["_id"].clone();
    (token, conversation)
}

async fn mutate(app: &App, name: &str, args: Value) -> Value {
    match app.call(name, args) {
        Ok(Call::Mutation(mutation)) => {
            app.mutate_once(&Caller::NOBODY, mutation, None)
                .await
                .unwrap_or_else(|why| panic!("{name}: {why}"))
                .value
        }
        Ok(_) => panic!("{name} is a mutation"),
        Err(why) => panic!("{name}: {why}"),
    }
}

fn unique() -> String {
    docent::core::Chance.hex::<8>().expect("randomness")
}
