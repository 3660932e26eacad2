//! Asks a language model behind an endpoint that speaks OpenAI's protocol: OpenAI itself, Ollama, vLLM, or a gateway. The address is
//! the operator's, so it may be anywhere; what comes from there is bounded in time and size, and believed in nothing.

mod carrier;
mod fault;
mod glimpse;
mod stream;
#[cfg(test)]
mod tests;

pub use fault::Fault;
pub use glimpse::{Glimpse, glimpse};
pub use stream::{Reply, ToolCall};

use axum::http::{Uri, header::HeaderValue};
use carrier::Carrier;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use stream::Reading;
use tokio::time::timeout;

/// How long the endpoint may take for one answer unless the operator says otherwise.
pub const TIMEOUT: Duration = Duration::from_secs(60);
/// Texts that are embedded with one request.
pub const BATCH: usize = 16;
/// The most numbers of one embedding; the largest models give 4096.
const DIMENSIONS: usize = 8192;
/// The most models of a list.
const MODELS: usize = 500;

/// What an operator says of the endpoint. Not printable: it holds the key.
#[derive(Clone, Default)]
pub struct Options {
    /// `https://api.openai.com/v1`, without `/chat/completions`.
    pub url: String,
    pub key: Option<String>,
    pub timeout: Option<Duration>,
    /// The model of workspaces that have chosen none.
    pub model: Option<String>,
    /// The model that makes embeddings; without it nothing is found by its meaning.
    pub embedding_model: Option<String>,
}

/// An endpoint; cheap to clone.
#[derive(Clone)]
pub struct Ai(Arc<Endpoint>);

struct Endpoint {
    carrier: Carrier,
    timeout: Duration,
    model: Option<String>,
    embedding_model: Option<String>,
}

/// One question to a model: who it is told to be, what it is given, and the only things that it may do.
pub struct Question<'q> {
    pub model: &'q str,
    /// Rules of ours.
    pub system: &'q str,
    /// What others wrote; data.
    pub user: &'q str,
    pub tools: Value,
    /// The second try is asked to be less inventive.
    pub is_retry: bool,
}

impl Ai {
    /// Errors: what is wrong with the address or the key, for the operator.
    pub fn new(options: Options) -> Result<Self, String> {
        let carrier = Carrier::new(options.url.trim_end_matches('/'), options.key.as_deref())?;
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Ok(Self(Arc::new(Endpoint {
            carrier,
            timeout: options.timeout.unwrap_or(TIMEOUT),
            model: given(options.model),
            embedding_model: given(options.embedding_model),
        })))
    }

    /// The model of workspaces that have chosen none.
    pub fn model(&self) -> Option<&str> {
        self.0.model.as_deref()
    }
    /// The model that makes embeddings, if there is one.
    pub fn embedding_model(&self) -> Option<&str> {
        self.0.embedding_model.as_deref()
    }
    /// How long one answer may take.
    pub fn timeout(&self) -> Duration {
        self.0.timeout
    }
    /// Who is asked, for reports: `openai` or the endpoint's host.
    pub fn provider(&self) -> &str {
        match self.host() {
            OPENAI => "openai",
            host => host,
        }
    }
    fn host(&self) -> &str {
        self.0.carrier.host()
    }

    /// The model's name as the endpoint knows it: OpenAI's own has no `openai/` before it, as gateways do.
    fn name<'m>(&self, model: &'m str) -> &'m str {
        match self.host() {
            OPENAI => model.strip_prefix("openai/").unwrap_or(model),
            _ => model,
        }
    }

    /// Asks, and shows the arguments of the first call each time that they grow.
    pub async fn ask(
        &self,
        question: Question<'_>,
        grows: impl FnMut(&ToolCall) + Send,
    ) -> Result<Reply, Fault> {
        let body = self.body(&question);
        let asked = async {
            let response = self.0.carrier.post("/chat/completions", body.to_string()).await?;
            Reading::of(response, grows).await
        };
        self.in_time(asked).await
    }

    fn body(&self, question: &Question<'_>) -> Value {
        let model = self.name(question.model);
        // Models that think first take another word for the limit, and no temperature.
        let thinks = ["gpt-5", "o1", "o3", "o4"].iter().any(|family| {
            let name = model.rsplit('/').next().unwrap_or(model);
            name.starts_with(family)
        });
        let mut body = json!({
            "model": model,
            "messages": [
                {"role": "system", "content": question.system},
                {"role": "user", "content": question.user},
            ],
            "tools": question.tools,
            "tool_choice": "required",
            "stream": true,
            "stream_options": {"include_usage": true},
        });
        if thinks {
            body["max_completion_tokens"] = json!(10_000);
        } else {
            body["max_tokens"] = json!(2_000);
            body["temperature"] = json!(if question.is_retry { 0.2 } else { 0.7 });
        }
        body
    }

    /// What texts mean, as vectors of one length, in their order. Errors also: no model for it is configured.
    pub async fn embed(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, Fault> {
        let model =
            self.embedding_model().ok_or_else(|| Fault::Garbled("no embedding model is set".into()))?;
        let body = json!({"model": self.name(model), "input": texts, "encoding_format": "float"}).to_string();
        let asked = async {
            let answer = self.0.carrier.post("/embeddings", body).await?.whole().await?;
            let answer: Embeddings = parsed(&answer)?;
            answer.in_order(texts.len())
        };
        self.in_time(asked).await
    }

    /// The names of the models that the endpoint offers.
    pub async fn models(&self) -> Result<Vec<String>, Fault> {
        let asked = async {
            let answer = self.0.carrier.get("/models").await?.whole().await?;
            let answer: Models = parsed(&answer)?;
            let mut names: Vec<String> = answer.data.into_iter().map(|model| model.id).collect();
            names.retain(|name| !name.is_empty() && name.len() <= shared::limits::TOKEN);
            names.sort_unstable();
            names.truncate(MODELS);
            Ok(names)
        };
        self.in_time(asked).await
    }

    async fn in_time<T>(&self, asked: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        timeout(self.0.timeout, asked).await.unwrap_or(Err(Fault::Late(self.0.timeout)))
    }
}

const OPENAI: &str = "api.openai.com";

fn parsed<'t, T: Deserialize<'t>>(text: &'t [u8]) -> Result<T, Fault> {
    serde_json::from_slice(text).map_err(|cause| Fault::Garbled(cause.to_string()))
}

/// An address of the operator's, or why it is none.
fn address(url: &str) -> Result<Uri, String> {
    let wrong = || "--ai-url is no address like https://api.openai.com/v1".to_owned();
    let uri: Uri = url.parse().map_err(|_| wrong())?;
    let is_whole = matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    // A name and password in it would go into logs.
    let is_plain = uri.query().is_none() && uri.authority().is_some_and(|part| !part.as_str().contains('@'));
    (is_whole && is_plain).then_some(uri).ok_or_else(wrong)
}

/// The header that proves who asks.
fn bearer(key: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.trim()))
        .map_err(|_| "--ai-key holds a character that no key has".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

#[derive(Deserialize)]
struct Models {
    data: Vec<Model>,
}
#[derive(Deserialize)]
struct Model {
    id: String,
}

#[derive(Deserialize)]
struct Embeddings {
    data: Vec<Embedded>,
}
#[derive(Deserialize)]
struct Embedded {
    #[serde(default)]
    index: usize,
    embedding: Vec<f32>,
}

impl Embeddings {
    fn in_order(mut self, asked: usize) -> Result<Vec<Vec<f32>>, Fault> {
        self.data.sort_by_key(|one| one.index);
        let length = self.data.first().map_or(0, |one| one.embedding.len());
        let is_sound = self.data.len() == asked
            && (1..=DIMENSIONS).contains(&length)
            && self.data.iter().enumerate().all(|(n, one)| {
                one.index == n
                    && one.embedding.len() == length
                    && one.embedding.iter().all(|number| number.is_finite())
            });
        match is_sound {
            true => Ok(self.data.into_iter().map(|one| one.embedding).collect()),
            false => Err(Fault::Garbled("the embeddings are not one for each text".into())),
        }
    }
}
