//! Conversations (functions-inbox.md §1). Looking one up is the permission check: [`visible`] and [`for_agent`] are how every room
//! gets at a conversation, and what the caller may not see does not exist for it.

/// The columns of a [`Conversation`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, client_id,
         CASE owner_kind WHEN 'contact' THEN owner_id END AS visitor_id,
         CASE owner_kind WHEN 'user' THEN owner_id END AS user_id,
         assignee_id AS assigned_agent_id, status, snoozed_until, channel, title AS subject, last_seq, first_inbound_seq, rev,
         team_read_seq, owner_read_seq, unread_by_agent, unread_by_visitor, last_message_at, first_response_at, resolved_at,
         ai_state AS ai_workflow_state, ai_handoff_reason, ai_last_confidence, ai_last_response_at,
         csat_completed_at, csat_response_id, created_at, updated_at"
    };
}

/// Which conversations this API shows: neither removed ones nor those between users (domain-model.md §7.3 and §7.6).
macro_rules! shown {
    () => {
        "kind = 'support' AND removed_at IS NULL"
    };
}

mod activity;
mod agents;
mod ai;
mod erase;
mod inbox;
mod lookup;
mod mail;
mod noticing;
mod outbound;
mod rated;
mod reading;
mod reassign;
mod search;
mod snoozing;
mod visitors;

pub use activity::{Activity, added_message};
pub use agents::assign;
pub use ai::{AiSays, ai_said, ai_says};
pub use erase::{erase, of};
pub use lookup::{Side, by_id, for_agent, visible};
pub use mail::{begin_by_mail, mark_mailed, unread_and_unmailed};
pub use noticing::{mark_noticed, unnoticed, unnoticed_in};
pub use outbound::begin_by_team;
pub use rated::rated;
pub use reassign::reassign;
pub use snoozing::{WakeSnoozed, next_due};
pub use visitors::latest_of;

use crate::core::{Functions, Topic, Writer};
use shared::{
    conversations::{self, Conversation},
    id::{ConversationId, IdentityId, WorkspaceId},
};

pub fn register(functions: &mut Functions) {
    functions
        .query::<conversations::List>()
        .query::<conversations::Get>()
        .mutation::<conversations::Create>()
        .mutation::<conversations::CreateForVisitor>()
        .mutation::<conversations::GetOrCreateForVisitor>()
        .mutation::<conversations::UpdateStatus>()
        .mutation::<conversations::Assign>()
        .mutation::<conversations::MarkAsRead>()
        .query::<conversations::ListByVisitor>()
        .query::<conversations::GetTotalUnreadForVisitor>()
        .query::<conversations::ListForInbox>()
        .query::<conversations::Search>();
}

/// One conversation.
pub fn topic(id: ConversationId) -> Topic {
    Topic::new(TABLE, id.0)
}

/// Every conversation of a workspace: the inbox.
fn workspace_topic(id: WorkspaceId) -> Topic {
    Topic::new(TABLE, id.0)
}

/// Every conversation of a visitor or user.
fn owner_topic(id: IdentityId) -> Topic {
    Topic::new(TABLE, id.0)
}

/// What a change of a conversation concerns: itself, its workspace's inbox, its owner's list.
pub fn topics(row: &Conversation) -> impl Iterator<Item = Topic> {
    [topic(row.id), workspace_topic(row.workspace_id)].into_iter().chain(row.owner().map(owner_topic))
}

/// Wakes everybody whom a change of this conversation concerns.
fn touch(cx: &mut Writer, row: &Conversation) {
    topics(row).for_each(|topic| cx.touch(topic));
}

const TABLE: &str = "conversations";
