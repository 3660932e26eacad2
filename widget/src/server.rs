//! The server as the app uses it: one client for the whole document.

use client::{
    Client, Live,
    codec::{Json, Looked},
    dom::window,
};
use shared::Error;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// Arguments and answers are JSON that is put together and looked up key by key: code that writes or reads a type is downloaded for each
/// type. The names of functions are those of `shared`, and what is in their arguments is too.
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

    /// Runs a mutation for its effect; `failed` hears why it had none.
    pub fn tell(self, name: &'static str, args: Json, failed: impl Fn(Error) + 'static) {
        self.tell_boxed(name, args, Box::new(failed));
    }

    fn tell_boxed(self, name: &'static str, args: Json, failed: Box<dyn Fn(Error)>) {
        let told = self.run(name, args);
        spawn_local(async move {
            if let Err(error) = told.await {
                failed(error);
            }
        });
    }

    /// Subscribes to the query of this name as long as the current owner lives, with the arguments that the closure's signals choose.
    pub fn live(self, name: &'static str, args: impl Fn() -> Option<Json> + 'static) -> Live<Looked> {
        self.0.live_json(name, Box::new(args))
    }

    /// Runs the mutation of this name. Boxed, so that what waits for it stays small and is compiled once.
    pub fn run(self, name: &'static str, args: Json) -> Answering {
        Box::pin(async move { self.0.mutate_json(name, args).await })
    }

    /// Asks the query of this name once.
    pub fn ask(self, name: &'static str, args: Json) -> Answering {
        Box::pin(async move { self.0.once_json(name, args).await })
    }

    /// Runs the action of this name, which needs a connection.
    pub async fn act(self, name: &'static str, args: Json) -> Result<Json, Error> {
        self.0.act_json(name, args).await
    }

    /// True while a connection that was there is not.
    pub fn is_lost(self) -> bool {
        self.0.is_lost()
    }
}
