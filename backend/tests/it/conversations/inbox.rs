//! `conversations:listForInbox`.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each};
use docent::core::Caller;
use serde_json::{Value, json};

async fn page(talk: &Talk<'_>, caller: &Caller, change: Value) -> Value {
    let args = merged(&json!({"workspaceId": talk.acme}), &change);
    talk.call(caller, "conversations:listForInbox", args).await.unwrap()
}

fn ids(page: &Value) -> Vec<String> {
    let rows = page["conversations"].as_array().unwrap();
    rows.iter().map(|row| row["_id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_row_shows_the_visitor_and_the_newest_message() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "Hello").await;
        let page = page(&talk, &talk.ben, json!({})).await;
        assert_eq!(page["nextCursor"], Value::Null);
        let row = &page["conversations"][0];
        assert_eq!((&row["_id"], &row["unreadByAgent"]), (&json!(c), &json!(1)));
        assert_eq!(
            (&row["visitor"]["_id"], &row["lastMessage"]["content"]),
            (&json!(talk.ana.id), &json!("Hello"))
        );
        let none =
            json!({"state": "none", "handoffReason": null, "confidence": null, "lastResponseAt": null});
        assert_eq!(row["aiWorkflow"], none);
        let args = json!({"workspaceId": talk.acme});
        let id = talk.call(&talk.ben, "conversations:create", args).await.unwrap();
        let page = self::page(&talk, &talk.ben, json!({})).await;
        let empty = page["conversations"].as_array().unwrap().iter().find(|row| row["_id"] == id).unwrap();
        assert_eq!((&empty["visitor"], &empty["lastMessage"]), (&Value::Null, &Value::Null));
    })
    .await;
}

#[tokio::test]
async fn pages_follow_activity_and_neither_repeat_nor_skip() {
    on_each(async |talk: Talk<'_>| {
        let mut all = Vec::new();
        for n in 0..7 {
            all.push(talk.begun().await);
            // Some at the same instant: their ids decide.
            talk.clock.advance(1000 * (n % 2));
        }
        talk.clock.advance(1000);
        talk.ana_says(&all[0], "newest activity").await;
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let mut args = json!({"limit": 3});
            if let Some(cursor) = cursor {
                args["cursor"] = cursor;
            }
            let page = page(&talk, &talk.ben, args).await;
            seen.extend(ids(&page));
            match &page["nextCursor"] {
                Value::Null => break,
                next => cursor = Some(next.clone()),
            }
        }
        assert_eq!(seen[0], all[0]);
        let whole = ids(&page(&talk, &talk.ben, json!({"limit": 100})).await);
        assert_eq!(seen, whole);
        assert_eq!(whole.len(), 7);
        let order = talk
            .call(&talk.ben, "conversations:listForInbox", json!({"workspaceId": talk.acme}))
            .await
            .unwrap();
        let keys: Vec<(i64, String)> = order["conversations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["lastMessageAt"].as_i64().unwrap(), row["_id"].as_str().unwrap().to_owned()))
            .collect();
        assert!(keys.is_sorted_by(|a, b| a > b), "{keys:?}");
        for unknown in ["nonsense", NO_ROW, ""] {
            let again = page(&talk, &talk.ben, json!({"limit": 3, "cursor": unknown})).await;
            assert_eq!(ids(&again), seen[..3], "an unknown cursor starts over");
        }
        for (limit, rows) in [(0, 1), (-5, 1), (1000, 7)] {
            assert_eq!(ids(&page(&talk, &talk.ben, json!({"limit": limit})).await).len(), rows);
        }
    })
    .await;
}

#[tokio::test]
async fn the_inbox_is_filtered_by_status_and_assignment() {
    on_each(async |talk: Talk<'_>| {
        let (mine, others, nobodys) = (talk.begun().await, talk.begun().await, talk.begun().await);
        for (id, agent) in [(&mine, &talk.ben), (&others, &talk.vera)] {
            let args = json!({"id": id, "agentId": agent.user_id().unwrap()});
            talk.call(&talk.ben, "conversations:assign", args).await.unwrap();
        }
        let shown = async |change: Value| ids(&page(&talk, &talk.ben, change).await);
        assert_eq!(shown(json!({"assignedTo": "me"})).await, std::slice::from_ref(&mine));
        assert_eq!(shown(json!({"assignedTo": "nobody"})).await, std::slice::from_ref(&nobodys));
        let close = json!({"id": mine, "status": "closed"});
        talk.call(&talk.ben, "conversations:updateStatus", close).await.unwrap();
        assert_eq!(shown(json!({"status": "closed"})).await, std::slice::from_ref(&mine));
        assert_eq!(shown(json!({"status": "open", "assignedTo": "me"})).await.len(), 0);
        assert_eq!(shown(json!({"status": "open"})).await.len(), 2);
        assert_eq!(shown(json!({"aiWorkflowState": "handoff"})).await.len(), 0);
        assert_eq!(shown(json!({"aiWorkflowState": "none"})).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_page_takes_as_many_statements_whatever_its_length() {
    on_each(async |talk: Talk<'_>| {
        for n in 0..5 {
            let visitor = talk.visitor(talk.acme, &format!("device {n}")).await;
            talk.begun_by(&visitor).await;
        }
        let statements = async |limit: i64| {
            let args = json!({"workspaceId": talk.acme, "limit": limit});
            let args = serde_json::from_value(args).unwrap();
            talk.app.query(&talk.ben, Counted(args)).await.unwrap()
        };
        let few = statements(1).await;
        assert_eq!(statements(5).await, few);
        assert!(few <= 4, "{few}");
    })
    .await;
}

#[derive(Clone)]
struct Counted(shared::conversations::ListForInbox);

impl shared::Function for Counted {
    const NAME: &'static str = "test:counted";
    type Kind = shared::function::Query;
    type Output = u64;
}
impl docent::core::Query for Counted {
    async fn run(self, cx: &mut docent::core::Reader) -> docent::core::Result<u64> {
        let before = cx.statements();
        docent::core::Query::run(self.0, cx).await?;
        Ok(cx.statements() - before)
    }
}

#[tokio::test]
async fn strangers_see_an_empty_inbox() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let nothing = json!({"conversations": [], "nextCursor": null});
        assert_eq!(page(&talk, NOBODY, json!({})).await, nothing);
        assert_eq!(page(&talk, &talk.cleo, json!({})).await, nothing);
        assert_eq!(page(&talk, &talk.ben, json!({"workspaceId": talk.globex})).await, nothing);
        assert_eq!(ids(&page(&talk, &talk.vera, json!({})).await), std::slice::from_ref(&c));
        let foreign = json!({"workspaceId": talk.globex, "cursor": c});
        assert_eq!(page(&talk, &talk.cleo, foreign).await, nothing, "another workspace's cursor tells nothing");
        let good = json!({
            "workspaceId": NO_ROW, "status": "open", "aiWorkflowState": "handoff", "assignedTo": "me", "limit": 5,
            "cursor": "x",
        });
        let wrong = [
            json!({"workspaceId": "x"}),
            json!({"status": "any"}),
            json!({"aiWorkflowState": "any"}),
            json!({"assignedTo": "them"}),
            json!({"limit": 1.5}),
            json!({"cursor": 1}),
        ];
        talk.refuses_arguments("conversations:listForInbox", &good, &wrong).await;
    })
    .await;
}
