//! The messages on this device's disk, and a lock for one tab at a time.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/outbox/disk.js")]
extern "C" {
    fn disk_put(key: &str, text: &str) -> Promise;
    fn disk_all() -> Promise;
    fn disk_delete(key: &str) -> Promise;
    fn take_lock(name: &str, limit: f64) -> Promise;
}

/// Stores a text; `Some` once it is on disk.
pub async fn put(key: &str, text: &str) -> Option<()> {
    answer(disk_put(key, text)).await.map(drop)
}

/// Every text.
pub async fn all() -> Option<Vec<String>> {
    let found = answer(disk_all()).await?;
    Some(Array::from(&found).iter().filter_map(|text| text.as_string()).collect())
}

/// Forgets a text.
pub async fn delete(key: &str) -> Option<()> {
    answer(disk_delete(key)).await.map(drop)
}

/// A lock that is held until it is dropped.
pub struct Lock {
    release: Function,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Only what is no function is refused.
        let _ = self.release.call0(&JsValue::NULL);
    }
}

/// Waits for the lock, so many milliseconds; none where there are no locks, or when it took too long.
pub async fn lock(name: &str, limit: f64) -> Option<Lock> {
    let release = answer(take_lock(name, limit)).await?.unchecked_into();
    Some(Lock { release })
}

/// What was refused is `undefined`.
async fn answer(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok().filter(|answer| !answer.is_undefined())
}
