//! The scenes of the protocol; in a browser they also try the browser's JSON.

use super::{Event, Protocol, RequestKind};
use crate::codec::{self, Json};
use serde_json::{Value, json};
use shared::{Code, Error};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const SESSION: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";
const ZERO: u64 = 0;

fn protocol() -> Protocol {
    Protocol::new(SESSION.into())
}

/// A protocol whose first socket is open and said hello.
fn opened() -> Protocol {
    let mut protocol = protocol();
    protocol.opened("InitialConnect", 5);
    protocol.take_frames();
    protocol
}

fn sent(protocol: &mut Protocol) -> Vec<Value> {
    protocol.take_frames().iter().map(|frame| serde_json::from_str(frame).unwrap()).collect()
}

fn types(frames: &[Value]) -> Vec<&str> {
    frames.iter().map(|frame| frame["type"].as_str().unwrap()).collect()
}

fn args(of: Value) -> Json {
    codec::write(&of)
}

fn stamp(ts: u64) -> Value {
    crate::wire::Timestamp(ts).print().into()
}

fn version((query_set, identity, ts): (u32, u32, u64)) -> Value {
    json!({"querySet": query_set, "identity": identity, "ts": stamp(ts)})
}

fn transition(from: (u32, u32, u64), to: (u32, u32, u64), modifications: Value) -> String {
    json!({"type": "Transition", "startVersion": version(from), "endVersion": version(to), "modifications": modifications})
        .to_string()
}

fn updated(id: u32, value: Value) -> Value {
    json!({"type": "QueryUpdated", "queryId": id, "value": value, "logLines": [], "journal": null})
}

fn mutated(id: u32, result: Value, ts: u64) -> String {
    json!({"type": "MutationResponse", "requestId": id, "success": true, "result": result, "ts": stamp(ts), "logLines": []})
        .to_string()
}

/// Events in short: `Connected`, `0=[1]`, `0!NOT_FOUND`, `#3=true`, `#3!INTERNAL` …
fn told(events: Vec<Event>) -> Vec<String> {
    let tell = |sign: &str, id: u32, result: Result<Json, Error>| match result {
        Ok(value) => format!("{sign}{id}={}", codec::print(&value)),
        Err(error) => format!("{sign}{id}!{}", serde_json::to_value(error.code).unwrap().as_str().unwrap()),
    };
    let tell_all = |event| match event {
        Event::Result(id, result) => tell("", id, result),
        Event::Settled(id, result) => tell("#", id, result),
        other => format!("{other:?}"),
    };
    events.into_iter().map(tell_all).collect()
}

#[test]
fn a_first_socket_says_hello_and_the_whole_query_set() {
    let mut protocol = protocol();
    protocol.subscribe("messages:list", args(json!({"limit": 50})));
    assert!(sent(&mut protocol).is_empty());
    protocol.opened("InitialConnect", 5);
    let add = json!({"type": "Add", "queryId": 0, "udfPath": "messages:list", "args": [{"limit": 50}]});
    let expected = [
        json!({"type": "Connect", "sessionId": SESSION, "connectionCount": 0, "lastCloseReason": "InitialConnect", "clientTs": 5}),
        json!({"type": "ModifyQuerySet", "baseVersion": 0, "newVersion": 1, "modifications": [add]}),
    ];
    assert_eq!(sent(&mut protocol), expected);
}

#[test]
fn an_empty_query_set_is_said_too() {
    let mut protocol = protocol();
    protocol.opened("InitialConnect", 5);
    assert_eq!(types(&sent(&mut protocol)), ["Connect", "ModifyQuerySet"]);
    assert!(sent(&mut protocol).is_empty());
}

#[test]
fn the_first_transition_brings_results_and_connects() {
    let mut protocol = protocol();
    protocol.subscribe("messages:list", args(json!({})));
    protocol.opened("InitialConnect", 5);
    let first = transition((0, 0, ZERO), (1, 0, 7), json!([updated(0, json!([1]))]));
    assert_eq!(told(protocol.received(&first)), ["Connected", "0=[1]", "Synchronised"]);
    let next = transition((1, 0, 7), (1, 0, 9), json!([updated(0, json!([1, 2]))]));
    assert_eq!(told(protocol.received(&next)), ["0=[1,2]"]);
}

#[test]
fn a_refused_query_is_a_result_with_the_functions_code() {
    let mut protocol = opened();
    protocol.subscribe("a:b", args(json!({})));
    protocol.subscribe("a:c", args(json!({})));
    let failed = json!([
        {"type": "QueryFailed", "queryId": 0, "errorMessage": "x", "logLines": [], "journal": null,
         "errorData": {"code": "NOT_FOUND", "message": "Conversation not found"}},
        {"type": "QueryFailed", "queryId": 1, "errorMessage": "x", "logLines": [], "journal": null},
    ]);
    let events = told(protocol.received(&transition((0, 0, 0), (2, 0, 7), failed)));
    assert_eq!(events[1..3], ["0!NOT_FOUND", "1!INTERNAL"]);
}

#[test]
fn changes_of_the_query_set_go_as_one_frame_on_the_right_base() {
    let mut protocol = opened();
    let first = protocol.subscribe("a:b", args(json!({})));
    protocol.subscribe("a:c", args(json!({})));
    let frames = sent(&mut protocol);
    assert_eq!(
        (types(&frames), &frames[0]["baseVersion"], &frames[0]["newVersion"]),
        (vec!["ModifyQuerySet"], &json!(1), &json!(2))
    );
    assert_eq!(frames[0]["modifications"].as_array().unwrap().len(), 2);

    protocol.unsubscribe(first);
    let unseen = protocol.subscribe("a:d", args(json!({})));
    protocol.unsubscribe(unseen);
    let frames = sent(&mut protocol);
    assert_eq!(frames[0]["modifications"], json!([{"type": "Remove", "queryId": 0}]));
    assert_eq!((&frames[0]["baseVersion"], &frames[0]["newVersion"]), (&json!(2), &json!(3)));

    let late = transition(
        (0, 0, 0),
        (3, 0, 7),
        json!([updated(first, json!(1)), {"type": "QueryRemoved", "queryId": first}]),
    );
    assert_eq!(told(protocol.received(&late)), ["Connected", "Synchronised"]);
}

#[test]
fn a_mutation_settles_with_the_transition_that_shows_it() {
    let mut protocol = opened();
    protocol.subscribe("messages:list", args(json!({})));
    let id = protocol.request(RequestKind::Mutation, "messages:send", args(json!({"content": "hi"})));
    let frames = sent(&mut protocol);
    assert_eq!(types(&frames), ["ModifyQuerySet", "Mutation"]);
    assert_eq!(
        frames[1],
        json!({"type": "Mutation", "requestId": 0, "udfPath": "messages:send", "args": [{"content": "hi"}]})
    );

    let first = transition((0, 0, 0), (2, 0, 7), json!([]));
    assert_eq!(told(protocol.received(&first)), ["Connected", "Synchronised"]);
    assert!(protocol.received(&mutated(id, json!("m1"), 9)).is_empty());
    assert!(protocol.received(&transition((2, 0, 7), (2, 0, 8), json!([]))).is_empty(), "8 does not show 9");
    let shows = transition((2, 0, 8), (2, 0, 9), json!([updated(0, json!(["hi"]))]));
    assert_eq!(told(protocol.received(&shows))[..2], ["0=[\"hi\"]", "#0=\"m1\""]);
}

#[test]
fn a_transition_before_the_answer_settles_nothing() {
    let mut protocol = opened();
    protocol.request(RequestKind::Mutation, "a:b", args(json!({})));
    protocol.received(&transition((0, 0, 0), (1, 0, 9), json!([])));
    assert!(protocol.received(&mutated(0, json!(null), 9)).is_empty());
    assert_eq!(told(protocol.received(&transition((1, 0, 9), (1, 0, 9), json!([])))), ["#0=null"]);
}

#[test]
fn answers_settle_in_the_order_of_the_requests() {
    let mut protocol = opened();
    for _ in 0..3 {
        protocol.request(RequestKind::Mutation, "a:b", args(json!({})));
    }
    for id in 0..3 {
        protocol.received(&mutated(id, json!(id), 5 + u64::from(id)));
    }
    assert_eq!(
        told(protocol.received(&transition((0, 0, 0), (1, 0, 6), json!([])))),
        ["Connected", "#0=0", "#1=1", "Synchronised"]
    );
    assert_eq!(told(protocol.received(&transition((1, 0, 6), (1, 0, 7), json!([])))), ["#2=2"]);
}

#[test]
fn a_refused_mutation_and_an_action_settle_at_once() {
    let mut protocol = opened();
    protocol.request(RequestKind::Mutation, "a:b", args(json!({})));
    protocol.request(RequestKind::Action, "a:c", args(json!({})));
    assert_eq!(types(&sent(&mut protocol)), ["Mutation", "Action"]);
    let refused = json!({"type": "MutationResponse", "requestId": 0, "success": false, "result": "Slow down", "logLines": [],
        "errorData": {"code": "RATE_LIMITED", "message": "Slow down"}});
    let events = protocol.received(&refused.to_string());
    let [Event::Settled(0, Err(error))] = &events[..] else { panic!("{events:?}") };
    assert_eq!(*error, Error::new(Code::RateLimited, "Slow down"));
    let done = json!({"type": "ActionResponse", "requestId": 1, "success": true, "result": {"tokens": null}, "logLines": []});
    assert_eq!(told(protocol.received(&done.to_string())), ["#1={\"tokens\":null}"]);
}

#[test]
fn an_error_without_data_keeps_its_text() {
    let mut protocol = opened();
    protocol.request(RequestKind::Action, "a:c", args(json!({})));
    let failed = json!({"type": "ActionResponse", "requestId": 0, "success": false, "result": "InvalidSecret", "logLines": []});
    let events = protocol.received(&failed.to_string());
    let [Event::Settled(0, Err(error))] = &events[..] else { panic!("{events:?}") };
    assert_eq!(*error, Error::new(Code::Internal, "InvalidSecret"));
}

#[test]
fn what_was_not_settled_is_said_again_with_its_number_and_actions_under_way_fail() {
    let mut protocol = opened();
    let query = protocol.subscribe("messages:list", args(json!({})));
    protocol.request(RequestKind::Mutation, "a:answered", args(json!({})));
    protocol.request(RequestKind::Mutation, "a:unanswered", args(json!({})));
    protocol.request(RequestKind::Action, "a:under_way", args(json!({})));
    protocol.received(&transition((0, 0, 0), (2, 0, 7), json!([updated(query, json!(1))])));
    protocol.received(&mutated(0, json!("stored"), 9));
    protocol.take_frames();
    assert_eq!(told(protocol.closed()), ["#2!INTERNAL"]);

    let offline = protocol.request(RequestKind::Action, "a:never_sent", args(json!({})));
    assert!(sent(&mut protocol).is_empty());
    protocol.opened("closed with code 1006", 6);
    let frames = sent(&mut protocol);
    assert_eq!(types(&frames), ["Connect", "ModifyQuerySet", "Mutation", "Mutation", "Action"]);
    assert_eq!(
        frames[0],
        json!({"type": "Connect", "sessionId": SESSION, "connectionCount": 1,
        "lastCloseReason": "closed with code 1006", "maxObservedTimestamp": stamp(7), "clientTs": 6})
    );
    assert_eq!((&frames[1]["baseVersion"], &frames[1]["newVersion"]), (&json!(0), &json!(1)));
    assert_eq!(frames[1]["modifications"][0]["queryId"], query);
    let ids: Vec<_> = frames[2..].iter().map(|frame| frame["requestId"].as_u64().unwrap()).collect();
    assert_eq!(ids, [0, 1, u64::from(offline)]);

    protocol.received(&mutated(0, json!("stored"), 11));
    protocol.received(&mutated(1, json!("now"), 12));
    let shown = transition((0, 0, 0), (1, 0, 12), json!([updated(query, json!(2))]));
    assert_eq!(
        told(protocol.received(&shown)),
        ["Connected", "0=2", "#0=\"stored\"", "#1=\"now\"", "Synchronised"]
    );
}

#[test]
fn the_connection_is_synchronised_only_when_everything_old_is_answered() {
    let mut protocol = opened();
    protocol.subscribe("a:b", args(json!({})));
    protocol.request(RequestKind::Mutation, "a:c", args(json!({})));
    protocol.closed();
    protocol.opened("", 6);
    assert_eq!(told(protocol.received(&transition((0, 0, 0), (1, 0, 7), json!([])))), ["Connected"]);
    assert_eq!(
        told(protocol.received(&transition((1, 0, 7), (1, 0, 8), json!([updated(0, json!(1))])))),
        ["0=1"]
    );
    protocol.received(&mutated(0, json!(null), 9));
    assert_eq!(
        told(protocol.received(&transition((1, 0, 8), (1, 0, 9), json!([])))),
        ["#0=null", "Synchronised"]
    );
}

#[test]
fn a_journal_goes_back_with_the_query() {
    let mut protocol = opened();
    protocol.subscribe("a:page", args(json!({})));
    let mut result = updated(0, json!(1));
    result["journal"] = json!("bookmark");
    protocol.received(&transition((0, 0, 0), (2, 0, 7), json!([result])));
    protocol.closed();
    protocol.opened("", 6);
    assert_eq!(sent(&mut protocol)[1]["modifications"][0]["journal"], "bookmark");
}

#[test]
fn a_token_is_said_after_what_was_issued_before_it() {
    let mut protocol = opened();
    protocol.subscribe("a:b", args(json!({})));
    protocol.request(RequestKind::Mutation, "a:c", args(json!({})));
    protocol.set_token(Some("jwt".into()));
    protocol.request(RequestKind::Mutation, "a:d", args(json!({})));
    protocol.set_token(None);
    let frames = sent(&mut protocol);
    assert_eq!(types(&frames), ["ModifyQuerySet", "Mutation", "Authenticate", "Mutation", "Authenticate"]);
    assert_eq!(
        frames[2],
        json!({"type": "Authenticate", "baseVersion": 0, "tokenType": "User", "value": "jwt"})
    );
    assert_eq!(frames[4], json!({"type": "Authenticate", "baseVersion": 1, "tokenType": "None"}));
    protocol.set_token(None);
    assert!(sent(&mut protocol).is_empty(), "the same again is not said");
}

#[test]
fn a_token_comes_before_the_queries_of_a_new_socket() {
    let mut protocol = protocol();
    protocol.set_token(Some("jwt".into()));
    protocol.subscribe("a:b", args(json!({})));
    protocol.opened("InitialConnect", 5);
    let frames = sent(&mut protocol);
    assert_eq!(types(&frames), ["Connect", "Authenticate", "ModifyQuerySet"]);
    assert_eq!(frames[1]["baseVersion"], 0);
    let unconfirmed = transition((0, 0, 0), (1, 0, 7), json!([updated(0, json!(1))]));
    assert_eq!(told(protocol.received(&unconfirmed)), ["Connected", "0=1"]);
    assert_eq!(told(protocol.received(&transition((1, 0, 7), (1, 1, 7), json!([])))), ["Synchronised"]);
}

fn auth_error(base_version: u32, was_attempted: bool) -> String {
    json!({"type": "AuthError", "error": "expired", "baseVersion": base_version, "authUpdateAttempted": was_attempted}).to_string()
}

#[test]
fn only_the_newest_token_can_be_refused() {
    let mut protocol = opened();
    assert!(protocol.received(&auth_error(0, true)).is_empty(), "nobody is signed in");
    protocol.set_token(Some("first".into()));
    assert!(
        protocol.received(&auth_error(0, false)).is_empty(),
        "the token under way replaces what has expired"
    );
    assert_eq!(told(protocol.received(&auth_error(0, true))), ["AuthRefused"]);
    protocol.set_token(Some("second".into()));
    assert!(protocol.received(&auth_error(0, true)).is_empty(), "the first is no longer the newest");
    protocol.received(&transition((0, 0, 0), (1, 2, 7), json!([])));
    assert_eq!(told(protocol.received(&auth_error(2, false))), ["AuthRefused"]);
}

fn chunk(text: &str, part: u32, total: u32) -> String {
    json!({"type": "TransitionChunk", "chunk": text, "partNumber": part, "totalParts": total, "transitionId": "t1"}).to_string()
}

#[test]
fn a_transition_in_parts_is_put_together_with_pings_between() {
    let mut protocol = opened();
    protocol.subscribe("a:b", args(json!({})));
    let whole = transition((0, 0, 0), (1, 0, 7), json!([updated(0, json!("ä".repeat(9)))]));
    let (head, tail) = whole.split_at(whole.find('ä').unwrap());
    assert!(protocol.received(&chunk(head, 0, 3)).is_empty());
    assert!(protocol.received(r#"{"type":"Ping"}"#).is_empty());
    assert!(protocol.received(&chunk(tail, 1, 3)).is_empty());
    assert_eq!(
        told(protocol.received(&chunk("", 2, 3)))[..2],
        ["Connected".to_owned(), format!("0=\"{}\"", "ä".repeat(9))]
    );
}

#[test]
fn parts_that_do_not_fit_are_out_of_step() {
    let is_out_of_step = |events: Vec<Event>| matches!(events[..], [Event::OutOfStep(_)]);
    assert!(is_out_of_step(opened().received(&chunk("x", 1, 2))));
    let mut protocol = opened();
    protocol.received(&chunk("{", 0, 3));
    protocol.received(&mutated(9, json!(null), 1));
    assert!(is_out_of_step(protocol.received(&chunk("}", 1, 3))), "another message has discarded the rest");
    assert!(is_out_of_step(opened().received(&chunk("{\"type\":\"Ping\"}", 0, 1))));
}

#[test]
fn another_start_than_the_last_end_is_out_of_step() {
    let mut protocol = opened();
    let events = protocol.received(&transition((1, 0, 0), (2, 0, 7), json!([])));
    assert!(matches!(events[..], [Event::OutOfStep("TransitionOutOfStep")]));
    assert!(matches!(protocol.received("{")[..], [Event::OutOfStep("UnreadableMessage")]));
    assert!(
        protocol.received(r#"{"type":"News","of":"tomorrow"}"#).is_empty(),
        "what is not known is no harm"
    );
}

#[test]
fn a_new_socket_starts_at_version_zero() {
    let mut protocol = opened();
    protocol.set_token(Some("jwt".into()));
    protocol.received(&transition((0, 0, 0), (1, 1, 7), json!([])));
    protocol.closed();
    assert!(
        protocol.received(&transition((1, 1, 7), (1, 1, 8), json!([]))).is_empty(),
        "nothing is heard of a closed socket"
    );
    protocol.opened("", 6);
    assert_eq!(sent(&mut protocol)[1]["baseVersion"], 0);
    assert_eq!(
        told(protocol.received(&transition((0, 0, 0), (1, 1, 8), json!([])))),
        ["Connected", "Synchronised"]
    );
}

#[test]
fn a_request_can_be_withdrawn_until_it_was_sent() {
    let mut protocol = protocol();
    let id = protocol.request(RequestKind::Mutation, "a:b", args(json!({})));
    assert!(protocol.withdraw(id));
    let id = protocol.request(RequestKind::Mutation, "a:b", args(json!({})));
    protocol.opened("InitialConnect", 5);
    assert!(!protocol.withdraw(id));
}

#[test]
fn a_fatal_error_is_told_and_gives_everything_up() {
    let mut protocol = opened();
    protocol.request(RequestKind::Mutation, "a:b", args(json!({})));
    let events = protocol.received(r#"{"type":"FatalError","error":"too old"}"#);
    assert!(matches!(&events[..], [Event::Fatal(error)] if error == "too old"));
    assert_eq!(told(protocol.fail_all(&Error::internal())), ["#0!INTERNAL"]);
}
