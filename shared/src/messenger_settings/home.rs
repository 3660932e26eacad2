//! What the messenger shows when it is opened: its home's cards, and its tabs.

use crate::id::{MessengerHomeId, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CardType {
    Welcome,
    Search,
    Conversations,
    StartConversation,
    FeaturedArticles,
    Announcements,
}

/// Who is shown something: users have an identity, visitors have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisibleTo {
    All,
    Visitors,
    Users,
}

impl VisibleTo {
    pub fn includes(self, is_identified: bool) -> bool {
        match self {
            Self::All => true,
            Self::Visitors => !is_identified,
            Self::Users => is_identified,
        }
    }
}

/// A part of the home.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HomeCard {
    /// Unique in its home; at most 255 bytes.
    pub id: String,
    #[serde(rename = "type")]
    pub kind: CardType,
    /// Whatever the kind of card needs; at most 16 KiB.
    pub config: Option<Map<String, Value>>,
    pub visible_to: VisibleTo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    Home,
    Messages,
    Help,
    Tours,
    Tasks,
    Tickets,
}

impl Tab {
    /// In the order of the messenger.
    pub const ALL: [Self; 6] =
        [Self::Home, Self::Messages, Self::Help, Self::Tours, Self::Tasks, Self::Tickets];

    /// Its name on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Messages => "messages",
            Self::Help => "help",
            Self::Tours => "tours",
            Self::Tasks => "tasks",
            Self::Tickets => "tickets",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HomeTab {
    pub id: Tab,
    pub enabled: bool,
    pub visible_to: VisibleTo,
}

/// Where the messenger opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Space {
    Home,
    Messages,
    Help,
}

impl Space {
    pub fn tab(self) -> Tab {
        match self {
            Self::Home => Tab::Home,
            Self::Messages => Tab::Messages,
            Self::Help => Tab::Help,
        }
    }
}

/// A whole home, as it is set. Tabs that are left out are the usual ones; messages are always shown to all.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HomeConfig {
    pub enabled: bool,
    /// At most 50, in the order of the home.
    pub cards: Vec<HomeCard>,
    pub default_space: Space,
    pub launch_directly_to_conversation: Option<bool>,
    pub tabs: Option<Vec<HomeTab>>,
}

impl HomeConfig {
    /// Of a workspace that has chosen nothing.
    pub fn usual() -> Self {
        let kinds = [
            ("welcome-1", CardType::Welcome),
            ("search-1", CardType::Search),
            ("conversations-1", CardType::Conversations),
            ("startConversation-1", CardType::StartConversation),
        ];
        let card = |(id, kind): (&str, _)| HomeCard {
            id: id.into(),
            kind,
            config: None,
            visible_to: VisibleTo::All,
        };
        Self {
            enabled: true,
            cards: kinds.map(card).into(),
            default_space: Space::Home,
            launch_directly_to_conversation: Some(false),
            tabs: None,
        }
        .normalised()
    }

    /// With every tab once, in the messenger's order.
    pub fn normalised(self) -> Self {
        let given = self.tabs.unwrap_or_default();
        let tab = |id| {
            let usual = HomeTab { id, enabled: true, visible_to: VisibleTo::All };
            given.iter().find(|tab| tab.id == id && id != Tab::Messages).copied().unwrap_or(usual)
        };
        Self {
            tabs: Some(Tab::ALL.map(tab).into()),
            launch_directly_to_conversation: Some(self.launch_directly_to_conversation.unwrap_or(false)),
            ..self
        }
    }

    /// What somebody is shown of it: nothing that is off or for others.
    pub fn shown(self, is_identified: bool) -> Self {
        let whole = self.normalised();
        let has_home = whole.enabled;
        let mut tabs = whole.tabs.unwrap_or_default();
        tabs.retain(|tab| {
            tab.enabled && tab.visible_to.includes(is_identified) && (has_home || tab.id != Tab::Home)
        });
        let mut cards = if has_home { whole.cards } else { Vec::new() };
        cards.retain(|card| card.visible_to.includes(is_identified));
        let is_there = |space: &Space| tabs.iter().any(|tab| tab.id == space.tab());
        let spaces = [whole.default_space, Space::Messages, Space::Home, Space::Help];
        Self {
            default_space: spaces.into_iter().find(is_there).unwrap_or(Space::Messages),
            tabs: Some(tabs),
            cards,
            ..whole
        }
    }
}

/// For everybody: what visitors are shown, or users who say who they are. Whether they are is the caller's claim, so a card must hold
/// nothing that is secret.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetPublicHomeConfig {
    pub workspace_id: WorkspaceId,
    pub is_identified: Option<bool>,
}

/// The whole home, for members with `settings.workspace`; the usual one for everybody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetHomeConfig {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.workspace`, as all that follow. Errors: "Card IDs must be unique".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateHomeConfig {
    pub workspace_id: WorkspaceId,
    pub home_config: HomeConfig,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ToggleHomeEnabled {
    pub workspace_id: WorkspaceId,
    pub enabled: bool,
}

/// At a place from 0, else at the end. Errors: "A card with this ID already exists".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddHomeCard {
    pub workspace_id: WorkspaceId,
    pub card: HomeCard,
    pub position: Option<i64>,
}

/// A card that is not there is no error. Errors: "Home configuration not found".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveHomeCard {
    pub workspace_id: WorkspaceId,
    pub card_id: String,
}

/// Drops the cards that are not listed. Errors: "Home configuration not found", `Card with ID "x" not found`, "Card IDs must be unique".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReorderHomeCards {
    pub workspace_id: WorkspaceId,
    pub card_ids: Vec<String>,
}

/// Absent keeps. Errors: "Home configuration not found", "Card not found".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateHomeCard {
    pub workspace_id: WorkspaceId,
    pub card_id: String,
    pub config: Option<Map<String, Value>>,
    pub visible_to: Option<VisibleTo>,
}

/// The id of a workspace's home.
pub type Changed = MessengerHomeId;

#[cfg(test)]
mod tests {
    use super::*;

    fn tabs(config: &HomeConfig) -> Vec<Tab> {
        config.tabs.iter().flatten().map(|tab| tab.id).collect()
    }

    #[test]
    fn a_home_has_every_tab_once_in_its_order_and_messages_cannot_be_turned_off() {
        let off = |id| HomeTab { id, enabled: false, visible_to: VisibleTo::Users };
        let given = HomeConfig {
            tabs: Some(vec![off(Tab::Tickets), off(Tab::Messages), off(Tab::Help)]),
            launch_directly_to_conversation: None,
            ..HomeConfig::usual()
        };
        let whole = given.normalised();
        assert_eq!(tabs(&whole), Tab::ALL);
        let enabled: Vec<bool> = whole.tabs.iter().flatten().map(|tab| tab.enabled).collect();
        assert_eq!(enabled, [true, true, false, true, true, false]);
        assert_eq!(whole.launch_directly_to_conversation, Some(false));
    }

    #[test]
    fn what_is_off_or_for_others_is_not_shown_and_another_space_opens() {
        let mut config = HomeConfig { default_space: Space::Help, ..HomeConfig::usual() };
        config.cards[0].visible_to = VisibleTo::Users;
        config.cards[1].visible_to = VisibleTo::Visitors;
        let ids = |config: HomeConfig| config.cards.into_iter().map(|card| card.id).collect::<Vec<_>>();
        assert_eq!(ids(config.clone().shown(true)), ["welcome-1", "conversations-1", "startConversation-1"]);
        assert_eq!(ids(config.clone().shown(false)), ["search-1", "conversations-1", "startConversation-1"]);
        let help = HomeTab { id: Tab::Help, enabled: true, visible_to: VisibleTo::Users };
        config.tabs = Some(vec![help]);
        assert_eq!(config.clone().shown(true).default_space, Space::Help);
        assert_eq!(config.clone().shown(false).default_space, Space::Messages);
        let off = HomeConfig { enabled: false, default_space: Space::Home, ..config }.shown(true);
        assert_eq!((off.cards.len(), off.default_space), (0, Space::Messages));
        assert!(!tabs(&off).contains(&Tab::Home));
    }
}
