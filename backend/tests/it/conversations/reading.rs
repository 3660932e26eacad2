//! `conversations:get` and `:markAsRead`.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::Code;

#[tokio::test]
async fn a_conversation_is_seen_by_its_owner_and_by_the_team_only() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let get = async |caller: &Caller, args: Value| {
            talk.call(caller, "conversations:get", merged(&json!({"id": c}), &args)).await.unwrap()
        };
        let row = get(&talk.ben, json!({})).await;
        assert_eq!(row["_id"], c);
        assert_eq!(get(&talk.vera, json!({})).await, row);
        assert_eq!(get(NOBODY, json!({"sessionToken": talk.ana.token})).await, row);
        assert_eq!(get(NOBODY, json!({"sessionToken": talk.ana.token, "visitorId": talk.ana.id})).await, row);
        assert_eq!(get(&talk.ben, json!({"sessionToken": "wst_bad"})).await, row);
        for args in [
            json!({}),
            json!({"visitorId": talk.ana.id}),
            json!({"sessionToken": ""}),
            json!({"sessionToken": "wst_bad"}),
            json!({"sessionToken": talk.dora.token, "visitorId": talk.ana.id}),
            json!({"sessionToken": talk.dan.token}),
            json!({"id": NO_ROW, "sessionToken": talk.ana.token}),
        ] {
            assert_eq!(get(NOBODY, args.clone()).await, Value::Null, "{args}");
            assert_eq!(get(&talk.cleo, args.clone()).await, Value::Null, "{args}");
        }
        talk.expire_sessions();
        assert_eq!(get(NOBODY, json!({"sessionToken": talk.ana.token})).await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn each_side_reads_for_itself() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "one").await;
        talk.ben_says(&c, "two").await;
        let before = talk.row(&c).await;
        talk.clock.advance(1000);
        let by_ana = json!({"id": c, "readerType": "visitor", "sessionToken": talk.ana.token, "visitorId": talk.dora.id});
        talk.call(NOBODY, "conversations:markAsRead", by_ana.clone()).await.unwrap();
        let row = talk.row(&c).await;
        assert_eq!((&row["unreadByVisitor"], &row["unreadByAgent"]), (&json!(0), &json!(1)));
        assert_eq!((&row["ownerReadSeq"], &row["teamReadSeq"]), (&json!(3), &json!(0)));
        assert_eq!(row["updatedAt"], before["updatedAt"]);
        talk.call(&talk.vera, "conversations:markAsRead", json!({"id": c, "readerType": "agent"})).await.unwrap();
        let row = talk.row(&c).await;
        assert_eq!((&row["unreadByAgent"], &row["teamReadSeq"]), (&json!(0), &json!(3)));
        talk.call(NOBODY, "conversations:markAsRead", by_ana).await.unwrap();
        assert_eq!(talk.row(&c).await, row, "reading again changes nothing");
    })
    .await;
}

#[tokio::test]
async fn mark_as_read_refuses_in_the_order_of_its_checks() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let mark = async |caller: &Caller, change: Value| {
            let args = merged(&json!({"id": c, "readerType": "visitor"}), &change);
            talk.call(caller, "conversations:markAsRead", args).await
        };
        refused(mark(NOBODY, json!({"id": NO_ROW})).await, Code::NotFound, "Conversation not found");
        let required = "Session token required";
        refused(mark(NOBODY, json!({})).await, Code::NotAuthenticated, required);
        refused(mark(&talk.ben, json!({"visitorId": talk.ana.id})).await, Code::NotAuthenticated, required);
        refused(
            mark(NOBODY, json!({"sessionToken": "x"})).await,
            Code::NotAuthenticated,
            "Invalid session token",
        );
        let foreign = "Session token does not match workspace";
        refused(mark(NOBODY, json!({"sessionToken": talk.dan.token})).await, Code::NotAuthorized, foreign);
        refused(
            mark(NOBODY, json!({"sessionToken": talk.dora.token})).await,
            Code::NotAuthorized,
            "Not authorized",
        );
        let agent = json!({"readerType": "agent"});
        refused(mark(NOBODY, agent.clone()).await, Code::NotAuthenticated, "Not authenticated");
        let stranger = "Not a member of this workspace";
        refused(mark(&talk.cleo, agent.clone()).await, Code::NotWorkspaceMember, stranger);
        talk.expire_sessions();
        refused(
            mark(NOBODY, json!({"sessionToken": talk.ana.token})).await,
            Code::SessionExpired,
            "Session expired",
        );
    })
    .await;
}

#[tokio::test]
async fn wrong_arguments_are_refused_first() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({"id": NO_ROW, "visitorId": NO_ROW, "sessionToken": "x"});
        let wrong = [json!({"id": "x"}), json!({"visitorId": "x"}), json!({"sessionToken": 1})];
        talk.refuses_arguments("conversations:get", &good, &wrong).await;
        let good = merged(&good, &json!({"readerType": "agent"}));
        let wrong = [json!({"id": "x"}), json!({"readerType": "bot"})];
        talk.refuses_arguments("conversations:markAsRead", &good, &wrong).await;
    })
    .await;
}
