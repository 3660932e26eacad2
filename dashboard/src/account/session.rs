//! Signing in and out. The refresh token is a cookie that scripts cannot read; the JWT lives here, in memory only.

use crate::browser;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{Code, Error};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

const PATH: &str = "/dashboard/session";

/// How far signing in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Asking whether the cookie is still good.
    Restoring,
    SignedOut,
    SignedIn,
}

/// What the form sends.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    pub flow: Flow,
    pub email: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Flow {
    SignIn,
    SignUp,
}

#[derive(Deserialize)]
struct Answer {
    token: String,
}

/// The agent's session in this page.
#[derive(Clone, Copy)]
pub struct Session {
    pub phase: RwSignal<Phase>,
    token: StoredValue<Option<String>>,
}

impl Session {
    /// Starts by asking whether an earlier sign-in is still good.
    pub fn restore() -> Self {
        let session = Self { phase: RwSignal::new(Phase::Restoring), token: StoredValue::new(None) };
        leptos::task::spawn_local(async move {
            // A server that cannot be reached says nothing about the cookie: ask again.
            while session.phase.get_untracked() == Phase::Restoring {
                match session.refresh().await {
                    Ok(_) => session.phase.set(Phase::SignedIn),
                    Err(error) if error.code == Code::Internal => client::time::sleep(2_000).await,
                    Err(_) => session.phase.set(Phase::SignedOut),
                }
            }
        });
        session
    }

    /// Signs in or up; the phase follows.
    pub async fn sign_in(self, credentials: Credentials) -> Result<(), Error> {
        let body = serde_json::to_string(&credentials).map_err(|_| Error::internal())?;
        let token = ask("POST", PATH, Some(&body)).await?;
        self.token.set_value(Some(token));
        self.phase.set(Phase::SignedIn);
        Ok(())
    }

    /// The JWT for the socket. A forced one, or the first, is fetched with the cookie; none means that the session has ended.
    pub async fn token(self, force: bool) -> Option<String> {
        if !force && let Some(token) = self.token.get_value() {
            return Some(token);
        }
        match self.refresh().await {
            Ok(token) => Some(token),
            Err(error) if error.code == Code::Internal => self.token.get_value(),
            Err(_) => {
                self.ended();
                None
            }
        }
    }

    /// Ends the session here and on the server.
    pub async fn sign_out(self) {
        let _ = send("DELETE", PATH, None).await;
        browser::forget("draft.");
        self.ended();
    }

    /// The server no longer knows the session.
    pub fn ended(self) {
        self.token.set_value(None);
        self.phase.set(Phase::SignedOut);
    }

    async fn refresh(self) -> Result<String, Error> {
        let token = ask("POST", "/dashboard/session/refresh", None).await?;
        self.token.set_value(Some(token.clone()));
        Ok(token)
    }
}

/// Asks for a token; an unreachable or broken server is INTERNAL, a refusal has the server's words.
async fn ask(method: &str, path: &str, body: Option<&str>) -> Result<String, Error> {
    let response = send(method, path, body).await.map_err(|_| Error::internal())?;
    let text = JsFuture::from(response.text().map_err(|_| Error::internal())?);
    let text = text.await.ok().and_then(|text| text.as_string()).unwrap_or_default();
    if response.ok() {
        return serde_json::from_str(&text).map(|answer: Answer| answer.token).map_err(|_| Error::internal());
    }
    if response.status() >= 500 {
        return Err(Error::internal());
    }
    Err(serde_json::from_str(&text).unwrap_or_else(|_| Error::not_authenticated()))
}

async fn send(method: &str, path: &str, body: Option<&str>) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        let headers = web_sys::Headers::new()?;
        headers.set("content-type", "application/json")?;
        init.set_headers(&headers);
        init.set_body(&body.into());
    }
    let response = JsFuture::from(browser::window().fetch_with_str_and_init(path, &init)).await?;
    response.dyn_into()
}
