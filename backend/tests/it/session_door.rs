//! The dashboard's sign-in over HTTP, and the keys that others verify our tokens with.

use crate::world::{PUBLIC_URL, World, on_each_store};
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};
use tower::ServiceExt;

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: Value,
}

impl Answer {
    /// The refresh token that the answer sets, or "" where it takes it away.
    fn cookie(&self) -> Option<&str> {
        let cookie = self.headers.get(header::SET_COOKIE)?.to_str().unwrap();
        for word in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
            assert!(cookie.contains(word), "{cookie}");
        }
        cookie.strip_prefix("__Host-docent-refresh=")?.split(';').next()
    }
}

async fn send(world: &World, request: Request<Body>) -> Answer {
    let response = docent::app::router(world.app.clone()).oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    Answer { status, headers, body: serde_json::from_slice(&body).unwrap_or_default() }
}

async fn ask(world: &World, method: &str, path: &str, cookie: Option<&str>, body: Value) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
    if let Some(cookie) = cookie {
        request = request.header("cookie", format!("theme=dark; __Host-docent-refresh={cookie}"));
    }
    let body = if body.is_null() {
        Body::empty()
    } else {
        request = request.header("content-type", "application/json");
        Body::from(body.to_string())
    };
    send(world, request.body(body).unwrap()).await
}

fn eve(flow: &str) -> Value {
    json!({"flow": flow, "email": "eve@example.com", "password": "correct horse"})
}

const SESSION: &str = "/dashboard/session";
const REFRESH: &str = "/dashboard/session/refresh";

#[tokio::test]
async fn signing_up_in_refreshing_and_out_is_one_cookie() {
    on_each_store(async |world| {
        let up = ask(world, "POST", SESSION, None, eve("signUp")).await;
        assert_eq!(up.status, StatusCode::OK, "{}", up.body);
        assert_eq!(up.headers[header::CACHE_CONTROL], "no-store");
        let token = up.body["token"].as_str().unwrap();
        assert!(docent::domain::auth::caller(&world.app, token, None, None).await.is_ok());
        assert_eq!(up.body.as_object().unwrap().len(), 1, "the refresh token is in the cookie alone");

        let again = ask(world, "POST", REFRESH, up.cookie(), Value::Null).await;
        assert_eq!(again.status, StatusCode::OK);
        assert_ne!(again.cookie(), up.cookie());
        let out = ask(world, "DELETE", SESSION, again.cookie(), Value::Null).await;
        assert_eq!((out.status, out.cookie()), (StatusCode::NO_CONTENT, Some("")));
        let token = again.body["token"].as_str().unwrap();
        assert!(docent::domain::auth::caller(&world.app, token, None, None).await.is_err());
        let late = ask(world, "POST", REFRESH, again.cookie(), Value::Null).await;
        assert_eq!((late.status, late.cookie()), (StatusCode::UNAUTHORIZED, Some("")));
        let none = ask(world, "POST", REFRESH, None, Value::Null).await;
        assert_eq!(none.status, StatusCode::UNAUTHORIZED);
        let odd = ask(world, "POST", REFRESH, Some("nonsense"), Value::Null).await;
        assert_eq!((odd.status, odd.cookie()), (StatusCode::UNAUTHORIZED, Some("")));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_at_the_door_has_a_status_and_words() {
    on_each_store(async |world| {
        ask(world, "POST", SESSION, None, eve("signUp")).await;
        let mut wrong = eve("signIn");
        wrong["password"] = json!("wrong horse");
        let refused = ask(world, "POST", SESSION, None, wrong.clone()).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (StatusCode::UNAUTHORIZED, &json!("NOT_AUTHENTICATED"))
        );
        assert!(refused.cookie().is_none());
        let mut taken = eve("signUp");
        taken["password"] = json!("another horse");
        assert_eq!(ask(world, "POST", SESSION, None, taken).await.status, StatusCode::CONFLICT);
        let short = json!({"flow": "signUp", "email": "a@b.test", "password": "short"});
        let short = ask(world, "POST", SESSION, None, short).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let strange = json!({"flow": "signIn", "email": "a@b.test", "password": "x", "surprise": 1});
        let strange = ask(world, "POST", SESSION, None, strange).await;
        assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
        for _ in 0..9 {
            ask(world, "POST", SESSION, None, wrong.clone()).await;
        }
        let limited = ask(world, "POST", SESSION, None, wrong).await;
        assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
        for name in ["retry-after", "ratelimit-reset"] {
            assert_eq!(limited.headers[name], "360");
        }
        assert_eq!(limited.headers["ratelimit-remaining"], "0");
        assert_eq!(limited.body["retryAfter"], 360);
    })
    .await;
}

#[tokio::test]
async fn another_sites_page_can_do_nothing_here() {
    on_each_store(async |world| {
        let from = |name: &str, value: &str| {
            Request::builder()
                .method("POST")
                .uri(SESSION)
                .header("host", "desk.test")
                .header("content-type", "application/json")
                .header(name, value)
                .body(Body::from(eve("signUp").to_string()))
                .unwrap()
        };
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.test"),
            ("origin", "null"),
            ("x-nothing", "said"),
        ] {
            assert_eq!(send(world, from(name, value)).await.status, StatusCode::FORBIDDEN, "{name}: {value}");
        }
        for origin in [PUBLIC_URL, "https://desk.test"] {
            assert_eq!(send(world, from("origin", origin)).await.status, StatusCode::OK, "{origin}");
        }
        let form = Request::builder()
            .method("POST")
            .uri(SESSION)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "text/plain")
            .body(Body::from(eve("signIn").to_string()))
            .unwrap();
        assert_eq!(send(world, form).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    })
    .await;
}

#[tokio::test]
async fn the_public_key_and_the_issuer_are_published() {
    on_each_store(async |world| {
        let get = |path: &str| Request::builder().uri(path).body(Body::empty()).unwrap();
        let keys = send(world, get("/.well-known/jwks.json")).await;
        assert_eq!(keys.body["keys"][0]["crv"], "Ed25519");
        assert!(keys.body["keys"][0].get("d").is_none(), "the private half stays here");
        assert!(keys.headers[header::CACHE_CONTROL].to_str().unwrap().contains("max-age=15"));
        let about = send(world, get("/.well-known/openid-configuration")).await;
        assert_eq!(about.body["issuer"], PUBLIC_URL);
        assert_eq!(about.body["jwks_uri"], format!("{PUBLIC_URL}/.well-known/jwks.json"));
    })
    .await;
}
