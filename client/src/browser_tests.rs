//! In a real page: the connection against a scripted server, the disk, the locks, `Intl`, and elements.

use crate::time;
use leptos::prelude::Owner;

mod connection;
mod page;
mod script;

/// Waits until it is so, for at most two seconds.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = time::now_ms() + 2_000;
    while !is_so() {
        assert!(time::now_ms() < deadline, "it never came: {what}");
        time::sleep(1).await;
    }
}

/// An owner as an app has one, with a running executor.
fn owner() -> Owner {
    // Mounting anything starts the executor.
    if let Some(body) = leptos::prelude::document().body() {
        leptos::mount::mount_to(body, || ()).forget();
    }
    let owner = Owner::new();
    owner.set();
    owner
}
