//! `messages:*`: numbered without gaps, stored once, read and written only by those of the conversation.

mod list;
pub mod matrix;
mod notes;
mod send;
mod together;
