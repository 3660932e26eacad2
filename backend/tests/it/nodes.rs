//! Two nodes on one PostgreSQL database: what one commits shows on the other, whether messages between them arrive or not.

mod nats;
mod requests;

use crate::{
    store::place::Place,
    talk::{NOBODY, by_agent, by_visitor},
    world::{DAWN, Person, World, node},
};
use docent::{
    core::{App, Caller, Clock, functions::Call},
    live::{Answer, Carrier, Nodes, Subscribed},
    outside::files::Files,
    store::{News, Store},
};
use serde_json::{Value, json};
use shared::id::{ConversationId, Uuid};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;

/// The world's server and a second one on the same database, each with its own clock.
struct Two<'w> {
    by: By,
    world: &'w World,
    here: &'w App,
    there: App,
    clock_there: Clock,
    database: &'w PgConnectOptions,
}

/// How the nodes of a test reach each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// Not at all: every message is lost.
    Nothing,
    Notify,
    /// Runs only where `DOCENT_TEST_NATS` names a server.
    Nats,
}

const EACH: [By; 3] = [By::Nothing, By::Notify, By::Nats];
const THAT_CARRY: [By; 2] = [By::Notify, By::Nats];

/// Runs a test with two nodes for each of these ways.
async fn on_two(ways: &[By], test: impl AsyncFn(&Two<'_>)) {
    for by in ways {
        if *by == By::Nats && nats().is_none() {
            continue;
        }
        let Some(database) = Place::database().await else { return };
        let run = async |place: &Place| {
            let store = Store::open(&place.location).await.unwrap();
            let world = World::at(store.clone()).await;
            world.lets_commits_race();
            let clock_there = Clock::held(DAWN);
            let there =
                node(Store::open(&place.location).await.unwrap(), clock_there.clone(), Files::nowhere());
            let docent::store::Location::Postgres(options) = &place.location else { unreachable!() };
            let joined = [by.join(&world.app).await, by.join(&there).await];
            let two = Two { by: *by, world: &world, here: &world.app, there, clock_there, database: options };
            test(&two).await;
            for nodes in joined {
                nodes.stop().await;
            }
            two.there.store().close().await;
            store.close().await;
        };
        database.run(run).await;
    }
}

fn nats() -> Option<String> {
    std::env::var("DOCENT_TEST_NATS").ok()
}

impl By {
    /// Makes a server one of the nodes; answers when it hears the others.
    async fn join(self, app: &App) -> Nodes {
        let name = app.store().join(Uuid::from_u128(7), |_| [1; 32]).await.unwrap().unwrap();
        let carrier = match self {
            Self::Nothing => Carrier::Nothing,
            Self::Notify => Carrier::notify(app.store(), name),
            Self::Nats => Carrier::nats(&nats().unwrap(), name).await.unwrap(),
        };
        let nodes = Nodes::join(app, carrier).await;
        let hears = async {
            while self != Self::Nothing && !app.bus().is_connected() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), hears).await.expect("a node hears the others");
        nodes
    }
}

async fn call(app: &App, caller: &Caller, name: &str, args: Value) -> Result<Value, shared::Error> {
    let answer = match app.call(name, args).unwrap() {
        Call::Query(query) => app.observe(caller, query.as_ref()).await.value,
        Call::Mutation(mutation) => app.mutate_once(caller, mutation, None).await.map(|done| done.value),
        Call::Action(action) => app.act(caller, action).await,
    };
    answer.map_err(docent::core::Error::into_public)
}

/// A live query and what it showed last.
struct Screen {
    subscribed: Subscribed,
    shown: Arc<Answer>,
}

impl Screen {
    async fn of(app: &App, caller: &Caller, name: &str, args: Value) -> Self {
        let subscribed = app.subscribe(caller, name, args, None, Arc::new(Notify::new())).unwrap();
        let shown = subscribed.next(None).await;
        Self { subscribed, shown }
    }

    /// Waits until it shows something else, and answers that.
    async fn next(&mut self) -> Result<Value, shared::Error> {
        self.shown = self.subscribed.next(Some(&self.shown)).await;
        self.value()
    }

    fn value(&self) -> Result<Value, shared::Error> {
        self.shown.value.clone().map(|raw| serde_json::from_str(raw.get()).unwrap())
    }

    /// Waits until it shows this.
    async fn shows(&mut self, is_it: impl Fn(&Value) -> bool) {
        while !self.value().as_ref().is_ok_and(&is_it) {
            self.next().await.unwrap();
        }
    }
}

impl Two<'_> {
    async fn begun(&self) -> String {
        let args = json!({"workspaceId": self.world.acme, "sessionToken": self.world.ana().token});
        let row = call(self.here, NOBODY, "conversations:createForVisitor", args).await.unwrap();
        row["_id"].as_str().unwrap().to_owned()
    }

    fn ben(&self) -> &Person {
        self.world.ben()
    }

    async fn sql(&self, sql: &str) {
        let mut connection = PgConnection::connect_with(self.database).await.unwrap();
        connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.unwrap();
        connection.close().await.unwrap();
    }
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|message| message["content"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_one_node_commits_shows_on_the_other() {
    on_two(&EACH, async |two| {
        let c = two.begun().await;
        let args = json!({"conversationId": c});
        let mut list = Screen::of(&two.there, &two.ben().caller, "messages:list", args.clone()).await;
        let mut inbox = Screen::of(
            &two.there,
            &two.ben().caller,
            "conversations:list",
            json!({"workspaceId": two.world.acme}),
        )
        .await;
        call(two.here, NOBODY, "messages:send", by_visitor(two.world.ana(), &c, "Hello")).await.unwrap();
        list.shows(|list| texts(list).contains(&"Hello")).await;
        inbox.shows(|rows| rows[0]["unreadByAgent"] == 1).await;

        let hers = json!({"conversationId": c, "sessionToken": two.world.ana().token});
        let mut hers = Screen::of(two.here, NOBODY, "messages:list", hers).await;
        call(&two.there, &two.ben().caller, "messages:send", by_agent(&c, "Hi Ana")).await.unwrap();
        hers.shows(|list| texts(list).contains(&"Hi Ana")).await;
    })
    .await;
}

#[tokio::test]
async fn sends_on_two_nodes_at_once_are_numbered_without_gaps_and_seen_by_both_in_one_order() {
    on_two(&THAT_CARRY, async |two| {
        let c = two.begun().await;
        let args = json!({"conversationId": c});
        let mut screens = Vec::new();
        for app in [two.here, &two.there] {
            screens.push(Screen::of(app, &two.ben().caller, "messages:list", args.clone()).await);
        }
        let send = |i: usize| {
            let (c, app) = (&c, if i.is_multiple_of(2) { two.here } else { &two.there });
            async move {
                call(app, &two.ben().caller, "messages:send", by_agent(c, &format!("{i}"))).await.unwrap();
            }
        };
        futures_util::future::join_all((0..64).map(send)).await;
        let mut seen = Vec::new();
        for screen in &mut screens {
            let by_ben = |list: &Value| {
                list.as_array().unwrap().iter().filter(|message| message["senderType"] == "agent").count()
            };
            screen.shows(|list| by_ben(list) == 64).await;
            seen.push(screen.value().unwrap());
        }
        assert_eq!(seen[0], seen[1]);
        let numbers: Vec<_> =
            seen[0].as_array().unwrap().iter().map(|message| message["seq"].clone()).collect();
        let gapless: Vec<_> = (1..=numbers.len()).map(|seq| json!(seq)).collect();
        assert_eq!(numbers, gapless);
    })
    .await;
}

#[tokio::test]
async fn typing_and_presence_are_told_to_the_other_node() {
    on_two(&THAT_CARRY, async |two| {
        let c = two.begun().await;
        let (ben, ana, acme) = (&two.ben().caller, two.world.ana(), two.world.acme);
        let mut typists = Screen::of(&two.there, ben, "typing:list", json!({"conversationId": c})).await;
        let writes =
            |is_typing| json!({"conversationId": c, "isTyping": is_typing, "sessionToken": ana.token});
        call(two.here, NOBODY, "typing:set", writes(true)).await.unwrap();
        typists.shows(|typists| typists[0]["who"] == "visitor").await;
        call(two.here, NOBODY, "typing:set", writes(false)).await.unwrap();
        typists.shows(|typists| *typists == json!([])).await;

        let mut team = Screen::of(&two.there, ben, "presence:list", json!({"workspaceId": acme})).await;
        let vera = &two.world.viewer().caller;
        let looks = json!({"workspaceId": acme, "status": "online", "viewingConversationId": c});
        call(two.here, vera, "presence:set", looks).await.unwrap();
        team.shows(|team| team[0]["viewingConversationId"] == c.as_str()).await;
        call(two.here, vera, "presence:set", json!({"workspaceId": acme, "status": "offline"}))
            .await
            .unwrap();
        team.shows(|team| *team == json!([])).await;
    })
    .await;
}

#[tokio::test]
async fn what_a_node_said_of_its_agents_ends_when_it_is_not_said_again() {
    on_two(&THAT_CARRY, async |two| {
        let (ben, acme) = (&two.ben().caller, two.world.acme);
        let mut team = Screen::of(&two.there, ben, "presence:list", json!({"workspaceId": acme})).await;
        // A socket is open, so it would hold for as long as that; but its node may be gone.
        let socket = two.here.memory().presence().arrive();
        let through_socket = Caller { socket: Some(socket), ..ben.clone() };
        let online = json!({"workspaceId": acme, "status": "online"});
        call(two.here, &through_socket, "presence:set", online).await.unwrap();
        team.shows(|team| team[0]["status"] == "online").await;
        two.clock_there.advance(59_999);
        assert_eq!(
            call(&two.there, ben, "presence:list", json!({"workspaceId": acme})).await.unwrap()[0]["name"],
            "Ben"
        );
        two.clock_there.advance(1);
        team.shows(|team| *team == json!([])).await;
    })
    .await;
}

#[tokio::test]
async fn a_node_that_joins_late_learns_who_is_here_and_one_that_stops_takes_its_agents_along() {
    on_two(&THAT_CARRY, async |two| {
        let (ben, acme) = (&two.ben().caller, two.world.acme);
        let socket = two.here.memory().presence().arrive();
        let through_socket = Caller { socket: Some(socket), ..ben.clone() };
        let online = json!({"workspaceId": acme, "status": "online"});
        call(two.here, &through_socket, "presence:set", online).await.unwrap();

        let location = docent::store::Location::Postgres(Box::new(two.database.clone()));
        let late = node(Store::open(&location).await.unwrap(), Clock::held(DAWN), Files::nowhere());
        let nodes = two.by.join(&late).await;
        let mut team = Screen::of(&late, ben, "presence:list", json!({"workspaceId": acme})).await;
        team.shows(|team| team[0]["status"] == "online").await;

        let vera = &two.world.viewer().caller;
        let through_late = Caller { socket: Some(late.memory().presence().arrive()), ..vera.clone() };
        let mut seen = Screen::of(two.here, ben, "presence:list", json!({"workspaceId": acme})).await;
        let names = |team: &Value| team.as_array().unwrap().len();
        call(&late, &through_late, "presence:set", json!({"workspaceId": acme, "status": "busy"}))
            .await
            .unwrap();
        seen.shows(|team| names(team) == 2).await;
        nodes.stop().await;
        seen.shows(|team| names(team) == 1).await;
        late.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_asks_one_node_sees_what_the_other_has_acknowledged() {
    on_two(&[By::Nothing], async |two| {
        let c = two.begun().await;
        let args = json!({"conversationId": c});
        for text in ["one", "two", "three"] {
            // Kept there for the next member of the team who asks the same.
            call(&two.there, &two.ben().caller, "messages:list", args.clone()).await.unwrap();
            call(two.here, NOBODY, "messages:send", by_visitor(two.world.ana(), &c, text)).await.unwrap();
            let list = call(&two.there, &two.ben().caller, "messages:list", args.clone()).await.unwrap();
            assert!(texts(&list).contains(&text), "{list}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_loses_a_right_on_one_node_has_lost_it_on_the_other() {
    on_two(&EACH, async |two| {
        let c = two.begun().await;
        let vera = two.world.viewer();
        let args = json!({"conversationId": c});
        let mut list = Screen::of(&two.there, &vera.caller, "messages:list", args).await;
        assert_ne!(list.value().unwrap(), json!([]));
        let members = json!({"workspaceId": two.world.acme});
        let team =
            call(two.here, &two.ben().caller, "workspaceMembers:listByWorkspace", members).await.unwrap();
        let membership = team.as_array().unwrap().iter().find(|one| one["userId"] == json!(vera.id)).unwrap();
        let remove = json!({"membershipId": membership["_id"]});
        call(two.here, &two.ben().caller, "workspaceMembers:remove", remove).await.unwrap();
        list.shows(|list| *list == json!([])).await;
    })
    .await;
}

#[tokio::test]
async fn a_node_that_slept_for_longer_than_changes_are_kept_reads_everything_again() {
    on_two(&[By::Nothing], async |two| {
        let c = two.begun().await;
        two.there.bus().catch_up().await;
        let args = json!({"conversationId": c});
        let mut list = Screen::of(&two.there, &two.ben().caller, "messages:list", args).await;
        let before = texts(&list.value().unwrap()).len();
        assert!(before > 0);
        // As if eleven minutes had passed on the database's clock between two looks, in which somebody changed a message and the
        // note of it was removed.
        two.sql(
            "BEGIN;
             CREATE FUNCTION public.clock_timestamp() RETURNS TIMESTAMPTZ LANGUAGE sql
                 AS 'SELECT pg_catalog.clock_timestamp() + INTERVAL ''11 minutes''';
             UPDATE messages SET content = 'changed meanwhile';
             COMMIT",
        )
        .await;
        for app in [two.here, &two.there] {
            // Its connections look the clock up here first.
            app.store().snapshot().await.unwrap();
        }
        two.sql(&format!(
            "ALTER DATABASE {} SET search_path = public, pg_catalog",
            two.database.get_database().unwrap()
        ))
        .await;
        two.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()").await;
        list.shows(|list| texts(list).iter().all(|text| *text == "changed meanwhile")).await;
    })
    .await;
}

#[tokio::test]
async fn a_change_is_read_once_and_one_that_commits_late_is_not_missed() {
    on_two(&[By::Nothing], async |two| {
        let mut feed = two.there.store().feed(Uuid::from_u128(99)).unwrap();
        let _beginning = feed.look().await.unwrap();
        let mut late = PgConnection::connect_with(two.database).await.unwrap();
        let key = Uuid::from_u128(5);
        late.execute("BEGIN").await.unwrap();
        sqlx::query("INSERT INTO changes (node, stamp, topics) VALUES ($1, 7, $2)")
            .bind(Uuid::nil())
            .bind(format!("messages {}", key.simple()))
            .execute(&mut late)
            .await
            .unwrap();
        let c = two.begun().await;
        let News::Heard { topics, stamp } = feed.look().await.unwrap() else { panic!("nothing was missed") };
        let conversation: ConversationId = c.parse().unwrap();
        assert!(topics.iter().any(|topic| topic.key == conversation.0));
        assert!(topics.iter().all(|topic| topic.key != key));
        assert!(stamp > 7);
        assert_eq!(feed.look().await.unwrap(), News::Heard { topics: [].into(), stamp: 0 });
        late.execute("COMMIT").await.unwrap();
        let heard = feed.look().await.unwrap();
        let topic = docent::core::Topic::new("messages", key);
        assert_eq!(heard, News::Heard { topics: [topic].into(), stamp: 7 });
        assert_eq!(feed.look().await.unwrap(), News::Heard { topics: [].into(), stamp: 0 });
    })
    .await;
}

#[tokio::test]
async fn a_node_whose_clock_is_behind_gives_later_stamps_than_it_has_heard_of() {
    on_two(&EACH, async |two| {
        two.world.clock.advance(3_600_000);
        let c = two.begun().await;
        let mut list =
            Screen::of(&two.there, &two.ben().caller, "messages:list", json!({"conversationId": c})).await;
        call(two.here, NOBODY, "messages:send", by_visitor(two.world.ana(), &c, "Hello")).await.unwrap();
        let send = by_visitor(two.world.ana(), &c, "Hello again");
        let Call::Mutation(mutation) = two.here.call("messages:send", send).unwrap() else { unreachable!() };
        let stamp = two.here.mutate_once(NOBODY, mutation, None).await.unwrap().stamp;
        list.shows(|list| texts(list).contains(&"Hello again")).await;
        // The stamp of the answer is a few ticks later than the one that was written down with the change.
        assert!(two.there.stamps().tick() > stamp - 10);
    })
    .await;
}

#[tokio::test]
async fn a_node_with_another_secret_may_not_join() {
    on_two(&[By::Nothing], async |two| {
        let other = two.there.store().join(Uuid::from_u128(8), |_| [2; 32]).await;
        let message = other.unwrap_err().to_string();
        assert!(message.contains("--secret"), "{message}");
        let name = two.there.store().join(Uuid::from_u128(9), |_| [1; 32]).await.unwrap();
        assert_eq!(name, Some(Uuid::from_u128(7)), "the first node named it");
    })
    .await;
}
