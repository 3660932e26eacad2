//! Files in a bucket of a server that speaks S3: Amazon's, MinIO and others.

use crate::outside::http::Server;
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use http_body_util::BodyExt;
use hyper::{Uri, header::HOST};
use object_store::{
    ClientOptions, Error, GetOptions, GetRange, ObjectStore, PutMode, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody,
        HttpService,
    },
    path::Path,
};
use std::{
    io::{self, ErrorKind},
    net::IpAddr,
    ops::Range,
    sync::Arc,
    time::Duration,
};
use tokio::time::timeout;
use uuid::Uuid;

/// How long the server may take until it begins to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// A request that failed by a fault of the server is tried again for so long.
const PERSISTENCE: Duration = Duration::from_secs(10);
const TRIES: usize = 3;

/// What the operator says of a bucket. Not printable: it holds keys.
#[derive(Clone, Default)]
pub struct Settings {
    /// `s3://bucket` or `s3://bucket/folder`.
    pub url: String,
    /// `https://minio.example.com`; Amazon's own server of the region unless given.
    pub endpoint: Option<String>,
    pub region: Option<String>,
    pub access_key: Option<String>,
    pub secret_key: Option<String>,
    /// Of keys that are good for a while.
    pub session_token: Option<String>,
    /// Keys and files may go unencrypted to a server that is not this machine.
    pub is_insecure: bool,
}

/// A folder of a bucket; cheap to clone.
#[derive(Clone)]
pub struct Bucket {
    store: Arc<AmazonS3>,
    folder: Path,
}

impl Bucket {
    /// Asks nobody yet. Errors: what is wrong with the settings, for the operator.
    pub fn new(settings: Settings) -> Result<Self, String> {
        let wrong = || "--files-url must be like s3://bucket or s3://bucket/folder".to_owned();
        let (bucket, folder) = settings.url.strip_prefix("s3://").map(split).ok_or_else(wrong)?;
        if bucket.is_empty() {
            return Err(wrong());
        }
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let (Some(key), Some(secret)) = (given(settings.access_key), given(settings.secret_key)) else {
            return Err("--files-url needs keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".into());
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(given(settings.region).unwrap_or_else(|| "us-east-1".into()))
            .with_access_key_id(key)
            .with_secret_access_key(secret)
            .with_retry(retries())
            .with_disable_bulk_delete(true)
            .with_http_connector(Connector);
        if let Some(token) = given(settings.session_token) {
            builder = builder.with_token(token);
        }
        if let Some(endpoint) = given(settings.endpoint) {
            let is_plain = check_endpoint(&endpoint, settings.is_insecure)?;
            // The bucket is named in the path and not in front of the host, which such servers rarely have names for.
            builder = builder
                .with_endpoint(endpoint.trim_end_matches('/'))
                .with_virtual_hosted_style_request(false)
                .with_allow_http(is_plain);
        }
        let store = builder.build().map_err(|cause| format!("--files-url cannot be used: {cause}"))?;
        let folder = Path::parse(folder).map_err(|cause| format!("--files-url cannot be used: {cause}"))?;
        Ok(Self { store: Arc::new(store), folder })
    }

    /// Keeps a file; answers when the server has it. Errors: `AlreadyExists`, and the first one stays as it is.
    pub async fn keep(&self, id: Uuid, bytes: Vec<u8>) -> io::Result<()> {
        let kept = self.store.put_opts(&self.place(id), bytes.into(), PutMode::Create.into()).await;
        kept.map(drop).map_err(broken)
    }

    /// The bytes of this range, as they come. Errors: not found.
    pub async fn read(
        &self,
        id: Uuid,
        range: Range<u64>,
    ) -> io::Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>> {
        let is_nothing = range.is_empty();
        let wanted = GetOptions {
            range: (!is_nothing).then_some(GetRange::Bounded(range)),
            head: is_nothing,
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&self.place(id), wanted).await.map_err(broken)?;
        Ok(match is_nothing {
            true => stream::empty().boxed(),
            false => found.into_stream().map_err(broken).boxed(),
        })
    }

    /// All of a file; none if it is not there.
    pub async fn whole(&self, id: Uuid) -> io::Result<Option<Vec<u8>>> {
        let got = async { self.store.get_opts(&self.place(id), GetOptions::default()).await?.bytes().await };
        match got.await {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(cause) => Err(broken(cause)),
        }
    }

    /// Keeps a file in place of one that may be there.
    pub async fn replace(&self, id: Uuid, bytes: Vec<u8>) -> io::Result<()> {
        let kept = self.store.put_opts(&self.place(id), bytes.into(), PutMode::Overwrite.into()).await;
        kept.map(drop).map_err(broken)
    }

    /// Removes a file if it is there.
    pub async fn remove(&self, id: Uuid) -> io::Result<()> {
        let place = stream::iter([Ok(self.place(id))]).boxed();
        // One request for one object; the answer to a missing one is the same.
        let removed: Result<Vec<Path>, Error> = self.store.delete_stream(place).try_collect().await;
        match removed {
            Ok(_) | Err(Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(broken(cause)),
        }
    }

    /// The ids of all files.
    pub async fn ids(&self) -> io::Result<Vec<Uuid>> {
        let listed = self.store.list(Some(&self.folder)).try_collect::<Vec<_>>().await.map_err(broken)?;
        // Of what lies here, only what has an id is ours.
        Ok(listed.iter().filter_map(|one| Uuid::try_parse(one.location.filename()?).ok()).collect())
    }

    fn place(&self, id: Uuid) -> Path {
        self.folder.clone().join(id.simple().to_string())
    }
}

fn split(address: &str) -> (&str, &str) {
    address.split_once('/').unwrap_or((address, ""))
}

/// Whether an endpoint is asked unencrypted. Errors: it is no address, or one where that is not allowed.
fn check_endpoint(endpoint: &str, is_insecure: bool) -> Result<bool, String> {
    let uri = endpoint.parse::<Uri>().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default().trim_matches(['[', ']']);
    match uri.as_ref().and_then(Uri::scheme_str) {
        Some("https") => Ok(false),
        Some("http") => {
            let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
            match is_here || is_insecure {
                true => Ok(true),
                false => Err("--files-endpoint is unencrypted: use https://, or say --files-insecure".into()),
            }
        }
        _ => Err("--files-endpoint must be like https://minio.example.com".into()),
    }
}

fn retries() -> RetryConfig {
    RetryConfig { max_retries: TRIES, retry_timeout: PERSISTENCE, ..RetryConfig::default() }
}

fn broken(cause: Error) -> io::Error {
    match cause {
        Error::NotFound { .. } => io::Error::new(ErrorKind::NotFound, "the bucket has no such file"),
        Error::AlreadyExists { .. } | Error::Precondition { .. } => {
            io::Error::new(ErrorKind::AlreadyExists, "the bucket has such a file already")
        }
        cause => io::Error::other(format!("the bucket cannot be used: {cause}")),
    }
}

/// Brings requests to servers as everything else here does, instead of by a second HTTP client.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(Service))
    }
}

#[derive(Debug)]
struct Service;

#[async_trait]
impl HttpService for Service {
    async fn call(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let address = request.uri().clone();
        let server = Server::at(&address).map_err(|cause| failed(HttpErrorKind::Unknown, cause))?;
        if let Some(host) = address.authority().and_then(|host| host.as_str().parse().ok()) {
            request.headers_mut().insert(HOST, host);
        }
        // The path alone, as a server that is no proxy takes it.
        let path = address.path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = path.parse().map_err(|cause| failed(HttpErrorKind::Unknown, cause))?;
        let answer = timeout(PATIENCE, server.ask(request))
            .await
            .map_err(|late| failed(HttpErrorKind::Timeout, late))?
            .map_err(|away| failed(HttpErrorKind::Connect, away))?;
        let body = |body: hyper::body::Incoming| {
            HttpResponseBody::new(body.map_err(|cut| failed(HttpErrorKind::Interrupted, cut)))
        };
        Ok(answer.map(body))
    }
}

fn failed(kind: HttpErrorKind, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> HttpError {
    HttpError::new_boxed(kind, cause.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Settings)) -> Result<Bucket, String> {
        let mut settings = Settings {
            url: "s3://files/docent".into(),
            access_key: Some("key".into()),
            secret_key: Some("hidden".into()),
            ..Settings::default()
        };
        change(&mut settings);
        Bucket::new(settings)
    }

    #[test]
    fn a_bucket_is_named_and_what_is_wrong_with_its_settings_is_said() {
        let place = with(|_| ()).ok().unwrap().place(Uuid::nil());
        assert_eq!(place.as_ref(), "docent/00000000000000000000000000000000");
        assert!(with(|it| it.endpoint = Some("http://127.0.0.1:9000".into())).is_ok());
        assert!(with(|it| it.endpoint = Some("http://[::1]:9000/".into())).is_ok());
        let far = |it: &mut Settings| it.endpoint = Some("http://minio.internal:9000".into());
        assert!(with(|it| (far(it), it.is_insecure = true).1).is_ok());
        let wrong: [fn(&mut Settings); 6] = [
            |it| it.url = "files/docent".into(),
            |it| it.url = "s3://".into(),
            |it| it.secret_key = None,
            |it| it.access_key = Some(" ".into()),
            |it| it.endpoint = Some("http://minio.internal:9000".into()),
            |it| it.endpoint = Some("minio.internal".into()),
        ];
        for change in wrong {
            let reason = with(change).err().unwrap();
            assert!(reason.contains("--files-") && !reason.contains("hidden"), "{reason}");
        }
    }
}
