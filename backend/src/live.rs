//! Live queries: who watches which topic, what runs again after a commit (design §6).

mod board;
mod memory;
mod stamps;

pub use board::Board;
pub use memory::{Here, Memory};
pub use stamps::Stamps;

/// The running subscriptions.
#[derive(Default)]
pub struct Live {}
