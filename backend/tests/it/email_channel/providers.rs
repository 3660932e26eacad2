//! Resend's API, as far as a server of ours asks it.

use super::{Post, Smtp, deliver, settings, with};
use crate::{store::place::Place, support_attachments::PNG, world::World};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri},
    routing::{get, post},
};
use docent::{jobs, outside::mail::Settings};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

type Asked = Arc<Mutex<Vec<(HeaderMap, Value)>>>;

/// Takes mails, the first one not, and knows one that came in.
async fn resend() -> (String, Asked) {
    let asked = Asked::default();
    let send = async |State(asked): State<Asked>, headers: HeaderMap, Json(body): Json<Value>| {
        let mut asked = asked.lock().unwrap();
        asked.push((headers, body));
        match asked.len() {
            1 => (StatusCode::TOO_MANY_REQUESTS, Json(json!({"message": "slow down"}))),
            2 => (StatusCode::OK, Json(json!({"id": "re-mail-1"}))),
            _ => (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"message": "no such domain"}))),
        }
    };
    let known = async |Path(id): Path<String>, headers: HeaderMap| {
        assert_eq!(headers["authorization"], "Bearer re_key");
        let mail = json!({
            "id": id, "from": super::MIA, "to": ["x"], "subject": "Fetched", "text": "All of it", "html": null,
            "headers": {"message-id": "<fetched@customer.test>"}, "message_id": "<fetched@customer.test>",
            "attachments": [
                {"id": "f1", "filename": "chart.png", "content_type": "image/png"},
                {"id": "f2", "filename": "lie.png", "content_type": "image/png"},
                {"id": "f3", "filename": "gone.txt", "content_type": "text/plain"},
                {"id": "f4", "filename": "huge.txt", "content_type": "text/plain"},
            ],
        });
        Json(mail)
    };
    let files = async |headers: HeaderMap| {
        assert_eq!(headers["authorization"], "Bearer re_key");
        let place =
            |id: &str| format!("http://{}/bytes/{id}?signature=sig-1", headers["host"].to_str().unwrap());
        let file = |id: &str, size: i64| json!({"id": id, "size": size, "download_url": place(id)});
        Json(json!({"object": "list", "has_more": false, "data": [
            file("f1", 40), file("f2", 40), file("f3", 40), file("f4", 11 << 20), file("unasked", 1),
        ]}))
    };
    let bytes = async |Path(id): Path<String>, uri: Uri, headers: HeaderMap| {
        assert_eq!((uri.query(), headers.get("authorization")), (Some("signature=sig-1"), None));
        match id.as_str() {
            "f1" => (StatusCode::OK, PNG.to_vec()),
            "f2" => (StatusCode::OK, b"<script>alert(1)</script>".to_vec()),
            "unasked" => (StatusCode::OK, b"x".to_vec()),
            "f3" => (StatusCode::NOT_FOUND, Vec::new()),
            id => panic!("{id} is too large to be asked for"),
        }
    };
    let router = Router::new()
        .route("/emails", post(send))
        .route("/emails/receiving/{id}", get(known))
        .route("/emails/receiving/{id}/attachments", get(files))
        .route("/bytes/{id}", get(bytes))
        .with_state(asked.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, asked)
}

#[tokio::test]
async fn a_mail_goes_through_resend_under_one_key_and_what_is_told_of_it_is_believed() {
    Place::file()
        .run(async |place| {
            let (address, asked) = resend().await;
            let settings =
                Settings { resend_key: Some("re_key".into()), resend_url: Some(address), ..settings() };
            with(place, settings, async |world: &World| {
                let post = Post::of(world, Smtp::start().await).await;
                let (c, _) =
                    post.receives(post.letter("<1@customer.test>", "My order", "Where?", json!({}))).await;
                post.ben_says(&c, "On its *way*").await;
                jobs::deliver(&post.app).await.unwrap();
                assert_eq!(post.newest(&c).await["deliveryStatus"], "pending", "it is tried again");
                post.clock.advance(60_000);
                jobs::deliver(&post.app).await.unwrap();
                assert_eq!(post.newest(&c).await["deliveryStatus"], "sent");
                let asked = asked.lock().unwrap().clone();
                assert_eq!(asked.len(), 2);
                let ((first, _), (second, body)) = (&asked[0], &asked[1]);
                assert_eq!(first["idempotency-key"], second["idempotency-key"]);
                assert_eq!(second["authorization"], "Bearer re_key");
                assert_eq!(
                    (&body["from"], &body["to"]),
                    (&json!("Ben <docent@docent.test>"), &json!(["mia@customer.test"]))
                );
                assert_eq!(body["headers"]["In-Reply-To"], "<1@customer.test>");
                assert!(body["html"].as_str().unwrap().contains("<em>way</em>"), "{body}");
                let told = json!({"type": "email.delivered", "data": {"email_id": "re-mail-1"}}).to_string();
                deliver(world, "/email/inbound", told.as_bytes()).await;
                assert_eq!(post.newest(&c).await["deliveryStatus"], "delivered");
                post.ben_says(&c, "More").await;
                jobs::deliver(&post.app).await.unwrap();
                assert_eq!(post.newest(&c).await["deliveryStatus"], "failed", "it will not take that one");
            })
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_mail_of_which_only_the_id_is_told_is_fetched() {
    Place::file()
        .run(async |place| {
            let (address, _) = resend().await;
            let settings = Settings { resend_key: Some("re_key".into()), resend_url: Some(address), ..settings() };
            with(place, settings, async |world: &World| {
                let post = Post::of(world, Smtp::start().await).await;
                let data = json!({"email_id": "56761188-7520-42d8-8898-ff6fc54ce618", "from": super::MIA, "to": [post.inbox], "subject": "Fetched"});
                let told = json!({"type": "email.received", "data": data});
                let (c, _) = post.receives(told).await;
                let message = post.newest(&c).await;
                assert_eq!(message["content"], "All of it");
                assert_eq!(message["emailMetadata"]["messageId"], "<fetched@customer.test>");
                let files = message["attachments"].as_array().unwrap();
                assert_eq!(files.len(), 1, "what is something else, gone or too large is named alone: {message}");
                assert_eq!((&files[0]["fileName"], &files[0]["size"]), (&json!("chart.png"), &json!(PNG.len())));
                let named = message["emailMetadata"]["attachments"].as_array().unwrap();
                assert_eq!(named.len(), 4, "{named:?}");
                let wrong = json!({"type": "email.received", "data": {"email_id": "../../emails", "from": "a@b.c", "to": [post.inbox], "subject": "x"}});
                assert_eq!(post.delivers(&wrong).await.0, StatusCode::INTERNAL_SERVER_ERROR);
            })
            .await;
        })
        .await;
}
