//! What the frame's door has to know of a workspace.

use crate::{
    core::{Query, Reader, Result, Topic},
    domain::{
        ai_agent, articles, automation_settings, checklists, messenger_settings::home, outbound_messages,
        surveys, ticket_forms, tickets, tooltips, tours,
    },
};
use shared::{
    Function, function,
    id::WorkspaceId,
    messenger_settings::home::{CardType, HomeConfig, Space, Tab, VisibleTo},
};
use sqlx::types::Json;

/// Whether the workspace exists, and which sites may show its widget. Internal: it has no public name.
#[derive(Clone)]
pub struct Embedding {
    pub workspace: WorkspaceId,
}

/// Sites that may embed the widget; empty admits every site.
pub struct Sites {
    pub allowed_origins: Vec<String>,
}

impl Function for Embedding {
    const NAME: &'static str = "workspaces:embedding (internal)";
    type Kind = function::Query;
    type Output = Option<Sites>;
}

impl Query for Embedding {
    async fn run(self, cx: &mut Reader) -> Result<Option<Sites>> {
        let row: Option<(Json<Vec<String>>,)> = cx
            .read(Topic::new("workspaces", self.workspace.0))
            .query("SELECT allowed_origins FROM workspaces WHERE id = $1")
            .bind(self.workspace)
            .fetch_optional()
            .await?;
        Ok(row.map(|(allowed,)| Sites { allowed_origins: allowed.0 }))
    }
}

/// Which screens the widget has to show for a workspace. Internal: it has no public name.
#[derive(Clone)]
pub struct Offered {
    pub workspace: WorkspaceId,
}

pub struct Offer {
    /// There is an article that visitors may read.
    pub help: bool,
    /// The cards of the home in their order, out of `welcome`, `search`, `conversations`, `start` and `articles`, each with `:visitors`
    /// or `:users` behind it where it is not for all; none where there is no home.
    pub home: Option<String>,
    /// The tabs beside the messages, out of `home`, `help` and `tickets`, with the same behind them.
    pub tabs: String,
    /// The tab that it opens with, if that is not the home.
    pub start: Option<&'static str>,
    /// It opens with a conversation.
    pub is_direct: bool,
    /// What stands beside a conversation, out of `ai`, `reply`, `email`, `rating`, `suggest`.
    pub talk: Vec<&'static str>,
}

impl Function for Offered {
    const NAME: &'static str = "workspaces:offered (internal)";
    type Kind = function::Query;
    type Output = Offer;
}

impl Query for Offered {
    async fn run(self, cx: &mut Reader) -> Result<Offer> {
        let help = articles::is_any_public(cx, self.workspace).await?;
        let tickets =
            ticket_forms::is_any(cx, self.workspace).await? || tickets::is_any(cx, self.workspace).await?;
        let settings = automation_settings::chosen(cx, self.workspace).await?;
        let has_assistant = ai_agent::behaviour(cx, self.workspace).await?.enabled;
        let talk = [
            (has_assistant, "ai"),
            (settings.show_reply_time_enabled, "reply"),
            (settings.collect_email_enabled, "email"),
            (settings.ask_for_rating_enabled, "rating"),
            (settings.suggest_articles_enabled && help, "suggest"),
        ];
        let talk = talk.into_iter().filter_map(|(is_on, word)| is_on.then_some(word)).collect();
        let config = home::of(cx, self.workspace).await?;
        let is_there = |tab| match tab {
            Tab::Home => config.enabled,
            Tab::Help => help,
            Tab::Tickets => tickets,
            // Whether there are any the widget finds out.
            Tab::Tours | Tab::Tasks => true,
            Tab::Messages => false,
        };
        let tabs = config.tabs.iter().flatten().filter(|tab| tab.enabled && is_there(tab.id));
        let tabs: Vec<String> = tabs.map(|tab| meant_for(tab.id.word(), tab.visible_to)).collect();
        let start = match config.default_space {
            Space::Home => None,
            Space::Messages => Some("messages"),
            Space::Help => Some("help"),
        };
        let is_direct = config.launch_directly_to_conversation == Some(true);
        Ok(Offer { help, home: cards(&config), tabs: tabs.join(" "), start, is_direct, talk })
    }
}

fn cards(config: &HomeConfig) -> Option<String> {
    let word = |kind| match kind {
        CardType::Welcome => Some("welcome"),
        CardType::Search => Some("search"),
        CardType::Conversations => Some("conversations"),
        CardType::StartConversation => Some("start"),
        CardType::FeaturedArticles => Some("articles"),
        CardType::Announcements => None,
    };
    let cards = config.cards.iter().filter_map(|card| Some(meant_for(word(card.kind)?, card.visible_to)));
    config.enabled.then(|| cards.collect::<Vec<_>>().join(" "))
}

/// A word, and for whom the widget keeps it.
fn meant_for(word: &str, whom: VisibleTo) -> String {
    match whom {
        VisibleTo::All => word.to_owned(),
        VisibleTo::Visitors => format!("{word}:visitors"),
        VisibleTo::Users => format!("{word}:users"),
    }
}

/// What a workspace may show unasked. Internal: it has no public name.
#[derive(Clone)]
pub struct Unasked {
    pub workspace: WorkspaceId,
}

impl Function for Unasked {
    const NAME: &'static str = "workspaces:unasked (internal)";
    type Kind = function::Query;
    /// Words out of `tours`, `messages`, `surveys`, `tooltips` and `checklists`.
    type Output = Vec<&'static str>;
}

impl Query for Unasked {
    async fn run(self, cx: &mut Reader) -> Result<Vec<&'static str>> {
        let guides = [
            (tours::is_any_active(cx, self.workspace).await?, "tours"),
            (outbound_messages::is_any_active(cx, self.workspace).await?, "messages"),
            (surveys::is_any_active(cx, self.workspace).await?, "surveys"),
            (tooltips::is_any(cx, self.workspace).await?, "tooltips"),
            (checklists::is_any_active(cx, self.workspace).await?, "checklists"),
        ];
        Ok(guides.into_iter().filter_map(|(is_any, word)| is_any.then_some(word)).collect())
    }
}
