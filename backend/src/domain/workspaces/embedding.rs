//! What the frame's door has to know of a workspace.

use crate::{
    core::{Query, Reader, Result, Topic},
    domain::{ai_agent, articles, automation_settings, ticket_forms, tickets},
};
use shared::{Function, function, id::WorkspaceId};
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
    /// There is a form for tickets, or a ticket.
    pub tickets: bool,
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
        Ok(Offer { help, tickets, talk })
    }
}
