//! A server that speaks as much S3 as files need: it checks each signature (AWS Signature Version 4) and keeps objects in memory.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use docent::outside::files::Settings;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

pub const SECRET: &str = "the bucket's secret";
const BUCKET: &str = "files";

/// The server; clones are the same one.
#[derive(Clone, Default)]
pub struct S3(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    objects: BTreeMap<String, Bytes>,
    /// It answers every request so.
    trouble: Option<StatusCode>,
    requests: usize,
}

impl S3 {
    /// Starts on a port of its own: how it is reached.
    pub async fn start() -> (Self, Settings) {
        let server = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (server, settings(&format!("http://{address}")))
    }

    /// What it keeps, by key.
    pub fn keys(&self) -> Vec<String> {
        self.0.lock().unwrap().objects.keys().cloned().collect()
    }

    pub fn bytes(&self, key: &str) -> Option<Bytes> {
        self.0.lock().unwrap().objects.get(key).cloned()
    }

    pub fn lose(&self, key: &str) {
        self.0.lock().unwrap().objects.remove(key);
    }

    pub fn will_answer(&self, trouble: Option<StatusCode>) {
        self.0.lock().unwrap().trouble = trouble;
    }

    /// How often it was asked.
    pub fn requests(&self) -> usize {
        self.0.lock().unwrap().requests
    }
}

/// Settings of a bucket at this address.
pub fn settings(endpoint: &str) -> Settings {
    Settings {
        url: format!("s3://{BUCKET}/docent"),
        endpoint: Some(endpoint.into()),
        region: Some("eu-test-1".into()),
        access_key: Some("docent".into()),
        secret_key: Some(SECRET.into()),
        ..Settings::default()
    }
}

async fn answer(State(server): State<S3>, request: Request<Body>) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 32 << 20).await.unwrap();
    let path = head.uri.path().to_owned();
    let query = head.uri.query().unwrap_or_default().to_owned();
    let is_signed = signature(&head.method, &path, &query, &head.headers, &body)
        .is_some_and(|signature| signed(&head.headers, "Signature").as_deref() == Some(&signature));
    let mut kept = server.0.lock().unwrap();
    kept.requests += 1;
    if let Some(trouble) = kept.trouble {
        return trouble.into_response();
    }
    if !is_signed {
        return error(StatusCode::FORBIDDEN, "SignatureDoesNotMatch");
    }
    let Some(rest) = path.strip_prefix(&format!("/{BUCKET}")) else {
        return error(StatusCode::NOT_FOUND, "NoSuchBucket");
    };
    let key = rest.trim_start_matches('/').to_owned();
    match head.method {
        Method::GET if key.is_empty() => list(&kept, &query),
        Method::GET | Method::HEAD => get(&kept, &key, &head.headers, head.method == Method::HEAD),
        Method::PUT => {
            let is_new = head.headers.get(header::IF_NONE_MATCH).is_some_and(|value| value == "*");
            if is_new && kept.objects.contains_key(&key) {
                return error(StatusCode::PRECONDITION_FAILED, "PreconditionFailed");
            }
            kept.objects.insert(key, body);
            ([(header::ETAG, "\"1\"")], ()).into_response()
        }
        Method::DELETE => {
            kept.objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => error(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
    }
}

fn get(kept: &Kept, key: &str, headers: &HeaderMap, is_head: bool) -> Response {
    let Some(bytes) = kept.objects.get(key) else { return error(StatusCode::NOT_FOUND, "NoSuchKey") };
    let about = [(header::ETAG, "\"1\""), (header::LAST_MODIFIED, "Tue, 24 Nov 2026 10:00:00 GMT")];
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok()?.strip_prefix("bytes="));
    let size = bytes.len();
    match range.and_then(|range| range.split_once('-')) {
        Some((from, to)) => {
            let (from, to): (usize, usize) =
                (from.parse().unwrap(), to.parse::<usize>().unwrap().min(size - 1));
            let shown = format!("bytes {from}-{to}/{size}");
            let part = bytes.slice(from..=to);
            (StatusCode::PARTIAL_CONTENT, about, [(header::CONTENT_RANGE, shown)], part).into_response()
        }
        None if is_head => (about, [(header::CONTENT_LENGTH, size.to_string())]).into_response(),
        None => (about, bytes.clone()).into_response(),
    }
}

fn list(kept: &Kept, query: &str) -> Response {
    let prefix = query.split('&').find_map(|pair| pair.strip_prefix("prefix=")).unwrap_or_default();
    let prefix = prefix.replace("%2F", "/");
    let one = |(key, bytes): (&String, &Bytes)| {
        format!(
            "<Contents><Key>{key}</Key><LastModified>2026-11-24T10:00:00.000Z</LastModified><Size>{}</Size></Contents>",
            bytes.len()
        )
    };
    let found: String = kept.objects.iter().filter(|(key, _)| key.starts_with(&prefix)).map(one).collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"
    );
    ([(header::CONTENT_TYPE, "application/xml")], xml).into_response()
}

fn error(status: StatusCode, code: &str) -> Response {
    let xml = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>no</Message></Error>");
    (status, [(header::CONTENT_TYPE, "application/xml")], xml).into_response()
}

/// A part of the `Authorization` header.
fn signed(headers: &HeaderMap, part: &str) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("AWS4-HMAC-SHA256 ")?;
    let of = |pair: &str| Some(pair.trim().strip_prefix(part)?.strip_prefix('=')?.to_owned());
    value.split(',').find_map(of)
}

/// The signature that a request must have; none if it is not signed at all.
fn signature(method: &Method, path: &str, query: &str, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let credential = signed(headers, "Credential")?;
    let scope = credential.strip_prefix("docent/")?;
    let names = signed(headers, "SignedHeaders")?;
    let of = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let digest = of("x-amz-content-sha256")?;
    assert_eq!(digest, hex::encode(Sha256::digest(body)), "the bytes are part of what is signed");
    assert!(names.split(';').any(|name| name == "host"), "{names}");
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    let listed: String =
        names.split(';').map(|name| format!("{name}:{}\n", of(name).unwrap_or(""))).collect();
    let canonical = format!("{method}\n{path}\n{}\n{listed}\n{names}\n{digest}", pairs.join("&"));
    let text = format!(
        "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
        of("x-amz-date")?,
        hex::encode(Sha256::digest(canonical))
    );
    let mut key = format!("AWS4{SECRET}").into_bytes();
    for part in scope.split('/').chain([text.as_str()]) {
        let mac = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(part);
        key = mac.finalize().into_bytes().to_vec();
    }
    Some(hex::encode(key))
}
