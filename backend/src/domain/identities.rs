//! Identities: every addressable party, one row each (domain-model.md §1 "Identity").

use crate::{
    core::{Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{
    id::{IdentityId, Uuid, WorkspaceId},
    messages::AI_AGENT,
};

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    User,
    Contact,
    AiAgent,
}

/// The one identity of every AI agent, made when it first speaks.
pub async fn ai_agent(cx: &mut Writer) -> Result<IdentityId> {
    cx.write_unnoticed("identities")
        .query("INSERT INTO identities (id, kind) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(AI_AGENT)
        .bind(Kind::AiAgent)
        .execute()
        .await?;
    Ok(AI_AGENT)
}

/// Makes other works that hold this party wait until this one has committed.
pub async fn hold(cx: &mut Writer, id: IdentityId) -> Result<()> {
    cx.write_unnoticed("identities")
        .query("UPDATE identities SET kind = kind WHERE id = $1")
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// A new identity; its id becomes the user's or visitor's id.
pub async fn create(cx: &mut Writer, kind: Kind, workspace: Option<WorkspaceId>) -> Result<Uuid> {
    let id = cx.new_id()?;
    cx.write(Topic::new("identities", id))
        .query("INSERT INTO identities (id, kind, workspace_id) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(kind)
        .bind(workspace)
        .execute()
        .await?;
    Ok(id)
}

/// Deletes a person's identities, to which nothing refers any more.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let topics: Vec<Topic> = person.identities().map(|id| Topic::new("identities", id.0)).collect();
    let filter = Filter::new("DELETE FROM identities WHERE ").any_of("id", person.identities());
    cx.write(topics).filter(filter).execute().await?;
    Ok(())
}
