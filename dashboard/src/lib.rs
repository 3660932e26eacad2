//! The agents' app: sign-in, inbox, team, and the pages that put the widget on a site. Everything that can be told as
//! plain values (keys, matching, grouping, addresses) is a module without a browser, tested on the host.

mod account;
mod app;
mod browser;
mod commands;
mod conversation;
mod desk;
mod engage;
mod failures;
mod files;
mod help;
mod inbox;
mod link;
mod moments;
mod parts;
mod people;
mod presence;
mod reports;
mod route;
mod settings;
mod shell;
mod sidebar;
mod tickets;
mod visitors;
mod words;

// Named on every screen.
use parts::{dialog, icons, notices};
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
