//! What else than the visitor itself says what it is like: the answers to a survey.

use super::{attributes, profile::merged, rows};
use crate::core::{Result, Writer};
use serde_json::{Map, Value};
use shared::{id::VisitorId, visitors::Visitor};

/// Adds attributes to a visitor's. What would be too much for one visitor is left out: an answer is not refused for it.
pub async fn describe(cx: &mut Writer, id: VisitorId, added: Map<String, Value>) -> Result<()> {
    if added.is_empty() {
        return Ok(());
    }
    let Some(before) = rows::by_id(cx, id).await? else { return Ok(()) };
    let attributes = merged(&before.custom_attributes, &Some(added));
    if attributes.as_ref().is_some_and(|all| attributes::check(all).is_err()) {
        return Ok(());
    }
    let after = Visitor { custom_attributes: attributes, ..before.clone() };
    rows::save(cx, &before, &after).await
}
