//! The doors: they translate between a protocol and the functions, and decide nothing.

pub mod assets;
pub mod dashboard;
pub mod demo_site;
pub mod discovery;
pub mod email;
pub mod frame;
pub mod functions;
pub mod headers;
pub mod health;
pub mod help_center;
mod limits;
pub mod metrics;
pub(crate) mod peer;
pub mod request_id;
pub mod session;
pub mod socket;
pub mod storage;
