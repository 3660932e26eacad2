//! Reading, exporting and forgetting what is logged.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use docent::{core::Caller, jobs};
use serde_json::{Value, json};
use shared::{Code, workspace_members::AssignableRole};

const DAY: i64 = 24 * 3_600_000;

impl Talk<'_> {
    /// Exports are logged, one a millisecond: their counts are told apart.
    async fn exports(&self, kind: &str, counts: std::ops::Range<i64>) {
        for count in counts {
            self.clock.advance(1);
            let args = json!({"workspaceId": self.acme, "exportType": kind, "recordCount": count});
            self.call(&self.ben, "auditLogs:logExport", args).await.unwrap();
        }
    }

    async fn counts(&self, more: Value) -> Vec<i64> {
        let exported = merged(&json!({"action": "data.exported"}), &more);
        let count = |row: Value| row["metadata"]["recordCount"].as_i64().unwrap();
        self.log(exported).await.into_iter().map(count).collect()
    }

    async fn export(&self, more: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &more);
        self.call(&self.ben, "auditLogs:exportLogs", args).await.unwrap()
    }
}

#[tokio::test]
async fn list_is_filtered_in_the_store_and_goes_on_at_a_cursor() {
    on_each(async |talk: Talk<'_>| {
        let dawn = talk.clock.now();
        talk.exports("visitors", 1..6).await;
        talk.exports("<b>articles</b>'; DROP TABLE audit_logs; --", 6..9).await;
        assert_eq!(talk.counts(json!({})).await, [8, 7, 6, 5, 4, 3, 2, 1]);
        assert_eq!(talk.counts(json!({"resourceType": "visitors", "limit": 2})).await, [5, 4], "older matches are found");
        let odd = json!({"resourceType": "<b>articles</b>'; DROP TABLE audit_logs; --"});
        assert_eq!(talk.counts(odd).await, [8, 7, 6]);
        let between = json!({"startTime": dawn + 2, "endTime": dawn + 4});
        assert_eq!(talk.counts(between).await, [4, 3, 2], "both ends belong to it");
        for nothing in [
            json!({"actorId": talk.world.cleo().id}),
            json!({"resourceId": "nothing"}),
            json!({"action": "nothing.happened"}),
            json!({"cursor": NO_ROW}),
        ] {
            assert!(talk.log(nothing.clone()).await.is_empty(), "{nothing}");
        }
        assert_eq!(talk.counts(json!({"actorId": talk.world.ben().id})).await.len(), 8);
        let mut seen = Vec::new();
        let mut cursor = json!({});
        loop {
            let page = talk.log(merged(&json!({"action": "data.exported", "limit": 3}), &cursor)).await;
            let Some(last) = page.last() else { break };
            cursor = json!({"cursor": last["_id"]});
            seen.extend(page.iter().map(|row| row["metadata"]["recordCount"].as_i64().unwrap()));
        }
        assert_eq!(seen, [8, 7, 6, 5, 4, 3, 2, 1]);
        for limit in [0, -5] {
            assert_eq!(talk.log(json!({"limit": limit})).await.len(), 1);
        }
        let theirs = json!({"workspaceId": talk.globex, "cursor": cursor["cursor"]});
        let theirs = talk.call(&talk.cleo, "auditLogs:list", theirs).await.unwrap();
        assert_eq!(theirs, json!([]), "a cursor of another workspace is none");
        let strict = json!({
            "workspaceId": talk.acme, "action": "x", "resourceType": "x", "resourceId": "x", "startTime": 1, "endTime": 2,
            "limit": 3, "actorId": NO_ROW, "cursor": NO_ROW,
        });
        talk.is_strict_about("auditLogs:list", strict).await;
    })
    .await;
}

#[tokio::test]
async fn get_actions_tells_each_once_in_order() {
    on_each(async |talk: Talk<'_>| {
        talk.exports("visitors", 1..4).await;
        let args = json!({"workspaceId": talk.acme});
        let actions = talk.call(&talk.ben, "auditLogs:getActions", args.clone()).await.unwrap();
        let known =
            ["auth.login", "auth.session.created", "data.exported", "user.invited", "workspace.created"];
        assert_eq!(actions, json!(known));
        let theirs = json!({"workspaceId": talk.globex});
        let theirs = talk.call(&talk.cleo, "auditLogs:getActions", theirs).await.unwrap();
        assert_eq!(theirs, json!(["auth.login", "auth.session.created", "workspace.created"]));
        talk.is_strict_about("auditLogs:getActions", args).await;
    })
    .await;
}

#[tokio::test]
async fn a_row_is_deleted_after_the_time_that_its_workspace_chose() {
    on_each(async |talk: Talk<'_>| {
        let args = json!({"workspaceId": talk.acme});
        let settings = async || talk.call(&talk.ben, "auditLogs:getSettings", args.clone()).await.unwrap();
        let plain = json!({"workspaceId": talk.acme, "retentionDays": 90, "createdAt": 0, "updatedAt": 0});
        assert_eq!(settings().await, plain);
        let keep = async |days: i64| {
            let args = merged(&args, &json!({"retentionDays": days}));
            talk.call(&talk.ben, "auditLogs:updateSettings", args).await.unwrap()
        };
        for days in [0, 31, -30, 3650] {
            let args = merged(&args, &json!({"retentionDays": days}));
            let answer = talk.call(&talk.ben, "auditLogs:updateSettings", args).await;
            refused(answer, Code::InvalidInput, "Retention days must be 30, 90, or 365");
        }
        keep(365).await;
        let first = settings().await;
        assert_eq!((&first["retentionDays"], &first["createdAt"]), (&json!(365), &json!(talk.clock.now())));
        talk.exports("old", 1..601).await;
        let dawn = talk.clock.now();
        talk.clock.advance(29 * DAY);
        keep(30).await;
        assert_eq!(
            (&settings().await["_id"], &settings().await["createdAt"]),
            (&first["_id"], &first["createdAt"])
        );
        let before = talk.log(json!({"limit": 1000})).await.len();
        jobs::clean(&talk.app).await.unwrap();
        assert_eq!(talk.log(json!({"limit": 1000})).await.len(), before, "nothing is 30 days old");
        talk.clock.advance(dawn + 30 * DAY - talk.clock.now());
        let ben = talk.ben_again().await;
        let talk = Talk { ben, ..talk };
        // Subscribed to, so that the audit would tell if its reader was not woken.
        assert_eq!(talk.counts(json!({})).await[..2], [600, 599]);
        assert!(jobs::clean(&talk.app).await.unwrap() >= 599, "in batches");
        assert_eq!(talk.counts(json!({})).await, [600], "exactly 30 days old is kept");
        talk.clock.advance(1);
        jobs::clean(&talk.app).await.unwrap();
        assert!(talk.counts(json!({})).await.is_empty());
        let mut tx = talk.app.store().snapshot().await.unwrap();
        let kept: (i64,) = tx
            .query("SELECT COUNT(*) FROM audit_logs WHERE workspace_id = $1")
            .bind(talk.globex)
            .fetch_one()
            .await
            .unwrap();
        assert_eq!(kept.0, 3, "Globex keeps its own for 90 days");
        drop(tx);
        talk.is_strict_about("auditLogs:getSettings", args.clone()).await;
        talk.is_strict_about("auditLogs:updateSettings", merged(&args, &json!({"retentionDays": 30}))).await;
    })
    .await;
}

#[tokio::test]
async fn get_access_tells_each_what_it_may() {
    on_each(async |talk: Talk<'_>| {
        let access = async |caller: &Caller| {
            let args = json!({"workspaceId": talk.acme});
            talk.call(caller, "auditLogs:getAccess", args).await.unwrap()
        };
        let told = |status: &str, may: bool| {
            json!({"status": status, "canRead": may, "canExport": may, "canManageSecurity": may})
        };
        assert_eq!(access(NOBODY).await, told("unauthenticated", false));
        assert_eq!(access(&talk.ben).await, told("ok", true));
        let gil = talk.colleague("gil@acme.test", "Gil", AssignableRole::Agent).await.caller;
        for caller in [&talk.vera, &talk.cleo, &gil] {
            assert_eq!(access(caller).await, told("ok", false));
        }
        talk.is_strict_about("auditLogs:getAccess", json!({"workspaceId": talk.acme})).await;
    })
    .await;
}

#[tokio::test]
async fn an_export_is_oldest_first_and_no_cell_of_it_is_a_formula() {
    on_each(async |talk: Talk<'_>| {
        talk.exports("too old", 1..2).await;
        talk.clock.advance(31 * DAY);
        let ben = talk.ben_again().await;
        let talk = Talk { ben, ..talk };
        let hostile = Caller {
            ip: Some("192.0.2.7".parse().unwrap()),
            user_agent: Some("=HYPERLINK(\"http://evil.test\")".into()),
            ..talk.ben.clone()
        };
        let args = json!({"workspaceId": talk.acme, "exportType": "say \"hi\",\nyou", "recordCount": 7});
        talk.clock.advance(7);
        talk.call(&hostile, "auditLogs:logExport", args).await.unwrap();
        let json = talk.export(json!({})).await;
        assert_eq!((&json["format"], &json["count"], &json["nextCursor"]), (&json!("json"), &json!(2), &Value::Null));
        let ids = (talk.world.ben().id.to_string(), talk.clock.now());
        let at = "2026-06-28T20:26:40.0";
        let row = &json["data"][1];
        assert!(row["timestamp"].as_str().unwrap().starts_with(at) && ids.1 % 1000 < 100, "{row}");
        let rest = json!({
            "timestamp": row["timestamp"], "action": "data.exported", "actorType": "user", "actorId": ids.0,
            "actorName": "Ben", "actorEmail": "ben@acme.test", "resourceType": "say \"hi\",\nyou",
            "metadata": {"recordCount": 7}, "ipAddress": "192.0.2.7", "userAgent": "=HYPERLINK(\"http://evil.test\")",
        });
        assert_eq!(*row, rest);
        let csv = talk.export(json!({"format": "csv", "action": "data.exported"})).await;
        let text = format!(
            "timestamp,action,actorType,actorId,actorName,actorEmail,resourceType,resourceId,ipAddress,userAgent\n\
             \"{}\",\"data.exported\",\"user\",\"{}\",\"Ben\",\"ben@acme.test\",\"say \"\"hi\"\",\nyou\",\"\",\"192.0.2.7\",\
             \"'=HYPERLINK(\"\"http://evil.test\"\")\"\n",
            row["timestamp"].as_str().unwrap(),
            ids.0
        );
        assert_eq!(csv, json!({"format": "csv", "data": text, "count": 1, "nextCursor": null}));
        let all = talk.export(json!({"startTime": 0, "action": "data.exported"})).await;
        assert_eq!(all["count"], 2);
        let older = talk.export(json!({"endTime": talk.clock.now() - 30 * DAY})).await;
        assert!(older["count"].as_i64().unwrap() > 5, "the 30 days before the end");
        refused(talk.call(NOBODY, "auditLogs:exportLogs", json!({"workspaceId": talk.acme})).await,
            Code::NotAuthenticated, "Unauthorized");
        let strict = json!({"workspaceId": talk.acme, "format": "csv", "startTime": 1, "endTime": 2});
        talk.is_strict_about("auditLogs:exportLogs", strict).await;
        let strict = json!({"workspaceId": talk.acme, "exportType": "x", "recordCount": 1});
        talk.is_strict_about("auditLogs:logExport", strict).await;
    })
    .await;
}
