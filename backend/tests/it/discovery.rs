//! `discovery:…` and `GET /.well-known/opencom.json`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    store::place::each_store,
    talk::{NOBODY, Talk, on_each},
    wire::client::Server,
};
use docent::{
    core::{App, Clock, Config},
    store::Store,
};
use serde_json::{Value, json};

const PATH: &str = "/.well-known/opencom.json";

/// What the server answers: the status, the headers, and the body if it is JSON.
async fn asked(server: &Server, method: &str, headers: &str) -> (u16, String, Value) {
    let (status, head, body) = server.request(&format!("{method} {PATH}"), headers, b"").await;
    (status, head, serde_json::from_slice(&body).unwrap_or_default())
}

fn allowed(head: &str) -> Option<&str> {
    head.lines().find_map(|line| line.strip_prefix("access-control-allow-origin: "))
}

#[tokio::test]
async fn a_server_says_what_it_is_and_to_whoever_is_signed_in_how_people_come_to_it() {
    on_each(async |talk: Talk<'_>| {
        let name = "discovery:getMetadata";
        talk.is_strict_about(name, json!({})).await;
        let public = json!({"version": "1.0", "name": "Acme", "features": ["chat", "knowledge-base"]});
        assert_eq!(talk.call(NOBODY, name, json!({})).await.unwrap(), public);
        let mut full = public.clone();
        full["signupMode"] = json!("invite-only");
        full["authMethods"] = json!(["password"]);
        assert_eq!(talk.call(&talk.ben, name, json!({})).await.unwrap(), full);
        let server = Server::of(&talk.app).await;
        let mut document = public;
        document["convexUrl"] = json!("http://docent.test");
        let (status, head, body) = asked(&server, "GET", "").await;
        assert_eq!((status, allowed(&head), &body), (200, None, &document));
        let (_, _, body) = asked(&server, "GET", "Authorization: Bearer nonsense\r\n").await;
        assert_eq!(body, document, "a token that is none is nobody's");
        let bearer = format!("Authorization: Bearer {}\r\n", talk.world.ben().jwt);
        let (_, _, body) = asked(&server, "GET", &bearer).await;
        assert_eq!((&body["signupMode"], &body["authMethods"]), (&full["signupMode"], &full["authMethods"]));
        let change = json!({
            "workspaceId": talk.acme, "signupMode": "domain-allowlist", "allowedDomains": ["acme.test"], "authMethods": [],
        });
        talk.call(&talk.ben, "workspaces:updateSignupSettings", change).await.unwrap();
        let now = talk.call(&talk.ben, name, json!({})).await.unwrap();
        assert_eq!((&now["signupMode"], &now["authMethods"]), (&json!("domain-allowlist"), &json!([])));
    })
    .await;
}

#[tokio::test]
async fn pages_of_this_machine_may_discover_the_server_and_no_others() {
    on_each(async |talk: Talk<'_>| {
        let server = Server::of(&talk.app).await;
        for own in ["http://localhost", "http://localhost:3000", "https://127.0.0.1:8443"] {
            for method in ["GET", "OPTIONS"] {
                let (status, head, _) = asked(&server, method, &format!("Origin: {own}\r\n")).await;
                assert_eq!((status, allowed(&head)), (200, Some(own)), "{method} {own}");
                assert!(
                    head.contains("access-control-allow-methods: get, options")
                        && head.contains("vary: origin"),
                    "{head}"
                );
                assert!(!head.contains("allow-credentials"), "{head}");
            }
        }
        for other in [
            "https://evil.test",
            "http://localhost.evil.test",
            "http://localhost@evil.test",
            "http://127.0.0.1.evil.test",
            "file://localhost",
            "http://localhost/x",
            "null",
        ] {
            for method in ["GET", "OPTIONS"] {
                let (status, head, body) = asked(&server, method, &format!("Origin: {other}\r\n")).await;
                assert_eq!((status, allowed(&head)), (403, None), "{method} {other}");
                assert_eq!(body, json!({"error": "Origin not allowed"}), "{method} {other}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn pages_that_the_operator_names_may_discover_the_server() {
    each_store(async |place| {
        let store = Store::open(&place.location).await.unwrap();
        let public_origins = Some(vec!["https://app.test".to_owned()]);
        let config = Config { public_origins, ..Config::new("http://docent.test", "a secret") };
        let app = App::with_all_rooms(config, store.clone(), Clock::held(1)).unwrap();
        let server = Server::of(&app).await;
        let (status, head, body) = asked(&server, "GET", "Origin: https://app.test\r\n").await;
        assert_eq!(
            (status, allowed(&head), &body["name"]),
            (200, Some("https://app.test"), &json!("Docent"))
        );
        for other in ["http://localhost:3000", "https://app.test:444", "https://APP.test"] {
            assert_eq!(asked(&server, "GET", &format!("Origin: {other}\r\n")).await.0, 403, "{other}");
        }
        store.close().await;
    })
    .await;
}
