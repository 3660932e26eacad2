//! What stands between the messages and the composer: files on their way, a rating, how soon the team answers. A chunk of its own
//! (`later.rs`), fetched with the first conversation that has any of it.

mod assistant;
mod email;
mod files;
mod rating;
mod reply;
mod suggest;

use crate::{
    composer::Composer,
    later::Missing,
    messenger::attribute,
    thread::Thread,
    words::{self, Says},
};
use client::{
    Var,
    dom::{El, el},
};
use reactive_graph::owner::Owner;
use std::cell::RefCell;
use wasm_bindgen_futures::spawn_local;

type Draw = fn(Thread, Composer, El);

/// Where it appears once it is there.
pub fn place(thread: Thread, composer: Composer) -> El {
    let place = el("div.aside");
    let (shown, owner) = (place.clone(), Owner::current().unwrap_or_default());
    spawn_local(async move {
        let words = words::ask("later");
        match (load().await, words::take(words).await) {
            (Ok(draw), true) => owner.with(|| draw(thread, composer, shown)),
            _ => drop(shown.put(el("p.problem").set("role", "alert").say("missing"))),
        }
    });
    place
}

#[cfg(feature = "split")]
async fn load() -> Result<Draw, Missing> {
    aside().await
}

#[cfg(not(feature = "split"))]
async fn load() -> Result<Draw, Missing> {
    aside()
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(later, fallible))]
fn aside() -> Result<Draw, Missing> {
    Ok(draw)
}

fn draw(thread: Thread, composer: Composer, into: El) {
    let wanted = attribute("data-talk").unwrap_or_default();
    let is_wanted = |word| wanted.split(' ').any(|one| one == word);
    let closed = Closed(Var::new(()));
    let mut into = into;
    if is_wanted("ai") {
        into = assistant::put(thread, into);
    }
    if is_wanted("reply") {
        into = reply::put(thread, into);
    }
    if is_wanted("suggest") {
        into = suggest::put(thread, composer, into);
    }
    if is_wanted("email") {
        into = email::put(thread, closed, into);
    }
    if is_wanted("rating") {
        into = rating::put(thread, closed, into);
    }
    drop(files::put(thread.it, composer, into));
}

thread_local! {
    /// What the visitor has closed, for as long as the page is open.
    static CLOSED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Boxes that can be closed and then stay away; a key names what one is about.
#[derive(Clone, Copy)]
struct Closed(Var<()>);

impl Closed {
    fn has(self, key: &str) -> bool {
        self.0.get();
        CLOSED.with_borrow(|closed| closed.iter().any(|one| one == key))
    }

    /// What a box of that key does at a click on one of its buttons.
    fn by(self, key: String) -> impl FnMut(&str, El) {
        move |word, _| {
            if word == "close" {
                CLOSED.with_borrow_mut(|closed| closed.push(key.clone()));
                self.0.set(());
            }
        }
    }
}
