//! The rows of `csat_responses`.

use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::reporting::CsatResponse;

/// What a person rated, oldest first.
pub async fn ratings(cx: &mut Reader, person: &Person) -> Result<Vec<CsatResponse>> {
    let filter = Filter::new(
        "SELECT id, workspace_id, conversation_id, visitor_id, agent_id, rating, feedback, created_at
         FROM csat_responses
         WHERE ",
    )
    .any_of("conversation_id", person.conversations())
    .push(" OR ")
    .any_of("visitor_id", person.visitors.clone())
    .push(" ORDER BY created_at, id");
    Ok(cx.read(topic(person)).filter(filter).fetch_all().await?)
}

/// Deletes it.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let filter = Filter::new("DELETE FROM csat_responses WHERE ")
        .any_of("conversation_id", person.conversations())
        .push(" OR ")
        .any_of("visitor_id", person.visitors.clone());
    cx.write(topic(person)).filter(filter).execute().await?;
    Ok(())
}

fn topic(person: &Person) -> Topic {
    Topic::new("csat_responses", person.visitor.workspace_id.0)
}
