//! The pages that set up a workspace.

pub mod allow_list;
pub mod answers;
pub mod audit;
pub mod automation;
pub mod email;
pub mod forms;
pub mod home;
pub mod hours;
pub mod identity;
pub mod install;
pub mod invitations;
pub mod keys;
pub mod look;
pub mod look_preview;
pub mod origins;
pub mod pages;
pub mod rules;
pub mod secret;
pub mod sites;
pub mod snippets;
pub mod tags;
pub mod team;
