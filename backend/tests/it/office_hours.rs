//! `officeHours:…`: who may call them is in the matrix; wall clocks are tested beside their code.

pub mod matrix;

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each};
use serde_json::{Value, json};
use shared::Code;
use std::sync::Arc;
use tokio::sync::Notify;

const HOUR: i64 = 3_600_000;

impl Talk<'_> {
    async fn hours(&self, name: &str, more: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &more);
        self.call(NOBODY, name, args).await.unwrap()
    }

    async fn set_hours(&self, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        self.call(&self.ben, "officeHours:upsert", args).await.unwrap()
    }
}

fn day(day: &str, start: &str, end: &str) -> Value {
    json!({"day": day, "enabled": true, "startTime": start, "endTime": end})
}

#[tokio::test]
async fn a_workspace_that_has_chosen_nothing_is_always_open_and_shown_new_york() {
    on_each(async |talk: Talk<'_>| {
        assert_eq!(talk.hours("officeHours:get", json!({})).await, Value::Null);
        let usual = talk.hours("officeHours:getOrDefault", json!({})).await;
        assert_eq!(
            (&usual["timezone"], &usual["expectedReplyTimeMinutes"]),
            (&json!("America/New_York"), &json!(60))
        );
        let enabled: Vec<_> =
            usual["schedule"].as_array().unwrap().iter().map(|day| &day["enabled"]).collect();
        assert_eq!(json!(enabled), json!([true, true, true, true, true, false, false]));
        assert_eq!(usual["schedule"][0], day("monday", "09:00", "17:00"));
        assert!(usual.get("_id").is_none() && usual["offlineMessage"].is_string());
        let open = json!({"isOpen": true, "offlineMessage": null, "expectedReplyTimeMinutes": null});
        assert_eq!(talk.hours("officeHours:isCurrentlyOpen", json!({})).await, open);
        assert_eq!(talk.hours("officeHours:isCurrentlyOpen", json!({"workspaceId": NO_ROW})).await, open);
        assert_eq!(talk.hours("officeHours:getExpectedReplyTime", json!({})).await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn upsert_keeps_what_is_left_out_and_null_clears() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.set_hours(json!({"timezone": "europe/berlin"})).await;
        let began = talk.clock.now();
        let stored = talk.hours("officeHours:get", json!({})).await;
        assert_eq!((&stored["_id"], &stored["timezone"]), (&id, &json!("Europe/Berlin")), "as browsers write it");
        assert_eq!((stored.get("offlineMessage"), &stored["expectedReplyTimeMinutes"]), (None, &json!(60)));
        assert_eq!(stored["schedule"].as_array().unwrap().len(), 7);
        talk.clock.advance(1000);
        let hostile = "<img src=x onerror=alert(1)>'; DROP TABLE office_hours; --";
        let change = json!({
            "schedule": [day("sunday", "00:00", "24:00")], "offlineMessage": hostile, "expectedReplyTimeMinutes": 59,
        });
        assert_eq!(talk.set_hours(change).await, id);
        let stored = talk.hours("officeHours:getOrDefault", json!({})).await;
        let whole = json!({
            "_id": id, "_creationTime": began, "workspaceId": talk.acme, "timezone": "Europe/Berlin",
            "schedule": [day("sunday", "00:00", "24:00")], "offlineMessage": hostile, "expectedReplyTimeMinutes": 59,
            "createdAt": began, "updatedAt": talk.clock.now(),
        });
        assert_eq!(stored, whole);
        talk.set_hours(json!({"offlineMessage": null, "expectedReplyTimeMinutes": null})).await;
        let stored = talk.hours("officeHours:get", json!({})).await;
        assert_eq!((stored.get("offlineMessage"), stored.get("expectedReplyTimeMinutes")), (None, None));
        assert_eq!(stored["timezone"], "Europe/Berlin");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_different_things_at_once_are_all_kept() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let changes = [
            json!({"timezone": "Asia/Tokyo"}),
            json!({"offlineMessage": "Away"}),
            json!({"expectedReplyTimeMinutes": 5}),
            json!({"schedule": []}),
        ];
        let ids = futures_util::future::join_all(changes.map(|change| talk.set_hours(change))).await;
        assert!(ids.iter().all(|id| *id == ids[0]));
        let kept = talk.hours("officeHours:get", json!({})).await;
        let all = (
            &kept["timezone"],
            &kept["offlineMessage"],
            &kept["expectedReplyTimeMinutes"],
            &kept["schedule"],
        );
        assert_eq!(all, (&json!("Asia/Tokyo"), &json!("Away"), &json!(5), &json!([])));
    })
    .await;
}

#[tokio::test]
async fn whether_it_is_open_changes_by_itself_for_whoever_watches() {
    on_each(async |talk: Talk<'_>| {
        // Thursday 28 May 2026, 20:26 in UTC.
        let schedule = [day("thursday", "20:00", "21:00"), day("friday", "08:00", "09:00")];
        talk.set_hours(json!({"timezone": "UTC", "schedule": schedule, "expectedReplyTimeMinutes": 90}))
            .await;
        let open = json!({"isOpen": true, "offlineMessage": null, "expectedReplyTimeMinutes": 90});
        assert_eq!(talk.hours("officeHours:isCurrentlyOpen", json!({})).await, open);
        let closed = json!({"isOpen": false, "expectedReplyTimeMinutes": null});
        let later = json!({"nowMs": talk.clock.now() + HOUR});
        assert_eq!(talk.hours("officeHours:isCurrentlyOpen", later).await, closed, "no message, no key");
        let morning = json!({"nowMs": talk.clock.now() + 12 * HOUR});
        assert_eq!(talk.hours("officeHours:isCurrentlyOpen", morning).await, open);
        let args = json!({"workspaceId": talk.acme});
        let watching = talk
            .app
            .subscribe(NOBODY, "officeHours:isCurrentlyOpen", args, None, Arc::new(Notify::new()))
            .unwrap();
        let first = watching.next(None).await;
        assert!(first.value.as_ref().unwrap().get().contains("\"isOpen\":true"));
        // Nothing is committed: the clock alone.
        talk.clock.advance(HOUR);
        let second = watching.next(Some(&first)).await;
        assert!(second.value.as_ref().unwrap().get().contains("\"isOpen\":false"));
        talk.set_hours(json!({"offlineMessage": "Back at eight"})).await;
        let away =
            json!({"isOpen": false, "offlineMessage": "Back at eight", "expectedReplyTimeMinutes": null});
        assert_eq!(talk.hours("officeHours:isCurrentlyOpen", json!({})).await, away);
    })
    .await;
}

#[tokio::test]
async fn the_reply_time_is_told_in_words() {
    on_each(async |talk: Talk<'_>| {
        for (minutes, words) in [
            (1, "1 minute"),
            (59, "59 minutes"),
            (60, "1 hour"),
            (119, "1 hour"),
            (120, "2 hours"),
            (1439, "23 hours"),
            (1440, "1 day"),
            (2879, "1 day"),
            (2880, "2 days"),
        ] {
            talk.set_hours(json!({"expectedReplyTimeMinutes": minutes})).await;
            assert_eq!(talk.hours("officeHours:getExpectedReplyTime", json!({})).await, words);
        }
    })
    .await;
}

#[tokio::test]
async fn hours_that_no_clock_shows_are_refused_and_change_nothing() {
    on_each(async |talk: Talk<'_>| {
        talk.set_hours(json!({"timezone": "UTC"})).await;
        let before = talk.hours("officeHours:get", json!({})).await;
        for (change, words) in [
            (json!({"timezone": "Mars/Olympus"}), "time zone"),
            (json!({"timezone": "../../etc/localtime"}), "time zone"),
            (json!({"schedule": [day("monday", "9:00", "17:00")]}), "HH:MM"),
            (json!({"schedule": [day("monday", "09:00", "25:00")]}), "HH:MM"),
            (
                json!({"schedule": [day("monday", "09:00", "10:00"), day("monday", "11:00", "12:00")]}),
                "twice",
            ),
            (json!({"schedule": [day("someday", "09:00", "10:00")]}), "ArgumentValidationError"),
            (json!({"offlineMessage": "x".repeat(50 * 1024 + 1)}), "too long"),
            (json!({"expectedReplyTimeMinutes": -1}), "reply time"),
            (json!({"expectedReplyTimeMinutes": 525_601}), "reply time"),
        ] {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.refuses(&talk.ben, "officeHours:upsert", args, Code::InvalidInput, words).await;
        }
        assert_eq!(talk.hours("officeHours:get", json!({})).await, before);
        let args = json!({"workspaceId": talk.acme});
        for name in ["officeHours:get", "officeHours:getOrDefault", "officeHours:getExpectedReplyTime"] {
            talk.is_strict_about(name, args.clone()).await;
        }
        talk.is_strict_about("officeHours:isCurrentlyOpen", merged(&args, &json!({"nowMs": 1}))).await;
        talk.is_strict_about("officeHours:upsert", merged(&args, &json!({"timezone": "UTC"}))).await;
    })
    .await;
}
