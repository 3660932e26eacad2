//! What there is to tell a member of a conversation or a ticket when the time has come.

use super::{Reason, telling::Due};
use crate::{
    core::{Reader, Result},
    domain::{
        conversations, email_channel::letters::About, messages, names, participants, tickets,
        workspace_members,
    },
};
use shared::{
    conversations::{Channel, Conversation},
    id::{ConversationId, TicketId, UserId, VisitorId},
    messages::Message,
    rich_text::plain,
    tickets::{AuthorType, Status, Ticket},
};

/// What a visitor is called of whom nothing is known any more.
const SOMEBODY: &str = "A visitor";

pub struct News {
    pub about: About,
    /// What has happened, in a sentence.
    pub lead: String,
    /// What it is about: the same each time, so that mail programs keep the letters together.
    pub subject: String,
    /// What the visitor wrote, oldest first, as it was written.
    pub texts: Vec<String>,
    /// The newest message of the conversation.
    pub seq: i64,
    /// The member has read what it was told before.
    pub was_read: bool,
}

/// None where it was seen or answered meanwhile, is gone, or is somebody else's.
pub async fn of(cx: &mut Reader, due: &Due) -> Result<Option<News>> {
    match due.reason {
        Reason::Message | Reason::Handoff | Reason::Assignment => {
            of_conversation(cx, due, ConversationId(due.about_id)).await
        }
        Reason::Ticket | Reason::TicketReply | Reason::TicketAssignment => {
            of_ticket(cx, due, TicketId(due.about_id)).await
        }
    }
}

async fn of_conversation(cx: &mut Reader, due: &Due, id: ConversationId) -> Result<Option<News>> {
    let Some(row) = conversations::by_id(cx, id).await? else { return Ok(None) };
    let whose = whose(cx, due, row.assigned_agent_id).await?;
    if whose == Whose::Anothers || due.reason == Reason::Assignment && whose != Whose::Own {
        return Ok(None);
    }
    let own_mark = participants::read_mark(cx, id, due.user_id.into()).await?;
    // What nobody has is read as soon as one member has read it.
    let read = if whose == Whose::Own { own_mark } else { own_mark.max(row.team_read_seq) };
    if due.reason == Reason::Handoff && read >= due.since_seq {
        return Ok(None);
    }
    let after = match due.reason {
        Reason::Message => read.max(due.told_seq),
        // Whoever takes over may have read what the AI agent was asked.
        Reason::Handoff => 0,
        _ => read,
    };
    let said = messages::unanswered_after(cx, id, after).await?;
    if said.is_empty() && due.reason != Reason::Assignment {
        return Ok(None);
    }
    let visitor = named(cx, row.visitor_id).await?;
    let lead = match due.reason {
        Reason::Handoff => format!("{visitor} waits for a person: the AI agent has handed over."),
        Reason::Assignment => format!("{} has given you this conversation.", actor(cx, due).await?),
        _ if begins(&row, &said) => format!("{visitor} has begun a conversation."),
        _ => format!("{visitor} has written."),
    };
    Ok(Some(News {
        about: About::Conversation(id),
        lead,
        subject: row.subject.clone().unwrap_or_else(|| format!("conversation with {visitor}")),
        texts: said.iter().map(text).collect(),
        seq: row.last_seq,
        was_read: read >= due.told_seq,
    }))
}

/// Whether the visitor's first message is among these.
fn begins(row: &Conversation, said: &[Message]) -> bool {
    said.first().is_some_and(|first| row.first_inbound_seq == Some(first.seq))
}

/// A message as its visitor wrote it; of a mail what it does not quote.
fn text(message: &Message) -> String {
    let words = match message.channel {
        Some(Channel::Email) => plain(&message.blocks),
        _ => message.content.clone(),
    };
    match message.attachment_ids.as_ref().map(Vec::len) {
        Some(files) if words.trim().is_empty() => counted(files),
        _ => words,
    }
}

fn counted(files: usize) -> String {
    if files == 1 { "1 attachment".into() } else { format!("{files} attachments") }
}

async fn of_ticket(cx: &mut Reader, due: &Due, id: TicketId) -> Result<Option<News>> {
    let Some(row) = tickets::by_id(cx, id).await? else { return Ok(None) };
    let whose = whose(cx, due, row.assignee_id).await?;
    if whose == Whose::Anothers || due.reason != Reason::Ticket && whose != Whose::Own {
        return Ok(None);
    }
    let visitor = named(cx, row.visitor_id).await?;
    let comments = tickets::of_ticket(cx, id, false).await?;
    let of_team = |kind: AuthorType| kind != AuthorType::Visitor;
    let answered = comments.iter().rposition(|listed| of_team(listed.comment.author_type));
    let unanswered = &comments[answered.map_or(0, |at| at + 1)..];
    let since = |at: &i64| *at >= due.since;
    let (lead, texts) = match due.reason {
        Reason::TicketAssignment => {
            (format!("{} has given you this ticket.", actor(cx, due).await?), described(&row))
        }
        Reason::Ticket if row.status == Status::Resolved || answered.is_some() => return Ok(None),
        Reason::Ticket => (format!("{visitor} has opened a ticket."), described(&row)),
        _ => {
            let new = unanswered.iter().map(|listed| &listed.comment).filter(|one| since(&one.created_at));
            (format!("{visitor} has written about a ticket."), new.map(|one| one.content.clone()).collect())
        }
    };
    if texts.is_empty() && due.reason == Reason::TicketReply {
        return Ok(None);
    }
    let about = About::Ticket(id);
    Ok(Some(News { about, lead, subject: row.subject, texts, seq: 0, was_read: false }))
}

fn described(row: &Ticket) -> Vec<String> {
    row.description.iter().filter(|text| !text.trim().is_empty()).cloned().collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Nobodys,
    Anothers,
}

/// Whose it is; that of a colleague who has left is nobody's.
async fn whose(cx: &mut Reader, due: &Due, assignee: Option<UserId>) -> Result<Whose> {
    Ok(match assignee {
        Some(assignee) if assignee == due.user_id => Whose::Own,
        Some(assignee) if workspace_members::membership(cx, assignee, due.workspace_id).await?.is_some() => {
            Whose::Anothers
        }
        _ => Whose::Nobodys,
    })
}

async fn named(cx: &mut Reader, visitor: Option<VisitorId>) -> Result<String> {
    let names = names::of_visitors(cx, visitor.into_iter()).await?;
    Ok(names.into_values().next().unwrap_or_else(|| SOMEBODY.into()))
}

async fn actor(cx: &mut Reader, due: &Due) -> Result<String> {
    let names = names::of_agents(cx, due.actor_id.into_iter(), true).await?;
    Ok(names.into_values().next().unwrap_or_else(|| "A colleague".into()))
}
