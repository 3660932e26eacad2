//! Web Locks, which web-sys binds only as unstable: one tab at a time.

use crate::time;
use futures_channel::oneshot;
use js_sys::{Object, Promise, Reflect};
use shared::Millis;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::AbortSignal;

/// A lock that is held until it is dropped.
pub struct Lock {
    release: js_sys::Function,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::NULL);
    }
}

/// Waits for the lock; none where there are no locks, or when it took too long.
pub async fn take(name: &str, limit: Millis) -> Option<Lock> {
    let locks = Reflect::get(&time::window()?.navigator(), &"locks".into()).ok()?;
    let request = time::method(&locks, "request")?;
    let options = Object::new();
    let signal = AbortSignal::timeout_with_u32(u32::try_from(limit).ok()?);
    Reflect::set(&options, &"signal".into(), &signal).ok()?;

    let (sender, granted) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let refused = sender.clone();
    // The lock is held as long as this promise is pending.
    let hold = Closure::<dyn FnMut() -> Promise>::new(move || {
        Promise::new(&mut |release, _| {
            let lock = Lock { release };
            if let Some(sender) = sender.take() {
                // Nobody waits any more: dropping the lock releases it.
                drop(sender.send(lock));
            }
        })
    });
    let outcome = request.call3(&locks, &name.into(), &options, hold.as_ref()).ok()?;
    let refuse = Closure::<dyn FnMut(JsValue)>::new(move |_| drop(refused.take()));
    let _ = outcome.dyn_into::<Promise>().ok()?.catch(&refuse);
    granted.await.ok()
}
