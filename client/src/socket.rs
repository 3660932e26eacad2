//! One WebSocket and its three events, as one callback. Dropping it closes it, and nothing is heard of it any more.

use crate::decimal::decimal;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

/// What happened to a socket.
pub enum Happened {
    Opened,
    Text(String),
    /// The close reason, or `closed with code N`.
    Closed(String),
}

const EVENTS: [&str; 3] = ["open", "message", "close"];

pub struct Socket {
    socket: WebSocket,
    callback: Closure<dyn FnMut(Event)>,
}

impl Socket {
    /// Starts to open one; `None` when the browser refuses the address.
    pub fn open(url: &str, mut happened: impl FnMut(Happened) + 'static) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        let callback = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if let Some(it) = read(event) {
                happened(it);
            }
        });
        for name in EVENTS {
            socket.add_event_listener_with_callback(name, callback.as_ref().unchecked_ref()).ok()?;
        }
        Some(Self { socket, callback })
    }

    /// Queues a text; a socket that is closing drops it, and its close event follows.
    pub fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        for name in EVENTS {
            let function = self.callback.as_ref().unchecked_ref();
            let _ = self.socket.remove_event_listener_with_callback(name, function);
        }
        let _ = self.socket.close();
    }
}

fn read(event: Event) -> Option<Happened> {
    match event.dyn_into::<MessageEvent>() {
        Ok(message) => message.data().as_string().map(Happened::Text),
        Err(event) => Some(match event.dyn_into::<CloseEvent>() {
            Ok(close) if close.reason().is_empty() => {
                Happened::Closed(["closed with code ", &decimal(close.code().into())].concat())
            }
            Ok(close) => Happened::Closed(close.reason()),
            Err(_) => Happened::Opened,
        }),
    }
}
