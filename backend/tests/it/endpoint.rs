//! Worlds whose server asks an endpoint of language models.

mod model;

use crate::{
    store::place::{Place, each_with_schema},
    talk::Talk,
    world::World,
};
use docent::{
    outside::ai::{Ai, Options},
    store::Store,
};
pub use model::{Endpoint, KEY, Play};
use std::time::Duration;

impl Endpoint {
    pub fn options(&self) -> Options {
        Options {
            url: self.url.clone(),
            key: Some(KEY.into()),
            timeout: Some(Duration::from_secs(20)),
            model: Some("small".into()),
            embedding_model: None,
        }
    }
}

/// Runs a test in a world whose server asks such an endpoint.
pub async fn on_each_asking(test: impl AsyncFn(Talk<'_>, &Endpoint)) {
    on_each_with(|options| options, test).await;
}

/// The same with other options.
pub async fn on_each_with(change: impl Fn(Options) -> Options, test: impl AsyncFn(Talk<'_>, &Endpoint)) {
    let run = async |place: &Place| {
        let endpoint = Endpoint::start().await;
        let store = Store::open(&place.location).await.unwrap();
        let ai = Ai::new(change(endpoint.options())).unwrap();
        let world = World::asking(store.clone(), Some(ai)).await;
        test(Talk::of(&world).await, &endpoint).await;
        store.close().await;
    };
    each_with_schema(run).await;
}
