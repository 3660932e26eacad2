//! Tooltips: their list and their editor.

mod editor;

use super::{
    editing::{self, listing},
    list,
};
use editor::Fields;
use leptos::prelude::*;
use shared::{id::Uuid, tooltips::TriggerKind};

/// What opens a tooltip, with its word.
const KINDS: [(TriggerKind, &str); 3] = [
    (TriggerKind::Hover, "tooltip-hover"),
    (TriggerKind::Click, "tooltip-click"),
    (TriggerKind::Auto, "tooltip-auto"),
];

pub fn list() -> AnyView {
    list::list(listing::<Fields>())
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    editing::editor::<Fields>(id)
}
