//! Docent's server from within: through the store and through its functions, as a caller.

mod auth;
mod commands;
mod conversations;
mod jobs;
mod live;
mod messages;
mod messenger_settings;
mod nodes;
mod operations;
mod presence;
mod process;
mod serving;
mod session_door;
mod sightings;
mod store;
mod talk;
mod tidy;
mod typing;
mod visitors;
mod watching;
mod widget_sessions;
mod wire;
mod workspace_members;
mod workspaces;
mod world;
