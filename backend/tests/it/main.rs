//! Docent's server from within: through the store and through its functions, as a caller.

mod auth;
mod live;
mod store;
mod wire;
mod world;
