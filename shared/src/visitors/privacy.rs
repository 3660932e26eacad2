//! Everything of one visitor: handed out, and gone.

use super::Visitor;
use crate::{
    Millis,
    ai_agent::AiResponse,
    checklists::Progress,
    conversations::Conversation,
    email_channel::EmailThread,
    events::Event,
    id::{ArticleFeedbackId, ArticleId, AttachmentId, VisitorId, WidgetSessionId},
    messages::Message,
    outbound_messages::Impression,
    reporting::CsatResponse,
    surveys::results,
    tickets::{Comment, Ticket},
    tour_progress,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Needs `data.export`. Errors: "Visitor not found".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportData {
    pub visitor_id: VisitorId,
}

/// What is stored of a person, oldest first, with what the team wrote to it and noted about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    pub exported_at: Millis,
    pub visitor: Visitor,
    /// What it was before it turned out to be the same person.
    pub merged_visitors: Vec<Visitor>,
    pub sessions: Vec<Session>,
    pub conversations: Vec<ExportedConversation>,
    pub tickets: Vec<ExportedTicket>,
    pub ratings: Vec<CsatResponse>,
    pub ai_responses: Vec<AiResponse>,
    pub article_feedback: Vec<ArticleFeedback>,
    pub events: Vec<Event>,
    /// Outbound messages that it was shown, and what it did then.
    pub outbound_impressions: Vec<Impression>,
    /// What it has done of checklists.
    pub checklists: Vec<Progress>,
    pub survey_responses: Vec<results::Response>,
    /// Surveys that it was shown, and what it did then.
    pub survey_impressions: Vec<results::Impression>,
    /// How far it is in tours, and the steps that it could not do.
    pub tours: Vec<tour_progress::Progress>,
    pub tour_troubles: Vec<tour_progress::Diagnostic>,
    /// What it uploaded, and what was put into its conversations and tickets.
    pub files: Vec<ExportedFile>,
    /// The mails of its conversations; what they say is in the messages.
    pub mails: Vec<EmailThread>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedConversation {
    #[serde(flatten)]
    pub conversation: Conversation,
    pub messages: Vec<Message>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedTicket {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub comments: Vec<Comment>,
}

/// An uploaded file; the bytes are behind its link.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFile {
    #[serde(rename = "_id")]
    pub id: AttachmentId,
    pub file_name: Option<String>,
    pub mime_type: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    /// Whether the person uploaded it.
    pub is_own: bool,
    pub created_at: Millis,
    pub url: String,
}

/// One row of `widget_sessions`; of its token nothing is known.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Session {
    #[serde(rename = "_id")]
    pub id: WidgetSessionId,
    pub client_type: String,
    pub client_version: Option<String>,
    pub client_identifier: Option<String>,
    pub origin: Option<String>,
    pub current_url: Option<String>,
    pub device_platform: Option<String>,
    pub expires_at: Millis,
    pub created_at: Millis,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct ArticleFeedback {
    #[serde(rename = "_id")]
    pub id: ArticleFeedbackId,
    pub article_id: ArticleId,
    pub helpful: bool,
    pub created_at: Millis,
}

/// Deletes a visitor with everything that [`Export`] holds, what the team wrote included. Whether an article helped stays, said by nobody.
/// Needs `data.delete`. Errors: "Visitor not found".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EraseData {
    pub visitor_id: VisitorId,
}

/// How much there was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Erased {
    pub conversations: u64,
    pub messages: u64,
    pub tickets: u64,
    pub files: u64,
    pub events: u64,
}
