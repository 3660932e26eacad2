//! Outbound messages (functions-engagement.md §7). Writes `outbound_messages`, `outbound_message_impressions` and `outbound_conversations`.

mod conversing;
mod delivery;
mod erasing;
mod impressions;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Writer},
    domain::{
        owned::{self, Order, Owned, topics},
        patterns, segments, workspace_members,
    },
    store::Filter,
};
use shared::{
    Error, Millis,
    audience::Audience,
    engagement::{Schedule, Status, Trigger, link},
    id::{OutboundMessageId, WorkspaceId},
    limits,
    outbound_messages::{
        Activate, Archive, Content, Create, Get, GetEligible, GetStats, List, OpenConversation,
        OutboundMessage, Pause, Remove, TrackImpression, Update,
    },
    permissions::Permission,
};
use sqlx::types::Json;

pub use delivery::is_any_active;
pub use erasing::{erase, impressions_of, reassign};

/// The columns of an [`OutboundMessage`].
const COLUMNS: &str =
    "id, created_at AS creation_time, workspace_id, kind, name, content, targeting, triggers, frequency, scheduling, status,
         priority, created_at, updated_at";

/// The most messages that a list answers.
const MOST: i64 = 10_000;
/// Of one message.
const MOST_BUTTONS: usize = 10;

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<Activate>()
        .mutation::<Pause>()
        .mutation::<Archive>()
        .query::<GetStats>()
        .query::<GetEligible>()
        .mutation::<TrackImpression>()
        .mutation::<OpenConversation>();
}

impl Owned for OutboundMessage {
    type Id = OutboundMessageId;
    const TABLE: &'static str = "outbound_messages";
    const COLUMNS: &'static str = COLUMNS;
    const NOUN: &'static str = "Message";
    const PERMISSION: Permission = Permission::SettingsWorkspace;
    const ORDER: Order = Order::NewestFirst;

    fn id(&self) -> OutboundMessageId {
        self.id
    }
    fn workspace(&self) -> WorkspaceId {
        self.workspace_id
    }
    fn at(&self) -> Millis {
        self.created_at
    }
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<OutboundMessage>> {
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        let narrow = |rows: Filter| rows.and(" AND kind = ", self.kind).and(" AND status = ", self.status);
        owned::list(cx, self.workspace_id, self.after, limits::rows(self.limit, MOST, MOST), narrow).await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<OutboundMessage>> {
        owned::get(cx, self.id).await
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<OutboundMessageId> {
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        check(&self.name, self.triggers.as_ref(), self.scheduling.as_ref())?;
        check_content(cx, self.workspace_id, &self.content).await?;
        segments::check_audience(cx, self.workspace_id, self.targeting.as_ref()).await?;
        let (id, now) = (OutboundMessageId(cx.new_id()?), cx.now());
        cx.write(topics::<OutboundMessage>(self.workspace_id, id))
            .query(
                "INSERT INTO outbound_messages
                     (id, workspace_id, kind, name, content, targeting, triggers, frequency, scheduling, status, priority, created_at,
                      updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
            )
            .bind(id)
            .bind(self.workspace_id)
            .bind(self.kind)
            .bind(self.name)
            .bind(Json(self.content))
            .bind(self.targeting.map(Json))
            .bind(self.triggers.map(Json))
            .bind(self.frequency)
            .bind(self.scheduling.map(Json))
            .bind(Status::Draft)
            .bind(self.priority)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<OutboundMessageId> {
        let row = held(cx, self.id).await?;
        let name = self.name.unwrap_or(row.name);
        let triggers = self.triggers.or(row.triggers);
        let scheduling = self.scheduling.or(row.scheduling);
        check(&name, triggers.as_ref(), scheduling.as_ref())?;
        if let Some(content) = &self.content {
            check_content(cx, row.workspace_id, content).await?;
        }
        segments::check_audience(cx, row.workspace_id, self.targeting.as_ref()).await?;
        let targeting = self.targeting.as_ref().map(serde_json::to_value::<&Audience>).transpose()?;
        let now = cx.now();
        cx.write(topics::<OutboundMessage>(row.workspace_id, row.id))
            .query(
                "UPDATE outbound_messages
                 SET name = $2, content = $3, targeting = $4, triggers = $5, frequency = $6, scheduling = $7, priority = $8,
                     updated_at = $9
                 WHERE id = $1",
            )
            .bind(row.id)
            .bind(name)
            .bind(Json(self.content.unwrap_or(row.content)))
            .bind(targeting.or(row.targeting).map(Json))
            .bind(triggers.map(Json))
            .bind(self.frequency.or(row.frequency))
            .bind(scheduling.map(Json))
            .bind(self.priority.or(row.priority))
            .bind(now)
            .execute()
            .await?;
        Ok(row.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let row = held(cx, self.id).await?;
        erasing::remove_of(cx, row.id).await?;
        owned::remove(cx, &row).await
    }
}

impl Mutation for Activate {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        becomes(cx, self.id, |_| Ok(Status::Active)).await
    }
}

impl Mutation for Pause {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        becomes(cx, self.id, Status::pause).await
    }
}

impl Mutation for Archive {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        becomes(cx, self.id, |_| Ok(Status::Archived)).await
    }
}

async fn becomes(
    cx: &mut Writer,
    id: OutboundMessageId,
    next: impl FnOnce(Status) -> Result<Status, Error>,
) -> Result<()> {
    let row = held(cx, id).await?;
    let status = next(row.status)?;
    if status == Status::Active && row.status != status {
        owned::has_room(cx, &row, status, delivery::MOST_ACTIVE).await?;
    }
    owned::becomes(cx, &row, status).await
}

/// The message, for a member who may change it.
async fn for_agent(cx: &mut Reader, id: OutboundMessageId) -> Result<OutboundMessage> {
    cx.user()?;
    owned::for_agent(cx, id).await
}

/// The same, for a member who changes it; others that do so wait.
async fn held(cx: &mut Writer, id: OutboundMessageId) -> Result<OutboundMessage> {
    cx.user()?;
    owned::held(cx, id).await
}

fn check(name: &str, triggers: Option<&Trigger>, scheduling: Option<&Schedule>) -> Result<(), Error> {
    limits::title("The name", name)?;
    patterns::check(triggers)?;
    scheduling.map_or(Ok(()), Schedule::check)
}

/// Refuses texts that are too long, addresses that could do more than open a page, and a sender who is not of the team.
async fn check_content(cx: &mut Reader, workspace: WorkspaceId, content: &Content) -> Result<()> {
    let text = |what: &str, text: &Option<String>| {
        text.as_deref().map_or(Ok(()), |text| limits::content(what, text))
    };
    let url = |what: &str, url: &Option<String>| url.as_deref().map_or(Ok(()), |url| link::check(what, url));
    let tab = |tab: &Option<String>| tab.as_deref().map_or(Ok(()), |tab| limits::token("The tab", tab));
    text("The text", &content.text)?;
    text("The body", &content.body)?;
    content.title.as_deref().map_or(Ok(()), |title| limits::title("The title", title))?;
    url("The picture's address", &content.image_url)?;
    url("The video's address", &content.video_url)?;
    let buttons = content.buttons.as_deref().unwrap_or_default();
    limits::at_most("The list of buttons", buttons.len(), MOST_BUTTONS, "buttons")?;
    for button in buttons {
        limits::title("A button's text", &button.text)?;
        url("A button's address", &button.url)?;
        tab(&button.tab_id)?;
        text("A prepared message", &button.prefill_message)?;
    }
    if let Some(action) = &content.click_action {
        url("The click's address", &action.url)?;
        tab(&action.tab_id)?;
        text("A prepared message", &action.prefill_message)?;
    }
    let Some(sender) = content.sender_id else { return Ok(()) };
    let member = workspace_members::membership(cx, sender, workspace).await?;
    member.map(drop).ok_or_else(|| Error::not_found("Sender").into())
}
