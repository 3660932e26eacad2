//! Workspaces: the tenant (functions-identity.md §4).

mod embedding;

pub use embedding::Embedding;

use crate::core::Functions;

pub fn register(_functions: &mut Functions) {}
