//! What the messenger shows when it is opened. Writes `messenger_homes`.

use crate::{
    core::{Error, Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
};
use serde_json::{Map, Value};
use shared::{
    Error as Refusal,
    id::{MessengerHomeId, WorkspaceId},
    limits,
    messenger_settings::home::{
        AddHomeCard, Changed, GetHomeConfig, GetPublicHomeConfig, HomeCard, HomeConfig, RemoveHomeCard,
        ReorderHomeCards, Tab, ToggleHomeEnabled, UpdateHomeCard, UpdateHomeConfig,
    },
    permissions::Permission,
};
use sqlx::types::Json;
use std::collections::BTreeSet;

const MOST_CARDS: usize = 50;

pub fn register(functions: &mut Functions) {
    functions
        .query::<GetPublicHomeConfig>()
        .query::<GetHomeConfig>()
        .mutation::<UpdateHomeConfig>()
        .mutation::<ToggleHomeEnabled>()
        .mutation::<AddHomeCard>()
        .mutation::<RemoveHomeCard>()
        .mutation::<ReorderHomeCards>()
        .mutation::<UpdateHomeCard>();
}

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("messenger_homes", workspace.0)
}

impl Query for GetPublicHomeConfig {
    async fn run(self, cx: &mut Reader) -> Result<HomeConfig> {
        Ok(of(cx, self.workspace_id).await?.shown(self.is_identified.unwrap_or(false)))
    }
}

impl Query for GetHomeConfig {
    async fn run(self, cx: &mut Reader) -> Result<HomeConfig> {
        let config = match cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await? {
            Some(_) => stored(cx, self.workspace_id).await?,
            None => None,
        };
        Ok(config.unwrap_or_else(HomeConfig::usual).normalised())
    }
}

impl Mutation for UpdateHomeConfig {
    async fn run(self, cx: &mut Writer) -> Result<Changed> {
        let home = begin(cx, self.workspace_id).await?.unwrap_or_default();
        store(cx, self.workspace_id, Home { config: self.home_config, ..home }).await
    }
}

impl Mutation for ToggleHomeEnabled {
    async fn run(self, cx: &mut Writer) -> Result<Changed> {
        let mut home = begin(cx, self.workspace_id).await?.unwrap_or_default();
        home.config.enabled = self.enabled;
        store(cx, self.workspace_id, home).await
    }
}

impl Mutation for AddHomeCard {
    async fn run(self, cx: &mut Writer) -> Result<Changed> {
        let mut home = begin(cx, self.workspace_id).await?.unwrap_or_default();
        let cards = &mut home.config.cards;
        if cards.iter().any(|card| card.id == self.card.id) {
            return Err(Refusal::already_exists("A card with this ID already exists").into());
        }
        let last = cards.len();
        let place = self.position.map_or(last, |place| usize::try_from(place).unwrap_or(0).min(last));
        cards.insert(place, self.card);
        store(cx, self.workspace_id, home).await
    }
}

impl Mutation for RemoveHomeCard {
    async fn run(self, cx: &mut Writer) -> Result<Changed> {
        let mut home = begin(cx, self.workspace_id).await?.ok_or_else(no_home)?;
        home.config.cards.retain(|card| card.id != self.card_id);
        store(cx, self.workspace_id, home).await
    }
}

impl Mutation for ReorderHomeCards {
    async fn run(self, cx: &mut Writer) -> Result<Changed> {
        let mut home = begin(cx, self.workspace_id).await?.ok_or_else(no_home)?;
        let card = |id: &String| -> Result<HomeCard> {
            let known = home.config.cards.iter().find(|card| card.id == *id).cloned();
            known.ok_or_else(|| Refusal::not_found(&format!("Card with ID \"{id}\"")).into())
        };
        limits::at_most("The list of cards", self.card_ids.len(), MOST_CARDS, "entries")?;
        home.config.cards = self.card_ids.iter().map(card).collect::<Result<Vec<HomeCard>>>()?;
        store(cx, self.workspace_id, home).await
    }
}

impl Mutation for UpdateHomeCard {
    async fn run(self, cx: &mut Writer) -> Result<Changed> {
        let mut home = begin(cx, self.workspace_id).await?.ok_or_else(no_home)?;
        let Some(card) = home.config.cards.iter_mut().find(|card| card.id == self.card_id) else {
            return Err(Refusal::not_found("Card").into());
        };
        card.config = self.config.or(card.config.take());
        card.visible_to = self.visible_to.unwrap_or(card.visible_to);
        store(cx, self.workspace_id, home).await
    }
}

fn no_home() -> Error {
    Refusal::not_found("Home configuration").into()
}

/// The home of a workspace with every tab, whoever is shown which part of it.
pub async fn of(cx: &mut Reader, workspace: WorkspaceId) -> Result<HomeConfig> {
    Ok(stored(cx, workspace).await?.unwrap_or_else(HomeConfig::usual).normalised())
}

/// A home, and its row if there is one.
struct Home {
    id: Option<MessengerHomeId>,
    config: HomeConfig,
}

impl Default for Home {
    fn default() -> Self {
        Self { id: None, config: HomeConfig::usual() }
    }
}

/// The home as it is, for a member that may change it; others who do so wait until this one is done. Errors: those of
/// [`Reader::agent`].
async fn begin(cx: &mut Writer, workspace: WorkspaceId) -> Result<Option<Home>> {
    cx.agent(workspace, Permission::SettingsWorkspace).await?;
    let row: Option<(MessengerHomeId, Json<HomeConfig>)> = cx
        .write_unnoticed("messenger_homes")
        .query(
            "UPDATE messenger_homes SET updated_at = updated_at WHERE workspace_id = $1
             RETURNING id, config",
        )
        .bind(workspace)
        .fetch_optional()
        .await?;
    Ok(row.map(|(id, config)| Home { id: Some(id), config: config.0 }))
}

async fn stored(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<HomeConfig>> {
    let row: Option<(Json<HomeConfig>,)> = cx
        .read(topic(workspace))
        .query("SELECT config FROM messenger_homes WHERE workspace_id = $1")
        .bind(workspace)
        .fetch_optional()
        .await?;
    Ok(row.map(|(config,)| config.0))
}

/// Stores a home that [`begin`] has given. The first one is inserted plainly: if another work has just done the same, this one is run
/// again and changes what that has left.
async fn store(cx: &mut Writer, workspace: WorkspaceId, home: Home) -> Result<MessengerHomeId> {
    check(&home.config)?;
    let now = cx.now();
    let id = match home.id {
        Some(id) => id,
        None => MessengerHomeId(cx.new_id()?),
    };
    let sql = match home.id {
        Some(_) => {
            "UPDATE messenger_homes SET config = $3, updated_at = $4 WHERE id = $1 AND workspace_id = $2"
        }
        None => {
            "INSERT INTO messenger_homes (id, workspace_id, config, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $4)"
        }
    };
    cx.write(topic(workspace))
        .query(sql)
        .bind(id)
        .bind(workspace)
        .bind(Json(home.config.normalised()))
        .bind(now)
        .execute()
        .await?;
    audit_logs::note(cx, workspace, Act::new(SETTINGS, "messengerHome").to(workspace)).await?;
    Ok(id)
}

fn check(config: &HomeConfig) -> Result<(), Refusal> {
    limits::at_most("The list of cards", config.cards.len(), MOST_CARDS, "entries")?;
    let mut seen = BTreeSet::new();
    for card in &config.cards {
        limits::token("A card's ID", &card.id)?;
        if card.id.trim().is_empty() {
            return Err(Refusal::invalid("A card's ID is missing"));
        }
        if !seen.insert(card.id.as_str()) {
            return Err(Refusal::invalid("Card IDs must be unique"));
        }
        let size = |config: &Map<String, Value>| Value::from(config.clone()).to_string().len();
        limits::at_most(
            "A card's config",
            card.config.as_ref().map_or(0, size),
            limits::ATTRIBUTES,
            "bytes of JSON",
        )?;
    }
    limits::at_most(
        "The list of tabs",
        config.tabs.as_deref().unwrap_or_default().len(),
        Tab::ALL.len(),
        "entries",
    )
}
