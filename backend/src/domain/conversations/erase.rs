//! Everything of one person.

use super::{owner_topic, topic, touch};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{
    conversations::Conversation,
    id::{IdentityId, VisitorId},
};

/// Every conversation of these visitors, removed or not, oldest first.
pub async fn of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Conversation>> {
    let owners: Vec<IdentityId> = visitors.iter().copied().map(IdentityId::from).collect();
    let topics: Vec<Topic> = owners.iter().copied().map(owner_topic).collect();
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM conversations WHERE "))
        .any_of("owner_id", owners)
        .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// Deletes a person's conversations, in which nothing is left.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let topics: Vec<Topic> = person.identities().map(owner_topic).collect();
    let filter = Filter::new("DELETE FROM conversations WHERE ").any_of("owner_id", person.identities());
    cx.write(topics).filter(filter).execute().await?;
    for row in &person.conversations {
        touch(cx, row);
        cx.touch(topic(row.id));
    }
    // Of a conversation that is somebody else's, only who began it.
    let filter = Filter::new("UPDATE conversations SET created_by = NULL WHERE ")
        .any_of("created_by", person.identities());
    cx.write_unnoticed("conversations").filter(filter).execute().await?;
    Ok(())
}
