//! How widget and dashboard talk to the server: [`Client::call`] runs a function, [`Client::live`] is a query as a
//! signal. One socket carries both, in the sync protocol of `wire-protocol.md`; it reconnects by itself, and a
//! mutation that was issued is delivered once, however often the connection is lost meanwhile.
//!
//! `protocol` is the state machine (no browser in it), `connection` drives it over a WebSocket. What both apps need
//! besides is here too: the outbox of unsent messages, phrases and dates in the reader's language,
//! message markdown, and JSON without a parser to download (`codec`).

pub mod closure;
pub mod codec;
pub mod decimal;
pub mod dom;
pub mod i18n;
pub mod outbox;
pub mod rich_text;
pub mod time;

mod auth;
mod backoff;
mod call;
mod connection;
mod http;
mod live;
mod protocol;
#[cfg(target_arch = "wasm32")]
mod reader;
mod socket;
mod var;
mod wire;
#[cfg(target_arch = "wasm32")]
mod writer;

#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests;

pub use auth::TokenSource;
pub use call::{Client, is_unreachable, unreachable};
pub use connection::Status;
pub use live::{Live, Loaded};
pub use time::random_id;
pub use var::Var;
