//! Everything of one person.

use super::{thread_topic, threads_topic};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{email_channel::EmailThread, id::TicketId};

/// The mails of a person's conversations, oldest first.
pub async fn of(cx: &mut Reader, person: &Person) -> Result<Vec<EmailThread>> {
    let filter = Filter::new(
        "SELECT id, created_at AS creation_time, workspace_id, conversation_id, message_id, in_reply_to,
                message_references AS \"references\", subject, normalized_subject, sender_email, created_at
         FROM email_threads
         WHERE ",
    )
    .any_of("conversation_id", person.conversations())
    .push(" ORDER BY created_at, id");
    Ok(cx.read(threads_topic(person.visitor.workspace_id)).filter(filter).fetch_all().await?)
}

/// Deletes the mails of a person's conversations, and those that wait to be sent.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let all = person.conversations();
    let topics: Vec<Topic> = all.iter().copied().map(thread_topic).collect();
    let filter = Filter::new("DELETE FROM email_threads WHERE ").any_of("conversation_id", all.clone());
    cx.write(topics.into_iter().chain([threads_topic(person.visitor.workspace_id)]))
        .filter(filter)
        .execute()
        .await?;
    let filter = Filter::new("DELETE FROM letters WHERE ").any_of("conversation_id", all);
    cx.write_unnoticed("letters").filter(filter).execute().await?;
    Ok(())
}

/// Deletes what waits to be sent about these tickets, and what became of it.
pub async fn erase_tickets(cx: &mut Writer, tickets: impl IntoIterator<Item = TicketId>) -> Result<()> {
    let filter = Filter::new("DELETE FROM letters WHERE ").any_of("ticket_id", tickets);
    cx.write_unnoticed("letters").filter(filter).execute().await?;
    Ok(())
}
