//! `conversations:list`, `:create` and `:assign`.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::Code;

fn ids(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_list_is_newest_first_and_filtered_by_status() {
    on_each(async |talk: Talk<'_>| {
        let first = talk.begun().await;
        talk.clock.advance(1000);
        let second = talk.begun_by(&talk.dora).await;
        talk.begun_by(&talk.dan).await;
        talk.clock.advance(1000);
        talk.ana_says(&first, "activity does not move it").await;
        let list = async |caller: &Caller, change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(caller, "conversations:list", args).await.unwrap()
        };
        assert_eq!(ids(&list(&talk.ben, json!({})).await), [&second, &first]);
        assert_eq!(ids(&list(&talk.vera, json!({})).await), [&second, &first]);
        talk.call(&talk.ben, "conversations:updateStatus", json!({"id": second, "status": "closed"}))
            .await
            .unwrap();
        assert_eq!(ids(&list(&talk.ben, json!({"status": "open"})).await), [&first]);
        assert_eq!(ids(&list(&talk.ben, json!({"status": "closed"})).await), [&second]);
        assert_eq!(list(NOBODY, json!({})).await, json!([]));
        assert_eq!(list(&talk.cleo, json!({})).await, json!([]));
        assert_eq!(list(&talk.ben, json!({"workspaceId": talk.globex})).await, json!([]));
        assert_eq!(list(&talk.ben, json!({"workspaceId": NO_ROW})).await, json!([]));
        let good = json!({"workspaceId": NO_ROW, "status": "open", "limit": 1, "cursor": first});
        let wrong = [
            json!({"workspaceId": "x"}),
            json!({"status": "any"}),
            json!({"limit": "1"}),
            json!({"cursor": "x"}),
        ];
        talk.refuses_arguments("conversations:list", &good, &wrong).await;
    })
    .await;
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    on_each(async |talk: Talk<'_>| {
        let mut made = Vec::new();
        // Two of one moment, then later ones.
        for apart in [0, 0, 1, 1, 1] {
            talk.clock.advance(apart);
            made.insert(0, talk.begun_by(&talk.dora).await);
        }
        let other = talk.begun_by(&talk.dan).await;
        let page = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme, "limit": 2}), &change);
            let rows = talk.call(&talk.ben, "conversations:list", args).await.unwrap();
            ids(&rows).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let mut pages = vec![page(json!({})).await];
        while let Some(last) = pages.last().and_then(|page| page.last()) {
            pages.push(page(json!({"cursor": last})).await);
        }
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1, 0]);
        let mut found = pages.concat();
        assert_eq!(found[..3], made[..3]);
        found.sort();
        made.sort();
        assert_eq!(found, made);
        // Neither a row that is not there nor one of another workspace is a place in this one.
        for unknown in [NO_ROW, &other] {
            assert_eq!(page(json!({"cursor": unknown})).await, pages[0]);
        }
        assert_eq!(page(json!({"limit": 0})).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_agent_starts_a_conversation_without_a_greeting() {
    on_each(async |talk: Talk<'_>| {
        let create = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let id = talk.call(&talk.ben, "conversations:create", args).await.unwrap();
            talk.row(id.as_str().unwrap()).await
        };
        let row = create(json!({"visitorId": talk.ana.id})).await;
        assert_eq!((&row["visitorId"], row.get("lastMessageAt")), (&json!(talk.ana.id), None));
        assert_eq!((&row["status"], &row["lastSeq"]), (&json!("open"), &json!(0)));
        let c = row["_id"].as_str().unwrap();
        talk.ben_says(c, "Hello").await;
        talk.ana_says(c, "Hi").await;
        assert_eq!(talk.messages(c).await.len(), 2);
        let ben = talk.ben.user_id().unwrap();
        assert_eq!(create(json!({"userId": ben})).await["userId"], json!(ben));
        let both = create(json!({"visitorId": talk.ana.id, "userId": ben})).await;
        assert_eq!((&both["visitorId"], both.get("userId")), (&json!(talk.ana.id), None));
        create(json!({})).await;
    })
    .await;
}

#[tokio::test]
async fn create_refuses_strangers_and_those_of_other_workspaces() {
    on_each(async |talk: Talk<'_>| {
        let create = async |caller: &Caller, change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(caller, "conversations:create", args).await
        };
        refused(create(NOBODY, json!({})).await, Code::NotAuthenticated, "Not authenticated");
        refused(
            create(&talk.cleo, json!({})).await,
            Code::NotWorkspaceMember,
            "Not a member of this workspace",
        );
        let lacking = "Permission denied: conversations.reply";
        refused(create(&talk.vera, json!({})).await, Code::PermissionDenied, lacking);
        for visitor in [json!(talk.dan.id), json!(NO_ROW)] {
            let answer = create(&talk.ben, json!({"visitorId": visitor})).await;
            refused(answer, Code::NotFound, "Visitor not found in workspace");
        }
        for user in [json!(talk.cleo.user_id().unwrap()), json!(NO_ROW)] {
            refused(create(&talk.ben, json!({"userId": user})).await, Code::NotFound, "User not found");
        }
        let good = json!({"workspaceId": NO_ROW, "visitorId": NO_ROW, "userId": NO_ROW});
        let wrong = [json!({"workspaceId": "x"}), json!({"visitorId": "x"}), json!({"userId": 1})];
        talk.refuses_arguments("conversations:create", &good, &wrong).await;
    })
    .await;
}

#[tokio::test]
async fn a_conversation_is_given_to_a_member_and_taken_away() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let vera = talk.vera.user_id().unwrap();
        let assign = async |agent: Value| {
            talk.call(&talk.ben, "conversations:assign", json!({"id": c, "agentId": agent})).await.unwrap()
        };
        talk.clock.advance(1000);
        assert_eq!(assign(json!(vera)).await, Value::Null);
        let row = talk.row(&c).await;
        assert_eq!((&row["assignedAgentId"], &row["updatedAt"]), (&json!(vera), &json!(talk.clock.now())));
        assign(Value::Null).await;
        assert_eq!(talk.row(&c).await.get("assignedAgentId"), None);
    })
    .await;
}

#[tokio::test]
async fn assign_refuses_in_the_order_of_its_checks() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let assign = async |caller: &Caller, change: Value| {
            let args = merged(&json!({"id": c, "agentId": talk.ben.user_id().unwrap()}), &change);
            talk.call(caller, "conversations:assign", args).await
        };
        refused(assign(NOBODY, json!({"id": NO_ROW})).await, Code::NotAuthenticated, "Not authenticated");
        refused(assign(&talk.ben, json!({"id": NO_ROW})).await, Code::NotFound, "Conversation not found");
        refused(
            assign(&talk.cleo, json!({})).await,
            Code::NotWorkspaceMember,
            "Not a member of this workspace",
        );
        let lacking = "Permission denied: conversations.assign";
        refused(assign(&talk.vera, json!({})).await, Code::PermissionDenied, lacking);
        for agent in [json!(talk.cleo.user_id().unwrap()), json!(talk.ana.id), json!(NO_ROW)] {
            refused(assign(&talk.ben, json!({"agentId": agent})).await, Code::NotFound, "Agent not found");
        }
        for wrong in
            [json!({"id": c}), json!({"id": c, "agentId": "x"}), json!({"id": null, "agentId": null})]
        {
            let error = talk.call(&talk.ben, "conversations:assign", wrong).await.unwrap_err();
            assert!(error.message.contains("ArgumentValidationError"), "{error}");
        }
    })
    .await;
}
