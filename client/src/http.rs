//! Functions over plain HTTP (wire-protocol.md §2): for queries that are asked once, and before there is a socket.

use crate::{
    call::unreachable,
    codec::{self, Json},
    time,
    wire::refusal,
};
use serde::{Deserialize, Serialize};
use shared::{Code, Error};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

#[derive(Serialize)]
struct Call<'a> {
    path: &'a str,
    args: &'a Json,
    format: &'static str,
}

/// Both shapes of an answer: a function's, and a transport error's `{code, message}`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Answer {
    status: String,
    value: Json,
    error_message: String,
    error_data: Json,
    code: String,
    message: String,
}

/// Runs a function at `url` (`…/api/{query,mutation,action}`).
pub async fn call(url: &str, path: &str, args: &Json, token: Option<&str>) -> Result<Json, Error> {
    let call = Call { path, args, format: "convex_encoded_json" };
    let (status, text) = send(url, &codec::print(&call), token).await.ok_or_else(unreachable)?;
    match codec::parse::<Answer>(&text) {
        Some(answer) if answer.status == "success" => Ok(answer.value),
        Some(answer) if answer.status == "error" => Err(refusal(&answer.error_data, answer.error_message)),
        Some(answer) if !answer.code.is_empty() => Err(transport_error(status, &answer.code, answer.message)),
        _ => Err(unreachable()),
    }
}

/// Our servers say the seed's code; any other is told from the HTTP status.
fn transport_error(status: u16, code: &str, message: String) -> Error {
    let code = match (status, code) {
        (_, "SESSION_EXPIRED") => Code::SessionExpired,
        (401, _) => Code::NotAuthenticated,
        (403, _) => Code::PermissionDenied,
        (404, _) => Code::NotFound,
        (400 | 413, _) => Code::InvalidInput,
        (429, _) => Code::RateLimited,
        _ => Code::Internal,
    };
    Error::new(code, message)
}

/// Posts JSON; `None` when no answer came.
async fn send(url: &str, body: &str, token: Option<&str>) -> Option<(u16, String)> {
    let headers = Headers::new().ok()?;
    headers.set("Content-Type", "application/json").ok()?;
    if let Some(token) = token {
        headers.set("Authorization", &format!("Bearer {token}")).ok()?;
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(body));
    let response = fetch(url, &init).await?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    Some((response.status(), text))
}

/// Fetches; `None` when no answer came.
pub async fn fetch(url: &str, init: &RequestInit) -> Option<Response> {
    let promise = time::window()?.fetch_with_str_and_init(url, init);
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_transport_error_keeps_its_words_and_gets_a_code() {
        let expired = transport_error(401, "SESSION_EXPIRED", "Sign in again".into());
        assert_eq!(expired, Error::new(Code::SessionExpired, "Sign in again"));
        assert_eq!(transport_error(401, "InvalidAuthHeader", String::new()).code, Code::NotAuthenticated);
        assert_eq!(transport_error(429, "TooMany", String::new()).code, Code::RateLimited);
        assert_eq!(transport_error(503, "Overloaded", String::new()).code, Code::Internal);
    }
}
