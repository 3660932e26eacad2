//! The doors: they translate between a protocol and the functions, and decide nothing.

pub mod assets;
pub mod dashboard;
pub mod demo_site;
pub mod discovery;
pub mod frame;
pub mod functions;
pub mod headers;
pub mod health;
mod limits;
pub(crate) mod peer;
pub mod session;
pub mod socket;
