//! The registry: every function by its name, with its arguments parsed strictly before anything else happens.

use super::{Actor, Error, Reader, Result, Writer};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::{Function, function};
use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc};

/// A function that only reads. It runs again, on a clone of its arguments, whenever what it read has changed.
pub trait Query: Function<Kind = function::Query> + Clone + Sync {
    /// Whether it reads much, with [`Reader::glance`]: it gets a connection on which no other query waits.
    const IS_REPORT: bool = false;
    fn run(self, cx: &mut Reader) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// A function that writes, as one transaction. It may run again when the store asks for a retry, so it has no other effect.
pub trait Mutation: Function<Kind = function::Mutation> + Clone + Sync {
    fn run(self, cx: &mut Writer) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// A function without a transaction of its own, which may hash, wait and call out.
pub trait Action: Function<Kind = function::Action> {
    fn run(self, cx: &Actor) -> impl Future<Output = Result<Self::Output>> + Send;
}

pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Value>> + Send + 'a>>;

/// A query with its arguments, ready to run any number of times.
pub trait AnyQuery: Send + Sync {
    fn name(&self) -> &'static str;
    fn is_report(&self) -> bool;
    fn run<'a>(&self, cx: &'a mut Reader) -> Answer<'a>;
}
impl<F: Query<Output: Serialize>> AnyQuery for F {
    fn name(&self) -> &'static str {
        F::NAME
    }
    fn is_report(&self) -> bool {
        F::IS_REPORT
    }
    fn run<'a>(&self, cx: &'a mut Reader) -> Answer<'a> {
        let function = self.clone();
        Box::pin(async move { Ok(serde_json::to_value(Query::run(function, cx).await?)?) })
    }
}

/// A mutation with its arguments, ready to run and be retried.
pub trait AnyMutation: Send + Sync {
    fn name(&self) -> &'static str;
    /// Whether its answer must be kept nowhere.
    fn is_secret(&self) -> bool;
    fn run<'a>(&self, cx: &'a mut Writer) -> Answer<'a>;
}
impl<F: Mutation<Output: Serialize>> AnyMutation for F {
    fn name(&self) -> &'static str {
        F::NAME
    }
    fn is_secret(&self) -> bool {
        F::IS_SECRET
    }
    fn run<'a>(&self, cx: &'a mut Writer) -> Answer<'a> {
        let function = self.clone();
        Box::pin(async move { Ok(serde_json::to_value(Mutation::run(function, cx).await?)?) })
    }
}

/// An action with its arguments.
pub trait AnyAction: Send {
    fn name(&self) -> &'static str;
    fn run<'a>(self: Box<Self>, cx: &'a Actor) -> Answer<'a>;
}
impl<F: Action<Output: Serialize>> AnyAction for F {
    fn name(&self) -> &'static str {
        F::NAME
    }
    fn run<'a>(self: Box<Self>, cx: &'a Actor) -> Answer<'a> {
        Box::pin(async move { Ok(serde_json::to_value(Action::run(*self, cx).await?)?) })
    }
}

/// A function by name, its arguments parsed.
pub enum Call {
    Query(Arc<dyn AnyQuery>),
    Mutation(Arc<dyn AnyMutation>),
    Action(Box<dyn AnyAction>),
}

impl Call {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Query(_) => "query",
            Self::Mutation(_) => "mutation",
            Self::Action(_) => "action",
        }
    }
}

type Parse = fn(Value) -> Result<Call>;

/// Every function that can be called by name.
#[derive(Default)]
pub struct Functions {
    parsers: HashMap<&'static str, Parse>,
}

impl Functions {
    pub fn query<F: Query<Output: Serialize> + DeserializeOwned>(&mut self) -> &mut Self {
        self.add(F::NAME, |args| Ok(Call::Query(Arc::new(parse::<F>(args)?))))
    }
    pub fn mutation<F: Mutation<Output: Serialize> + DeserializeOwned>(&mut self) -> &mut Self {
        self.add(F::NAME, |args| Ok(Call::Mutation(Arc::new(parse::<F>(args)?))))
    }
    pub fn action<F: Action<Output: Serialize> + DeserializeOwned>(&mut self) -> &mut Self {
        self.add(F::NAME, |args| Ok(Call::Action(Box::new(parse::<F>(args)?))))
    }

    fn add(&mut self, name: &'static str, parse: Parse) -> &mut Self {
        self.parsers.insert(name, parse);
        self
    }

    /// Every name, in no order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.parsers.keys().copied()
    }

    /// Finds the function and parses its arguments (wire-protocol.md §1 "Function names").
    pub fn call(&self, path: &str, args: Value) -> Result<Call> {
        let name = normalised(path);
        let Some(parse) = self.parsers.get(name.as_str()) else {
            return Err(shared::Error::new(
                shared::Code::NotFound,
                format!(
                    "Could not find public function for '{path}'. Check the spelling of module and function."
                ),
            )
            .into());
        };
        parse(args)
    }
}

/// `messages.js:list` is `messages:list`; without a colon the export is `default`.
pub fn normalised(path: &str) -> String {
    let (module, export) = path.rsplit_once(':').unwrap_or((path, "default"));
    format!("{}:{export}", module.strip_suffix(".js").unwrap_or(module))
}

fn parse<F: Function + DeserializeOwned>(args: Value) -> Result<F> {
    let refuse = |why: String| {
        Error::from(shared::Error::invalid(format!("ArgumentValidationError: {}: {why}", F::NAME)))
    };
    let Value::Object(fields) = &args else {
        return Err(refuse("the arguments must be an object".into()));
    };
    for (key, value) in fields {
        if value.is_null() && !F::NULLABLE.contains(&key.as_str()) {
            return Err(refuse(format!("`{key}` must not be null; leave it out")));
        }
        if has_null_within(value) && !F::FREE.contains(&key.as_str()) {
            return Err(refuse(format!("`{key}` must not contain a null; leave the field out")));
        }
        if has_nul(value) {
            return Err(refuse(format!("`{key}` must not contain a NUL character")));
        }
    }
    serde_json::from_value(whole_numbers(args)).map_err(|why| refuse(why.to_string()))
}

fn has_null_within(value: &Value) -> bool {
    let is_or_has = |value: &Value| value.is_null() || has_null_within(value);
    match value {
        Value::Array(items) => items.iter().any(is_or_has),
        Value::Object(fields) => fields.values().any(is_or_has),
        _ => false,
    }
}

/// Neither store can keep a NUL in a text.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => fields.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// JSON clients may write an integer as `1.0`. Negative zero is no integer and stays what it is.
fn whole_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) if !number.is_i64() && !number.is_u64() => match number.as_f64() {
            Some(float) if float == 0.0 && float.is_sign_negative() => Value::Number(number),
            Some(float) if float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0 => {
                (float as i64).into()
            }
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(whole_numbers).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| (key, whole_numbers(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other,
    }
}
