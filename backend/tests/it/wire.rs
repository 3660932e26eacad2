//! The functions over HTTP and over the sync socket, through a real server on a free port.

pub mod client;
mod draining;
mod endurance;
mod frame;
mod http;
mod kept;
mod limits;
mod refusals;
mod rooms;
mod socket;
