//! The help centre: collections in each other, their articles, a search over all. A chunk of its own (`later.rs`).

mod article;
mod lists;
mod search;
mod tree;

use crate::{
    later::{Draw, Missing},
    messenger::{Help, Messenger, Screen},
};
use client::dom::El;

/// How the help centre is drawn.
#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(later, fallible))]
pub fn screen() -> Result<Draw, Missing> {
    Ok(draw)
}

fn draw(it: Messenger, screen: Screen) -> El {
    match screen {
        Screen::Help(Help::Collection(id)) => lists::collection(it, id),
        Screen::Help(Help::Article(id)) => article::article(it, id),
        Screen::Help(Help::Featured) => lists::featured(it),
        screen => search::start(it, screen == Screen::Help(Help::Search)),
    }
}
