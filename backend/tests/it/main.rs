//! Docent's server from within: through the store and through its functions, as a caller.

mod auth;
mod live;
mod messenger_settings;
mod session_door;
mod store;
mod tidy;
mod visitors;
mod widget_sessions;
mod wire;
mod workspace_members;
mod workspaces;
mod world;
