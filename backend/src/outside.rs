//! What is kept or asked outside of the database.

pub mod ai;
pub mod files;
pub mod mail;
