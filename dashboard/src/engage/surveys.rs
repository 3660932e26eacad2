//! Surveys.

use crate::parts::skeleton;
use leptos::prelude::*;
use shared::id::Uuid;

/// The list of all of them.
pub fn list() -> AnyView {
    skeleton(4).into_any()
}

/// The editor of one, or of a new one.
pub fn editor(_id: Option<Uuid>) -> AnyView {
    skeleton(6).into_any()
}
