//! What the widget reads of the rows that `shared` declares, under the same names: code that reads a whole row is
//! downloaded by every visitor.

use client::codec::Json;
use serde::Deserialize;
use shared::{
    Millis,
    conversations::Status,
    id::ConversationId,
    messages::{Kind, SenderKind, SenderType},
    rich_text::Block,
};

/// Of `messages::Listed`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    #[serde(rename = "_id")]
    pub id: String,
    pub seq: i64,
    pub client_message_id: Option<String>,
    pub sender_type: SenderType,
    pub sender_kind: SenderKind,
    pub sender_name: Option<String>,
    pub kind: Kind,
    pub content: String,
    pub blocks: Vec<Block>,
    pub created_at: Millis,
    pub attachments: Vec<Attachment>,
}

/// Of `messages::Attachment`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    pub file_name: String,
    pub url: Option<String>,
}

/// Of `conversations::WithLastMessage`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    #[serde(rename = "_id")]
    pub id: ConversationId,
    pub status: Status,
    /// The team has read up to this message.
    pub team_read_seq: i64,
    pub unread_by_visitor: i64,
    pub last_message_at: Option<Millis>,
    pub created_at: Millis,
    pub last_message: Option<LastMessage>,
}

/// Of the newest message of a conversation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastMessage {
    pub sender_type: SenderType,
    pub content: String,
}

/// Of `messenger_settings::Look`, as the loader read it in the public config.
#[derive(Debug)]
pub struct Look {
    pub primary_color: String,
    pub background_color: String,
    pub is_left: bool,
    /// In CSS pixels.
    pub side_spacing: i32,
    pub bottom_spacing: i32,
    pub welcome_message: String,
    pub team_introduction: Option<String>,
    pub shows_faces: bool,
    pub logo: Option<String>,
    pub privacy_policy_url: Option<String>,
}

impl Look {
    pub fn read(json: &Json) -> Self {
        let text = |name| json.text(name).unwrap_or_default();
        let pixels = |name| json.get(name).number().unwrap_or(20.0) as i32;
        Self {
            primary_color: text("primaryColor"),
            background_color: text("backgroundColor"),
            is_left: text("launcherPosition") == "left",
            side_spacing: pixels("launcherSideSpacing"),
            bottom_spacing: pixels("launcherBottomSpacing"),
            welcome_message: text("welcomeMessage"),
            team_introduction: json.text("teamIntroduction"),
            shows_faces: json.get("showTeammateAvatars").is_true(),
            logo: json.text("logo"),
            privacy_policy_url: json.text("privacyPolicyUrl"),
        }
    }
}

/// Of a conversation that was just begun.
#[derive(Deserialize)]
pub struct Begun {
    #[serde(rename = "_id")]
    pub id: ConversationId,
}

/// Of `typing::Typist`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Typist {
    pub name: Option<String>,
}
