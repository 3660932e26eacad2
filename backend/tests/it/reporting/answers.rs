//! `reporting:getKnowledgeGaps` and `reporting:getAiVsHumanComparison`.

use super::rows::{Answered, rated};
use crate::talk::{Talk, merged, on_each};
use serde_json::json;

#[tokio::test]
async fn questions_that_were_left_open_are_counted_whatever_their_case() {
    on_each(async |talk: Talk<'_>| {
        let c = json!(talk.begun().await);
        let answered = || Answered::of(&c);
        // All rows ask the same, in one spelling.
        answered().stored(talk.world).await;
        Answered { handed_off: true, confidence: 0.4, ..answered() }.stored(talk.world).await;
        Answered { feedback: Some("not_helpful"), ..answered() }.stored(talk.world).await;
        Answered { confidence: 0.45, ..answered() }.stored(talk.world).await;
        Answered { feedback: Some("helpful"), ..answered() }.stored(talk.world).await;
        let name = "reporting:getKnowledgeGaps";
        let gaps = talk.report_of_all(name).await;
        assert_eq!(gaps, json!([{"query": "where is it?", "confidence": 0.4, "count": 3}]));
        let before = talk.report(name, json!({"startDate": 0, "endDate": 1})).await;
        assert_eq!(before, json!([]));
        let args = json!({"workspaceId": talk.acme, "startDate": 0, "endDate": 1, "limit": 1});
        talk.is_strict_about(name, args).await;
    })
    .await;
}

#[tokio::test]
async fn conversations_with_the_ai_agent_are_compared_with_the_others() {
    on_each(async |talk: Talk<'_>| {
        let (ai, human, other) = (talk.begun().await, talk.begun().await, talk.begun().await);
        Answered { took: 1000, ..Answered::of(&json!(ai)) }.stored(talk.world).await;
        Answered { took: 3000, ..Answered::of(&json!(ai)) }.stored(talk.world).await;
        rated(talk.world, &json!(ai), None, 5.0).await;
        rated(talk.world, &json!(human), None, 2.0).await;
        talk.clock.advance(4000);
        talk.ben_says(&human, "Hello").await;
        talk.clock.advance(2000);
        talk.ben_says(&other, "Hello").await;
        let name = "reporting:getAiVsHumanComparison";
        let side = |count: i64, took: f64, rating: f64, ratings: i64| {
            json!({
                "conversationCount": count, "avgResponseTimeMs": took, "avgCsatRating": rating,
                "csatResponseCount": ratings,
            })
        };
        let compared = talk.report_of_all(name).await;
        let expected =
            json!({"ai": side(1, 2000.0, 5.0, 1), "human": side(2, 5000.0, 2.0, 1), "truncated": false});
        assert_eq!(compared, expected);
        let none = side(0, 0.0, 0.0, 0);
        let before = talk.report(name, json!({"startDate": 0, "endDate": 1})).await;
        assert_eq!(before, json!({"ai": none, "human": none, "truncated": false}));
        let args = json!({"workspaceId": talk.acme, "startDate": 0, "endDate": 1});
        talk.is_strict_about(name, merged(&args, &json!({"scanLimit": 1}))).await;
    })
    .await;
}
