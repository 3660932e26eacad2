//! The rooms: every function's body, one file a noun. Tenant SQL lives here only, and each table is written by its room alone.

pub mod auth;
pub mod conversations;
pub mod identities;
pub mod messages;
pub mod messenger_settings;
pub mod names;
pub mod participants;
pub mod presence;
pub mod requests;
pub mod rich_text;
pub mod sightings;
pub mod typing;
pub mod visitors;
pub mod widget_sessions;
pub mod workspace_members;
pub mod workspaces;

use crate::core::Functions;

/// Every function of the product.
pub fn functions() -> Functions {
    let mut functions = Functions::default();
    auth::register(&mut functions);
    conversations::register(&mut functions);
    messages::register(&mut functions);
    messenger_settings::register(&mut functions);
    presence::register(&mut functions);
    typing::register(&mut functions);
    visitors::register(&mut functions);
    widget_sessions::register(&mut functions);
    workspace_members::register(&mut functions);
    workspaces::register(&mut functions);
    functions
}
