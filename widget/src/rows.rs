//! What the widget reads of the rows that `shared` declares, looked up key by key: code that reads a row into its type is downloaded by
//! every visitor.

use client::codec::{Json, Looked};
use shared::{Millis, id::ConversationId};

/// Of `messages::Listed`. Equal is what prints the same.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: String,
    pub seq: i64,
    pub client_message_id: Option<String>,
    /// From the visitor.
    pub is_own: bool,
    /// A line that nobody in particular wrote.
    pub is_notice: bool,
    pub sender_name: Option<String>,
    pub content: String,
    pub created_at: Millis,
    row: Looked,
}

impl From<Looked> for Message {
    fn from(row: Looked) -> Self {
        let json = &row.json;
        let text = |name| json.text(name).unwrap_or_default();
        let number = |name| json.get(name).number().unwrap_or_default() as i64;
        Self {
            id: text("_id"),
            seq: number("seq"),
            client_message_id: json.text("clientMessageId"),
            is_own: text("senderType") == "visitor",
            is_notice: text("kind") == "system",
            sender_name: json.text("senderName"),
            content: text("content"),
            created_at: number("createdAt"),
            row,
        }
    }
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
    }
}

impl Message {
    /// What the row has under this name.
    pub fn get(&self, name: &str) -> Json {
        self.row.json.get(name)
    }

    /// Of `messages::SenderKind`.
    pub fn sender_kind(&self) -> String {
        self.row.json.said("senderKind")
    }
}

/// The messages of `messages::List`.
pub fn messages(answer: &Json) -> Vec<Message> {
    answer.each().into_iter().map(|row| Looked::from(row).into()).collect()
}

/// Of `conversations::WithLastMessage`.
#[derive(Debug)]
pub struct Conversation {
    pub id: ConversationId,
    pub is_open: bool,
    pub is_closed: bool,
    /// The team has read up to this message.
    pub team_read_seq: i64,
    pub unread_by_visitor: i64,
    pub last_message_at: Option<Millis>,
    pub created_at: Millis,
    pub last_message: Option<LastMessage>,
}

impl Conversation {
    /// None for what is no such row.
    pub fn read(row: &Json) -> Option<Self> {
        let number = |name| row.get(name).number().map(|number| number as i64);
        let last = row.get("lastMessage");
        Some(Self {
            id: row.text("_id")?.parse().ok()?,
            is_open: row.says("status", "open"),
            is_closed: row.says("status", "closed"),
            team_read_seq: number("teamReadSeq").unwrap_or_default(),
            unread_by_visitor: number("unreadByVisitor").unwrap_or_default(),
            last_message_at: number("lastMessageAt"),
            created_at: number("createdAt").unwrap_or_default(),
            last_message: last.is_some().then(|| LastMessage {
                is_own: last.says("senderType", "visitor"),
                content: last.said("content"),
            }),
        })
    }
}

/// Of the newest message of a conversation.
#[derive(Debug)]
pub struct LastMessage {
    /// From the visitor.
    pub is_own: bool,
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
            team_introduction: json.filled("teamIntroduction"),
            shows_faces: json.get("showTeammateAvatars").is_true(),
            logo: json.filled("logo"),
            privacy_policy_url: json.filled("privacyPolicyUrl"),
        }
    }
}

/// Of `presence::Availability`.
#[derive(Clone, Default, PartialEq)]
pub struct Team {
    pub is_online: bool,
    pub names: Vec<String>,
}

impl Team {
    pub fn read(json: &Json) -> Self {
        let names = json.get("names").each();
        Self {
            is_online: json.get("anyoneOnline").is_true(),
            names: names.iter().filter_map(Json::as_text).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Conversation, Look, Message, Team, messages};
    use client::codec::Json;
    use serde::Serialize;
    use serde_json::{Value, json};
    use shared::{conversations::WithLastMessage, messages::Listed, messenger_settings, presence};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const ID: &str = "67e5504410b1426f9247bb680e5fe0c8";

    /// What the server prints of the row that `json` tells.
    fn printed<T: Serialize + serde::de::DeserializeOwned>(json: Value) -> Value {
        serde_json::to_value(serde_json::from_value::<T>(json).expect("a whole row")).expect("JSON")
    }

    fn looked(value: &Value) -> Json {
        Json::parse(&value.to_string()).expect("JSON")
    }

    fn message() -> Value {
        json!({"_id": ID, "_creationTime": 5, "conversationId": ID, "seq": 3, "rev": 0, "senderId": ID, "senderType": "agent",
            "senderKind": "user", "kind": "text", "content": "Hi", "blocks": ["rule"], "createdAt": 5,
            "attachments": [{"_id": ID, "fileName": "a.png", "mimeType": "image/png", "size": 3}], "senderName": "Ben"})
    }

    #[test]
    fn each_row_is_read_from_what_the_server_prints() {
        let list = serde_json::Value::from(vec![printed::<Listed>(message())]);
        let read: Message = messages(&looked(&list)).remove(0);
        assert_eq!((read.seq, read.content.as_str(), read.sender_name.as_deref()), (3, "Hi", Some("Ben")));
        assert_eq!((read.is_own, read.is_notice, read.created_at), (false, false, 5));
        assert_eq!(read.sender_kind(), "user");
        let files = read.get("attachments").each();
        assert_eq!(files[0].text("fileName").as_deref(), Some("a.png"));
        assert_eq!(read.get("blocks").each()[0].as_text().as_deref(), Some("rule"));

        let row = json!({"_id": ID, "_creationTime": 1, "workspaceId": ID, "visitorId": ID, "status": "open", "channel": "chat",
            "lastSeq": 3, "rev": 4, "teamReadSeq": 2, "ownerReadSeq": 1, "unreadByAgent": 1, "unreadByVisitor": 2,
            "lastMessageAt": 5, "aiWorkflowState": "none", "createdAt": 1, "updatedAt": 5, "lastMessage": message()});
        let read = Conversation::read(&looked(&printed::<WithLastMessage>(row))).expect("a conversation");
        assert!(read.is_open && !read.is_closed);
        assert_eq!((read.team_read_seq, read.unread_by_visitor, read.last_message_at), (2, 2, Some(5)));
        assert_eq!(read.last_message.expect("the newest message").content, "Hi");

        let team = presence::Availability { anyone_online: true, names: vec!["Ben".into()] };
        let read = Team::read(&looked(&serde_json::to_value(team).expect("JSON")));
        assert!(read.is_online && read.names == ["Ben"]);
    }

    #[test]
    fn the_look_is_read_from_what_the_server_prints() {
        let mut look = messenger_settings::Look { launcher_side_spacing: 33, ..Default::default() };
        look.launcher_position = messenger_settings::Side::Left;
        look.privacy_policy_url = Some("https://example.com/privacy".into());
        let text = serde_json::to_string(&look).expect("JSON");
        let read = Look::read(&client::codec::parse(&text).expect("JSON"));
        assert_eq!((read.primary_color, read.welcome_message), (look.primary_color, look.welcome_message));
        assert_eq!(
            (read.is_left, read.side_spacing, read.bottom_spacing, read.shows_faces),
            (true, 33, 20, true)
        );
        assert_eq!((read.logo, read.privacy_policy_url), (None, look.privacy_policy_url));
    }
}
