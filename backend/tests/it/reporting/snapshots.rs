//! `reporting:saveReportSnapshot` and `reporting:getReportSnapshot`.

use crate::talk::{Talk, merged, on_each};
use serde_json::{Value, json};
use shared::Code;

#[tokio::test]
async fn a_report_is_kept_as_it_was_and_found_by_exactly_its_time() {
    on_each(async |talk: Talk<'_>| {
        let (save, get) = ("reporting:saveReportSnapshot", "reporting:getReportSnapshot");
        let asked = json!({"reportType": "csat", "periodStart": 10, "periodEnd": 20});
        let new = merged(&asked, &json!({"granularity": "day", "metrics": {"average": 4.5, "none": null, "<b>": ["\u{202e}"]}}));
        assert_eq!(talk.report(get, asked.clone()).await, Value::Null);
        let id = talk.report(save, new.clone()).await;
        let now = talk.clock.now();
        let row = merged(&new, &json!({"_id": id, "_creationTime": now, "createdAt": now, "workspaceId": talk.acme}));
        assert_eq!(talk.report(get, asked.clone()).await, row);
        talk.clock.advance(5);
        let change = merged(&new, &json!({"metrics": {}}));
        assert_eq!(talk.report(save, change).await, id, "of one time the last is kept");
        assert_eq!(talk.report(get, asked.clone()).await["metrics"], json!({}));
        talk.clock.advance(5);
        let weekly = merged(&new, &json!({"granularity": "week"}));
        let weekly = talk.report(save, weekly).await;
        assert_eq!(talk.report(get, asked.clone()).await["_id"], weekly, "the newest");
        let daily = merged(&asked, &json!({"granularity": "day"}));
        assert_eq!(talk.report(get, daily).await["_id"], id);
        for other in [json!({"reportType": "agents"}), json!({"periodStart": 11}), json!({"periodEnd": 19})] {
            assert_eq!(talk.report(get, merged(&asked, &other)).await, Value::Null);
        }
        let acme = json!({"workspaceId": talk.acme});
        for (change, words) in [
            (json!({"periodEnd": 9}), "The period ends before it begins"),
            (json!({"metrics": {"x": "x".repeat(65_536)}}), "The report is too long"),
        ] {
            let args = merged(&merged(&acme, &new), &change);
            talk.refuses(&talk.ben, save, args, Code::InvalidInput, words).await;
        }
        let theirs = merged(&json!({"workspaceId": talk.globex}), &asked);
        assert_eq!(talk.call(&talk.cleo, get, theirs).await.unwrap(), Value::Null);
        let mut good = merged(&acme, &new);
        // Within it a null is a value.
        good["metrics"] = json!({"a": 1});
        talk.is_strict_about(get, merged(&acme, &asked)).await;
        let strict = json!({"workspaceId": talk.acme, "reportType": "pigs", "periodStart": 1, "periodEnd": 1, "granularity": "day", "metrics": {}});
        talk.refuses(&talk.ben, save, strict, Code::InvalidInput, "ArgumentValidationError").await;
        talk.refuses(&talk.ben, save, merged(&good, &json!({"more": 1})), Code::InvalidInput, "ArgumentValidationError").await;
    })
    .await;
}
