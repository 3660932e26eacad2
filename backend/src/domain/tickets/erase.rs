//! Everything of one person.

use super::{columns, comments, topics};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::{agent_notices, email_channel, visitors::Person},
    store::Filter,
};
use shared::{tickets::Ticket, visitors::privacy::ExportedTicket};

/// A person's tickets, and those that were made of its conversations, oldest first.
async fn of(cx: &mut Reader, person: &Person) -> Result<Vec<Ticket>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM tickets WHERE "))
        .any_of("visitor_id", person.visitors.clone())
        .push(" OR ")
        .any_of("conversation_id", person.conversations())
        .push(" ORDER BY created_at, id");
    let topic = Topic::new("tickets", person.visitor.workspace_id.0);
    Ok(cx.read(topic).filter(filter).fetch_all().await?)
}

/// The same with every comment, internal ones too.
pub async fn of_person(cx: &mut Reader, person: &Person) -> Result<Vec<ExportedTicket>> {
    let mut tickets = Vec::new();
    for ticket in of(cx, person).await? {
        let comments = comments::of_ticket(cx, ticket.id, true).await?;
        let comments = comments.into_iter().map(|listed| listed.comment).collect();
        tickets.push(ExportedTicket { ticket, comments });
    }
    Ok(tickets)
}

/// Deletes them, and what the person wrote on others' tickets; answers how many tickets that were.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<u64> {
    let tickets = of(cx, person).await?;
    comments::erase(cx, tickets.iter().map(|ticket| ticket.id).collect(), person).await?;
    email_channel::erase_tickets(cx, tickets.iter().map(|ticket| ticket.id)).await?;
    agent_notices::erase(cx, tickets.iter().map(|ticket| ticket.id.0)).await?;
    let all: Vec<Topic> = tickets.iter().flat_map(topics).collect();
    if tickets.is_empty() {
        return Ok(0);
    }
    let filter =
        Filter::new("DELETE FROM tickets WHERE ").any_of("id", tickets.iter().map(|ticket| ticket.id));
    Ok(cx.write(all).filter(filter).execute().await?)
}
