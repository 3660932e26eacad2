//! Mail that goes out.

use super::{deliver, on_each, turn_on};
use crate::{
    support_attachments::{PNG, upload},
    talk::{NO_ROW, by_agent, merged},
};
use docent::{
    core::Caller,
    domain::email_channel::letters::{Claim, Finish, Happened},
    jobs,
};
use serde_json::{Value, json};
use shared::{Code, email_channel::DeliveryStatus, workspace_members::AssignableRole};

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn an_agents_answer_leaves_as_mail_and_says_how_far_it_is() {
    on_each(async |post| {
        turn_on(&post, json!({"fromName": "Acme", "signature": "Acme Inc.\nMain Street"})).await;
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        let file = upload(&post, &post.ben, None, "chart.png", PNG).await;
        let mut answer = by_agent(&c, "It is **here**: <b>look</b>");
        answer["attachmentIds"] = json!([file["attachmentId"]]);
        post.call(&post.ben, "messages:send", answer).await.unwrap();
        let message = post.newest(&c).await;
        assert_eq!((&message["deliveryStatus"], &message["channel"]), (&json!("pending"), &json!("email")));
        assert_eq!(message["emailMetadata"]["to"], json!(["mia@customer.test"]));
        assert!(post.smtp.taken().is_empty(), "not before the commit");
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 1);
        let sent = &post.smtp.taken()[0];
        assert_eq!(
            (sent.from.as_str(), sent.to.as_slice()),
            ("docent@docent.test", &["mia@customer.test".to_owned()][..])
        );
        assert_eq!(sent.header("From").as_deref(), Some("Acme <docent@docent.test>"));
        assert_eq!(sent.header("Subject").as_deref(), Some("Re: My order"));
        assert_eq!(sent.header("In-Reply-To").as_deref(), Some("<1@customer.test>"));
        assert_eq!(sent.header("References").as_deref(), Some("<1@customer.test>"));
        let id = sent.header("Message-ID").unwrap();
        assert_eq!(json!(id), message["emailMetadata"]["messageId"]);
        let body = sent.data.replace("=\r\n", "").replace("=3D", "=");
        for part in [
            "It is **here**: <b>look</b>",
            "<strong>here</strong>",
            "&#60;b&#62;look",
            "chart.png",
            "Main Street",
        ] {
            assert!(body.contains(part), "{part} is not in {body}");
        }
        assert_eq!(post.newest(&c).await["deliveryStatus"], "sent");
        let tell = async |kind: &str| {
            let told = json!({"type": kind, "data": {"email_id": id}}).to_string();
            let answer = deliver(&post, "/api/email/webhook", told.as_bytes()).await;
            assert_eq!(answer.1, json!({"received": true}));
            post.newest(&c).await["deliveryStatus"].clone()
        };
        assert_eq!(tell("email.opened").await, "sent");
        assert_eq!(tell("email.delivered").await, "delivered");
        assert_eq!(tell("email.bounced").await, "bounced");
        assert_eq!(tell("email.delivered").await, "bounced", "what is told late changes nothing");
        // What she answers to it is named by the next one.
        let change = json!({"headers": {"Message-ID": "<2@customer.test>", "In-Reply-To": id}});
        assert_eq!(post.receives(post.letter("", "Re: My order", "Thanks", change)).await.0, c);
        post.ben_says(&c, "You are welcome").await;
        jobs::deliver(&post.app).await.unwrap();
        assert_eq!(post.smtp.taken()[1].header("In-Reply-To").as_deref(), Some("<2@customer.test>"));
    })
    .await;
}

#[tokio::test]
async fn notes_and_answers_in_a_chat_do_not_leave_as_mail() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        let note = merged(&by_agent(&c, "A difficult customer"), &json!({"kind": "note"}));
        post.call(&post.ben, "messages:send", note).await.unwrap();
        let chat = post.begun().await;
        post.ben_says(&chat, "Hello").await;
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 0);
        assert!(post.newest(&c).await.get("deliveryStatus").is_none());
        assert!(post.newest(&chat).await.get("deliveryStatus").is_none());
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_cannot_leave_is_kept_and_says_so() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        turn_on(&post, json!({"enabled": false})).await;
        post.ben_says(&c, "On its way").await;
        let message = post.newest(&c).await;
        assert_eq!(
            (&message["content"], &message["deliveryStatus"]),
            (&json!("On its way"), &json!("failed"))
        );
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn mail_that_nobody_takes_is_tried_again_with_growing_pauses_and_given_up() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        post.ben_says(&c, "On its way").await;
        post.smtp.will_answer(&["451 come again"; 10]);
        let mut pauses = Vec::new();
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 1);
        while post.newest(&c).await["deliveryStatus"] == "pending" {
            let mut minutes = 0;
            loop {
                post.clock.advance(MINUTE);
                minutes += 1;
                if jobs::deliver(&post.app).await.unwrap() == 1 {
                    break;
                }
            }
            pauses.push(minutes);
        }
        assert_eq!(pauses, [1, 5, 15, 30, 60, 120, 240, 480, 480]);
        assert_eq!(post.newest(&c).await["deliveryStatus"], "failed");
        assert!(post.smtp.taken().is_empty());
        // One that is taken at the second time arrives once.
        post.ben_says(&c, "Again").await;
        post.smtp.will_answer(&["421 too busy"]);
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 1);
        post.clock.advance(MINUTE);
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 1);
        post.clock.advance(1000 * MINUTE);
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 0);
        assert_eq!((post.smtp.taken().len(), &post.newest(&c).await["deliveryStatus"]), (1, &json!("sent")));
    })
    .await;
}

#[tokio::test]
async fn mail_that_is_refused_for_good_has_failed_at_once() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        post.ben_says(&c, "On its way").await;
        post.smtp.will_answer(&["550 no such mailbox"]);
        jobs::deliver(&post.app).await.unwrap();
        assert_eq!(post.newest(&c).await["deliveryStatus"], "failed");
        post.clock.advance(1000 * MINUTE);
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_senders_at_once_send_each_mail_once() {
    on_each(async |post| {
        post.lets_commits_race();
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        for n in 0..12 {
            post.ben_says(&c, &format!("answer {n}")).await;
        }
        let tried = futures_util::future::join_all((0..4).map(|_| jobs::deliver(&post.app))).await;
        assert_eq!(tried.into_iter().map(Result::unwrap).sum::<usize>(), 12);
        let mut ids: Vec<_> =
            post.smtp.taken().iter().map(|sent| sent.header("Message-ID").unwrap()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), post.smtp.taken().len()), (12, 12));
    })
    .await;
}

#[tokio::test]
async fn a_sender_that_dies_leaves_its_mail_to_others_and_does_not_speak_for_them() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        post.ben_says(&c, "On its way").await;
        let dead = post.app.mutate(&Caller::SYSTEM, Claim).await.unwrap().value.remove(0);
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 0, "it is being sent");
        post.clock.advance(3 * MINUTE);
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 1);
        let late = Finish { id: dead.id, lease: dead.lease, outcome: Ok(Some("late".into())) };
        post.app.mutate(&Caller::SYSTEM, late).await.unwrap();
        assert_eq!((post.smtp.taken().len(), &post.newest(&c).await["deliveryStatus"]), (1, &json!("sent")));
        let told = Happened {
            external_id: post.smtp.taken()[0].header("Message-ID").unwrap(),
            message_id: None,
            status: DeliveryStatus::Delivered,
        };
        let is_known = async || post.app.mutate(&Caller::SYSTEM, told.clone()).await.unwrap().value;
        post.clock.advance(29 * 24 * 60 * MINUTE);
        jobs::clean(&post.app).await.unwrap();
        assert!(is_known().await);
        post.clock.advance(2 * 24 * 60 * MINUTE);
        jobs::clean(&post.app).await.unwrap();
        assert!(!is_known().await, "what became of it is forgotten after a month");
    })
    .await;
}

fn reply(post: &super::Post<'_>, conversation: &str, change: Value) -> Value {
    let args = json!({
        "conversationId": conversation, "agentId": post.world.ben().id, "to": ["Mia <mia@customer.test>"],
        "subject": "Re: My order", "htmlBody": "<p>It is <b>here</b></p>",
    });
    merged(&args, &change)
}

#[tokio::test]
async fn a_mail_of_an_agents_own_goes_where_it_says() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        let change =
            json!({"cc": ["jo@x.test"], "bcc": ["boss@acme.test"], "replyToMessageId": "<1@customer.test>"});
        post.clock.advance(1);
        let answer =
            post.call(&post.ben, "emailChannel:sendEmailReply", reply(&post, &c, change)).await.unwrap();
        let message = post.newest(&c).await;
        assert_eq!((&message["_id"], &message["content"]), (&answer["messageId"], &json!("It is here")));
        assert_eq!(
            (&message["senderType"], &message["deliveryStatus"]),
            (&json!("agent"), &json!("pending"))
        );
        assert_eq!(post.row(&c).await["unreadByVisitor"], 1);
        jobs::deliver(&post.app).await.unwrap();
        let sent = &post.smtp.taken()[0];
        assert_eq!(sent.to, ["mia@customer.test", "jo@x.test", "boss@acme.test"]);
        assert_eq!(
            (json!(sent.header("Message-ID")), sent.header("Bcc")),
            (answer["emailMessageId"].clone(), None)
        );
        assert!(!sent.data.contains("boss@acme.test"), "{}", sent.data);
        assert!(!message.to_string().contains("boss@acme.test"));
        let threads = json!({"conversationId": c, "limit": 1});
        let threads = post.call(&post.ben, "emailChannel:listEmailThreads", threads).await.unwrap();
        assert_eq!(
            (threads.as_array().unwrap().len(), &threads[0]["inReplyTo"]),
            (1, &json!("<1@customer.test>"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_mail_is_refused_in_the_order_of_what_is_wrong() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        let gil = post.colleague("gil@acme.test", "Gil", AssignableRole::Agent).await;
        let name = "emailChannel:sendEmailReply";
        let args = |change: Value| reply(&post, &c, change);
        post.refuses(&Caller::NOBODY, name, args(json!({})), Code::NotAuthenticated, "Not authenticated")
            .await;
        post.refuses(
            &gil.caller,
            name,
            args(json!({})),
            Code::NotAuthorized,
            "Cannot send email as another agent",
        )
        .await;
        let nowhere = args(json!({"conversationId": NO_ROW}));
        post.refuses(&post.ben, name, nowhere, Code::NotFound, "Conversation not found").await;
        let vera = args(json!({"agentId": post.viewer().id}));
        post.refuses(&post.vera, name, vera, Code::PermissionDenied, "conversations.reply").await;
        for (wrong, words) in [
            (json!({"to": []}), "no receiver"),
            (json!({"to": ["nobody"]}), "is no e-mail address"),
            (json!({"to": ["a@b.test\r\nBcc: c@d.test"]}), "is no e-mail address"),
            (json!({"to": vec!["a@b.test"; 21]}), "too long"),
            (json!({"subject": "x".repeat(256)}), "too long"),
            (json!({"htmlBody": "<p></p>"}), "empty"),
            (json!({"htmlBody": "x".repeat(300_000)}), "too long"),
        ] {
            post.refuses(&post.ben, name, args(wrong), Code::InvalidInput, words).await;
        }
        post.is_strict_about(name, args(json!({}))).await;
        turn_on(&post, json!({"enabled": false})).await;
        let words = "Email channel not configured for this workspace";
        post.refuses(&post.ben, name, args(json!({})), Code::InvalidInput, words).await;
        assert_eq!(post.messages(&c).await.len(), 1, "nothing was stored");
    })
    .await;
}

#[tokio::test]
async fn a_workspace_sends_in_its_own_name_only_where_the_operator_may() {
    on_each(async |post| {
        for (own, sender) in
            [("help@docent.test", "help@docent.test"), ("ceo@bank.test", "docent@docent.test")]
        {
            turn_on(&post, json!({"fromEmail": own})).await;
            let id = format!("<{own}>");
            let (c, _) = post.receives(post.letter(&id, own, "Hello", json!({}))).await;
            post.ben_says(&c, "Hi").await;
            jobs::deliver(&post.app).await.unwrap();
            let sent = post.smtp.taken().pop().unwrap();
            assert_eq!(sent.header("From"), Some(format!("Ben <{sender}>")), "{own}");
        }
    })
    .await;
}
