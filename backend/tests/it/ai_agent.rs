//! `aiAgent:…`: who may call them is in the matrix.

pub mod matrix;

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::Code;

impl Talk<'_> {
    async fn ai(&self, caller: &Caller, name: &str) -> Value {
        self.call(caller, name, json!({"workspaceId": self.acme})).await.unwrap()
    }

    async fn set_ai(&self, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        self.call(&self.ben, "aiAgent:updateSettings", args).await.unwrap()
    }
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
        let plain = merged(&defaults(), &json!({"lastConfigError": null}));
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
