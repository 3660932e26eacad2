use super::{
    owner,
    script::{self, answer, requests, socket, stamp, updated},
    until,
};
use crate::{Client, Loaded, Status, TokenSource, dom::window, is_unreachable};
use reactive_graph::{graph::untrack, signal::RwSignal, traits::*};
use serde_json::json;
use shared::{
    Code,
    auth::{CurrentUser, IsAuthenticated},
    id::ConversationId,
    typing,
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Event;

const ID: &str = "67e5504410b1426f9247bb680e5fe0c8";

fn is_typing(is_typing: bool) -> typing::Set {
    typing::Set { conversation_id: conversation(), is_typing, session_token: None }
}

fn conversation() -> ConversationId {
    ID.parse().unwrap()
}

fn connect() -> Client {
    script::start();
    Client::connect("https://docent.example", None)
}

/// Puts the outcome where the test can see it.
fn outcome_of<T: 'static>(future: impl Future<Output = T> + 'static) -> Rc<RefCell<Option<T>>> {
    let outcome = Rc::new(RefCell::new(None));
    let place = outcome.clone();
    spawn_local(async move { *place.borrow_mut() = Some(future.await) });
    outcome
}

#[wasm_bindgen_test]
async fn identical_live_queries_share_one_subscription_and_end_with_their_owner() {
    let owner = owner();
    let client = connect();
    let inner = owner.child();
    let lives = inner.with(|| [(); 2].map(|()| client.live(|| Some(IsAuthenticated {}))));
    let peer = socket(0).await;
    assert_eq!(peer.url(), "wss://docent.example/api/sync");
    assert_eq!(client.status().get_untracked(), Status::Connecting);
    any_spawner::Executor::tick().await;
    peer.open();
    let frames = peer.frames("ModifyQuerySet", 1).await;
    assert_eq!(frames[0]["modifications"].as_array().unwrap().len(), 1);
    assert!(lives.iter().all(|live| untrack(|| live.is_waiting())));

    peer.transition((0, 0, 0), (1, 0, 1), updated(0, json!(true)));
    assert_eq!(lives.map(|live| untrack(|| live.value())), [Some(true); 2]);
    assert_eq!(client.status().get_untracked(), Status::Connected);

    inner.cleanup();
    let frames = peer.frames("ModifyQuerySet", 2).await;
    assert_eq!(frames[1]["modifications"], json!([{"type": "Remove", "queryId": 0}]));
}

#[wasm_bindgen_test]
async fn a_query_asked_once_is_answered_once_and_then_let_go() {
    let _owner = owner();
    let client = connect();
    let caller = client.clone();
    let peer = socket(0).await;
    peer.open();
    peer.frames("ModifyQuerySet", 1).await;
    let outcome = outcome_of(async move { caller.once::<_, bool>(IsAuthenticated {}).await });
    peer.frames("ModifyQuerySet", 2).await;
    peer.transition((0, 0, 0), (2, 0, 1), updated(0, json!(true)));
    until("an answer", || outcome.borrow().is_some()).await;
    assert_eq!(outcome.take(), Some(Ok(true)));
    let frames = peer.frames("ModifyQuerySet", 3).await;
    assert_eq!(frames[2]["modifications"], json!([{"type": "Remove", "queryId": 0}]));
}

#[wasm_bindgen_test]
async fn a_live_query_follows_its_arguments() {
    let owner = owner();
    let client = connect();
    let chosen = RwSignal::new(None::<&str>);
    let list = move || {
        chosen
            .get()
            .map(|token| typing::List { conversation_id: conversation(), session_token: Some(token.into()) })
    };
    let live = owner.with(|| client.live(list));
    let peer = socket(0).await;
    peer.open();
    assert_eq!(peer.frames("ModifyQuerySet", 1).await[0]["modifications"], json!([]));

    chosen.set(Some("first"));
    let added = peer.frames("ModifyQuerySet", 2).await;
    assert_eq!(
        added[1]["modifications"][0]["args"],
        json!([{"conversationId": ID, "sessionToken": "first"}])
    );
    peer.transition((0, 0, 0), (2, 0, 1), updated(0, json!([])));
    assert_eq!(untrack(|| live.get()), Loaded::Ready(vec![]));

    chosen.set(Some("second"));
    let moved = peer.frames("ModifyQuerySet", 3).await;
    let kinds: Vec<_> =
        moved[2]["modifications"].as_array().unwrap().iter().map(|one| &one["type"]).collect();
    assert_eq!(kinds, ["Remove", "Add"]);
    assert!(untrack(|| live.is_waiting()), "the first one's value does not stand for the second");

    let failed = json!([{"type": "QueryFailed", "queryId": 1, "errorMessage": "x", "logLines": [], "journal": null,
        "errorData": {"code": "NOT_FOUND", "message": "Conversation not found"}}]);
    peer.transition((2, 0, 1), (3, 0, 2), failed);
    assert_eq!(untrack(|| live.error()).unwrap().code, Code::NotFound);
}

#[wasm_bindgen_test]
async fn a_mutation_outlives_its_connection_and_shows_before_it_is_answered() {
    let owner = owner();
    let client = connect();
    let live = owner.with(|| client.live(|| Some(IsAuthenticated {})));
    let peer = socket(0).await;
    peer.open();
    let (caller, seen) = (client.clone(), Rc::new(RefCell::new(None)));
    let outcome = outcome_of({
        let seen = seen.clone();
        async move {
            let answer = caller.call(is_typing(true)).await;
            *seen.borrow_mut() = untrack(|| live.value());
            answer
        }
    });
    let sent = peer.frames("Mutation", 1).await;
    assert_eq!((&sent[0]["udfPath"], &sent[0]["requestId"]), (&json!("typing:set"), &json!(0)));
    peer.transition((0, 0, 0), (1, 0, 1), updated(0, json!(false)));
    peer.close("InternalServerError");
    let status = client.status().get_untracked();
    assert!(matches!(status, Status::Offline { since, next_try } if since < next_try), "{status:?}");

    window().dispatch_event(&Event::new("online").unwrap()).unwrap();
    let again = socket(1).await;
    again.open();
    let hello = again.frames("Connect", 1).await;
    assert_eq!(
        (&hello[0]["connectionCount"], &hello[0]["lastCloseReason"]),
        (&json!(1), &json!("InternalServerError"))
    );
    assert_eq!(again.frames("Mutation", 1).await[0]["requestId"], 0);
    again.say(json!({"type": "MutationResponse", "requestId": 0, "success": true, "result": null, "ts": stamp(3), "logLines": []}));
    again.transition((0, 0, 0), (1, 0, 2), updated(0, json!(false)));
    crate::time::sleep(5).await;
    assert!(outcome.borrow().is_none(), "2 does not show 3");
    again.transition((1, 0, 2), (1, 0, 3), updated(0, json!(true)));
    until("the answer", || outcome.borrow().is_some()).await;
    assert_eq!(outcome.take(), Some(Ok(())));
    assert_eq!(seen.take(), Some(true));
}

#[wasm_bindgen_test]
async fn a_lost_connection_is_opened_again_by_itself() {
    let _owner = owner();
    let client = connect();
    let peer = socket(0).await;
    peer.open();
    peer.transition((0, 0, 0), (1, 0, 1), json!([]));
    peer.say(json!({"type": "Transition", "startVersion": 7}));
    assert!(peer.is_closed(), "a message that cannot be read ends it");
    let again = socket(1).await;
    again.open();
    assert_eq!(again.frames("Connect", 1).await[0]["lastCloseReason"], "UnreadableMessage");
    again.transition((0, 0, 0), (1, 0, 2), json!([]));
    assert_eq!(client.status().get_untracked(), Status::Connected);
}

#[wasm_bindgen_test]
async fn a_refused_token_is_replaced_by_a_fresh_one() {
    let _owner = owner();
    script::start();
    let source =
        TokenSource::new(async |is_forced| Some(if is_forced { "fresh" } else { "kept" }.to_owned()));
    let client = Client::connect("https://docent.example", Some(source));
    let peer = socket(0).await;
    peer.open();
    assert_eq!(peer.frames("Authenticate", 1).await[0]["value"], "kept");
    peer.say(json!({"type": "AuthError", "error": "expired", "baseVersion": 0, "authUpdateAttempted": true}));
    let again = socket(1).await;
    assert!(peer.is_closed());
    again.open();
    assert_eq!(again.frames("Authenticate", 1).await[0]["value"], "fresh");
    client.set_auth(None);
    let frames = again.frames("Authenticate", 2).await;
    assert_eq!((&frames[1]["tokenType"], &frames[1]["baseVersion"]), (&json!("None"), &json!(1)));
}

#[wasm_bindgen_test]
async fn a_token_that_is_always_refused_leaves_nobody_signed_in() {
    let _owner = owner();
    script::start();
    let source = TokenSource::new(async |_| Some(crate::random_id()));
    let _client = Client::connect("https://docent.example", Some(source));
    for n in 0..4 {
        let peer = socket(n).await;
        peer.open();
        peer.frames("Authenticate", 1).await;
        peer.say(json!({"type": "AuthError", "error": "no", "baseVersion": 0, "authUpdateAttempted": true}));
    }
    let peer = socket(4).await;
    peer.open();
    let frames = peer.frames("ModifyQuerySet", 1).await;
    assert_eq!((frames.len(), peer.sent().len()), (1, 2), "Connect and the query set, no Authenticate");
}

#[wasm_bindgen_test]
async fn a_call_with_a_limit_that_was_never_sent_does_not_run() {
    let _owner = owner();
    let client = connect();
    let error = client.call_within(10, is_typing(true)).await.unwrap_err();
    assert!(is_unreachable(&error));
    let peer = socket(0).await;
    peer.open();
    peer.frames("ModifyQuerySet", 1).await;
    assert_eq!(peer.sent().len(), 2);
}

#[wasm_bindgen_test]
async fn suspended_it_is_closed_and_resumed_it_is_back() {
    let _owner = owner();
    let client = connect();
    let peer = socket(0).await;
    peer.open();
    window().dispatch_event(&Event::new("pagehide").unwrap()).unwrap();
    assert!(peer.is_closed());
    window().dispatch_event(&Event::new("online").unwrap()).unwrap();
    client.resume();
    socket(1).await.open();
}

#[wasm_bindgen_test]
async fn a_fatal_error_ends_every_call() {
    let _owner = owner();
    let client = connect();
    let peer = socket(0).await;
    peer.open();
    let outcome = outcome_of({
        let client = client.clone();
        async move { client.call(is_typing(true)).await }
    });
    peer.frames("Mutation", 1).await;
    peer.say(json!({"type": "FatalError", "error": "too old"}));
    until("the refusal", || outcome.borrow().is_some()).await;
    assert!(client.call(is_typing(false)).await.is_err());
    assert_eq!(client.status().get_untracked(), Status::Outdated);
}

#[wasm_bindgen_test]
async fn a_dropped_client_leaves_nothing_behind() {
    let _owner = owner();
    let client = connect();
    let peer = socket(0).await;
    peer.open();
    drop(client);
    assert!(peer.is_closed());
    window().dispatch_event(&Event::new("online").unwrap()).unwrap();
}

#[wasm_bindgen_test]
async fn a_query_goes_over_http_and_an_expired_token_is_replaced_once() {
    let _owner = owner();
    script::start();
    let source =
        TokenSource::new(async |is_forced| Some(if is_forced { "fresh" } else { "kept" }.to_owned()));
    let client = Client::connect("https://docent.example/", Some(source));
    answer(401, json!({"code": "SESSION_EXPIRED", "message": "Sign in again"}));
    answer(200, json!({"status": "success", "value": null, "logLines": []}));
    assert!(matches!(client.call(CurrentUser {}).await, Ok(None)));
    let call = r#"https://docent.example/api/query {"path":"auth:currentUser","args":{},"format":"convex_encoded_json"}"#;
    assert_eq!(requests(), [format!("{call} Bearer kept"), format!("{call} Bearer fresh")]);

    answer(
        200,
        json!({"status": "error", "errorMessage": "Slow down", "errorData": {"code": "RATE_LIMITED", "message": "Slow down"}}),
    );
    assert_eq!(client.call(CurrentUser {}).await.err().map(|error| error.code), Some(Code::RateLimited));
    answer(502, json!("Bad gateway"));
    assert!(client.post(IsAuthenticated {}).await.is_err_and(|error| is_unreachable(&error)));
}
