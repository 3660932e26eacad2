//! What a workspace chooses, and what the operator has set up.

use super::{DOMAIN, on_each, turn_on};
use crate::{
    talk::{self, NOBODY, Talk},
    world::PUBLIC_URL,
};
use serde_json::{Value, json};
use shared::Code;

#[tokio::test]
async fn the_first_choice_makes_an_address_and_what_is_left_out_is_cleared() {
    on_each(async |post| {
        let acme = post.acme.to_string();
        assert_eq!(post.inbox, format!("inbox-{}@{DOMAIN}", &acme[24..]));
        let change = json!({
            "fromName": " Acme Support ", "fromEmail": "help@docent.test", "signature": "Acme\nMain Street 1",
            "mailsChatReplies": true,
        });
        assert_eq!(turn_on(&post, change).await, post.inbox, "the address stays");
        let get = async || {
            let args = json!({"workspaceId": post.acme});
            post.call(&post.ben, "emailChannel:getEmailConfig", args).await.unwrap()
        };
        let config = get().await;
        assert_eq!(
            (&config["fromName"], &config["fromEmailVerified"]),
            (&json!("Acme Support"), &json!(true))
        );
        assert_eq!(
            (&config["signature"], &config["mailsChatReplies"]),
            (&json!("Acme\nMain Street 1"), &json!(true))
        );
        turn_on(&post, json!({"fromEmail": "ceo@bank.test"})).await;
        let config = get().await;
        assert_eq!((&config["fromName"], &config["fromEmailVerified"]), (&Value::Null, &json!(false)));
        let logged = json!({"workspaceId": post.acme, "resourceType": "emailConfig"});
        let logged = post.call(&post.ben, "auditLogs:list", logged).await.unwrap();
        assert_eq!(logged.as_array().unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn two_workspaces_whose_ids_end_alike_have_two_addresses() {
    on_each(async |post| {
        let taken = format!("inbox-{}", &post.globex.to_string()[24..]);
        let acme = post.acme;
        let sql = "UPDATE email_configs SET inbox = $2 WHERE workspace_id = $1";
        let work = move |mut tx: docent::store::Tx| {
            let taken = taken.clone();
            async move {
                let done = tx.query(sql).bind(acme).bind(taken).execute().await;
                (tx, done)
            }
        };
        post.app.store().write(work).await.unwrap();
        post.app.touch(docent::core::Topic::new("email_configs", acme.0));
        let (cleo, globex) = (&post.cleo, post.globex);
        let args = json!({"workspaceId": globex, "enabled": true});
        post.call(cleo, "emailChannel:upsertEmailConfig", args).await.unwrap();
        let config =
            post.call(cleo, "emailChannel:getEmailConfig", json!({"workspaceId": globex})).await.unwrap();
        let address = config["forwardingAddress"].as_str().unwrap();
        assert!(address.starts_with("inbox-") && !address.contains(&globex.to_string()[24..]), "{address}");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_a_sender_is_refused() {
    on_each(async |post| {
        for (wrong, words) in [
            (json!({"fromEmail": "nobody"}), "is not an e-mail address"),
            (json!({"fromEmail": "a@b.test, c@d.test"}), "is not an e-mail address"),
            (json!({"fromEmail": "a@b.test\r\nBcc: c@d.test"}), "is not an e-mail address"),
            (json!({"fromName": "x".repeat(256)}), "too long"),
            (json!({"signature": "x".repeat(2001)}), "too long"),
        ] {
            let args = talk::merged(&json!({"workspaceId": post.acme, "enabled": true}), &wrong);
            post.refuses(&post.ben, "emailChannel:upsertEmailConfig", args, Code::InvalidInput, words).await;
        }
        let args = json!({"workspaceId": post.acme, "enabled": true});
        post.is_strict_about("emailChannel:upsertEmailConfig", args).await;
        for name in ["emailChannel:getEmailConfig", "emailChannel:getServerStatus"] {
            post.is_strict_about(name, json!({"workspaceId": post.acme})).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_server_says_what_it_can_do() {
    on_each(async |post| {
        let args = json!({"workspaceId": post.acme});
        let said = post.call(&post.ben, "emailChannel:getServerStatus", args).await.unwrap();
        let all = json!({
            "canSend": true, "canReceive": true, "domain": DOMAIN, "sender": "docent@docent.test",
            "inboundUrl": format!("{PUBLIC_URL}/email/inbound"), "eventsUrl": format!("{PUBLIC_URL}/email/webhook"),
        });
        assert_eq!(said, all);
    })
    .await;
    talk::on_each(async |talk: Talk<'_>| {
        let args = json!({"workspaceId": talk.acme});
        let said = talk.call(&talk.ben, "emailChannel:getServerStatus", args).await.unwrap();
        assert_eq!((&said["canSend"], &said["canReceive"]), (&json!(false), &json!(false)));
        assert_eq!(said["domain"], "docent.test", "the host of the server");
    })
    .await;
}

#[tokio::test]
async fn a_client_without_the_webhook_secret_processes_nothing() {
    let calls = |post: &Talk<'_>, inbox: &str, secret: Option<&str>| {
        let mail = json!({"workspaceId": post.acme, "to": [inbox], "subject": "Hi", "textBody": "Hello"});
        let inbound = json!({"from": "mia@customer.test", "messageId": "<1@customer.test>"});
        let forwarded = json!({"forwarderEmail": "ben@acme.test", "originalFrom": "Jo <jo@x.test>", "messageId": "<2@x.test>"});
        let all = [
            ("emailChannel:getEmailConfigByForwardingAddress", json!({"forwardingAddress": inbox})),
            ("emailChannel:processInboundEmail", talk::merged(&mail, &inbound)),
            ("emailChannel:processForwardedEmail", talk::merged(&mail, &forwarded)),
        ];
        all.map(|(name, mut args)| {
            if let Some(secret) = secret {
                args["webhookSecret"] = json!(secret);
            }
            (name, args)
        })
    };
    on_each(async |post| {
        for secret in [None, Some(""), Some("whsec_wrong")] {
            for (name, args) in calls(&post, &post.inbox, secret) {
                post.refuses(&post.ben, name, args, Code::NotAuthorized, "Unauthorized").await;
            }
        }
        for (name, args) in calls(&post, &post.inbox, Some(super::SECRET)) {
            let answer = post.call(NOBODY, name, args.clone()).await.unwrap();
            match name {
                "emailChannel:getEmailConfigByForwardingAddress" => {
                    assert_eq!(answer["workspaceId"], json!(post.acme))
                }
                _ => {
                    let message = post.newest(answer["conversationId"].as_str().unwrap()).await;
                    assert_eq!(
                        (&message["_id"], &message["content"]),
                        (&answer["messageId"], &json!("Hello"))
                    );
                }
            }
            post.is_strict_about(name, args).await;
        }
    })
    .await;
    talk::on_each(async |talk: Talk<'_>| {
        let words = "Webhook internal secret is not configured";
        for (name, args) in calls(&talk, "inbox-1@docent.test", Some("")) {
            talk.refuses(NOBODY, name, args, Code::NotAuthorized, words).await;
        }
    })
    .await;
}
