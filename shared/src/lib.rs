//! Every function, row and word that crosses the wire, declared once and shared by server, widget and dashboard.
//! No I/O and no clock: what is here can be tested as plain values.

pub mod audience;
pub mod colour;
pub mod conditions;
pub mod engagement;
pub mod error;
pub mod excerpt;
pub mod function;
pub mod id;
pub mod limits;
pub mod listing;
pub mod number;
pub mod origin;
pub mod permissions;
pub mod phrase;
pub mod rich_text;

pub mod ai_agent;
pub mod ai_agent_actions;
pub mod api_keys;
pub mod articles;
pub mod assignment_rules;
pub mod audit_logs;
pub mod auth;
pub mod authoring_sessions;
pub mod auto_tag_rules;
pub mod automation_settings;
pub mod checklists;
pub mod collections;
pub mod conversations;
pub mod discovery;
pub mod email_channel;
pub mod embeddings;
pub mod events;
pub mod identity_verification;
pub mod internal_articles;
pub mod knowledge;
pub mod messages;
pub mod messenger_settings;
pub mod notification_settings;
pub mod office_hours;
pub mod outbound_messages;
pub mod presence;
pub mod reporting;
pub mod segments;
pub mod setup;
pub mod snippets;
pub mod suggestions;
pub mod support_attachments;
pub mod surveys;
pub mod tags;
pub mod ticket_forms;
pub mod tickets;
pub mod tooltip_authoring_sessions;
pub mod tooltips;
pub mod tour_progress;
pub mod tour_steps;
pub mod tours;
pub mod typing;
pub mod visitors;
pub mod widget_sessions;
pub mod workspace_members;
pub mod workspaces;

pub use error::{Code, Error};
pub use function::Function;

/// Milliseconds since the Unix epoch.
pub type Millis = i64;

/// Every declared function name, room by room, as clients write it (`messages:send`).
pub fn declared() -> impl Iterator<Item = &'static str> {
    [
        ai_agent::DECLARED,
        ai_agent_actions::DECLARED,
        api_keys::DECLARED,
        articles::DECLARED,
        assignment_rules::DECLARED,
        audit_logs::DECLARED,
        auth::DECLARED,
        authoring_sessions::DECLARED,
        auto_tag_rules::DECLARED,
        automation_settings::DECLARED,
        checklists::DECLARED,
        collections::DECLARED,
        conversations::DECLARED,
        discovery::DECLARED,
        email_channel::DECLARED,
        embeddings::DECLARED,
        identity_verification::DECLARED,
        internal_articles::DECLARED,
        events::DECLARED,
        knowledge::DECLARED,
        messages::DECLARED,
        messenger_settings::DECLARED,
        notification_settings::DECLARED,
        office_hours::DECLARED,
        outbound_messages::DECLARED,
        presence::DECLARED,
        reporting::DECLARED,
        segments::DECLARED,
        setup::DECLARED,
        snippets::DECLARED,
        suggestions::DECLARED,
        support_attachments::DECLARED,
        surveys::DECLARED,
        tags::DECLARED,
        ticket_forms::DECLARED,
        tickets::DECLARED,
        tooltip_authoring_sessions::DECLARED,
        tooltips::DECLARED,
        tour_progress::DECLARED,
        tour_steps::DECLARED,
        tours::DECLARED,
        typing::DECLARED,
        visitors::DECLARED,
        widget_sessions::DECLARED,
        workspace_members::DECLARED,
        workspaces::DECLARED,
    ]
    .into_iter()
    .flatten()
    .copied()
}
