//! Live queries on their own: what wakes them, what keeps them silent, and the audit that finds a forgotten topic.

mod costs;
mod faults;
pub mod notes;
mod sharing;

use crate::store::place::{Place, each_store};
use docent::{
    core::{App, Caller, Clock},
    live::{Answer, Subscribed},
};
use futures_util::FutureExt;
use notes::{Add, AddForgetfully};
use serde_json::{Value, json};
use shared::id::{SessionId, UserId, Uuid};
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{sync::Notify, time::timeout};

const BOARD: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);
const START: i64 = 1_000_000;

async fn world(place: &Place) -> App {
    notes::open(&place.location, Clock::held(START)).await
}

fn subscribe(app: &App, caller: &Caller, path: &str, args: Value) -> Subscribed {
    app.subscribe(caller, path, args, None, Arc::new(Notify::new())).unwrap()
}

async fn next(subscribed: &Subscribed, known: Option<&Answer>) -> Arc<Answer> {
    let deadline = Duration::from_secs(10);
    timeout(deadline, subscribed.next(known)).await.expect("the query answers in time")
}

fn text(answer: &Answer) -> &str {
    match &answer.value {
        Ok(value) => value.get(),
        Err(error) => &error.message,
    }
}

async fn add(app: &App, board: Uuid, body: &str) {
    app.mutate(&Caller::NOBODY, Add { board, body: body.into() }).await.unwrap();
}

#[tokio::test]
async fn a_commit_whose_caller_has_gone_wakes_its_readers() {
    each_store(async |place| {
        let app = world(place).await;
        let known = subscribe(&app, &Caller::NOBODY, "notes:tally", json!({ "board": BOARD }));
        let before = next(&known, None).await;
        // Begun, and dropped before it has ended.
        let add = app.mutate(&Caller::NOBODY, Add { board: BOARD, body: "a".into() });
        assert!(add.now_or_never().is_none());
        assert_eq!(text(next(&known, Some(&before)).await.as_ref()), "1");
    })
    .await;
}

#[tokio::test]
async fn a_subscription_answers_and_follows_each_change() {
    each_store(async |place| {
        let app = world(place).await;
        let list = subscribe(&app, &Caller::NOBODY, "notes:list", json!({ "board": BOARD }));
        let empty = next(&list, None).await;
        assert_eq!(text(&empty), "[]");
        add(&app, BOARD, "a").await;
        let one = next(&list, Some(&empty)).await;
        assert_eq!(text(&one), r#"["a"]"#);
        add(&app, BOARD, "b").await;
        assert_eq!(text(&*next(&list, Some(&one)).await), r#"["a","b"]"#);
        app.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn what_does_not_touch_it_and_what_does_not_change_it_is_silent() {
    each_store(async |place| {
        let app = world(place).await;
        let list = subscribe(&app, &Caller::NOBODY, "notes:list", json!({ "board": BOARD }));
        let empty = next(&list, None).await;
        add(&app, OTHER, "elsewhere").await;
        let mark = app.board().now();
        assert!(Arc::ptr_eq(&list.answer_at(mark).expect("it was not woken"), &empty));
        app.touch(docent::core::Topic::new("notes", BOARD));
        let mark = app.board().now();
        let same = timeout(Duration::from_secs(10), async {
            loop {
                if let Some(answer) = list.answer_at(mark) {
                    break answer;
                }
                list.listener().notified().await;
            }
        });
        assert!(Arc::ptr_eq(&same.await.unwrap(), &empty), "an equal answer is no news");
        app.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn an_error_is_an_answer_that_is_followed_too() {
    each_store(async |place| {
        let app = world(place).await;
        let fail = subscribe(&app, &Caller::NOBODY, "notes:fail", json!({ "board": BOARD }));
        let error = next(&fail, None).await;
        assert_eq!(text(&error), "The board is empty");
        add(&app, BOARD, "a").await;
        assert_eq!(text(&*next(&fail, Some(&error)).await), "null");
        app.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn what_depends_on_the_clock_runs_again_when_it_is_time() {
    let place = Place::file();
    place
        .run(async |place| {
            let app = world(place).await;
            let later = subscribe(&app, &Caller::NOBODY, "notes:isAfter", json!({ "at": START + 3_600_000 }));
            let before = next(&later, None).await;
            assert_eq!(text(&before), "false");
            app.clock().advance(3_600_000);
            assert_eq!(text(&*next(&later, Some(&before)).await), "true");
        })
        .await;
}

#[tokio::test]
async fn the_same_question_of_the_same_caller_is_one_subscription() {
    let place = Place::file();
    place
        .run(async |place| {
            let app = world(place).await;
            let args = json!({ "board": BOARD });
            let one = subscribe(&app, &Caller::NOBODY, "notes:list", args.clone());
            let two = subscribe(&app, &Caller::NOBODY, "notes.js:list", args.clone());
            assert_eq!(app.live().subscriptions(), 1);
            let ben = Caller::user(UserId(BOARD), SessionId(BOARD));
            let three = subscribe(&app, &ben, "notes:list", args);
            assert_eq!(app.live().subscriptions(), 2, "another caller may see something else");
            next(&one, None).await;
            next(&three, None).await;
            drop(one);
            assert_eq!(app.live().subscriptions(), 2);
            drop((two, three));
            assert_eq!(app.live().subscriptions(), 0);
            assert_eq!(app.board().watched(), 0, "nobody watches any more");
        })
        .await;
}

#[tokio::test]
async fn a_burst_of_writes_is_not_lost() {
    each_store(async |place| {
        let app = world(place).await;
        let tally = subscribe(&app, &Caller::NOBODY, "notes:tally", json!({ "board": BOARD }));
        let mut writes = tokio::task::JoinSet::new();
        for n in 0..200 {
            let app = app.clone();
            writes.spawn(async move { add(&app, BOARD, &format!("{n}")).await });
        }
        let mut known = next(&tally, None).await;
        while text(&known) != "200" {
            known = next(&tally, Some(&known)).await;
        }
        writes.join_all().await;
        app.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn only_a_query_with_good_arguments_can_be_subscribed_to() {
    let place = Place::file();
    place
        .run(async |place| {
            let app = world(place).await;
            for (path, args) in [
                ("notes:add", json!({ "board": BOARD, "body": "a" })),
                ("notes:nothing", json!({})),
                ("notes:list", json!({})),
                ("notes:list", json!({ "board": BOARD, "more": 1 })),
                ("notes:list", json!({ "board": "no id" })),
            ] {
                let refused = app.subscribe(&Caller::NOBODY, path, args, None, Arc::new(Notify::new()));
                assert!(refused.is_err(), "{path}");
            }
            assert_eq!(app.live().subscriptions(), 0);
        })
        .await;
}

#[tokio::test]
async fn the_audit_names_the_write_that_woke_nobody() {
    let place = Place::file();
    place
        .run(async |place| {
            let app = world(place).await;
            app.live().turn_on_audit();
            let list = subscribe(&app, &Caller::NOBODY, "notes:list", json!({ "board": BOARD }));
            next(&list, None).await;
            add(&app, BOARD, "a").await;
            let forgetful = app.mutate(&Caller::NOBODY, AddForgetfully { board: BOARD });
            let panic = AssertUnwindSafe(forgetful).catch_unwind().await.expect_err("the audit finds it");
            let finding = panic.downcast_ref::<String>().unwrap();
            assert!(finding.starts_with("notes:list {\"board\":"), "{finding}");
            assert!(finding.contains("The commit wrote {Topic { table: \"notes\""), "{finding}");
            assert!(finding.contains("The query had read"), "{finding}");
        })
        .await;
}
