//! Taking events in.

use super::{topic, workspace_topic};
use crate::{
    core::{Limit, Mutation, Result, Writer},
    domain::checklists,
};
use serde_json::{Map, Value};
use shared::{
    Code, Error,
    events::{AUTO_EVENTS, EventType, Track, TrackAutoEvent},
    id::{EventId, VisitorId},
    limits,
};
use sqlx::types::Json;

const MINUTE: i64 = 60_000;

impl Mutation for Track {
    async fn run(self, cx: &mut Writer) -> Result<EventId> {
        if self.session_token.is_none() && self.visitor_id.is_none() {
            return Err(Error::new(Code::NotAuthenticated, "Visitor ID required").into());
        }
        let visitor = cx.visitor(self.session_token.as_deref(), self.workspace_id).await?.visitor;
        cx.count(Limit::Event, visitor.0)?;
        if self.name.trim().is_empty() {
            return Err(Error::invalid("The event has no name").into());
        }
        let (workspace, name) = (self.workspace_id, self.name.clone());
        let id = insert(cx, visitor, EventType::Manual, self).await?;
        checklists::happened(cx, workspace, visitor, &name).await?;
        Ok(id)
    }
}

impl Mutation for TrackAutoEvent {
    async fn run(self, cx: &mut Writer) -> Result<Option<EventId>> {
        if self.session_token.is_none() && self.visitor_id.is_none() {
            return Ok(None);
        }
        let visitor = cx.visitor(self.session_token.as_deref(), self.workspace_id).await?.visitor;
        let since = cx.now() - MINUTE;
        let (lately,): (i64,) = cx
            .read(topic(visitor))
            .query("SELECT COUNT(*) FROM events WHERE visitor_id = $1 AND created_at > $2 AND event_type <> 'manual'")
            .bind(visitor)
            .bind(since)
            .fetch_one()
            .await?;
        if lately >= AUTO_EVENTS {
            return Ok(None);
        }
        let track = Track {
            workspace_id: self.workspace_id,
            visitor_id: None,
            session_token: None,
            name: self.event_type.name().into(),
            properties: self.properties,
            url: self.url,
            session_id: self.session_id,
        };
        insert(cx, visitor, self.event_type.into(), track).await.map(Some)
    }
}

async fn insert(cx: &mut Writer, visitor: VisitorId, kind: EventType, event: Track) -> Result<EventId> {
    limits::title("The event's name", &event.name)?;
    limits::url("The address", event.url.as_deref().unwrap_or_default())?;
    limits::token("sessionId", event.session_id.as_deref().unwrap_or_default())?;
    event.properties.as_ref().map_or(Ok(()), check)?;
    let (id, now) = (EventId(cx.new_id()?), cx.now());
    cx.write([topic(visitor), workspace_topic(event.workspace_id)])
        .query(
            "INSERT INTO events (id, workspace_id, visitor_id, name, event_type, properties, url, session_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(id)
        .bind(event.workspace_id)
        .bind(visitor)
        .bind(event.name)
        .bind(kind)
        .bind(event.properties.map(Json))
        .bind(event.url)
        .bind(event.session_id)
        .bind(now)
        .execute()
        .await?;
    Ok(id)
}

/// Refuses properties that are too large, too deep or badly named (functions-identity.md §1 "Custom attribute maps").
fn check(properties: &Map<String, Value>) -> Result<(), Error> {
    let size = serde_json::to_string(properties).map_or(usize::MAX, |text| text.len());
    limits::at_most("The properties", size, limits::ATTRIBUTES, "bytes of JSON")?;
    for (name, value) in properties {
        if !name.is_ascii() || name.is_empty() || name.starts_with(['$', '_']) {
            return Err(Error::invalid(format!(
                "The property name `{name}` is not valid: use ASCII, and neither `$` nor `_` in front"
            )));
        }
        let is_right = match value {
            Value::Array(items) => items.iter().all(|item| item.is_string() || item.is_number()),
            Value::Object(_) => false,
            _ => true,
        };
        if !is_right {
            return Err(Error::invalid(format!("The property `{name}` is nested too deeply")));
        }
    }
    Ok(())
}
