//! The migrations of this program, in the order of their numbers. A file is never changed once a release has it.

use super::Migration;

macro_rules! migrations {
    ($($file:literal),* $(,)?) => {
        &[$(Migration { file: $file, sql: include_str!(concat!("../../migrations/", $file)) }),*]
    };
}

/// Every file of `backend/migrations/`; a test compares the two.
pub const MIGRATIONS: &[Migration] = migrations![
    "0001_first_slice.sql",
    "0002_expiry.sql",
    "0003_sightings.sql",
    "0004_one_of_each.sql",
    "0005_nodes.postgres.sql",
    "0006_search.sqlite.sql",
    "0006_search.postgres.sql",
    "0007_help_center.sql",
    "0008_article_search.sqlite.sql",
    "0008_article_search.postgres.sql",
    "0010_snippets.sql",
    "0011_tags.sql",
    "0012_tickets.sql",
    "0013_rules.sql",
    "0014_ai_agent.sql",
    "0015_media.sql",
    "0020_audit_logs.sql",
    "0021_automation_settings.sql",
    "0022_office_hours.sql",
    "0023_notification_settings.sql",
    "0024_messenger_homes.sql",
    "0025_reporting.sql",
    "0026_events.sql",
    "0027_erasing.sqlite.sql",
    "0030_former_slugs.sql",
    "0031_email_channel.sql",
    "0032_mailed_replies.sql",
    "0035_ai_answers.sql",
    "0036_embeddings.sql",
    "0037_suggestions.sql",
    "0039_visitor_directory.sql",
    "0042_csat.sql",
    "0043_api_keys.sql",
    "0050_agent_notices.sql",
    "0051_content_access.sql",
    "0060_segments.sql",
    "0061_outbound_messages.sql",
    "0062_checklists.sql",
    "0063_surveys.sql",
    "0064_tours.sql",
    "0065_tooltips.sql",
    "0070_authoring_sessions.sql",
    "0071_report_snapshots.sql",
    "0072_onboarding.sql",
    "0073_visitor_parts.sql",
    "0080_article_assets.sql",
    "0081_articles_by_change.sql",
    "0082_visitors_in_order.sql",
    "0083_visitors_together.sqlite.sql",
];
