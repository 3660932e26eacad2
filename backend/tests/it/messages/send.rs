//! `messages:send`, and the messages that the server writes itself.

use crate::talk::{NO_ROW, NOBODY, Talk, by_agent, by_visitor, merged, on_each, refused};
use docent::{
    core::Caller,
    domain::{messages::InternalSendBotMessage, requests},
};
use serde_json::{Value, json};
use shared::{Code, messages::Send};

#[tokio::test]
async fn a_message_is_numbered_stored_and_counted_for_the_other_side() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.clock.advance(1000);
        let first = talk.ana_says(&c, "Hello **there**").await;
        let row = talk.row(&c).await;
        assert_eq!(
            (&row["lastSeq"], &row["unreadByAgent"], &row["unreadByVisitor"]),
            (&json!(2), &json!(1), &json!(0))
        );
        talk.ben_says(&c, "Hi Ana").await;
        let row = talk.row(&c).await;
        assert_eq!(
            (&row["lastSeq"], &row["unreadByAgent"], &row["unreadByVisitor"]),
            (&json!(3), &json!(1), &json!(1))
        );
        let messages = talk.messages(&c).await;
        assert_eq!(messages.iter().map(|m| m["seq"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
        let ana = &messages[1];
        assert_eq!(ana["_id"], first);
        assert_eq!(ana["content"], "Hello **there**");
        assert_eq!(
            ana["blocks"],
            json!([{"paragraph": [{"text": "Hello "}, {"strong": [{"text": "there"}]}]}])
        );
        assert_eq!((&ana["senderType"], &ana["senderId"]), (&json!("visitor"), &json!(talk.ana.id)));
        assert_eq!(messages[2]["createdAt"], row["lastMessageAt"]);
        assert_eq!(row["updatedAt"], row["lastMessageAt"]);
    })
    .await;
}

#[tokio::test]
async fn the_sender_is_the_caller_whatever_sender_id_says() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let args = merged(
            &by_visitor(&talk.ana, &c, "Hi"),
            &json!({"senderId": talk.dora.id, "visitorId": talk.dora.id}),
        );
        talk.call(NOBODY, "messages:send", args).await.unwrap();
        talk.call(&talk.ben, "messages:send", merged(&by_agent(&c, "Hi"), &json!({"senderType": "user"})))
            .await
            .unwrap();
        let messages = talk.messages(&c).await;
        assert_eq!(messages[1]["senderId"], json!(talk.ana.id));
        assert_eq!(messages[2]["senderId"], json!(talk.ben.user_id().unwrap()));
        assert_eq!(messages[2]["senderType"], "agent");
    })
    .await;
}

#[tokio::test]
async fn an_inbound_message_opens_a_closed_or_snoozed_conversation() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let until = talk.clock.now() + 60_000;
        for status in [json!({"status": "closed"}), json!({"status": "snoozed", "snoozedUntil": until})] {
            talk.call(&talk.ben, "conversations:updateStatus", merged(&json!({"id": c}), &status))
                .await
                .unwrap();
            talk.ben_says(&c, "Still here?").await;
            assert_eq!(talk.row(&c).await["status"], status["status"], "a reply does not open it");
            talk.ana_says(&c, "Yes").await;
            let row = talk.row(&c).await;
            assert_eq!(row["status"], "open");
            assert_eq!((row.get("resolvedAt"), row.get("snoozedUntil")), (None, None));
        }
    })
    .await;
}

#[tokio::test]
async fn the_first_reply_of_a_person_is_the_first_response_once() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "Hello").await;
        bot_says(&talk, &c, "One moment").await;
        assert_eq!(talk.row(&c).await.get("firstResponseAt"), None);
        talk.clock.advance(5000);
        talk.ben_says(&c, "Hi").await;
        let first = talk.row(&c).await["firstResponseAt"].clone();
        assert_eq!(first, talk.clock.now());
        talk.clock.advance(5000);
        talk.ben_says(&c, "Still there?").await;
        assert_eq!(talk.row(&c).await["firstResponseAt"], first);
    })
    .await;
}

async fn bot_says(talk: &Talk<'_>, conversation: &str, content: &str) {
    let message =
        InternalSendBotMessage { conversation_id: conversation.parse().unwrap(), content: content.into() };
    talk.app.mutate(&Caller::SYSTEM, message).await.unwrap();
}

#[tokio::test]
async fn a_message_of_the_server_itself_counts_as_unread_for_the_visitor() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        bot_says(&talk, &c, "We are back at nine").await;
        assert_eq!(talk.row(&c).await["unreadByVisitor"], 1);
        let message = talk.messages(&c).await.pop().unwrap();
        assert_eq!((&message["senderType"], &message["senderId"]), (&json!("bot"), &json!("system")));
        let lost = InternalSendBotMessage { conversation_id: NO_ROW.parse().unwrap(), content: "x".into() };
        let error = talk.app.mutate(&Caller::SYSTEM, lost).await.unwrap_err();
        assert_eq!(error.into_public().message, "Conversation not found");
    })
    .await;
}

#[tokio::test]
async fn internal_functions_have_no_public_name() {
    on_each(async |talk: Talk<'_>| {
        for name in ["messages:internalSendBotMessage", "conversations:wakeSnoozed"] {
            let error = talk.call(&talk.ben, name, json!({})).await.unwrap_err();
            assert!(error.message.contains("Could not find public function"), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_key_again_answers_the_first_message() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        for (caller, args) in [(NOBODY, by_visitor(&talk.ana, &c, "Hi")), (&talk.ben, by_agent(&c, "Hi"))] {
            let args = merged(&args, &json!({"clientMessageId": "key 1"}));
            let first = talk.call(caller, "messages:send", args.clone()).await.unwrap();
            let before = talk.row(&c).await;
            assert_eq!(talk.call(caller, "messages:send", args.clone()).await.unwrap(), first);
            assert_eq!(talk.row(&c).await, before, "nothing new");
            let other = merged(&args, &json!({"content": "Other"}));
            already_exists(talk.call(caller, "messages:send", other).await);
            let elsewhere = merged(&args, &json!({"conversationId": talk.begun().await}));
            already_exists(talk.call(caller, "messages:send", elsewhere).await);
            assert_eq!(talk.row(&c).await, before, "nothing new");
        }
        assert_eq!(talk.messages(&c).await.len(), 3, "the greeting, Ana's and Ben's");
    })
    .await;
}

#[track_caller]
fn already_exists(answer: Result<Value, shared::Error>) {
    assert_eq!(answer.unwrap_err().code, Code::AlreadyExists);
}

#[tokio::test]
async fn a_send_is_at_most_six_statements() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let keyed = |args: Value, key: &str| merged(&args, &json!({"clientMessageId": key}));
        // Who they are is known after the first call.
        talk.ana_says(&c, "Hi").await;
        talk.ben_says(&c, "Hi").await;
        for (caller, args, most) in
            [(NOBODY, by_visitor(&talk.ana, &c, "Hi"), 2), (&talk.ben, by_agent(&c, "Hi"), 3)]
        {
            let send: Send = serde_json::from_value(keyed(args.clone(), "direct")).unwrap();
            assert_eq!(counted(&talk, caller, Counted(send)).await, most);
            let session = docent::core::Chance.id().unwrap();
            for (request, may_repeat) in [(1, false), (2, true)] {
                let args = keyed(args.clone(), &format!("request {request}"));
                let key = requests::Key { session, request, may_repeat };
                let send: Send = serde_json::from_value(args).unwrap();
                let statements = counted(&talk, caller, CountedOnce(send, key)).await;
                assert!(statements <= 6, "{statements} statements");
                assert_eq!(statements, most + 1 + u64::from(may_repeat));
            }
        }
    })
    .await;
}

/// Runs a mutation and answers how many statements it took.
async fn counted<F: docent::core::Mutation<Output = u64>>(
    talk: &Talk<'_>,
    caller: &Caller,
    function: F,
) -> u64 {
    talk.app.mutate(caller, function).await.unwrap().value
}

#[derive(Clone)]
struct Counted(Send);
#[derive(Clone)]
struct CountedOnce(Send, requests::Key);

macro_rules! counting {
    ($name:ty, |$self:ident, $cx:ident| $run:expr) => {
        impl shared::Function for $name {
            const NAME: &'static str = "test:counted";
            type Kind = shared::function::Mutation;
            type Output = u64;
        }
        impl docent::core::Mutation for $name {
            async fn run($self, $cx: &mut docent::core::Writer) -> docent::core::Result<u64> {
                let before = $cx.statements();
                $run;
                Ok($cx.statements() - before)
            }
        }
    };
}
counting!(Counted, |self, cx| docent::core::Mutation::run(self.0, cx).await?);
counting!(CountedOnce, |self, cx| requests::run_once(cx, &self.0, Some(&self.1)).await?);

#[tokio::test]
async fn what_may_not_be_stored_is_refused_and_leaves_no_gap() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let good = by_visitor(&talk.ana, &c, "Hi");
        for wrong in [
            json!({"content": ""}),
            json!({"content": " \n\t\u{a0}"}),
            json!({"content": "a".repeat(50 * 1024 + 1)}),
            json!({"content": "ä".repeat(25 * 1024 + 1)}),
            json!({"clientMessageId": ""}),
            json!({"clientMessageId": "k".repeat(256)}),
            json!({"attachmentIds": (1..=6).map(|n| format!("{n:032x}")).collect::<Vec<_>>()}),
        ] {
            let error = talk.call(NOBODY, "messages:send", merged(&good, &wrong)).await.unwrap_err();
            assert_eq!(error.code, Code::InvalidInput, "{error}");
        }
        let attached = merged(&good, &json!({"attachmentIds": [NO_ROW]}));
        refused(
            talk.call(NOBODY, "messages:send", attached).await,
            Code::NotFound,
            &format!("Attachment {NO_ROW} was not found"),
        );
        talk.call(NOBODY, "messages:send", merged(&good, &json!({"content": "a".repeat(50 * 1024)})))
            .await
            .unwrap();
        assert_eq!(talk.row(&c).await["lastSeq"], 2);
    })
    .await;
}

#[tokio::test]
async fn send_refuses_in_the_order_of_its_checks() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let send = async |caller: &Caller, args: &Value, change: Value| {
            talk.call(caller, "messages:send", merged(args, &change)).await
        };
        let ana = by_visitor(&talk.ana, &c, "Hi");
        let without_token = {
            let mut args = ana.clone();
            args.as_object_mut().unwrap().remove("sessionToken");
            args
        };
        let stranger = "Not authorized to send messages to this conversation";
        let bot = "Not authorized: bot messages can only be sent by internal system callers";
        let missing = json!({"conversationId": NO_ROW, "senderType": "bot"});
        refused(send(NOBODY, &ana, missing).await, Code::NotFound, "Conversation not found");
        refused(send(NOBODY, &ana, json!({"senderType": "bot"})).await, Code::NotAuthorized, bot);
        refused(
            send(&talk.ben, &ana, json!({"senderType": "bot", "content": ""})).await,
            Code::NotAuthorized,
            bot,
        );
        refused(
            send(NOBODY, &without_token, json!({"visitorId": talk.ana.id})).await,
            Code::NotAuthorized,
            stranger,
        );
        refused(
            send(NOBODY, &without_token, json!({"visitorId": talk.dora.id})).await,
            Code::NotAuthorized,
            stranger,
        );
        refused(
            send(NOBODY, &ana, json!({"sessionToken": ""})).await,
            Code::NotAuthenticated,
            "Session token required",
        );
        refused(
            send(NOBODY, &ana, json!({"sessionToken": "wst_x"})).await,
            Code::NotAuthenticated,
            "Invalid session token",
        );
        refused(
            send(NOBODY, &ana, json!({"sessionToken": talk.dan.token})).await,
            Code::NotAuthorized,
            "Session token does not match workspace",
        );
        refused(
            send(NOBODY, &ana, json!({"sessionToken": talk.dora.token})).await,
            Code::NotAuthorized,
            stranger,
        );
        for kind in ["agent", "user"] {
            let args = merged(&by_agent(&c, "Hi"), &json!({"senderType": kind}));
            refused(send(NOBODY, &args, json!({})).await, Code::NotAuthenticated, "Not authenticated");
            refused(
                send(&talk.cleo, &args, json!({})).await,
                Code::NotWorkspaceMember,
                "Not a member of this workspace",
            );
            refused(
                send(&talk.vera, &args, json!({})).await,
                Code::PermissionDenied,
                "Permission denied: conversations.reply",
            );
        }
        talk.expire_sessions();
        refused(send(NOBODY, &ana, json!({})).await, Code::SessionExpired, "Session expired");
        assert_eq!(talk.row(&c).await["lastSeq"], 1, "nothing was stored");
    })
    .await;
}

#[tokio::test]
async fn send_refuses_wrong_arguments_before_it_asks_who_calls() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let good =
            merged(&by_visitor(&talk.ana, &c, "Hi"), &json!({"clientMessageId": "k", "attachmentIds": []}));
        let wrong = [
            json!({"conversationId": "nonsense"}),
            json!({"conversationId": 7}),
            json!({"senderType": "owner"}),
            json!({"content": 7}),
            json!({"content": "a\u{0}b"}),
            json!({"attachmentIds": ["x"]}),
        ];
        talk.refuses_arguments("messages:send", &good, &wrong).await;
        for key in ["conversationId", "senderId", "senderType", "content"] {
            let mut args = good.clone();
            args.as_object_mut().unwrap().remove(key);
            let error = talk.call(NOBODY, "messages:send", args).await.unwrap_err();
            assert!(error.message.contains("ArgumentValidationError"), "{key}: {error}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_sends_without_end_through_a_door_is_slowed_down() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let ana = Caller { ip: Some([192, 0, 2, 1].into()), ..Caller::NOBODY };
        let mut sent = 0;
        let refusal = loop {
            match talk.call(&ana, "messages:send", by_visitor(&talk.ana, &c, "Hi")).await {
                Ok(_) => sent += 1,
                Err(refusal) => break refusal,
            }
        };
        assert_eq!((sent, refusal.code), (1000, Code::RateLimited));
        talk.clock.advance(200);
        talk.call(&ana, "messages:send", by_visitor(&talk.ana, &c, "Hi")).await.unwrap();
        assert_eq!(talk.row(&c).await["lastSeq"], 1002, "refusals leave no gap");
    })
    .await;
}
