//! In a real page: the connection against a scripted server, the disk, the locks, `Intl`, and elements.

use crate::{dom, time};
use reactive_graph::owner::Owner;

mod connection;
mod elements;
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
    dom::start_reacting();
    let owner = Owner::new();
    owner.set();
    owner
}
