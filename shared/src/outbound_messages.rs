//! Outbound messages: what a team says to visitors unasked, as a chat bubble, a post or a banner (functions-engagement.md §7). Those of the
//! team need `settings.workspace`. Errors of them: "Not authenticated", "Message not found", "Not a member of this workspace", "Permission
//! denied: settings.workspace", "Invalid targeting rules at …", INVALID_INPUT.

use crate::{
    Millis,
    audience::{Audience, reading::some_targeting},
    engagement::{Schedule, Status, Trigger},
    functions,
    id::{
        ArticleId, ConversationId, OutboundImpressionId, OutboundMessageId, TourId, UserId, VisitorId,
        WorkspaceId,
    },
    number::Number,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

functions! { "outboundMessages" {
    Query    list = List -> Vec<OutboundMessage>;
    Query    get = Get -> Option<OutboundMessage>;
    Mutation create = Create -> OutboundMessageId, free &["triggers"];
    Mutation update = Update -> OutboundMessageId, free &["triggers"];
    Mutation remove = Remove -> ();
    Mutation activate = Activate -> ();
    Mutation pause = Pause -> ();
    Mutation archive = Archive -> ();
    Query    getStats = GetStats -> Stats;
    Query    getEligible = GetEligible -> Vec<OutboundMessage>;
    Mutation trackImpression = TrackImpression -> Option<OutboundImpressionId>;
    Mutation openConversation = OpenConversation -> ConversationId;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum MessageType {
    Chat,
    Post,
    Banner,
}

/// How often one visitor is shown a message: for ever once, once within a session of the browser, or whenever it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Frequency {
    Once,
    OncePerSession,
    Always,
}

/// What a message says; all texts are plain. Which parts are shown depends on its type: a chat has text, sender and buttons, a post title,
/// body, picture, video and buttons, a banner text and buttons.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Content {
    pub text: Option<String>,
    /// A member of the team; Support without one.
    pub sender_id: Option<UserId>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub image_url: Option<String>,
    pub video_url: Option<String>,
    /// Of a banner.
    pub style: Option<Style>,
    pub dismissible: Option<bool>,
    pub buttons: Option<Vec<Button>>,
    pub click_action: Option<ClickAction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    Inline,
    Floating,
}

/// A button; one that lacks what its action needs does nothing.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Button {
    pub text: String,
    pub action: ButtonAction,
    pub url: Option<String>,
    pub tour_id: Option<TourId>,
    pub article_id: Option<ArticleId>,
    pub tab_id: Option<String>,
    pub prefill_message: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonAction {
    Url,
    Dismiss,
    Tour,
    OpenNewConversation,
    OpenHelpArticle,
    OpenWidgetTab,
}

/// What a click beside the buttons does; without one it opens the messenger.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClickAction {
    #[serde(rename = "type")]
    pub kind: ClickActionType,
    pub tab_id: Option<String>,
    pub article_id: Option<ArticleId>,
    pub url: Option<String>,
    pub prefill_message: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClickActionType {
    OpenMessenger,
    OpenNewConversation,
    OpenWidgetTab,
    OpenHelpArticle,
    OpenUrl,
    Dismiss,
}

/// One row of `outbound_messages`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct OutboundMessage {
    #[serde(rename = "_id")]
    pub id: OutboundMessageId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub name: String,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub content: Content,
    /// An [`Audience`]; everybody without one.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub targeting: Option<Value>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub triggers: Option<Trigger>,
    /// `always` without one.
    pub frequency: Option<Frequency>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub scheduling: Option<Schedule>,
    pub status: Status,
    /// Higher goes first; 0 without one.
    pub priority: Option<Number>,
    pub created_at: Millis,
    pub updated_at: Millis,
    /// What visitors call the sender (additive); of [`GetEligible`] alone.
    #[cfg_attr(feature = "server", sqlx(default))]
    pub sender_name: Option<String>,
}

/// Newest first. `limit` (additive) is 1 to 10,000, which it is without; `after` (additive) goes on after that message.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    #[serde(rename = "type")]
    pub kind: Option<MessageType>,
    pub status: Option<Status>,
    pub limit: Option<i64>,
    pub after: Option<OutboundMessageId>,
}

/// Null where there is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: OutboundMessageId,
}

/// A draft. Addresses are http or https, or relative to the page. Errors also: "Sender not found", "Segment not found".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub name: String,
    pub content: Content,
    #[serde(default, deserialize_with = "some_targeting")]
    pub targeting: Option<Audience>,
    pub triggers: Option<Trigger>,
    pub frequency: Option<Frequency>,
    pub scheduling: Option<Schedule>,
    pub priority: Option<Number>,
}

/// What is left out stays; content is replaced as a whole. Errors as of [`Create`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: OutboundMessageId,
    pub name: Option<String>,
    pub content: Option<Content>,
    #[serde(default, deserialize_with = "some_targeting")]
    pub targeting: Option<Audience>,
    pub triggers: Option<Trigger>,
    pub frequency: Option<Frequency>,
    pub scheduling: Option<Schedule>,
    pub priority: Option<Number>,
}

/// With who was shown it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: OutboundMessageId,
}

/// From whatever state. Of a workspace 1,000 are active at once; errors also: INVALID_INPUT for one more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activate {
    pub id: OutboundMessageId,
}

/// An active one; one that is paused stays so. Errors also: INVALID_INPUT from every other state.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    pub id: OutboundMessageId,
}

/// From whatever state (additive).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    pub id: OutboundMessageId,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetStats {
    pub id: OutboundMessageId,
}

/// How often it was shown and what visitors did then; rates are percent of `shown`, 0 if it never was.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    pub shown: i64,
    pub clicked: i64,
    pub dismissed: i64,
    pub click_rate: Number,
    pub dismiss_rate: Number,
}

/// What a visitor may be shown on this page, highest priority first: active, in its time, not too often, meant for the visitor; of those
/// that wait for a page only what fits it. Other triggers are the widget's. By the visitor, or a member with `conversations.read` that
/// names one. `sessionId` is one session of the browser, shared by its tabs. Errors: "visitorId is required for authenticated outbound
/// access", those of a token, "Visitor not found in workspace".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetEligible {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub current_url: String,
    pub session_id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum ImpressionAction {
    Shown,
    Clicked,
    Dismissed,
}

/// Notes what a visitor was shown or did. A chat that is clicked becomes a conversation, as by [`OpenConversation`]. Null where there is no
/// such message any more, whoever asks. Errors: "visitorId is required for authenticated impression tracking", those of a token, "Visitor
/// not found in message workspace", RATE_LIMITED.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrackImpression {
    pub message_id: OutboundMessageId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub session_id: Option<String>,
    pub action: ImpressionAction,
    pub button_index: Option<i64>,
}

/// The conversation that begins with a chat, made when the visitor first asks for it (additive). By the visitor alone. Errors: "Message not
/// found" also where it is not active or no chat, those of a token.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenConversation {
    pub message_id: OutboundMessageId,
    pub session_token: Option<String>,
}

/// What a visitor was shown of a message, and did then (one row of `outbound_message_impressions`).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Impression {
    #[serde(rename = "_id")]
    pub id: OutboundImpressionId,
    pub message_id: OutboundMessageId,
    pub visitor_id: VisitorId,
    pub session_id: Option<String>,
    pub action: ImpressionAction,
    pub button_index: Option<i64>,
    pub created_at: Millis,
}
