//! What is never a row: who types, who is here, when a visitor was last seen. Each entry has a time limit.

/// Ephemeral state of this process.
#[derive(Default)]
pub struct Memory {}
