//! Calls and live queries through the one socket of the app.

use crate::notices::Notices;
use client::{Client, Loaded};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Error, Function, function};
use std::future::Future;

/// The newest value of a live query; none until the first one came.
pub type Newest<T> = Signal<Option<T>>;

/// The client of this app.
pub fn client() -> Client {
    expect_context::<Client>()
}

/// Calls a function.
pub fn call<F>(function: F) -> impl Future<Output = Result<F::Output, Error>>
where
    F: Function + Serialize,
    F::Output: DeserializeOwned,
{
    let client = client();
    async move { client.call(function).await }
}

/// Calls a function in the background and does something with the answer; a refusal becomes a notice.
pub fn send_then<F>(function: F, then: impl FnOnce(F::Output) + 'static)
where
    F: Function + Serialize,
    F::Output: DeserializeOwned,
{
    let notices = expect_context::<Notices>();
    let called = call(function);
    // What follows may call again, which needs this place in the tree.
    let owner = Owner::current();
    leptos::task::spawn_local(async move {
        match called.await {
            Ok(answer) => match owner {
                Some(owner) => owner.with(|| then(answer)),
                None => then(answer),
            },
            Err(error) => notices.failed(&error),
        }
    });
}

/// As [`live`], and what was refused can be told from what is not there yet.
pub fn loaded<F>(arguments: impl Fn() -> Option<F> + 'static) -> Signal<Loaded<F::Output>>
where
    F: Function<Kind = function::Query> + Serialize,
    F::Output: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
    let live = client().live(arguments);
    Signal::derive(move || live.get())
}

/// Subscribes to a query while its arguments are there; other arguments, other subscription.
pub fn live<F>(arguments: impl Fn() -> Option<F> + 'static) -> Newest<F::Output>
where
    F: Function<Kind = function::Query> + Serialize,
    F::Output: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
    let live = client().live(arguments);
    Signal::derive(move || live.value())
}
