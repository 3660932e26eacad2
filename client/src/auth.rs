//! Tokens: where they come from, and when they have to be replaced (wire-protocol.md §8).

use crate::{codec, time};
use serde::Deserialize;
use shared::Millis;
use std::{future::Future, pin::Pin, rc::Rc};

type Fetched = Pin<Box<dyn Future<Output = Option<String>>>>;

/// Gives the JWT of whoever is signed in, or none. Asked with `true`, it has to be a fresh one: the last was refused or
/// is about to expire.
#[derive(Clone)]
pub struct TokenSource(Rc<dyn Fn(bool) -> Fetched>);

impl TokenSource {
    pub fn new<F: Future<Output = Option<String>> + 'static>(fetch: impl Fn(bool) -> F + 'static) -> Self {
        Self(Rc::new(move |is_forced| Box::pin(fetch(is_forced))))
    }

    pub(crate) fn fetch(&self, is_forced: bool) -> Fetched {
        (self.0)(is_forced)
    }
}

#[derive(Deserialize)]
struct Claims {
    iat: f64,
    exp: f64,
}

/// How long from now a token that was just issued is to be replaced: ten seconds before its end, by its own claims,
/// since this device's clock may be wrong. None when it has no such claims.
pub fn refresh_in(token: &str) -> Option<Millis> {
    let payload = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
    let claims: Claims = codec::parse(&time::window()?.atob(&payload).ok()?)?;
    wait_for_life((claims.exp - claims.iat) * 1_000.0)
}

fn wait_for_life(life: f64) -> Option<Millis> {
    (life > 2_000.0).then(|| (life - 10_000.0).max(life / 2.0) as Millis)
}

#[cfg(test)]
mod tests {
    use super::wait_for_life;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_token_is_replaced_ten_seconds_before_its_end() {
        assert_eq!(wait_for_life(3_600_000.0), Some(3_590_000));
        assert_eq!(wait_for_life(12_000.0), Some(6_000));
        assert_eq!(wait_for_life(1_000.0), None);
    }
}
