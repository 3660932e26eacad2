//! What callers send: a function's path, its arguments in one of two shapes, and the format of the answer.

use super::{App, Call, Either, Raw, Refusal, Result, values};
use axum::extract::rejection::BytesRejection;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use shared::Error;

/// A call by name.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invocation {
    pub path: String,
    #[serde(default)]
    pub args: Value,
    pub format: Option<String>,
    pub component_path: Option<String>,
}

/// The body where the address names the function.
#[derive(Deserialize)]
pub struct Body {
    #[serde(default)]
    pub args: Value,
    pub format: Option<String>,
}

/// The parameters of `GET /api/query`.
#[derive(Deserialize)]
pub struct ByUrl {
    pub path: String,
    pub args: Option<String>,
    pub format: Option<String>,
}

/// How values are written in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 64-bit integers and bytes as text.
    Plain,
    /// As convex clients encode them.
    Encoded,
}

impl Format {
    pub fn of(name: Option<&str>) -> Either<Self, Refusal> {
        match name {
            None | Some("json" | "convex_clean_json") => Ok(Self::Plain),
            Some("convex_encoded_json" | "convex_json") => Ok(Self::Encoded),
            Some(_) => Err(Refusal::malformed("`format` must be json or convex_encoded_json")),
        }
    }
}

impl Invocation {
    /// Refuses what can be no path of a function.
    pub fn check_path(&self) -> Either<(), Refusal> {
        let is_path = !self.path.is_empty()
            && self.path.len() <= 512
            && self.path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./:".contains(&byte));
        match is_path {
            true => Ok(()),
            false => Err(Refusal::malformed("`path` must be like `module:function`")),
        }
    }

    /// Finds the function and checks its arguments; `kind` is what the address says it is.
    pub fn resolve(self, app: &App, kind: Option<&'static str>) -> Result<Call> {
        if self.component_path.is_some_and(|component| !component.is_empty()) {
            return Err(Error::invalid("This server has no components").into());
        }
        let args =
            arguments(self.args).map_err(|why| Error::invalid(format!("ArgumentValidationError: {why}")))?;
        let call = app.call(&self.path, args)?;
        match kind {
            Some(kind) if kind != call.kind() => {
                let message = format!("{} is a {}, not a {kind}", self.path, call.kind());
                Err(Error::invalid(message).into())
            }
            _ => Ok(call),
        }
    }
}

/// The arguments object: as it is, as the one item of an array, or nothing at all.
pub fn arguments(args: Value) -> Either<Value, String> {
    let args = match args {
        Value::Array(mut items) if items.len() <= 1 => items.pop().unwrap_or(Value::Null),
        Value::Array(_) => return Err("a function takes one object of arguments".into()),
        args => args,
    };
    match args {
        Value::Null => Ok(Value::Object(Default::default())),
        args => values::decode(args),
    }
}

pub fn read<T: DeserializeOwned>(body: Raw) -> Either<T, Refusal> {
    let body = body.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(_) if rejection.status().as_u16() == 413 => Refusal::too_large(),
        _ => Refusal::malformed("The body could not be read"),
    })?;
    serde_json::from_slice(&body)
        .map_err(|why| Refusal::malformed(format!("The body is not what it should be: {why}")))
}
