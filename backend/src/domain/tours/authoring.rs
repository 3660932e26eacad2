//! Writing tours, and whether they are shown.

use super::{MOST_ACTIVE, held};
use crate::{
    core::{Mutation, Result, Writer},
    domain::{
        owned::{self, topics},
        segments, tour_progress, tour_steps, workspace_members,
    },
};
use serde_json::Value;
use shared::{
    Error,
    audience::Audience,
    colour::Rgb,
    id::{TourId, UserId, WorkspaceId},
    limits,
    number::Number,
    permissions::Permission,
    tours::{
        Activate, Create, Deactivate, DisplayMode, Duplicate, Remove, Status, TargetingRules, Tour, Update,
    },
    widget_sessions::Success,
};
use sqlx::types::Json;

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<TourId> {
        cx.agent(self.workspace_id, Permission::ToursManage).await?;
        segments::check_audience(cx, self.workspace_id, self.audience_rules.as_ref()).await?;
        check_sender(cx, self.workspace_id, self.sender_id).await?;
        let (id, now) = (TourId(cx.new_id()?), cx.now());
        let tour = Tour {
            id,
            creation_time: now,
            workspace_id: self.workspace_id,
            name: self.name,
            description: self.description,
            status: Status::Draft,
            targeting_rules: self.targeting_rules,
            audience_rules: self
                .audience_rules
                .as_ref()
                .map(serde_json::to_value::<&Audience>)
                .transpose()?,
            display_mode: self.display_mode.unwrap_or(DisplayMode::FirstTimeOnly),
            priority: self.priority.unwrap_or(Number(0.0)),
            button_color: self.button_color,
            sender_id: self.sender_id,
            show_confetti: self.show_confetti.unwrap_or(true),
            allow_snooze: self.allow_snooze.unwrap_or(true),
            allow_restart: self.allow_restart.unwrap_or(true),
            created_at: now,
            updated_at: now,
        };
        insert(cx, &tour).await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<TourId> {
        let row = held(cx, self.id).await?;
        segments::check_audience(cx, row.workspace_id, self.audience_rules.as_ref()).await?;
        check_sender(cx, row.workspace_id, self.sender_id.flatten()).await?;
        let rules = self.audience_rules.as_ref().map(serde_json::to_value::<&Audience>).transpose()?;
        let after = Tour {
            name: self.name.unwrap_or(row.name),
            description: self.description.or(row.description),
            targeting_rules: self.targeting_rules.or(row.targeting_rules),
            audience_rules: rules.or(row.audience_rules),
            display_mode: self.display_mode.unwrap_or(row.display_mode),
            priority: self.priority.unwrap_or(row.priority),
            button_color: self.button_color.unwrap_or(row.button_color),
            sender_id: self.sender_id.unwrap_or(row.sender_id),
            show_confetti: self.show_confetti.unwrap_or(row.show_confetti),
            allow_snooze: self.allow_snooze.unwrap_or(row.allow_snooze),
            allow_restart: self.allow_restart.unwrap_or(row.allow_restart),
            updated_at: cx.now(),
            ..row
        };
        check(&after)?;
        cx.write(topics::<Tour>(after.workspace_id, after.id))
            .query(
                "UPDATE tours
                 SET name = $2, description = $3, targeting_rules = $4, audience_rules = $5, display_mode = $6, priority = $7,
                     button_color = $8, sender_id = $9, show_confetti = $10, allow_snooze = $11, allow_restart = $12,
                     updated_at = $13
                 WHERE id = $1",
            )
            .bind(after.id)
            .bind(after.name)
            .bind(after.description)
            .bind(after.targeting_rules.map(Json))
            .bind(after.audience_rules.map(Json::<Value>))
            .bind(after.display_mode)
            .bind(after.priority)
            .bind(after.button_color)
            .bind(after.sender_id)
            .bind(after.show_confetti)
            .bind(after.allow_snooze)
            .bind(after.allow_restart)
            .bind(after.updated_at)
            .execute()
            .await?;
        Ok(after.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let row = held(cx, self.id).await?;
        tour_progress::remove_of(cx, row.id).await?;
        tour_steps::remove_of(cx, &row).await?;
        owned::remove(cx, &row).await?;
        Ok(Success::YES)
    }
}

impl Mutation for Activate {
    async fn run(self, cx: &mut Writer) -> Result<TourId> {
        becomes(cx, self.id, Status::Active).await
    }
}

impl Mutation for Deactivate {
    async fn run(self, cx: &mut Writer) -> Result<TourId> {
        becomes(cx, self.id, Status::Draft).await
    }
}

impl Mutation for Duplicate {
    async fn run(self, cx: &mut Writer) -> Result<TourId> {
        let row = held(cx, self.id).await?;
        let (id, now) = (TourId(cx.new_id()?), cx.now());
        let copy = Tour {
            id,
            name: limits::copied(&row.name),
            status: Status::Draft,
            created_at: now,
            updated_at: now,
            ..row.clone()
        };
        insert(cx, &copy).await?;
        tour_steps::copy(cx, &row, id).await?;
        Ok(id)
    }
}

async fn becomes(cx: &mut Writer, id: TourId, status: Status) -> Result<TourId> {
    let row = held(cx, id).await?;
    if status == Status::Active && row.status != status {
        owned::has_room(cx, &row, status, MOST_ACTIVE).await?;
    }
    owned::becomes(cx, &row, status).await?;
    Ok(id)
}

async fn check_sender(cx: &mut Writer, workspace: WorkspaceId, sender: Option<UserId>) -> Result<()> {
    let Some(sender) = sender else { return Ok(()) };
    let member = workspace_members::membership(cx, sender, workspace).await?;
    member.map(drop).ok_or_else(|| Error::not_found("Sender").into())
}

fn check(tour: &Tour) -> Result<(), Error> {
    limits::title("The name", &tour.name)?;
    limits::content("The description", tour.description.as_deref().unwrap_or_default())?;
    if tour.button_color.as_deref().is_some_and(|colour| Rgb::parse(colour).is_none()) {
        return Err(Error::invalid("The button's colour is none: write it as #rrggbb"));
    }
    let Some(TargetingRules { page_url, user_attributes }) = &tour.targeting_rules else { return Ok(()) };
    limits::url("The page's address", page_url.as_deref().unwrap_or_default())?;
    let size =
        user_attributes.as_ref().map_or(0, |all| serde_json::to_string(all).map_or(0, |text| text.len()));
    limits::at_most("The attributes", size, limits::ATTRIBUTES, "bytes of JSON")
}

async fn insert(cx: &mut Writer, tour: &Tour) -> Result<()> {
    check(tour)?;
    cx.write(topics::<Tour>(tour.workspace_id, tour.id))
        .query(
            "INSERT INTO tours
                 (id, workspace_id, name, description, status, targeting_rules, audience_rules, display_mode, priority, button_color,
                  sender_id, show_confetti, allow_snooze, allow_restart, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)",
        )
        .bind(tour.id)
        .bind(tour.workspace_id)
        .bind(tour.name.clone())
        .bind(tour.description.clone())
        .bind(tour.status)
        .bind(tour.targeting_rules.clone().map(Json))
        .bind(tour.audience_rules.clone().map(Json))
        .bind(tour.display_mode)
        .bind(tour.priority)
        .bind(tour.button_color.clone())
        .bind(tour.sender_id)
        .bind(tour.show_confetti)
        .bind(tour.allow_snooze)
        .bind(tour.allow_restart)
        .bind(tour.created_at)
        .execute()
        .await?;
    Ok(())
}
