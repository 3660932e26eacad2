//! Resend's HTTP API: mail is sent by one request, and what came in is asked for, since its webhooks tell no text.

use super::{Failure, Letter};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, StatusCode, Uri,
    body::Bytes,
    client::conn::http1,
    header::{AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

/// Where the API is.
pub const ADDRESS: &str = "https://api.resend.com";
/// The largest answer, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;

/// An account there. Not printable: it holds the key.
pub struct Resend {
    key: String,
    host: String,
    port: u16,
    tls: Option<TlsConnector>,
}

impl Resend {
    /// Errors: the address or the key is none.
    pub fn new(address: &str, key: String) -> Result<Self, String> {
        let wrong = || "the address of Resend's API must be like https://api.resend.com".to_owned();
        let uri: Uri = address.parse().map_err(|_| wrong())?;
        let is_secure = uri.scheme_str() == Some("https");
        let host = uri.host().ok_or_else(wrong)?.to_owned();
        let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("--resend-key is no key".into());
        }
        let tls = is_secure.then(connector).transpose()?;
        Ok(Self { key, host, port, tls })
    }

    /// Sends a mail; answers its id there.
    pub async fn send(&self, letter: &Letter, key: &str) -> Result<String, Failure> {
        let all =
            |addresses: &[super::Address]| addresses.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut headers = serde_json::Map::new();
        headers.insert("Message-ID".into(), json!(letter.message_id));
        headers
            .extend(letter.more_headers().into_iter().map(|(name, value)| (name.to_owned(), json!(value))));
        let mut body = json!({
            "from": letter.from.to_string(), "to": all(&letter.to), "subject": super::letter::one_line(&letter.subject),
            "text": letter.text, "html": letter.html, "headers": headers,
        });
        for (name, addresses) in [("cc", &letter.cc), ("bcc", &letter.bcc)] {
            if !addresses.is_empty() {
                body[name] = json!(all(addresses));
            }
        }
        if let Some(reply_to) = &letter.reply_to {
            body["reply_to"] = json!(reply_to.to_string());
        }
        let answer = self.ask(Method::POST, "/emails", Some(key), body.to_string()).await?;
        let id = answer["id"].as_str().ok_or_else(|| Failure::once("Resend answered without an id"))?;
        Ok(id.to_owned())
    }

    /// A mail that came in.
    pub async fn received(&self, id: &str) -> Result<Value, Failure> {
        if id.is_empty()
            || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        {
            return Err(Failure::always("that is no id of a mail"));
        }
        self.ask(Method::GET, &format!("/emails/receiving/{id}"), None, String::new()).await
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: String,
    ) -> Result<Value, Failure> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.host.as_str())
            .header(USER_AGENT, concat!("docent/", env!("CARGO_PKG_VERSION")))
            .header(AUTHORIZATION, format!("Bearer {}", self.key))
            .header(CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(Failure::always)?;
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(Failure::once)?;
        let (status, bytes) = match &self.tls {
            None => exchange(stream, request).await?,
            Some(tls) => {
                let name = ServerName::try_from(self.host.clone()).map_err(Failure::always)?;
                exchange(tls.connect(name, stream).await.map_err(Failure::once)?, request).await?
            }
        };
        let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        match status.is_success() {
            true => Ok(answer),
            false => Err(refusal(status, &answer)),
        }
    }
}

/// What is wrong with the mail itself stays so; a wrong key, a limit or a fault of theirs may not.
fn refusal(status: StatusCode, answer: &Value) -> Failure {
    let is_final = matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY);
    let said = answer["message"].as_str().unwrap_or_default();
    Failure { is_final, reason: format!("Resend answered {}: {said}", status.as_u16()) }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<(StatusCode, Bytes), Failure> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(Failure::once)?;
    let answering = async {
        let answer = sender.send_request(request).await.map_err(Failure::once)?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), LARGEST).collect().await.map_err(Failure::once)?;
        Ok((status, body.to_bytes()))
    };
    tokio::pin!(answering);
    tokio::select! {
        answer = &mut answering => answer,
        ended = connection => match ended {
            Ok(()) => answering.await,
            Err(cause) => Err(Failure::once(cause)),
        },
    }
}

fn connector() -> Result<TlsConnector, String> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|cause| format!("TLS cannot be used: {cause}"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
