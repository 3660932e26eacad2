//! Which conversation a mail belongs to.

use super::{MIA, on_each};
use crate::talk::by_agent;
use axum::http::StatusCode;
use docent::jobs;
use serde_json::json;

#[tokio::test]
async fn a_mail_that_answers_another_joins_its_conversation() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        let id = |id: &str| json!({"Message-ID": id});
        let cases = [
            json!({"headers": {"message-id": "<2@x.test>", "in-reply-to": "<1@customer.test>"}, "subject": "other", "from": "jo@x.test"}),
            json!({"headers": {"Message-ID": "<3@x.test>", "References": "<0@x.test> <1@customer.test>"}, "subject": "x"}),
            json!({"headers": id("<4@x.test>"), "subject": "RE:  my  ORDER"}),
        ];
        for change in cases {
            let found = post.receives(post.letter("", "", "More", change.clone())).await.0;
            assert_eq!(found, c, "{change}");
        }
        assert_eq!(post.row(&c).await["unreadByAgent"], 4);
        let others = [
            json!({"headers": id("<5@x.test>"), "subject": "My order", "from": "jo@x.test"}),
            json!({"headers": id("<6@x.test>"), "subject": "My other order"}),
            json!({"headers": {"message-id": "<7@x.test>", "in-reply-to": "<8@x.test>"}, "subject": "unheard of"}),
        ];
        for change in others {
            let found = post.receives(post.letter("", "", "More", change.clone())).await.0;
            assert_ne!(found, c, "{change}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_opens_a_conversation_that_is_at_rest() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        let later = post.clock.now() + 3_600_000;
        for (n, rest) in [json!({"status": "closed"}), json!({"status": "snoozed", "snoozedUntil": later})]
            .into_iter()
            .enumerate()
        {
            let args = crate::talk::merged(&json!({"id": c}), &rest);
            post.call(&post.ben, "conversations:updateStatus", args).await.unwrap();
            post.receives(post.letter(&format!("<a{n}@customer.test>"), "Re: My order", "Hello?", json!({})))
                .await;
            let row = post.row(&c).await;
            assert_eq!(
                (&row["status"], row.get("snoozedUntil"), row.get("resolvedAt")),
                (&json!("open"), None, None)
            );
        }
    })
    .await;
}

#[tokio::test]
async fn the_address_of_an_answer_leads_to_its_conversation_and_cannot_be_made() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        post.ben_says(&c, "On its way").await;
        jobs::deliver(&post.app).await.unwrap();
        let reply_to = post.smtp.taken()[0].header("Reply-To").unwrap();
        let address = reply_to.split(['<', '>']).nth(1).unwrap_or(&reply_to).to_owned();
        assert!(address.contains(&c), "{address}");
        // Of a program that keeps neither headers nor subject, from another address of hers.
        let change = json!({"from": "mia@home.test", "to": [format!("Acme <{}>", address.to_uppercase())]});
        let (found, _) = post.receives(post.letter("<2@home.test>", "", "Thanks", change)).await;
        assert_eq!(found, c);
        let (local, domain) = address.split_once('@').unwrap();
        let forged = format!("{}{}@{domain}", &local[..local.len() - 4], "0000");
        let change = json!({"from": "eve@evil.test", "to": [forged]});
        let (other, _) = post.receives(post.letter("<3@evil.test>", "x", "Ha", change)).await;
        assert_ne!(other, c);
        let other_tag = address.replace(&c, &other);
        let change = json!({"from": "eve@evil.test", "to": [other_tag]});
        assert_ne!(post.receives(post.letter("<4@evil.test>", "y", "Ha", change)).await.0, c);
        assert_eq!(post.messages(&c).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_mails_of_another_workspace_lead_nowhere() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        post.ben_says(&c, "On its way").await;
        jobs::deliver(&post.app).await.unwrap();
        let sealed = post.smtp.taken()[0].header("Reply-To").unwrap();
        let (_, tag) = sealed.split_once('+').unwrap();
        let globex = json!({"workspaceId": post.globex, "enabled": true});
        post.call(&post.cleo, "emailChannel:upsertEmailConfig", globex).await.unwrap();
        let config = json!({"workspaceId": post.globex});
        let config = post.call(&post.cleo, "emailChannel:getEmailConfig", config).await.unwrap();
        let inbox = config["forwardingAddress"].as_str().unwrap();
        let (local, _) = inbox.split_once('@').unwrap();
        let tagged = format!("{local}+{}", tag.trim_end_matches('>'));
        for (n, to) in [inbox, &tagged].into_iter().enumerate() {
            let headers = json!({"Message-ID": format!("<g{n}@x.test>"), "In-Reply-To": "<1@customer.test>"});
            let change = json!({"to": [to], "headers": headers, "from": MIA});
            let (found, _) = post.receives(post.letter("", "My order", "Hi Globex", change)).await;
            let seen = post.call(&post.cleo, "conversations:get", json!({"id": found})).await.unwrap();
            assert_eq!(seen["workspaceId"], json!(post.globex));
        }
        assert_eq!(post.messages(&c).await.len(), 2);
        // The same identifier is another mail there.
        let change = json!({"to": [inbox]});
        let (found, _) = post.receives(post.letter("<1@customer.test>", "New", "Hi", change)).await;
        assert_ne!(found, c);
    })
    .await;
}

#[tokio::test]
async fn mail_that_no_person_wrote_is_ignored_and_a_bounce_is_noted() {
    on_each(async |post| {
        let (c, _) = post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
        let sent = post.call(&post.ben, "messages:send", by_agent(&c, "On its way")).await.unwrap();
        jobs::deliver(&post.app).await.unwrap();
        let id = post.smtp.taken()[0].header("Message-ID").unwrap();
        let with = |name: &str, value: &str| {
            json!({"headers": {"Message-ID": "<2@x.test>", "In-Reply-To": "<1@customer.test>", name: value}})
        };
        let cases = [
            (with("Auto-Submitted", "auto-replied (vacation)"), "automatic"),
            (with("Precedence", "bulk"), "automatic"),
            (with("List-Id", "<list.x.test>"), "automatic"),
            (with("X-Auto-Response-Suppress", "All"), "automatic"),
            (json!({"from": post.inbox}), "own"),
            (json!({"from": "Docent <DOCENT@docent.test>"}), "own"),
            (json!({"from": "x@y.test", "headers": {"Return-Path": "<>"}}), "bounce"),
            (json!({"from": "Mail Delivery <MAILER-DAEMON@mx.test>", "headers": {"References": id}}), "bounce"),
        ];
        for (change, why) in cases {
            let answer = post.delivers(&post.letter("<2@x.test>", "Re: My order", "I am away", change)).await;
            assert_eq!(answer, (StatusCode::OK, json!({"success": true, "ignored": why})));
        }
        let messages = post.messages(&c).await;
        assert_eq!(messages.len(), 2);
        assert_eq!((&messages[1]["_id"], &messages[1]["deliveryStatus"]), (&sent, &json!("bounced")));
    })
    .await;
}
