//! What is kept or asked outside of the database.

pub mod ai;
pub mod files;
mod http;
pub mod mail;
