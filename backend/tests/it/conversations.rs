//! `conversations:*`: who sees which, in what order, and what each side may do with one.

mod inbox;
pub mod matrix;
mod reading;
mod search;
mod status;
mod team;
mod visitors;
mod waking;
