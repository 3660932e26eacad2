//! Mail that comes in.

use super::{MIA, SECRET, ask, deliver, on_each, sign};
use crate::{
    support_attachments::{PNG, files},
    talk::{NOBODY, merged, refused},
};
use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use shared::Code;

#[tokio::test]
async fn a_mail_becomes_a_conversation_of_its_sender_on_both_paths() {
    on_each(async |post| {
        let letter = post.letter("<1@customer.test>", "My order", "Where is it?\n\nMia", json!({"cc": "Jo <jo@x.test>"}));
        let (c, m) = post.receives(letter).await;
        let row = post.row(&c).await;
        assert_eq!((&row["channel"], &row["subject"], &row["status"]), (&json!("email"), &json!("My order"), &json!("open")));
        assert_eq!((&row["unreadByAgent"], &row["lastSeq"]), (&json!(1), &json!(1)));
        let message = post.newest(&c).await;
        assert_eq!((&message["_id"], &message["senderType"], &message["channel"]), (&json!(m), &json!("visitor"), &json!("email")));
        assert_eq!(message["content"], "Where is it?\n\nMia");
        let metadata = json!({
            "subject": "My order", "from": MIA, "to": [post.inbox], "cc": ["Jo <jo@x.test>"], "messageId": "<1@customer.test>",
        });
        assert_eq!(message["emailMetadata"], metadata);
        let visitor = post.call(&post.ben, "visitors:get", json!({"id": row["visitorId"]})).await.unwrap();
        assert_eq!((&visitor["email"], &visitor["name"]), (&json!("mia@customer.test"), &json!("Mia Moss")));
        assert_eq!(visitor["sessionId"], Value::Null);
        let threads = json!({"conversationId": c});
        let threads = post.call(&post.vera, "emailChannel:listEmailThreads", threads).await.unwrap();
        assert_eq!((&threads[0]["normalizedSubject"], &threads[0]["senderEmail"]), (&json!("my order"), &json!("mia@customer.test")));
        for stranger in [NOBODY, &post.cleo] {
            let args = json!({"conversationId": c});
            assert_eq!(post.call(stranger, "emailChannel:listEmailThreads", args).await.unwrap(), json!([]));
        }
        post.is_strict_about("emailChannel:listEmailThreads", json!({"conversationId": c, "limit": 5})).await;
        // As some providers wrap it, at the other path.
        let wrapped = json!({"type": "email.received", "data": post.letter("<2@customer.test>", "Other", "Hi", json!({}))});
        let (status, answer) = deliver(&post, "/api/email/inbound", wrapped.to_string().as_bytes()).await;
        assert_eq!((status, &answer["success"]), (StatusCode::OK, &json!(true)), "{answer}");
        let other = post.row(answer["conversationId"].as_str().unwrap()).await;
        assert_eq!(other["visitorId"], row["visitorId"], "the same person");
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_is_delivered_again_answers_the_first_ids_and_stores_nothing() {
    on_each(async |post| {
        let letter = post.letter("<1@customer.test>", "My order", "Where is it?", json!({}));
        let first = post.receives(letter.clone()).await;
        post.clock.advance(60_000);
        assert_eq!(post.receives(letter).await, first);
        assert_eq!(post.messages(&first.0).await.len(), 1);
        assert_eq!(post.row(&first.0).await["unreadByAgent"], 1);
        // A mail without an identifier is told apart by what it says.
        let nameless = post.letter("", "Hello", "no id", json!({"headers": {}}));
        let (first, again) = (post.receives(nameless.clone()).await, post.receives(nameless.clone()).await);
        assert_eq!(first, again);
        let other = merged(&nameless, &json!({"text": "another"}));
        assert_ne!(post.receives(other).await.1, first.1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_delivered_many_times_at_once_is_one_message() {
    on_each(async |post| {
        post.lets_commits_race();
        let letter = post.letter("<1@customer.test>", "My order", "Where is it?", json!({}));
        let answers = futures_util::future::join_all((0..8).map(|_| post.delivers(&letter))).await;
        let ids: std::collections::BTreeSet<String> =
            answers.iter().map(|(_, answer)| answer.to_string()).collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
        let c = answers[0].1["conversationId"].as_str().unwrap().to_owned();
        assert_eq!(post.messages(&c).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_signed_is_not_believed() {
    on_each(async |post| {
        let body = post.letter("<1@customer.test>", "My order", "Hi", json!({})).to_string();
        let (body, now) = (body.as_bytes(), post.clock.now() / 1000);
        let headers = |at: i64, signature: String| {
            [
                ("svix-id", "msg_1".to_owned()),
                ("svix-timestamp", at.to_string()),
                ("svix-signature", signature),
            ]
        };
        let other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let missing = json!({"error": "Missing signature"});
        for path in ["/email/inbound", "/api/email/inbound", "/email/webhook", "/api/email/webhook"] {
            assert_eq!(ask(&post, path, &[], body).await, (StatusCode::UNAUTHORIZED, missing.clone()));
            for (at, signature) in [
                (now, sign(other, "msg_1", now, body)),
                (now, sign(SECRET, "msg_2", now, body)),
                (now, sign(SECRET, "msg_1", now, b"{}")),
                (now - 301, sign(SECRET, "msg_1", now - 301, body)),
                (now + 301, sign(SECRET, "msg_1", now + 301, body)),
                (now, "v1,".into()),
                (now, "v2,AAAA".into()),
            ] {
                let answer = ask(&post, path, &headers(at, signature), body).await;
                assert_eq!(answer, (StatusCode::UNAUTHORIZED, json!({"error": "Invalid signature"})));
            }
        }
        let list = json!({"workspaceId": post.acme});
        assert_eq!(
            post.call(&post.ben, "conversations:list", list).await.unwrap(),
            json!([]),
            "nothing was stored"
        );
        // As other clients sign it.
        let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        let hash =
            hex::encode(mac.chain_update(format!("{now}.")).chain_update(body).finalize().into_bytes());
        let timed = [("webhook-signature", format!("t={now},v1={hash}"))];
        assert_eq!(ask(&post, "/email/inbound", &timed, body).await.0, StatusCode::OK);
        let stale = [("svix-signature", format!("t={},v1={hash}", now - 301))];
        assert_eq!(ask(&post, "/email/inbound", &stale, body).await.0, StatusCode::UNAUTHORIZED);
    })
    .await;
    crate::talk::on_each(async |talk| {
        let unset = (StatusCode::UNAUTHORIZED, json!({"error": "Webhook configuration error"}));
        assert_eq!(ask(&talk, "/email/inbound", &[("svix-signature", "v1,x".into())], b"{}").await, unset);
    })
    .await;
}

#[tokio::test]
async fn mail_for_nobody_or_a_channel_that_is_off_is_refused() {
    on_each(async |post| {
        let unknown = post.letter(
            "<1@customer.test>",
            "Hi",
            "Hi",
            json!({"to": ["nobody@in.docent.test", "inbox-1@x.test"]}),
        );
        assert_eq!(
            post.delivers(&unknown).await,
            (StatusCode::NOT_FOUND, json!({"error": "Unknown recipient"}))
        );
        super::turn_on(&post, json!({"enabled": false})).await;
        let letter = post.letter("<1@customer.test>", "Hi", "Hi", json!({}));
        let disabled = (StatusCode::FORBIDDEN, json!({"error": "Email channel disabled"}));
        assert_eq!(post.delivers(&letter).await, disabled);
        let broken = (StatusCode::INTERNAL_SERVER_ERROR, json!({"error": "Internal server error"}));
        assert_eq!(deliver(&post, "/email/inbound", b"no json").await, broken);
        assert_eq!(
            post.delivers(&json!({"from": MIA, "to": [post.inbox]})).await,
            broken,
            "without a subject"
        );
        assert_eq!(deliver(&post, "/email/webhook", b"no json").await, broken);
    })
    .await;
}

#[tokio::test]
async fn files_that_come_along_are_checked_like_every_other_file() {
    on_each(async |post| {
        let file = |name: &str, bytes: &[u8]| {
            json!({"filename": name, "content_type": "image/png", "size": 1, "content": STANDARD.encode(bytes)})
        };
        let far = json!({"filename": "far.pdf", "content_type": "application/pdf", "size": 77, "url": "https://evil.test"});
        let attachments = [file("chart.png", PNG), file("run.exe", b"MZ\x90\0"), file("lie.png", b"MZ\x90\0\x03"), far];
        let letter = post.letter("<1@customer.test>", "Files", "see", json!({"attachments": attachments}));
        let (c, _) = post.receives(letter).await;
        let message = post.newest(&c).await;
        let shown = message["attachments"].as_array().unwrap();
        assert_eq!(shown.len(), 1);
        assert_eq!((&shown[0]["fileName"], &shown[0]["size"]), (&json!("chart.png"), &json!(PNG.len())));
        let known = message["emailMetadata"]["attachments"].as_array().unwrap();
        let names: Vec<_> = known.iter().map(|file| file["filename"].as_str().unwrap()).collect();
        assert_eq!(names, ["chart.png", "run.exe", "lie.png", "far.pdf"]);
        assert_eq!((&known[0]["storageId"], &known[3]["size"]), (&shown[0]["_id"], &json!(77)));
        assert!(known[1..].iter().all(|file| file.get("storageId").is_none() && file.get("url").is_none()));
        post.clock.advance(2 * 3_600_000);
        docent::domain::media::expired(&post.app).await.unwrap();
        assert_eq!(files(&post), 1, "what was refused goes");
    })
    .await;
}

#[tokio::test]
async fn a_forwarded_mail_is_a_new_conversation_of_whom_it_came_from() {
    on_each(async |post| {
        let text = "fyi\n\n---------- Forwarded message ---------\nFrom: Dora Dune <dora@else.test>\nSubject: Help\n\nIt broke.";
        let letter = |id| post.letter(id, "Fwd: Help", text, json!({"from": "Ben <ben@acme.test>"}));
        let (c, _) = post.receives(letter("<1@acme.test>")).await;
        let row = post.row(&c).await;
        assert_eq!(row["subject"], "Fwd: Help");
        let visitor = post.call(&post.ben, "visitors:get", json!({"id": row["visitorId"]})).await.unwrap();
        assert_eq!((&visitor["email"], &visitor["name"]), (&json!("dora@else.test"), &json!("Dora Dune")));
        let message = post.newest(&c).await;
        assert_eq!(message["emailMetadata"]["from"], "Dora Dune <dora@else.test>");
        assert_ne!(post.receives(letter("<2@acme.test>")).await.0, c);
        // What she answers herself belongs to it.
        let hers = post.letter("<3@else.test>", "Re: Help", "Thanks", json!({"from": "dora@else.test"}));
        assert_eq!(post.receives(hers).await.0, c);
    })
    .await;
}

#[tokio::test]
async fn whoever_claims_an_address_on_the_site_does_not_get_its_mail() {
    on_each(async |post| {
        let claim = json!({"sessionToken": post.ana.token, "email": "mia@customer.test", "name": "Mia"});
        post.call(NOBODY, "visitors:identify", claim).await.unwrap();
        let (c, _) = post.receives(post.letter("<1@customer.test>", "Secret", "My secret", json!({}))).await;
        let own = json!({"workspaceId": post.acme, "sessionToken": post.ana.token});
        assert_eq!(post.call(NOBODY, "conversations:listByVisitor", own).await.unwrap(), json!([]));
        assert_ne!(post.row(&c).await["visitorId"], json!(post.ana.id));
        // Nor does somebody who has proven another id.
        post.verifies_identities(shared::workspaces::IdentityMode::Optional).await;
        let boot = json!({
            "workspaceId": post.acme, "sessionId": "eve's laptop", "externalUserId": "eve", "email": "mia@customer.test",
            "userHash": crate::world::user_hash("eve"),
        });
        let booted = post.call(NOBODY, "widgetSessions:boot", boot).await.unwrap();
        assert_eq!(booted["visitor"]["identityVerified"], json!(true));
        let token = booted["sessionToken"].clone();
        let own = json!({"workspaceId": post.acme, "sessionToken": token});
        assert_eq!(post.call(NOBODY, "conversations:listByVisitor", own).await.unwrap(), json!([]));
        let messages = json!({"conversationId": c, "sessionToken": token});
        assert_eq!(post.call(NOBODY, "messages:list", messages).await.unwrap(), json!([]));
        let send = crate::talk::by_visitor(&post.dora, &c, "It is me");
        let words = "Not authorized to send messages to this conversation";
        refused(post.call(NOBODY, "messages:send", send).await, Code::NotAuthorized, words);
    })
    .await;
}
