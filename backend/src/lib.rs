//! Docent's server: one binary that serves the widget, the dashboard and the APIs over one core.
//! Start reading at [`app`] (every door on one page), then [`core`] (how a call reaches its function), then a room in [`domain`].

pub mod app;
pub mod commands;
pub mod core;
pub mod domain;
pub mod doors;
pub mod jobs;
pub mod live;
pub mod outside;
pub mod serve;
pub mod store;
pub mod traces;
