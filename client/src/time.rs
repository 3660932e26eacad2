//! The browser's clock, its timers and its randomness.

use js_sys::Date;
use shared::Millis;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};
use wasm_bindgen::{JsCast, closure::Closure, prelude::wasm_bindgen};
use web_sys::Window;

/// Milliseconds since the Unix epoch, by this device's clock.
pub fn now_ms() -> Millis {
    Date::now() as Millis
}

#[wasm_bindgen(module = "/src/time.js")]
extern "C" {
    /// A fresh id as 32 hexadecimal digits: for `clientMessageId`, `sessionId` and the like.
    pub fn random_id() -> String;
    /// The same as a UUID is mostly printed.
    pub fn random_uuid() -> String;
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

pub(crate) fn window() -> Option<Window> {
    js_sys::global().dyn_into().ok()
}
