//! `tickets:list`, `:get`, `:listByVisitor` and the two views for admins.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::Code;

fn ids(rows: &Value) -> Vec<Value> {
    rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect()
}

#[tokio::test]
async fn the_list_is_newest_first_by_its_filters_and_in_pages() {
    on_each(async |talk: Talk<'_>| {
        let ben = json!(talk.ben.user_id().unwrap());
        let mut made = Vec::new();
        for (status, assignee) in [("submitted", &ben), ("resolved", &ben), ("resolved", &Value::Null)] {
            talk.clock.advance(1);
            let id = talk.ticket(json!({"visitorId": talk.ana.id})).await;
            let priority = if made.is_empty() { "high" } else { "normal" };
            let change = json!({"id": id, "status": status, "assigneeId": assignee, "priority": priority});
            talk.call(&talk.ben, "tickets:update", change).await.unwrap();
            made.insert(0, id);
        }
        let theirs = json!({"workspaceId": talk.globex, "subject": "theirs"});
        talk.call(&talk.cleo, "tickets:create", theirs).await.unwrap();
        let list = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let rows = talk.call(&talk.vera, "tickets:list", args.clone()).await.unwrap();
            let view = talk.call(&talk.vera, "tickets:listForAdminView", args).await.unwrap();
            assert_eq!(view, json!({"status": "ok", "tickets": rows}));
            rows
        };
        let all = list(json!({})).await;
        assert_eq!(ids(&all), made);
        assert_eq!(
            (&all[2]["assignee"]["email"], &all[0]["assignee"]),
            (&json!("ben@acme.test"), &Value::Null)
        );
        assert_eq!((&all[0]["visitor"]["_id"], &all[0]["attachments"]), (&json!(talk.ana.id), &json!([])));
        assert_eq!(all[2]["assignee"].as_object().unwrap().len(), 3, "id, name and address alone");
        assert_eq!(ids(&list(json!({"status": "resolved"})).await), made[..2]);
        assert_eq!(ids(&list(json!({"assigneeId": ben})).await), made[1..]);
        assert_eq!(ids(&list(json!({"status": "resolved", "assigneeId": ben})).await), made[1..2]);
        assert_eq!(ids(&list(json!({"priority": "high"})).await), made[2..]);
        assert_eq!(ids(&list(json!({"priority": "high", "status": "resolved"})).await), Vec::<Value>::new());
        assert_eq!(ids(&list(json!({"limit": 2})).await), made[..2]);
        assert_eq!(ids(&list(json!({"limit": 2, "cursor": made[1]})).await), made[2..]);
        let good = json!({"workspaceId": talk.acme, "status": "resolved", "priority": "low", "limit": 1, "cursor": made[0]});
        talk.is_strict_about("tickets:list", good.clone()).await;
        talk.is_strict_about("tickets:listForAdminView", good).await;
    })
    .await;
}

#[tokio::test]
async fn a_visitor_sees_its_ticket_without_what_is_the_teams_alone() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let args = json!({"conversationId": c});
        let id = talk.call(&talk.ben, "tickets:convertFromConversation", args).await.unwrap();
        let given = json!({"id": id, "assigneeId": talk.ben.user_id().unwrap()});
        talk.call(&talk.ben, "tickets:update", given).await.unwrap();
        let get =
            async |change: Value| talk.call(NOBODY, "tickets:get", merged(&json!({"id": id}), &change)).await;
        let row = get(json!({"sessionToken": talk.ana.token, "visitorId": talk.ana.id})).await.unwrap();
        assert_eq!(row["assignee"], json!({"_id": talk.ben.user_id().unwrap(), "name": "Ben"}));
        assert_eq!((&row["conversation"]["_id"], &row["visitor"]["_id"]), (&json!(c), &json!(talk.ana.id)));
        let words = "Not authorized to access this ticket";
        let claims = json!({"sessionToken": talk.ana.token, "visitorId": talk.dora.id});
        refused(get(claims).await, Code::NotAuthorized, words);
        refused(get(json!({"sessionToken": talk.dora.token})).await, Code::NotAuthorized, words);
        refused(get(json!({"sessionToken": "x"})).await, Code::NotAuthenticated, "Invalid session token");
        let nobodys = talk.ticket(json!({})).await;
        let args = json!({"id": nobodys, "sessionToken": talk.ana.token});
        refused(talk.call(NOBODY, "tickets:get", args).await, Code::NotAuthorized, words);
        assert_eq!(talk.call(NOBODY, "tickets:get", json!({"id": NO_ROW})).await.unwrap(), Value::Null);
        talk.is_strict_about("tickets:get", json!({"id": NO_ROW, "sessionToken": "x"})).await;
    })
    .await;
}

#[tokio::test]
async fn the_list_of_a_visitor_is_its_own_or_of_whom_an_agent_names() {
    on_each(async |talk: Talk<'_>| {
        let first = talk.ticket_of(&talk.ana, json!({})).await;
        talk.clock.advance(1);
        let second = talk.ticket_of(&talk.ana, json!({})).await;
        talk.ticket_of(&talk.dora, json!({})).await;
        let list = async |caller: &Caller, change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(caller, "tickets:listByVisitor", args).await
        };
        let own = json!({"sessionToken": talk.ana.token});
        let rows = list(NOBODY, own.clone()).await.unwrap();
        assert_eq!(ids(&rows), [second.clone(), first.clone()]);
        assert_eq!((&rows[0]["attachments"], rows[0].get("comments")), (&json!([]), None));
        let few = list(NOBODY, merged(&own, &json!({"limit": 1}))).await.unwrap();
        assert_eq!(ids(&few), ids(&rows)[..1]);
        let named = json!({"visitorId": talk.ana.id});
        assert_eq!(ids(&list(&talk.vera, named).await.unwrap()), [second, first]);
        assert_eq!(list(&talk.vera, json!({})).await.unwrap(), json!([]));
        for visitor in [json!(talk.dan.id), json!(NO_ROW)] {
            let answer = list(&talk.vera, json!({"visitorId": visitor})).await;
            refused(answer, Code::NotFound, "Visitor not found in workspace");
        }
        let good = json!({"workspaceId": talk.acme, "visitorId": NO_ROW, "sessionToken": "x", "limit": 1});
        talk.is_strict_about("tickets:listByVisitor", good).await;
    })
    .await;
}

#[tokio::test]
async fn the_views_for_admins_say_why_they_show_nothing() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.ticket(json!({})).await;
        let list = json!({"workspaceId": talk.acme});
        for (caller, word) in [(NOBODY, "unauthenticated"), (&talk.cleo, "forbidden")] {
            let view = talk.call(caller, "tickets:listForAdminView", list.clone()).await.unwrap();
            assert_eq!(view, json!({"status": word, "tickets": []}));
            let view = talk.call(caller, "tickets:getForAdminView", json!({"id": id})).await.unwrap();
            assert_eq!(view, json!({"status": word, "ticket": null}));
        }
        let get = async |id: &Value| {
            talk.call(&talk.vera, "tickets:getForAdminView", json!({"id": id})).await.unwrap()
        };
        assert_eq!(get(&json!(NO_ROW)).await, json!({"status": "not_found", "ticket": null}));
        assert_eq!(get(&id).await, json!({"status": "ok", "ticket": talk.seen(&id).await}));
        talk.is_strict_about("tickets:getForAdminView", json!({"id": id})).await;
    })
    .await;
}
