//! The server as the app uses it: one client for the whole document, copied around as a handle.

use client::{
    Client, Live,
    codec::{self, Json, Looked},
    dom::window,
};
use reactive_graph::{
    owner::StoredValue,
    traits::{GetValue, WithValue},
};
use serde::{Serialize, de::DeserializeOwned};
use shared::{Error, Function, function};
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// An answer of which nothing is read.
pub type Ignored = serde::de::IgnoredAny;

/// A function that the widget calls: what it reads it subscribes to, or [asks once](Server::ask_as).
pub trait Mutates: Function<Kind = function::Mutation> {}
impl<F: Function<Kind = function::Mutation>> Mutates for F {}

type Answering = Pin<Box<dyn Future<Output = Result<Json, Error>>>>;

#[derive(Clone, Copy)]
pub struct Server(StoredValue<Client>);

impl Server {
    /// Ready to connect to the frame's own origin; [`wake`](Self::wake) does it, so that a frame that was only warmed up by a
    /// pointer passing over the launcher opens no socket.
    pub fn asleep() -> Self {
        Self(StoredValue::new(Client::asleep(&window().location().origin().unwrap_or_default())))
    }

    pub fn wake(self) {
        self.0.with_value(Client::resume);
    }

    /// Runs a mutation and reads of the answer only what `T` names: the reading code of a whole row weighs 8 KB.
    pub async fn call_as<F, T>(self, function: F) -> Result<T, Error>
    where
        F: Mutates + Serialize,
        T: DeserializeOwned,
    {
        self.call_json::<F, T>(codec::write(&function)).await
    }

    /// Runs a mutation for its effect; `failed` hears why it had none.
    pub fn tell<F: Mutates + Serialize>(self, function: F, failed: impl Fn(Error) + 'static) {
        self.tell_json(F::NAME, codec::write(&function), Box::new(failed));
    }

    /// As [`call_as`](Self::call_as), with arguments as JSON.
    pub async fn call_json<F: Mutates, T: DeserializeOwned>(
        self,
        args: Result<Json, Error>,
    ) -> Result<T, Error> {
        codec::read(&self.run(F::NAME, args).await?)
    }

    /// Asks a query once.
    pub async fn ask_as<F, T>(self, function: F) -> Result<T, Error>
    where
        F: Function<Kind = function::Query> + Serialize,
        T: DeserializeOwned,
    {
        codec::read(&self.ask(F::NAME, codec::write(&function)).await?)
    }

    /// As [`tell`](Self::tell), with arguments that are JSON already.
    pub fn tell_json(self, name: &'static str, args: Result<Json, Error>, failed: Box<dyn Fn(Error)>) {
        spawn_local(async move {
            if let Err(error) = self.run(name, args).await {
                failed(error);
            }
        });
    }

    /// A live answer that is looked up key by key, of a query with arguments as JSON: code that writes arguments out of their type is
    /// a few hundred bytes to download, for each type.
    pub fn live_json(self, name: &'static str, args: impl Fn() -> Option<Json> + 'static) -> Live<Looked> {
        self.0.with_value(|client| client.live_json(name, Box::new(move || args().map(Ok))))
    }

    /// Runs the mutation of this name. Boxed, so that what waits for it stays small and is compiled once.
    pub fn run(self, name: &'static str, args: Result<Json, Error>) -> Answering {
        Box::pin(async move { self.0.get_value().mutate_json(name, args?).await })
    }

    /// Asks the query of this name once.
    pub fn ask(self, name: &'static str, args: Result<Json, Error>) -> Answering {
        Box::pin(async move { self.0.get_value().once_json(name, args?).await })
    }

    pub fn live<F>(self, function: impl Fn() -> Option<F> + 'static) -> Live<F::Output>
    where
        F: Function<Kind = function::Query> + Serialize,
        F::Output: DeserializeOwned + PartialEq + 'static,
    {
        self.live_as(function)
    }

    /// As [`live`](Self::live), but reads of the answer only what `T` names.
    pub fn live_as<F, T>(self, function: impl Fn() -> Option<F> + 'static) -> Live<T>
    where
        F: Function<Kind = function::Query> + Serialize,
        T: DeserializeOwned + PartialEq + 'static,
    {
        self.0.with_value(|client| client.live_as(function))
    }

    /// True while a connection that was there is not.
    pub fn is_lost(self) -> bool {
        self.0.with_value(Client::is_lost)
    }
}
