//! Conversations by e-mail (functions-identity.md §13). Writes `email_configs`, `email_threads` and `letters`. A mail that comes in is a
//! message of the visitor that it comes from; what an agent answers is written down with the message and sent once that is committed.

mod addresses;
pub mod away;
mod configs;
mod erasing;
pub mod letters;
mod markup;
mod processing;
pub mod receiving;
mod rendering;
mod replies;
mod text;
mod threads;

use crate::core::{App, Functions, Topic};
pub use erasing::{erase, erase_tickets, of};
pub use rendering::{filled, invitation};
pub use replies::{new_id, prepare, send};
use shared::{
    email_channel::{
        GetEmailConfig, GetEmailConfigByForwardingAddress, GetServerStatus, ListEmailThreads,
        ProcessForwardedEmail, ProcessInboundEmail, SendEmailReply, UpsertEmailConfig,
    },
    id::{ConversationId, WorkspaceId},
};
pub use text::words;

pub fn register(functions: &mut Functions) {
    functions
        .query::<GetEmailConfig>()
        .query::<GetServerStatus>()
        .mutation::<UpsertEmailConfig>()
        .query::<ListEmailThreads>()
        .mutation::<SendEmailReply>()
        .query::<GetEmailConfigByForwardingAddress>()
        .mutation::<ProcessInboundEmail>()
        .mutation::<ProcessForwardedEmail>();
}

/// Whom a mail is from that a colleague has forwarded; none of another mail.
pub fn forwarded_from(mail: &receiving::Mail) -> Option<String> {
    let is_forwarded = text::is_forwarded(&mail.subject, &mail.words);
    is_forwarded.then(|| text::original_sender(&mail.words).unwrap_or(&mail.from).to_owned())
}

/// Whether a mail comes from here: answering it would begin a loop.
pub fn is_own(app: &App, from: &str, of_workspace: Option<&str>) -> bool {
    let (_, email) = addresses::parsed(from);
    let is = |own: &str| own.eq_ignore_ascii_case(&email);
    addresses::ours(&email, app.mail().domain()).is_some_and(|ours| ours.inbox.starts_with("inbox-"))
        || app.mail().from().is_some_and(|from| is(&from.email))
        || of_workspace.is_some_and(is)
}

/// The mails of a conversation.
fn thread_topic(conversation: ConversationId) -> Topic {
    Topic::new("email_threads", conversation.0)
}

/// The mails of a workspace.
fn threads_topic(workspace: WorkspaceId) -> Topic {
    Topic::new("email_threads", workspace.0)
}
