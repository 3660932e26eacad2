//! `aiAgent:…`: who may call them is in the matrix.

mod answering;
pub mod matrix;
mod turns;

use crate::{
    endpoint::{Endpoint, on_each_asking},
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
};
use docent::{core::Caller, jobs::answer_all};
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    pub async fn ai(&self, caller: &Caller, name: &str) -> Value {
        self.call(caller, name, json!({"workspaceId": self.acme})).await.unwrap()
    }

    pub async fn set_ai(&self, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        self.call(&self.ben, "aiAgent:updateSettings", args).await.unwrap()
    }
}

/// A published article; its id.
pub async fn article(talk: &Talk<'_>, title: &str, content: &str, change: Value) -> String {
    let new = merged(&json!({"title": title, "content": content}), &change);
    let id = crate::articles::draft(talk, new).await;
    talk.call(&talk.ben, "articles:publish", json!({"id": id})).await.unwrap();
    id
}

/// Acme's AI agent answers, and there is an article; its id.
pub async fn knows(talk: &Talk<'_>, title: &str, content: &str) -> String {
    talk.set_ai(json!({"enabled": true, "suggestionsEnabled": true})).await;
    article(talk, title, content, json!({})).await
}

/// The document that a model was given.
pub fn question(asked: &Value) -> Value {
    serde_json::from_str(asked["messages"][1]["content"].as_str().unwrap()).unwrap()
}

/// What it may cost, which is the team's to know.
fn budget() -> Value {
    json!({"dailyAnswers": 500, "dailyTokens": 2_000_000, "conversationAnswers": 20})
}

fn defaults() -> Value {
    json!({
        "enabled": false, "knowledgeSources": ["articles"], "confidenceThreshold": 0.6, "personality": null,
        "handoffMessage": "Let me connect you with a human agent who can help you better.", "workingHours": null,
        "model": "openai/gpt-5-nano", "suggestionsEnabled": false, "embeddingModel": "text-embedding-3-small",
    })
}

#[tokio::test]
async fn members_are_shown_the_settings_and_everybody_else_the_defaults() {
    on_each(async |talk: Talk<'_>| {
        let plain = merged(&merged(&defaults(), &budget()), &json!({"lastConfigError": null}));
        assert_eq!(talk.ai(&talk.vera, "aiAgent:getSettings").await, plain);
        let id = talk.set_ai(json!({"enabled": true, "model": "ours", "personality": "Kind"})).await;
        let shown = talk.ai(&talk.vera, "aiAgent:getSettings").await;
        let now = talk.clock.now();
        let stored = json!({
            "_id": id, "_creationTime": now, "workspaceId": talk.acme, "enabled": true, "model": "ours",
            "personality": "Kind", "createdAt": now, "updatedAt": now,
        });
        assert_eq!(shown, merged(&plain, &stored));
        for stranger in [NOBODY, &talk.cleo] {
            assert_eq!(talk.ai(stranger, "aiAgent:getSettings").await, plain);
        }
        let public = talk.ai(NOBODY, "aiAgent:getPublicSettings").await;
        assert_eq!(public, merged(&defaults(), &json!({"enabled": true})), "not how it is told to be");
        let none = json!({"workspaceId": NO_ROW});
        assert_eq!(talk.call(NOBODY, "aiAgent:getPublicSettings", none).await.unwrap(), defaults());
    })
    .await;
}

#[tokio::test]
async fn update_keeps_what_is_left_out_and_null_clears_the_hours() {
    on_each(async |talk: Talk<'_>| {
        let hours = json!({"start": "09:00", "end": "17:00", "timezone": "Europe/Berlin"});
        let first = json!({
            "workingHours": hours, "knowledgeSources": ["internalArticles", "snippets"], "handoffMessage": "Wait",
            "confidenceThreshold": 1, "suggestionsEnabled": true, "embeddingModel": "text-embedding-ada-002",
        });
        let id = talk.set_ai(first.clone()).await;
        talk.clock.advance(1000);
        assert_eq!(talk.set_ai(json!({"enabled": true})).await, id);
        let shown = talk.ai(&talk.ben, "aiAgent:getSettings").await;
        for (key, value) in first.as_object().unwrap() {
            let is_same = match value.as_f64() {
                Some(number) => shown[key].as_f64() == Some(number),
                None => shown[key] == *value,
            };
            assert!(is_same, "{key}: {}", shown[key]);
        }
        assert_eq!((&shown["enabled"], &shown["updatedAt"]), (&json!(true), &json!(talk.clock.now())));
        talk.set_ai(json!({"workingHours": null, "embeddingModel": "unheard-of"})).await;
        let shown = talk.ai(&talk.ben, "aiAgent:getSettings").await;
        assert_eq!(shown["workingHours"], Value::Null);
        assert_eq!(shown["embeddingModel"], "text-embedding-3-small");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_setting_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let long = "x".repeat(50 * 1024 + 1);
        for change in [
            json!({"personality": long}),
            json!({"handoffMessage": long}),
            json!({"model": "x".repeat(256)}),
            json!({"workingHours": {"start": "x".repeat(256), "end": "x", "timezone": "x"}}),
            json!({"workingHours": {"start": "9"}}),
            json!({"workingHours": {"start": "9:00", "end": "17:00", "timezone": "UTC"}}),
            json!({"workingHours": {"start": "09:00", "end": "17:00", "timezone": "Mars/Olympus"}}),
            json!({"confidenceThreshold": -0.1}),
            json!({"knowledgeSources": ["everything"]}),
            json!({"knowledgeSources": vec!["articles"; 11]}),
        ] {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.refuses(&talk.ben, "aiAgent:updateSettings", args, Code::InvalidInput, "").await;
        }
        let good =
            json!({"workspaceId": talk.acme, "enabled": true, "model": "x", "confidenceThreshold": 0.5});
        talk.is_strict_about("aiAgent:updateSettings", good).await;
        for name in ["aiAgent:getSettings", "aiAgent:getPublicSettings"] {
            talk.is_strict_about(name, json!({"workspaceId": talk.acme})).await;
        }
    })
    .await;
}

#[tokio::test]
async fn hours_are_those_of_a_zone_and_may_go_on_after_midnight() {
    on_each(async |talk: Talk<'_>| {
        let should = async |change: Value| {
            talk.set_ai(change).await;
            let answer = talk.ai(NOBODY, "aiAgent:shouldRespond").await;
            (answer["shouldRespond"].as_bool().unwrap(), answer["reason"].clone())
        };
        assert_eq!(should(json!({})).await, (false, json!("AI Agent is disabled")));
        assert_eq!(should(json!({"enabled": true})).await, (true, Value::Null));
        // The world begins on a Thursday at 20:26 UTC, which is 22:26 in Berlin and 05:26 in Tokyo.
        let hours = |start: &str, end: &str, zone: &str| {
            json!({"workingHours": {"start": start, "end": end, "timezone": zone}})
        };
        for (start, end, zone, is_open) in [
            ("20:00", "21:00", "UTC", true),
            ("20:00", "21:00", "Europe/Berlin", false),
            ("22:00", "23:00", "Europe/Berlin", true),
            ("22:00", "06:00", "Europe/Berlin", true),
            ("22:00", "05:26", "Asia/Tokyo", false),
            ("22:00", "05:27", "Asia/Tokyo", true),
        ] {
            let reason = if is_open { Value::Null } else { json!("Outside working hours") };
            assert_eq!(should(hours(start, end, zone)).await, (is_open, reason), "{start}-{end} {zone}");
        }
        talk.is_strict_about("aiAgent:shouldRespond", json!({"workspaceId": talk.acme})).await;
    })
    .await;
}

#[tokio::test]
async fn a_visitor_calls_a_person_into_its_own_conversation() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "Hello?").await;
        talk.call(&talk.ben, "conversations:updateStatus", json!({"id": c, "status": "closed"}))
            .await
            .unwrap();
        let own = json!({"conversationId": c, "sessionToken": talk.ana.token, "reason": "Visitor clicked"});
        let said = talk.call(NOBODY, "aiAgent:handoffToHuman", own.clone()).await.unwrap();
        let words = "Let me connect you with a human agent who can help you better.";
        assert_eq!(said["handoffMessage"], words);
        let last = talk.messages(&c).await.pop().unwrap();
        assert_eq!((&last["_id"], &last["content"]), (&said["messageId"], &json!(words)));
        assert_eq!((&last["senderId"], &last["handedOff"]), (&json!("ai-agent"), &json!(true)));
        let row = talk.row(&c).await;
        assert_eq!((&row["status"], &row["aiWorkflowState"]), (&json!("open"), &json!("handoff")));
        assert_eq!(row["aiHandoffReason"], "Visitor clicked");
        let others = merged(&own, &json!({"sessionToken": talk.dora.token}));
        refused(
            talk.call(NOBODY, "aiAgent:handoffToHuman", others).await,
            Code::NotAuthorized,
            "Not authorized",
        );
        let named = merged(&own, &json!({"visitorId": talk.dora.id}));
        refused(
            talk.call(NOBODY, "aiAgent:handoffToHuman", named).await,
            Code::NotAuthorized,
            "Not authorized",
        );
        let nowhere = merged(&own, &json!({"conversationId": NO_ROW}));
        refused(
            talk.call(NOBODY, "aiAgent:handoffToHuman", nowhere).await,
            Code::NotFound,
            "Conversation not found",
        );
        let long = merged(&own, &json!({"reason": "x".repeat(256)}));
        talk.refuses(NOBODY, "aiAgent:handoffToHuman", long, Code::InvalidInput, "too long").await;
        talk.is_strict_about("aiAgent:handoffToHuman", own).await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_found_helpful_or_not_and_the_report_counts_it() {
    on_each_asking(async |talk: Talk<'_>, _: &Endpoint| {
        knows(&talk, "Shipping", "We ship within two days.").await;
        let c = talk.begun().await;
        talk.ana_says(&c, "How fast do you ship?").await;
        answer_all(&talk.app).await.unwrap();
        let own = json!({"conversationId": c, "sessionToken": talk.ana.token});
        let records = talk.call(NOBODY, "aiAgent:getConversationResponses", own.clone()).await.unwrap();
        let says = |feedback: &str| {
            json!({"responseId": records[0]["_id"], "feedback": feedback, "sessionToken": talk.ana.token})
        };
        for feedback in ["helpful", "not_helpful"] {
            talk.call(NOBODY, "aiAgent:submitFeedback", says(feedback)).await.unwrap();
        }
        let records = talk.call(NOBODY, "aiAgent:getConversationResponses", own.clone()).await.unwrap();
        assert_eq!(records[0]["feedback"], "not_helpful", "the last word");
        let days = json!({"workspaceId": talk.acme, "startDate": 0, "endDate": talk.clock.now()});
        let report = talk.call(&talk.ben, "reporting:getAiAgentMetrics", days).await.unwrap();
        assert_eq!((&report["totalResponses"], &report["satisfactionRate"]), (&json!(1), &json!(0.0)));
        let others = merged(&says("helpful"), &json!({"sessionToken": talk.dora.token}));
        refused(talk.call(NOBODY, "aiAgent:submitFeedback", others).await, Code::NotAuthorized, "Not authorized");
        let none = merged(&says("helpful"), &json!({"responseId": NO_ROW}));
        refused(talk.call(NOBODY, "aiAgent:submitFeedback", none).await, Code::NotFound, "AI response not found");
        talk.is_strict_about("aiAgent:submitFeedback", says("helpful")).await;
        talk.is_strict_about("aiAgent:getConversationResponses", own.clone()).await;
        talk.is_strict_about("aiAgent:getDraft", own).await;
    })
    .await;
}

#[tokio::test]
async fn what_an_agent_of_the_teams_own_said_is_recorded_by_the_team_alone() {
    on_each(async |talk: Talk<'_>| {
        let (c, name) = (talk.begun().await, "aiAgent:storeResponse");
        let message = talk.ana_says(&c, "Where is it?").await;
        let args = merged(&matrix::said(&json!(c)), &json!({"messageId": message, "confidence": 0.5}));
        let id = talk.call(&talk.ben, name, args.clone()).await.unwrap();
        let state = async |name: &str| {
            let row = talk.call(&talk.ben, "conversations:get", json!({"id": c})).await.unwrap();
            row[name].clone()
        };
        assert_eq!(state("aiWorkflowState").await, "ai_handled");
        assert_eq!(state("aiLastConfidence").await, 0.5);
        let own = json!({"conversationId": c, "sessionToken": talk.ana.token});
        let records = talk.call(NOBODY, "aiAgent:getConversationResponses", own).await.unwrap();
        assert_eq!((&records[0]["_id"], &records[0]["tokensUsed"]), (&id, &json!(40)));
        let days = json!({"workspaceId": talk.acme, "startDate": 0, "endDate": talk.clock.now()});
        let report = talk.call(&talk.ben, "reporting:getAiAgentMetrics", days).await.unwrap();
        assert_eq!((&report["totalResponses"], &report["avgConfidence"]), (&json!(1), &json!(0.5)));
        let over = json!({"handedOff": true, "handoffReason": "Unsure"});
        talk.call(&talk.ben, name, merged(&args, &over)).await.unwrap();
        talk.call(&talk.ben, name, args.clone()).await.unwrap();
        assert_eq!(state("aiWorkflowState").await, "handoff", "a person keeps what it took");
        assert_eq!(state("aiHandoffReason").await, "Unsure");
        let hers = merged(&args, &json!({"sessionToken": talk.ana.token}));
        refused(talk.call(NOBODY, name, hers).await, Code::NotAuthorized, "Not authorized");
        let nowhere = merged(&args, &json!({"conversationId": NO_ROW}));
        refused(talk.call(&talk.ben, name, nowhere).await, Code::NotFound, "Conversation not found");
        let elsewhere = talk.ana_says(&talk.begun().await, "Hello").await;
        let elsewhere = merged(&args, &json!({"messageId": elsewhere}));
        talk.refuses(&talk.ben, name, elsewhere, Code::NotFound, "Message not found").await;
        for (wrong, text) in [
            (json!({"confidence": 1.5}), "between 0 and 1"),
            (json!({"generationTimeMs": -1}), "must not be negative"),
            (json!({"query": "x".repeat(50 * 1024 + 1)}), "too long"),
        ] {
            talk.refuses(&talk.ben, name, merged(&args, &wrong), Code::InvalidInput, text).await;
        }
        talk.is_strict_about(name, args).await;
    })
    .await;
}

#[tokio::test]
async fn the_team_is_told_what_stands_behind_the_settings_and_nobody_else() {
    on_each_asking(async |talk: Talk<'_>, _: &Endpoint| {
        let state = talk.ai(&talk.vera, "aiAgent:getState").await;
        let expected = json!({
            "isConfigured": true, "provider": "127.0.0.1", "model": "small", "embeddingModel": null,
            "answersToday": 0, "tokensToday": 0,
        });
        assert_eq!(state, expected);
        assert_eq!(talk.ai(&talk.cleo, "aiAgent:getState").await, Value::Null);
        talk.set_ai(json!({"model": "ours"})).await;
        let names = talk.ai(&talk.ben, "aiAgent:listAvailableModels").await;
        let names: Vec<&str> =
            names.as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap()).collect();
        assert_eq!(names, ["ours", "large", "small"]);
        for name in ["aiAgent:getState", "aiAgent:listAvailableModels"] {
            talk.is_strict_about(name, json!({"workspaceId": talk.acme})).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_team_sees_what_the_agent_would_know_and_how_it_does() {
    on_each(async |talk: Talk<'_>| {
        let shipping = article(&talk, "Shipping", "We ship within two days.", json!({})).await;
        article(&talk, "Shipping inside", "How we ship.", json!({"visibility": "internal"})).await;
        let name = "aiAgent:getRelevantKnowledge";
        let asks = json!({"workspaceId": talk.acme, "query": "How fast is shipping?", "limit": 20});
        let known = talk.call(&talk.vera, name, asks.clone()).await.unwrap();
        assert_eq!(known.as_array().unwrap().len(), 1, "of the sources that it answers from");
        let score = known[0]["relevanceScore"].as_f64().unwrap();
        let expected = json!({
            "id": shipping, "type": "article", "title": "Shipping", "content": "We ship within two days.",
            "relevanceScore": score,
        });
        assert_eq!(known[0], expected);
        assert!((0.0..=100.0).contains(&score));
        let inside = merged(&asks, &json!({"knowledgeSources": ["internalArticles"]}));
        let known = talk.call(&talk.vera, name, inside).await.unwrap();
        assert_eq!(known[0]["title"], "Shipping inside");
        let blank = merged(&asks, &json!({"query": " "}));
        assert_eq!(talk.call(&talk.vera, name, blank).await.unwrap(), json!([]));
        talk.is_strict_about(name, asks).await;
        let c = json!(talk.begun().await);
        crate::reporting::rows::Answered::of(&c).delivered().stored(talk.world).await;
        let name = "aiAgent:getAnalytics";
        let all = json!({"workspaceId": talk.acme, "startDate": 0, "endDate": i64::MAX / 1_000_000});
        let report = talk.call(&talk.ben, name, all.clone()).await.unwrap();
        assert_eq!(report["totalResponses"], 1, "{report}");
        assert_eq!(report, talk.call(&talk.ben, "reporting:getAiAgentMetrics", all.clone()).await.unwrap());
        let day = 86_400_000;
        for (days, count) in [(29, 1), (31, 0)] {
            let until = json!({"workspaceId": talk.acme, "endDate": talk.clock.now() + days * day});
            let usual = talk.call(&talk.ben, name, until).await.unwrap();
            assert_eq!(usual["totalResponses"], count, "of the thirty days before");
        }
        let wrong = json!({"workspaceId": talk.acme, "startDate": 2, "endDate": 1});
        refused(talk.call(&talk.ben, name, wrong).await, Code::InvalidInput, "Invalid date range");
        talk.is_strict_about(name, all).await;
    })
    .await;
}
