//! The server as the app uses it: one client for the whole document, copied around as a handle.

use client::{Client, Live, Status};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Error, Function, function};

/// An answer of which nothing is read.
pub type Ignored = serde::de::IgnoredAny;

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

    pub async fn call<F>(self, function: F) -> Result<F::Output, Error>
    where
        F: Function + Serialize,
        F::Output: DeserializeOwned,
    {
        self.0.get_value().call(function).await
    }

    /// As [`call`](Self::call), but reads of the answer only what `T` names: the reading code of a whole row weighs 8 KB.
    pub async fn call_as<F, T>(self, function: F) -> Result<T, Error>
    where
        F: Function + Serialize,
        T: DeserializeOwned,
    {
        self.0.get_value().call_as(function).await
    }

    pub fn live<F>(self, function: impl Fn() -> Option<F> + 'static) -> Live<F::Output>
    where
        F: Function<Kind = function::Query> + Serialize,
        F::Output: DeserializeOwned + PartialEq + Send + Sync + 'static,
    {
        self.0.with_value(|client| client.live(function))
    }

    /// True while a connection that was there is not.
    pub fn is_lost(self) -> bool {
        self.0.with_value(|client| matches!(client.status().get(), Status::Offline { .. } | Status::Outdated))
    }
}
