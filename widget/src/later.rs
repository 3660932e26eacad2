//! Screens that are chunks of their own, fetched when they are first opened. Until one is there its heading stands over grey lines, and
//! where it cannot be fetched the visitor may try again.

pub mod parts;

use crate::{
    conversations::{empty, skeleton},
    help,
    messenger::{Help, Messenger, Screen},
    panel::{button, close_button, focus_first},
    tickets,
    words::{self, Says},
};
use client::dom::{El, el};
use reactive_graph::owner::Owner;
use wasm_bindgen_futures::spawn_local;

/// Draws a screen of the messenger.
pub type Draw = fn(Messenger, Screen) -> El;

/// The chunk did not come: no network, or a newer version took its place.
pub struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

#[cfg(feature = "split")]
async fn load(screen: Screen) -> Result<Draw, Missing> {
    match screen {
        Screen::Help(_) => help::screen().await,
        _ => tickets::screen().await,
    }
}

#[cfg(not(feature = "split"))]
async fn load(screen: Screen) -> Result<Draw, Missing> {
    match screen {
        Screen::Help(_) => help::screen(),
        _ => tickets::screen(),
    }
}

/// A card of the home that the help centre draws; there is none until it can be drawn.
pub fn featured(it: Messenger, place: El) -> El {
    let screen = Screen::Help(Help::Featured);
    fetch(screen, place.clone(), move |draw| draw.map(|draw| draw(it, screen)).unwrap_or_else(|| el("div")));
    place
}

/// A screen of the help centre or of the tickets.
pub fn later(it: Messenger, screen: Screen) -> El {
    let place = el("div.later");
    begin(it, screen, place.clone());
    place
}

fn begin(it: Messenger, screen: Screen, place: El) {
    show(&place, waiting(it, screen, skeleton()));
    let again = place.clone();
    fetch(screen, place, move |draw| match draw {
        Some(draw) => draw(it, screen),
        None => missing(it, screen, again),
    });
}

/// Fetches the chunk of a screen, and shows in its place what `make` makes of it; of nothing where it did not come.
fn fetch(screen: Screen, place: El, make: impl FnOnce(Option<Draw>) -> El + 'static) {
    let owner = Owner::current().unwrap_or_default();
    spawn_local(async move {
        // Both are on their way at once.
        let words = words::ask("later");
        let draw = load(screen).await;
        let has_words = words::take(words).await;
        show(&place, owner.with(|| make(draw.ok().filter(|_| has_words))));
        if screen != Screen::Help(Help::Featured) {
            focus_first(&place.node());
        }
    });
}

fn missing(it: Messenger, screen: Screen, place: El) -> El {
    let owner = Owner::current().unwrap_or_default();
    let again = move || owner.with(|| begin(it, screen, place.clone()));
    let retry = button("primary").on_click(again).say("retry");
    waiting(it, screen, empty("missing", "missing-hint").put(retry))
}

fn waiting(it: Messenger, screen: Screen, content: El) -> El {
    let word = if let Screen::Help(_) = screen { "help" } else { "tickets" };
    let title = el("h1").set("tabindex", "-1").say(word);
    el("div.screen").put(el("header.bar").put(title).put(close_button(it))).put(content)
}

fn show(place: &El, content: El) {
    place.node().set_text_content(None);
    drop(place.clone().put(content));
}
