//! The rooms: every function's body, one file a noun. Tenant SQL lives here only, and each table is written by its room alone.

pub mod agent_notices;
pub mod ai_agent;
pub mod ai_agent_actions;
pub mod api_keys;
pub mod articles;
pub mod assignment_rules;
pub mod audit_logs;
pub mod auth;
pub mod authoring;
pub mod authoring_sessions;
pub mod auto_tag_rules;
pub mod automation_settings;
pub mod checklists;
pub mod collections;
pub mod conditions;
pub mod conversations;
pub mod discovery;
pub mod email_channel;
pub mod embeddings;
pub mod events;
pub mod help_center;
pub mod identities;
pub mod identity_verification;
pub mod internal_articles;
pub mod knowledge;
pub mod media;
pub mod messages;
pub mod messenger_settings;
pub mod names;
pub mod notification_settings;
pub mod office_hours;
pub mod outbound_messages;
pub mod owned;
pub mod participants;
pub mod patterns;
pub mod presence;
pub mod reporting;
pub mod requests;
pub mod rich_text;
pub mod segments;
pub mod setup;
pub mod sightings;
pub mod slug;
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

use crate::{
    core::{App, Functions},
    live::Event,
};
use uuid::Uuid;

/// Every function of the product.
pub fn functions() -> Functions {
    let mut functions = Functions::default();
    ai_agent::register(&mut functions);
    ai_agent_actions::register(&mut functions);
    api_keys::register(&mut functions);
    articles::register(&mut functions);
    assignment_rules::register(&mut functions);
    audit_logs::register(&mut functions);
    auth::register(&mut functions);
    authoring_sessions::register(&mut functions);
    auto_tag_rules::register(&mut functions);
    automation_settings::register(&mut functions);
    checklists::register(&mut functions);
    collections::register(&mut functions);
    conversations::register(&mut functions);
    discovery::register(&mut functions);
    email_channel::register(&mut functions);
    embeddings::register(&mut functions);
    identity_verification::register(&mut functions);
    internal_articles::register(&mut functions);
    events::register(&mut functions);
    knowledge::register(&mut functions);
    messages::register(&mut functions);
    messenger_settings::register(&mut functions);
    notification_settings::register(&mut functions);
    office_hours::register(&mut functions);
    outbound_messages::register(&mut functions);
    presence::register(&mut functions);
    reporting::register(&mut functions);
    segments::register(&mut functions);
    setup::register(&mut functions);
    snippets::register(&mut functions);
    suggestions::register(&mut functions);
    support_attachments::register(&mut functions);
    surveys::register(&mut functions);
    tags::register(&mut functions);
    ticket_forms::register(&mut functions);
    tickets::register(&mut functions);
    tooltip_authoring_sessions::register(&mut functions);
    tooltips::register(&mut functions);
    tour_progress::register(&mut functions);
    tour_steps::register(&mut functions);
    tours::register(&mut functions);
    typing::register(&mut functions);
    visitors::register(&mut functions);
    widget_sessions::register(&mut functions);
    workspace_members::register(&mut functions);
    workspaces::register(&mut functions);
    functions
}

/// Another node tells what is no row; it has checked it.
pub fn hear(app: &App, node: Uuid, event: Event) {
    match event {
        Event::Typing { conversation, id, who } => typing::hear(app, conversation, id, who),
        Event::Draft { conversation, text } => ai_agent::drafts::hear(app, conversation, text),
        Event::Present { workspace, user, tabs } => presence::hear(app, node, workspace, user, &tabs),
        Event::Removed { workspace, user } => presence::removed(app, workspace, user),
        Event::Seen { workspace, origin } => sightings::hear(app, workspace, &origin),
        Event::Hello { public_url } => {
            if public_url != app.config().public_url {
                tracing::warn!(
                    theirs = public_url,
                    ours = app.config().public_url,
                    "another node has another public URL, so sign-ins there are not known here: give every node the same \
                     --public-url"
                );
            }
            presence::tell_all(app);
        }
        Event::Bye {} => presence::silence(app, node),
    }
}
