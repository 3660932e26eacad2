//! The messenger: a Leptos app that runs in a frame of Docent's own origin. The loader (`www/loader/widget.js`) owns the page's
//! side and the launcher; this app owns everything that a visitor reads and writes.

mod aside;
mod authoring;
mod bubble;
mod composer;
mod conversation;
mod conversations;
mod emoji;
mod frame;
mod guide;
mod help;
mod history;
mod home;
mod icons;
mod later;
mod messenger;
mod notice;
mod outbox;
mod panel;
mod rows;
mod server;
mod session;
mod theme;
mod thread;
mod tickets;
mod words;

use crate::{
    frame::{Frame, Heard},
    messenger::{Messenger, attribute},
    rows::Look,
    server::Server,
    session::Session,
};
use client::dom::{self, El, document};
use shared::colour;

/// Starts the app; the glue calls it once the module has loaded. The page of the tests has nothing to mount it in.
#[cfg_attr(not(test), wasm_bindgen::prelude::wasm_bindgen(start))]
pub fn start() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| dom::warn(&info.to_string())));
    wasm_bindgen_futures::spawn_local(async {
        let words = words::ask("locale");
        let (frame, hello) = Frame::open().await;
        words::take(words).await;
        if let Some(form) = document().get_element_by_id("plain") {
            form.remove();
        }
        dom::mount(move || app(frame, hello));
    });
}

fn app(frame: Frame, hello: Heard) -> El {
    let look = Look::read(&hello.0.get("look"));
    theme::apply(&look);
    theme::scheme(&hello.text("scheme"));
    let is_wanted = hello.is("isKnown") || hello.is("isOpen") || hello.user().is_some();
    let url = hello.page().url.unwrap_or_default();
    let is_guided = messenger::offers("data-shows") || session::has(&url, "opencom_");
    let workspace = attribute("data-workspace");
    let workspace = workspace.and_then(|id| id.parse().ok());
    let server = Server::asleep();
    let session = Session::new(server, workspace, &hello, frame.origin());
    let messenger = Messenger::new(frame, server, session, look, hello.is("isOpen"));
    frame.listen(move |heard| hear(messenger, heard));
    if is_wanted {
        session.want();
    }
    messenger.tell_guide(hello);
    if is_guided {
        guide::want(messenger);
    }
    panel::panel(messenger)
}

fn hear(it: Messenger, heard: Heard) {
    match heard.text("t").as_str() {
        "open" => {
            if let Some(id) = heard.0.text("conversation").and_then(|id| id.parse().ok()) {
                it.talk(Some(id));
            }
            it.is_open.set(true);
        }
        "close" => it.is_open.set(false),
        "escape" => it.close(),
        "user" => it.session.identify(heard.user()),
        "event" => {
            it.session.track(heard.0.get("event"));
            it.tell_guide(heard);
        }
        "page" => {
            it.session.moved(heard.page());
            it.tell_guide(heard);
        }
        "tour" => {
            it.tell_guide(heard);
            guide::want(it);
        }
        "scheme" => theme::scheme(&heard.text("scheme")),
        "insets" => theme::insets(heard.insets()),
        "identity" => it.session.become_device(heard.identity()),
        "reset" => {
            it.forget();
            it.session.reset(heard.identity());
        }
        // Words of the page's part of the guide, or of a newer loader.
        _ => it.tell_guide(heard),
    }
}
