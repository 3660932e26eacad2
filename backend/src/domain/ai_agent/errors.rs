//! Whether the model can be asked, and why not.

use crate::core::App;
use shared::{
    Millis,
    ai_agent::{Behaviour, ConfigError},
};

/// What the peer's clients know errors by.
pub const GENERATION_FAILED: &str = "GENERATION_FAILED";
pub const EMPTY: &str = "EMPTY_RESPONSE_RETRY_FAILED";

/// Characters of a message.
const LONGEST: usize = 2000;

/// The model of a workspace: the one that it chose, else the server's.
pub fn model_of(app: &App, behaviour: &Behaviour) -> String {
    let usual = || Behaviour::default().model;
    let servers = || app.config().ai.as_ref().and_then(|ai| ai.model().map(str::to_owned));
    match &behaviour.model {
        model if *model == usual() => servers().unwrap_or_else(usual),
        model => model.trim().to_owned(),
    }
}

/// Why a workspace's model cannot be asked, if so.
pub fn configured(app: &App, model: &str, now: Millis) -> Result<(), ConfigError> {
    let wrong = |code: &str, message: &str| Err(error(app, code, message, model, now));
    if model.is_empty() {
        return wrong("MISSING_MODEL", "No model is chosen for the AI agent");
    }
    if model.split('/').any(|part| part.trim().is_empty()) {
        return wrong(
            "INVALID_MODEL_FORMAT",
            "The model's name has an empty part: write it as provider/model",
        );
    }
    match app.config().ai {
        Some(_) => Ok(()),
        None => {
            let message = "This server has no AI endpoint: its operator sets one with --ai-url";
            wrong("MISSING_PROVIDER_CREDENTIALS", message)
        }
    }
}

pub fn error(app: &App, code: &str, message: &str, model: &str, now: Millis) -> ConfigError {
    ConfigError {
        code: code.into(),
        message: message.chars().take(LONGEST).collect(),
        provider: app.config().ai.as_ref().map(|ai| ai.provider().to_owned()),
        model: Some(model.to_owned()),
        detected_at: now,
    }
}
