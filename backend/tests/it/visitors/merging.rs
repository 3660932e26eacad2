//! `visitors:getMergeHistory`.

use crate::{
    talk::{NO_ROW, NOBODY, Talk, by_visitor, merged, on_each},
    world::{Visitor, user_hash},
};
use serde_json::{Value, json};
use shared::workspaces::IdentityMode;

#[tokio::test]
async fn the_team_sees_which_visitors_turned_out_to_be_one() {
    on_each(async |talk: Talk<'_>| {
        talk.verifies_identities(IdentityMode::Optional).await;
        let proof = json!({"externalUserId": "eve", "userHash": user_hash("eve")});
        let boot = async |device: &str, more: &Value| {
            let args = merged(&json!({"workspaceId": talk.acme, "sessionId": device}), more);
            talk.call(NOBODY, "widgetSessions:boot", args).await.unwrap()
        };
        let laptop = boot("laptop", &proof).await;
        talk.clock.advance(1);
        let phone = boot("phone", &json!({})).await;
        let on_phone = Visitor {
            id: phone["visitor"]["_id"].as_str().unwrap().parse().unwrap(),
            workspace: talk.acme,
            session_id: "phone".into(),
            token: phone["sessionToken"].as_str().unwrap().to_owned(),
        };
        let c = talk.begun_by(&on_phone).await;
        talk.call(NOBODY, "messages:send", by_visitor(&on_phone, &c, "Hello")).await.unwrap();
        let event = json!({"workspaceId": talk.acme, "sessionToken": on_phone.token, "name": "order"});
        talk.call(NOBODY, "events:track", event).await.unwrap();
        let claim = merged(&proof, &json!({"sessionToken": on_phone.token}));
        talk.call(NOBODY, "visitors:identify", claim).await.unwrap();
        let name = "visitors:getMergeHistory";
        let asks = |visitor: &Value| json!({"workspaceId": talk.acme, "visitorId": visitor});
        for visitor in [&phone["visitor"]["_id"], &laptop["visitor"]["_id"]] {
            let history = talk.call(&talk.vera, name, asks(visitor)).await.unwrap();
            let expected = json!({"status": "ok", "entries": [{
                "auditLogId": history["entries"][0]["auditLogId"],
                "sourceVisitorId": phone["visitor"]["_id"], "sourceVisitorReadableId": phone["visitor"]["readableId"],
                "targetVisitorId": laptop["visitor"]["_id"], "targetVisitorReadableId": laptop["visitor"]["readableId"],
                "workspaceId": talk.acme, "mergedAt": talk.clock.now(), "reason": "identity_verified",
                "reassignedConversations": 1, "reassignedSessions": 0, "migratedPushTokens": 0, "reassignedEvents": 1,
            }]});
            assert_eq!(history, expected);
        }
        let nothing = |status: &str| json!({"status": status, "entries": []});
        let of_ana = asks(&json!(talk.ana.id));
        assert_eq!(talk.call(&talk.vera, name, of_ana.clone()).await.unwrap(), nothing("ok"));
        assert_eq!(talk.call(&talk.vera, name, asks(&json!(NO_ROW))).await.unwrap(), nothing("ok"));
        let of_phone = asks(&phone["visitor"]["_id"]);
        assert_eq!(talk.call(&talk.cleo, name, of_phone.clone()).await.unwrap(), nothing("forbidden"));
        assert_eq!(talk.call(NOBODY, name, of_phone).await.unwrap(), nothing("unauthenticated"));
        talk.is_strict_about(name, merged(&of_ana, &json!({"limit": 1}))).await;
    })
    .await;
}
