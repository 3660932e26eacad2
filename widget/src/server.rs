//! The server as the app uses it: one client for the whole document.

use client::{
    Client, Live,
    codec::{self, Json, Looked},
    dom::window,
};
use serde::Serialize;
use shared::{Error, Function, function};
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// A function that the widget calls: what it reads it subscribes to, or [asks once](Server::ask).
pub trait Mutates: Function<Kind = function::Mutation> + Serialize {}
impl<F: Function<Kind = function::Mutation> + Serialize> Mutates for F {}

/// A function whose answer the widget shows.
pub trait Asks: Function<Kind = function::Query> + Serialize {}
impl<F: Function<Kind = function::Query> + Serialize> Asks for F {}

/// Answers are looked up key by key: code that reads one into its type is downloaded for each type.
pub type Answering = Pin<Box<dyn Future<Output = Result<Json, Error>>>>;

/// Of what there is one in the document, for as long as that is open: handlers hold a reference, which is smaller than the thing, and so
/// is the code that hands it on.
pub fn for_ever<T>(it: T) -> &'static T {
    Box::leak(Box::new(it))
}

#[derive(Clone, Copy)]
pub struct Server(&'static Client);

impl Server {
    /// Ready to connect to the frame's own origin; [`wake`](Self::wake) does it, so that a frame that was only warmed up by a
    /// pointer passing over the launcher opens no socket.
    pub fn asleep() -> Self {
        Self(for_ever(Client::asleep(&window().location().origin().unwrap_or_default())))
    }

    pub fn wake(self) {
        self.0.resume();
    }

    /// Runs a mutation.
    pub fn call<F: Mutates>(self, function: F) -> Answering {
        self.run(F::NAME, codec::write(&function))
    }

    /// Runs a mutation for its effect; `failed` hears why it had none.
    pub fn tell<F: Mutates>(self, function: F, failed: impl Fn(Error) + 'static) {
        self.tell_json(F::NAME, codec::write(&function), Box::new(failed));
    }

    /// Asks a query once.
    pub fn ask<F: Asks>(self, function: F) -> Answering {
        self.ask_json(F::NAME, codec::write(&function))
    }

    /// Subscribes to a query as long as the current owner lives, with the arguments that the closure's signals choose.
    pub fn live<F: Asks>(self, function: impl Fn() -> Option<F> + 'static) -> Live<Looked> {
        self.live_json(F::NAME, move || function().map(|function| codec::write(&function)))
    }

    /// As [`live`](Self::live), with arguments that are JSON already.
    pub fn live_json(self, name: &'static str, args: impl Fn() -> Option<Json> + 'static) -> Live<Looked> {
        self.0.live_json(name, Box::new(args))
    }

    /// As [`tell`](Self::tell), with arguments that are JSON already.
    pub fn tell_json(self, name: &'static str, args: Json, failed: Box<dyn Fn(Error)>) {
        let told = self.run(name, args);
        spawn_local(async move {
            if let Err(error) = told.await {
                failed(error);
            }
        });
    }

    /// Runs the mutation of this name. Boxed, so that what waits for it stays small and is compiled once.
    pub fn run(self, name: &'static str, args: Json) -> Answering {
        Box::pin(async move { self.0.mutate_json(name, args).await })
    }

    /// Asks the query of this name once.
    pub fn ask_json(self, name: &'static str, args: Json) -> Answering {
        Box::pin(async move { self.0.once_json(name, args).await })
    }

    /// True while a connection that was there is not.
    pub fn is_lost(self) -> bool {
        self.0.is_lost()
    }
}
