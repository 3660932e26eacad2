//! What the server logs, and where its traces go: by OTLP over HTTP to a collector, if the operator names one (design §9). A trace
//! has the request and the functions that it called, by name and outcome, and never an argument or an answer.

use crate::core::CALLS;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response, hyper::HyperClient};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use std::{
    fmt,
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::runtime::Handle;
use tracing::Level;
use tracing_subscriber::{
    EnvFilter, Layer, Registry, filter::Targets, fmt as lines, layer::SubscriberExt, util::SubscriberInitExt,
};

/// How long the end of the process waits for a collector.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a collector may take to answer; less than that, so that one that does not is still told of.
const ANSWER: Duration = Duration::from_millis(1500);

/// What is logged unless `DOCENT_LOG` says otherwise. NATS' client logs each of its attempts; what it says to us is logged once.
const LOGGED: &str = "warn,docent=info,async_nats=off";

/// Where logs go, and traces.
pub struct Options<'o> {
    /// One JSON object a line.
    pub is_json: bool,
    /// `http://host:4318` of a collector.
    pub collector: Option<&'o str>,
}

/// The way of traces to a collector, if there is one.
#[must_use = "traces that were not sent yet are lost unless it is ended"]
pub struct Traces(Option<SdkTracerProvider>);

/// Starts to log to the standard error, and to trace. Errors: the collector's address cannot be used.
pub fn start(options: Options<'_>) -> Result<Traces, String> {
    let filter = EnvFilter::try_from_env("DOCENT_LOG").unwrap_or_else(|_| EnvFilter::new(LOGGED));
    let log = lines::layer().with_writer(io::stderr);
    let log: Box<dyn Layer<Registry> + Send + Sync> = match options.is_json {
        true => log.json().with_filter(filter).boxed(),
        false => log.with_filter(filter).boxed(),
    };
    let provider = options.collector.map(provider).transpose()?;
    let spans = provider.as_ref().map(|provider| {
        let targets = Targets::new()
            .with_target("docent::doors::request_id", Level::INFO)
            .with_target(CALLS, Level::INFO);
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("docent"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(targets)
    });
    tracing_subscriber::registry().with(log).with(spans).init();
    Ok(Traces(provider))
}

impl Traces {
    /// Sends what is left, as far as the collector takes it in time.
    pub async fn end(self) {
        let Some(provider) = self.0 else { return };
        let ended = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(PATIENCE));
        if let Ok(Err(cause)) = ended.await {
            tracing::warn!(%cause, "some traces were not sent");
        }
    }
}

fn provider(collector: &str) -> Result<SdkTracerProvider, String> {
    // No way to encrypt is built in: what encrypts is the collector beside this process.
    let is_plain = collector.starts_with("http://") && collector.parse::<axum::http::Uri>().is_ok();
    if !is_plain {
        return Err("--otlp-endpoint is no address like http://127.0.0.1:4318".to_owned());
    }
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Carrier {
            client: HyperClient::with_default_connector(ANSWER, None),
            runtime: Handle::current(),
            is_away: Arc::default(),
        })
        .with_endpoint(format!("{}/v1/traces", collector.trim_end_matches('/')))
        .with_timeout(ANSWER)
        .build()
        .map_err(|cause| format!("traces cannot be sent: {cause}"))?;
    let resource = Resource::builder()
        .with_service_name("docent")
        .with_attribute(opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    // Batches leave from a thread of their own; what does not fit into its queue is dropped, and nobody waits.
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}

/// Sends from the exporter's thread on the runtime of the server, which the client's sockets need.
struct Carrier {
    client: HyperClient,
    runtime: Handle,
    is_away: Arc<AtomicBool>,
}

impl fmt::Debug for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Carrier")
    }
}

type Answer = Result<Response<Bytes>, HttpError>;

impl HttpClient for Carrier {
    fn send_bytes<'c, 'f>(
        &'c self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Answer> + Send + 'f>>
    where
        'c: 'f,
        Self: 'f,
    {
        let (client, is_away) = (self.client.clone(), self.is_away.clone());
        let sent = self.runtime.spawn(async move {
            let answer = client.send_bytes(request).await;
            let cause = match &answer {
                Ok(answer) if answer.status().is_success() => None,
                Ok(answer) => Some(format!("it answers {}", answer.status())),
                Err(cause) => Some(cause.to_string()),
            };
            match (is_away.swap(cause.is_some(), Ordering::Relaxed), cause) {
                (false, Some(cause)) => {
                    tracing::warn!(%cause, "traces do not reach their collector and are lost")
                }
                (true, None) => tracing::info!("traces reach their collector again"),
                _ => {}
            }
            answer
        });
        Box::pin(async move { sent.await? })
    }
}
