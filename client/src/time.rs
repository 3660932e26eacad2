//! The browser's clock, its timers and its randomness.

use js_sys::{Date, Math};
use shared::{Millis, id::Uuid};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Window;

/// Milliseconds since the Unix epoch, by this device's clock.
pub fn now_ms() -> Millis {
    Date::now() as Millis
}

/// A fresh id as 32 hexadecimal digits: for `clientMessageId`, `sessionId` and the like.
pub fn random_id() -> String {
    random_uuid().simple().encode_lower(&mut Uuid::encode_buffer()).to_owned()
}

/// The same as a UUID is mostly printed.
pub(crate) fn random_session() -> String {
    random_uuid().hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
}

/// Waits; in a hidden tab the browser may stretch it to a minute.
pub async fn sleep(milliseconds: Millis) {
    let (done, waited) = futures_channel::oneshot::channel::<()>();
    let mut done = Some(done);
    let _timer = Timer::start(milliseconds, move || drop(done.take()));
    let _ = waited.await;
}

/// What a future gives, or none if it takes longer.
pub async fn within<T>(milliseconds: Millis, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut late) = (pin!(future), pin!(sleep(milliseconds)));
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => late.as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// A timer that has been started; dropping it stops it.
pub struct Timer {
    handle: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Runs once after that many milliseconds.
    pub fn start(milliseconds: Millis, run: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(run);
        let milliseconds = milliseconds.clamp(0, i64::from(i32::MAX)) as i32;
        let function = callback.as_ref().unchecked_ref();
        let handle = window()?.set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds);
        Some(Self { handle: handle.ok()?, _callback: callback })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = window() {
            window.clear_timeout_with_handle(self.handle);
        }
    }
}

/// `crypto.randomUUID` exists on https only, the random bytes everywhere.
fn random_uuid() -> Uuid {
    let mut bytes = [0; 16];
    let filled =
        window().and_then(|window| window.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        bytes.fill_with(|| (Math::random() * 256.0) as u8);
    }
    uuid_of(bytes)
}

/// Stamps version 4 and the RFC's variant onto random bytes.
fn uuid_of(mut bytes: [u8; 16]) -> Uuid {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    Uuid::from_bytes(bytes)
}

pub(crate) fn window() -> Option<Window> {
    js_sys::global().dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::uuid_of;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn random_bytes_become_a_version_4_id() {
        assert_eq!(uuid_of([0xff; 16]).to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid_of([0; 16]).to_string(), "00000000-0000-4000-8000-000000000000");
    }
}
