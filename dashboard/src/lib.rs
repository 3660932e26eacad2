//! The agents' app: sign-in, inbox, team, and the pages that put the widget on a site. Everything that can be told as
//! plain values (keys, matching, grouping, addresses) is a module without a browser, tested on the host.

pub mod allow_list;
pub mod failures;
pub mod fuzzy;
pub mod grouping;
pub mod offers;
pub mod people;
pub mod preview;
pub mod route;
pub mod shortcuts;
pub mod sites;
pub mod snoozing;
pub mod stepping;

mod app;
mod browser;
mod chooser;
mod commands;
mod composer;
mod conversation;
mod desk;
mod dialog;
mod header;
mod icons;
mod inbox;
mod inbox_list;
mod install;
mod invitations;
mod link;
mod look;
mod look_preview;
mod moments;
mod notices;
mod origins;
mod outbox;
mod palette;
mod parts;
mod presence;
mod rich_text;
mod searching;
mod session;
mod shell;
mod sidebar;
mod sign_in;
mod team;
mod thread;
mod visitor;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the module is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    // The executor that `leptos::task` needs is set up by mounting.
    wasm_bindgen_futures::spawn_local(async {
        words::load().await;
        browser::clear_placeholder();
        leptos::mount::mount_to_body(app::App);
    });
}
