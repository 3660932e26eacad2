//! Whose turn it is: one answers, a person goes first, and what is asked meanwhile is not lost.

use super::{knows, question};
use crate::{
    endpoint::{Endpoint, Play, on_each_asking},
    talk::{NOBODY, Talk},
};
use docent::{
    core::Caller,
    domain::ai_agent::{Claim, Release},
    jobs::answer_all,
};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Notify;

/// Waits until Ben is shown something, as a live query is.
async fn comes(talk: &Talk<'_>, name: &str, args: Value, is_there: impl Fn(&Value) -> bool) {
    let subscribed = talk.app.subscribe(&talk.ben, name, args, None, Arc::new(Notify::new())).unwrap();
    let mut known = subscribed.next(None).await;
    while !is_there(&serde_json::from_str(known.value.as_ref().unwrap().get()).unwrap()) {
        known = subscribed.next(Some(&known)).await;
    }
}

/// Lets Ana ask while the endpoint waits in the middle of its answer; ends when it was asked.
async fn asks_and_waits(
    talk: &Talk<'_>,
    endpoint: &Endpoint,
    c: &str,
    play: Play,
) -> (Arc<Notify>, tokio::task::JoinHandle<()>) {
    let gate = Arc::new(Notify::new());
    endpoint.will([Play::Waits(60, gate.clone(), Box::new(play))]);
    talk.ana_says(c, "How fast do you ship?").await;
    let app = talk.app.clone();
    let answering = tokio::spawn(async move { answer_all(&app).await.map(|_| ()).unwrap() });
    let begun = |draft: &Value| draft["text"].as_str().is_some_and(|text| !text.is_empty());
    comes(talk, "aiAgent:getDraft", json!({"conversationId": c}), begun).await;
    (gate, answering)
}

#[tokio::test]
async fn an_answer_is_seen_to_grow_by_those_who_may_see_the_conversation_and_is_no_row_until_it_is_whole() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        knows(&talk, "Shipping", "We ship within two days.").await;
        let c = talk.begun().await;
        let whole = "Within two days, wherever you are, and often sooner than that.";
        let (gate, answering) = asks_and_waits(&talk, endpoint, &c, Play::answer(whole, 0.9)).await;
        let mut own = json!({"conversationId": c});
        own["sessionToken"] = json!(talk.ana.token);
        let seen = talk.call(NOBODY, "aiAgent:getDraft", own.clone()).await.unwrap();
        let begun = seen["text"].as_str().unwrap();
        assert!(whole.starts_with(begun) && begun.len() < whole.len(), "{begun}");
        let mut other = own.clone();
        other["sessionToken"] = json!(talk.dora.token);
        assert_eq!(talk.call(NOBODY, "aiAgent:getDraft", other).await.unwrap(), Value::Null);
        let typists = talk.call(NOBODY, "typing:list", own.clone()).await.unwrap();
        assert_eq!(typists[0]["who"], "bot");
        assert_eq!(talk.messages(&c).await.len(), 2, "no row yet");
        gate.notify_one();
        answering.await.unwrap();
        assert_eq!(talk.call(NOBODY, "aiAgent:getDraft", own.clone()).await.unwrap(), Value::Null);
        assert_eq!(talk.call(NOBODY, "typing:list", own).await.unwrap(), json!([]));
        assert_eq!(talk.messages(&c).await.pop().unwrap()["content"], whole);
    })
    .await;
}

#[tokio::test]
async fn an_agent_who_replies_meanwhile_silences_it() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        talk.lets_commits_race();
        knows(&talk, "Shipping", "We ship within two days.").await;
        let c = talk.begun().await;
        let play = Play::answer("Within two days, wherever you are, and sooner.", 0.9);
        let (gate, answering) = asks_and_waits(&talk, endpoint, &c, play).await;
        talk.ben_says(&c, "Let me see.").await;
        gate.notify_one();
        answering.await.unwrap();
        assert_eq!(talk.messages(&c).await.pop().unwrap()["content"], "Let me see.");
        talk.ana_says(&c, "How fast do you ship?").await;
        assert_eq!(answer_all(&talk.app).await.unwrap(), 0, "the conversation is Ben's");
        assert_eq!(endpoint.asked().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_asked_while_it_answers_is_answered_too() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        talk.lets_commits_race();
        knows(&talk, "Shipping", "We ship within two days.").await;
        let c = talk.begun().await;
        let play = Play::answer("Within two days, wherever you are, and sooner.", 0.9);
        let (gate, answering) = asks_and_waits(&talk, endpoint, &c, play).await;
        endpoint.will([Play::answer("To Mars, too.", 0.9)]);
        talk.clock.advance(1);
        talk.ana_says(&c, "And do you ship to Mars?").await;
        gate.notify_one();
        answering.await.unwrap();
        assert_eq!(talk.messages(&c).await.pop().unwrap()["content"], "To Mars, too.");
        let both = "How fast do you ship?\nAnd do you ship to Mars?";
        assert_eq!(question(&endpoint.asked()[1])["question"], both, "nobody had answered then");
    })
    .await;
}

#[tokio::test]
async fn a_turn_is_held_by_one_and_what_it_did_not_end_in_time_is_another_s() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        knows(&talk, "Shipping", "We ship within two days.").await;
        let c = talk.begun().await;
        talk.ana_says(&c, "How fast do you ship?").await;
        let claim = async || {
            let claim = Claim { conversation: None, lasts: 1000 };
            talk.app.mutate(&Caller::SYSTEM, claim).await.unwrap().value
        };
        let first = claim().await.unwrap();
        assert!(claim().await.is_none(), "it is held");
        assert_eq!(answer_all(&talk.app).await.unwrap(), 0);
        talk.clock.advance(1000);
        let second = claim().await.unwrap();
        assert_eq!((second.attempts, second.conversation_id), (2, first.conversation_id));
        // The first comes back from the dead: what it says is not said.
        assert!(docent::domain::ai_agent::answer(&talk.app, &first).await.is_err());
        assert_eq!(talk.messages(&c).await.len(), 2);
        docent::domain::ai_agent::answer(&talk.app, &second).await.unwrap();
        assert_eq!(talk.messages(&c).await.len(), 3, "once");
        assert_eq!(answer_all(&talk.app).await.unwrap(), 0);
        endpoint.asked();
        // One that ends its server each time is a person's in the end; one that was given back counts no try.
        let c = talk.begun().await;
        talk.ana_says(&c, "How fast do you ship?").await;
        let given_back = claim().await.unwrap();
        assert!(talk.app.mutate(&Caller::SYSTEM, Release(given_back)).await.unwrap().value);
        for attempt in 1..=3 {
            assert_eq!(claim().await.unwrap().attempts, attempt);
            talk.clock.advance(1000);
        }
        answer_all(&talk.app).await.unwrap();
        assert_eq!(talk.row(&c).await["aiHandoffReason"], "AI generation failed");
        assert!(endpoint.asked().is_empty());
    })
    .await;
}

#[tokio::test]
async fn two_who_answer_at_once_say_it_once() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        talk.lets_commits_race();
        knows(&talk, "Shipping", "We ship within two days.").await;
        let mut all = Vec::new();
        for _ in 0..4 {
            let c = talk.begun().await;
            talk.ana_says(&c, "How fast do you ship?").await;
            all.push(c);
        }
        let answered = futures_util::future::join_all((0..4).map(|_| answer_all(&talk.app))).await;
        let answered: usize = answered.into_iter().map(Result::unwrap).sum();
        assert_eq!((answered, endpoint.asked().len()), (4, 4));
        for c in all {
            assert_eq!(talk.messages(&c).await.len(), 3);
        }
    })
    .await;
}

#[tokio::test]
async fn the_server_answers_by_itself_and_gives_back_what_it_had_not_ended() {
    on_each_asking(async |talk: Talk<'_>, endpoint: &Endpoint| {
        talk.lets_commits_race();
        knows(&talk, "Shipping", "We ship within two days.").await;
        let jobs = docent::jobs::start(&talk.app);
        let c = talk.begun().await;
        talk.ana_says(&c, "How fast do you ship?").await;
        let args = json!({"conversationId": c});
        comes(&talk, "messages:list", args, |all| all.as_array().unwrap().len() == 3).await;
        endpoint.asked();
        endpoint.will([Play::Silent]);
        talk.ana_says(&c, "And how far do you ship?").await;
        endpoint.is_asked().await;
        jobs.stop().await;
        assert_eq!(answer_all(&talk.app).await.unwrap(), 1, "another node takes it at once");
        assert_eq!(talk.messages(&c).await.len(), 5);
    })
    .await;
}
