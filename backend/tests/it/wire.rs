//! The functions over HTTP and over the sync socket, through a real server on a free port.

mod client;
mod endurance;
mod http;
mod refusals;
mod socket;
