//! `reporting:…`: who may call them is in the matrix.

mod answers;
mod csat;
pub mod matrix;
pub mod rows;
mod snapshots;

use crate::{
    talk::{NOBODY, Talk, merged, on_each},
    world::World,
};
use docent::{core::functions::Call, store::Tx};
use rows::{Answered, rated};
use serde_json::{Value, json};
use shared::{Code, workspace_members::AssignableRole};

const SECOND: i64 = 1000;
const DAY: i64 = 86_400_000;

impl Talk<'_> {
    async fn report(&self, name: &str, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        self.call(&self.ben, name, args).await.unwrap()
    }

    /// Of everything so far.
    async fn report_of_all(&self, name: &str) -> Value {
        self.report(name, json!({"startDate": 0, "endDate": self.clock.now()})).await
    }

    async fn set(&self, conversation: &str, status: &str) {
        let args = json!({"id": conversation, "status": status});
        self.call(&self.ben, "conversations:updateStatus", args).await.unwrap();
    }
}

/// No mail comes in yet.
async fn came_by_mail(world: &World, conversation: &str) {
    let id: shared::id::ConversationId = conversation.parse().unwrap();
    let work = move |mut tx: Tx| async move {
        let sql = "UPDATE conversations SET channel = 'email' WHERE id = $1";
        let done = tx.query(sql).bind(id).execute().await;
        (tx, done)
    };
    world.app.store().write(work).await.unwrap();
}

#[tokio::test]
async fn conversations_are_counted_by_period_status_and_channel() {
    on_each(async |talk: Talk<'_>| {
        // A Thursday, 2026-05-28.
        let began = talk.clock.now();
        let (closed, _open) = (talk.begun().await, talk.begun().await);
        talk.set(&closed, "closed").await;
        came_by_mail(talk.world, &closed).await;
        talk.begun_by(&talk.dan).await;
        talk.clock.advance(3 * DAY);
        let snoozed = talk.begun_by(&talk.again(&talk.ana).await).await;
        talk.set(&snoozed, "snoozed").await;
        talk.clock.advance(DAY);
        let last = talk.clock.now();
        talk.begun_by(&talk.again(&talk.ana).await).await;
        let report = async |change: Value| {
            let all = json!({"startDate": began, "endDate": last});
            talk.report("reporting:getConversationMetrics", merged(&all, &change)).await
        };
        let volume = |periods: &[(&str, i64)]| {
            let rows = periods.iter().map(|(period, count)| json!({"period": period, "count": count}));
            rows.collect::<Vec<_>>()
        };
        let all = json!({
            "total": 4,
            "volumeByPeriod": volume(&[("2026-05-28", 2), ("2026-05-31", 1), ("2026-06-01", 1)]),
            "byStatus": {"open": 2, "closed": 1, "snoozed": 1},
            "byChannel": {"chat": 3, "email": 1},
            "truncated": false,
        });
        assert_eq!(report(json!({})).await, all);
        assert_eq!(report(json!({"scanLimit": 1.5, "granularity": "day"})).await, all, "no limit leaves out");
        let by_week = volume(&[("2026-05-24", 2), ("2026-05-31", 2)]);
        assert_eq!(report(json!({"granularity": "week"})).await["volumeByPeriod"], json!(by_week));
        let by_month = volume(&[("2026-05", 3), ("2026-06", 1)]);
        assert_eq!(report(json!({"granularity": "month"})).await["volumeByPeriod"], json!(by_month));
        for (start, end, total) in
            [(began, began, 2), (began + 1, last, 2), (began, last - 1, 3), (last, last, 1), (last, began, 0)]
        {
            let part = report(json!({"startDate": start, "endDate": end})).await;
            assert_eq!(part["total"], total, "{start} to {end}");
        }
        talk.refuses_arguments(
            "reporting:getConversationMetrics",
            &json!({"workspaceId": talk.acme, "startDate": 0, "endDate": 1}),
            &[json!({"granularity": "year"}), json!({"startDate": "today"}), json!({"scanLimit": "all"})],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn the_first_human_reply_is_the_response_and_percentiles_are_elements() {
    on_each(async |talk: Talk<'_>| {
        let nothing =
            json!({"count": 0, "averageMs": 0.0, "medianMs": 0, "p90Ms": 0, "p95Ms": 0, "truncated": false});
        let responses = async || talk.report_of_all("reporting:getResponseTimeMetrics").await;
        // What is answered in no time at all is no duration, and the greeting is no answer.
        let at_once = talk.begun().await;
        talk.ben_says(&at_once, "Hi").await;
        let c = talk.begun().await;
        talk.clock.advance(SECOND);
        talk.ana_says(&c, "Is somebody there?").await;
        assert_eq!(responses().await, nothing);
        talk.ben_says(&c, "Yes").await;
        let responded_at = talk.row(&c).await["firstResponseAt"].clone();
        assert_eq!(responded_at, talk.clock.now());
        let one =
            json!({"count": 1, "averageMs": 1e3, "medianMs": 1000, "p90Ms": 1000, "p95Ms": 1000, "truncated": false});
        assert_eq!(responses().await, one);
        talk.clock.advance(SECOND);
        talk.ben_says(&c, "Still").await;
        assert_eq!(talk.row(&c).await["firstResponseAt"], responded_at, "the first one stays");
        assert_eq!(responses().await, one);
        // 1, 2, … 20 seconds, not in order.
        for seconds in (2..=20).rev() {
            let c = talk.begun().await;
            talk.clock.advance(seconds * SECOND);
            talk.ben_says(&c, "Hi").await;
        }
        let all = json!({
            "count": 20, "averageMs": 10_500.0, "medianMs": 11_000, "p90Ms": 19_000, "p95Ms": 20_000,
            "truncated": false,
        });
        assert_eq!(responses().await, all);
        assert_eq!(talk.report_of_all("reporting:getResolutionTimeMetrics").await, nothing);
    })
    .await;
}

#[tokio::test]
async fn a_resolution_is_the_latest_closing_of_what_is_closed() {
    on_each(async |talk: Talk<'_>| {
        let resolutions = async || talk.report_of_all("reporting:getResolutionTimeMetrics").await;
        let (one, other) = (talk.begun().await, talk.begun().await);
        talk.clock.advance(2 * SECOND);
        talk.set(&one, "closed").await;
        talk.set(&other, "closed").await;
        assert_eq!(resolutions().await["averageMs"], 2000.0);
        talk.clock.advance(SECOND);
        talk.ana_says(&one, "It is not done").await;
        assert_eq!(talk.row(&one).await["status"], "open");
        assert_eq!(resolutions().await["count"], 1, "a visitor's message opens it again");
        talk.clock.advance(SECOND);
        talk.set(&one, "closed").await;
        let all = resolutions().await;
        assert_eq!((&all["count"], &all["averageMs"], &all["p95Ms"]), (&json!(2), &json!(3e3), &json!(4000)));
        talk.set(&one, "open").await;
        assert_eq!(resolutions().await["count"], 1);
    })
    .await;
}

#[tokio::test]
async fn agents_are_shown_by_what_they_are_assigned_now() {
    on_each(async |talk: Talk<'_>| {
        let gil = talk.colleague("gil@acme.test", "  ", AssignableRole::Agent).await;
        let ben = talk.world.ben().id;
        let assign = async |conversation: &str, agent: Value| {
            let args = json!({"id": conversation, "agentId": agent});
            talk.call(&talk.ben, "conversations:assign", args).await.unwrap();
        };
        let mut all = Vec::new();
        for (agent, seconds, status) in
            [(gil.id, 1, "closed"), (gil.id, 3, "open"), (ben, 5, "snoozed"), (ben, 5, "open"), (gil.id, 0, "open")]
        {
            let c = talk.begun().await;
            assign(&c, json!(agent)).await;
            talk.clock.advance(seconds * SECOND);
            // Ben answers for all; they count for whom they are assigned to.
            if seconds > 0 {
                talk.ben_says(&c, "Hi").await;
            }
            talk.set(&c, status).await;
            all.push(c);
        }
        assign(&all[4], json!(ben)).await;
        let _nobodys = talk.begun().await;
        talk.begun_by(&talk.dan).await;
        let of = |agent: Value, name: &str, counts: (i64, i64), averages: (f64, f64)| {
            json!({
                "agentId": agent, "agentName": name, "conversationsHandled": counts.0, "resolved": counts.1,
                "avgResponseTimeMs": averages.0, "avgResolutionTimeMs": averages.1,
            })
        };
        assert_eq!(
            talk.report_of_all("reporting:getAgentMetrics").await,
            json!([
                of(json!(ben), "Ben", (3, 0), (5000.0, 0.0)),
                of(json!(gil.id), "gil@acme.test", (2, 1), (2000.0, 1000.0)),
            ])
        );
        let load = |agent: Value, name: &str, count: i64| {
            json!({"agentId": agent, "agentName": name, "openConversations": count})
        };
        assert_eq!(
            talk.report("reporting:getAgentWorkloadDistribution", json!({"scanLimit": 1})).await,
            json!({
                "distribution": [load(json!(ben), "Ben", 2), load(json!(gil.id), "gil@acme.test", 1)],
                "unassigned": 1, "total": 4, "truncated": false,
            })
        );
    })
    .await;
}

#[tokio::test]
async fn ratings_are_shown_under_both_names_and_without_dates() {
    on_each(async |talk: Talk<'_>| {
        let began = talk.clock.now();
        let both = async |change: Value| {
            let score = talk.report("reporting:getCsatScore", change.clone()).await;
            assert_eq!(talk.report("reporting:getCsatMetrics", change).await, score);
            score
        };
        let nothing = json!({
            "totalResponses": 0, "averageRating": 0.0, "ratingDistribution": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0},
            "satisfactionRate": 0.0, "trendByPeriod": [], "truncated": false,
        });
        assert_eq!(both(json!({})).await, nothing);
        for (rating, days) in [(5.0, 0), (4.5, 0), (3.5, 4), (1.0, 0)] {
            talk.clock.advance(days * DAY);
            let c = talk.begun_by(&talk.again(&talk.ana).await).await;
            rated(talk.world, &json!(c), None, rating).await;
        }
        let trend = |period: &str, average: f64, count: i64| {
            json!({"period": period, "averageRating": average, "count": count})
        };
        assert_eq!(
            both(json!({})).await,
            json!({
                "totalResponses": 4, "averageRating": 3.5,
                "ratingDistribution": {"1": 1, "2": 0, "3": 1, "4": 1, "5": 1}, "satisfactionRate": 0.5,
                "trendByPeriod": [trend("2026-05-28", 4.75, 2), trend("2026-06-01", 2.25, 2)],
                "truncated": false,
            })
        );
        let first = both(json!({"endDate": began, "granularity": "month"})).await;
        assert_eq!(first["trendByPeriod"], json!([trend("2026-05", 4.75, 2)]));
        assert_eq!(both(json!({"startDate": began + 1})).await["totalResponses"], 2);
        for name in ["reporting:getCsatScore", "reporting:getCsatMetrics"] {
            talk.is_strict_about(name, json!({"workspaceId": talk.acme})).await;
        }
    })
    .await;
}

#[tokio::test]
async fn answers_of_the_ai_agent_are_counted_one_by_one() {
    on_each(async |talk: Talk<'_>| {
        let report = async |change: Value| talk.report("reporting:getAiAgentMetrics", change).await;
        assert_eq!(report(json!({})).await["resolutionRate"], 0.0);
        let c = json!(talk.begun().await);
        let of = Answered::of(&c);
        Answered { feedback: Some("helpful"), took: 500, tokens: Some(30), ..of.clone() }
            .stored(talk.world)
            .await;
        Answered { feedback: Some("not_helpful"), confidence: 0.25, handed_off: true, ..of.clone() }
            .stored(talk.world)
            .await;
        let first = talk.clock.now();
        talk.clock.advance(DAY);
        Answered { took: 1500, tokens: Some(12), ..of.clone() }.stored(talk.world).await;
        Answered { feedback: Some("helpful"), ..of }.stored(talk.world).await;
        let trend = |period: &str, resolution: f64, satisfaction: f64| {
            json!({
                "period": period, "totalResponses": 2, "resolutionRate": resolution, "satisfactionRate": satisfaction,
            })
        };
        let all = json!({
            "totalResponses": 4, "resolvedByAI": 3, "handedOff": 1, "resolutionRate": 0.75, "handoffRate": 0.25,
            "avgResponseTimeMs": 1000.0, "avgConfidence": 0.625, "satisfactionRate": 2.0 / 3.0, "totalTokensUsed": 42,
            "trendByPeriod": [trend("2026-05-28", 0.5, 0.5), trend("2026-05-29", 1.0, 1.0)], "truncated": false,
        });
        assert_eq!(report(json!({"conversationScanLimit": 1, "responsesPerConversationLimit": 1})).await, all);
        assert_eq!(report(json!({"endDate": first})).await["totalResponses"], 2);
        assert_eq!(report(json!({"startDate": first + 1})).await["resolutionRate"], 1.0);
    })
    .await;
}

#[tokio::test]
async fn no_write_wakes_a_report_and_one_that_is_read_live_is_read_again_after_half_a_minute() {
    on_each(async |talk: Talk<'_>| {
        let args = json!({"workspaceId": talk.acme, "startDate": 0, "endDate": i64::MAX});
        let Ok(Call::Query(query)) = talk.app.call("reporting:getConversationMetrics", args) else {
            panic!()
        };
        let ran = talk.app.observe(&talk.ben, query.as_ref()).await;
        assert!(ran.value.is_ok());
        assert_eq!(ran.trace.wake_at, Some(talk.clock.now() + 30_000));
        let tables: Vec<_> = ran.trace.topics.iter().map(|topic| topic.table).collect();
        assert!(!tables.contains(&"conversations"), "{tables:?}");
        assert!(tables.contains(&"workspace_members"), "who leaves the team sees it no more: {tables:?}");
    })
    .await;
}

#[tokio::test]
async fn reports_have_connections_of_their_own() {
    on_each(async |talk: Talk<'_>| {
        let report = json!({"startDate": 0, "endDate": 1});
        let mut held = Vec::new();
        for _ in 0..2 {
            held.push(talk.app.store().report().await.unwrap());
        }
        assert!(talk.app.store().snapshot().await.is_ok(), "who reads does not wait for reports");
        held.clear();
        for _ in 0..8 {
            held.push(talk.app.store().snapshot().await.unwrap());
        }
        let Ok(Call::Query(query)) = talk
            .app
            .call("reporting:getConversationMetrics", merged(&json!({"workspaceId": talk.acme}), &report))
        else {
            panic!()
        };
        assert!(talk.app.observe(&talk.ben, query.as_ref()).await.value.is_ok(), "nor reports for them");
    })
    .await;
}

#[tokio::test]
async fn a_stranger_is_told_nothing_of_a_workspace_that_is_not_there_either() {
    on_each(async |talk: Talk<'_>| {
        let args = json!({"workspaceId": crate::talk::NO_ROW});
        for (caller, code) in [(NOBODY, Code::NotAuthenticated), (&talk.cleo, Code::NotWorkspaceMember)] {
            let refusal = talk.call(caller, "reporting:getAgentWorkloadDistribution", args.clone()).await;
            assert_eq!(refusal.unwrap_err().code, code);
        }
    })
    .await;
}

#[tokio::test]
async fn ratings_count_for_whose_conversation_it_was_and_the_summary_has_a_bit_of_all() {
    on_each(async |talk: Talk<'_>| {
        let gil = talk.colleague("gil@acme.test", "Gil", AssignableRole::Agent).await.id;
        let ben = talk.world.ben().id;
        let mut all = Vec::new();
        for (agent, rating) in [(Some(ben), 5.0), (Some(gil), 3.0), (Some(ben), 2.0), (None, 1.0)] {
            let c = json!(talk.begun().await);
            rated(talk.world, &c, agent, rating).await;
            all.push(c);
        }
        let of = |agent: Value, name: &str, average: f64, total: i64| {
            json!({"agentId": agent, "agentName": name, "averageRating": average, "totalResponses": total})
        };
        assert_eq!(
            talk.report_of_all("reporting:getCsatByAgent").await,
            json!([of(json!(ben), "Ben", 3.5, 2), of(json!(gil), "Gil", 3.0, 1)])
        );
        Answered::of(&all[0]).stored(talk.world).await;
        Answered { handed_off: true, ..Answered::of(&all[1]) }.stored(talk.world).await;
        let first = all[0].as_str().unwrap();
        talk.clock.advance(SECOND);
        talk.ben_says(first, "Hi").await;
        talk.clock.advance(SECOND);
        talk.set(first, "closed").await;
        let bounds = json!({"startDate": 0, "endDate": talk.clock.now()});
        talk.clock.advance(SECOND);
        let later = json!(talk.begun().await);
        Answered::of(&later).stored(talk.world).await;
        assert_eq!(
            talk.report("reporting:getDashboardSummary", bounds).await,
            json!({
                "totalConversations": 4, "openConversations": 3, "closedConversations": 1, "avgResponseTimeMs": 1000.0,
                "avgResolutionTimeMs": 2000.0, "avgCsatRating": 2.75, "csatResponseCount": 4, "aiResponseCount": 2,
                "aiResolutionRate": 0.5, "truncated": false,
            })
        );
    })
    .await;
}
