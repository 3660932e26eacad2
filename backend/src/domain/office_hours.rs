//! When the team is there (functions-identity.md §15 "officeHours"). Writes `office_hours`.

mod schedule;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
};
use shared::{
    Error as Refusal, Millis,
    id::{OfficeHoursId, Uuid, WorkspaceId},
    limits,
    office_hours::{
        Day, Get, GetExpectedReplyTime, GetOrDefault, Hours, IsCurrentlyOpen, OfficeHours, Openness, Upsert,
    },
    permissions::Permission,
};
use sqlx::types::Json;

macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, timezone, schedule, offline_message,
         expected_reply_time_minutes, created_at, updated_at"
    };
}

/// In minutes.
const YEAR: i64 = 365 * 24 * 60;

/// Whether it is between these times on a wall clock of that zone, and until when that is so at least. Equal times are the whole day, and
/// an evening may go on in the morning.
pub fn is_between(zone: &str, start: &str, end: &str, now: Millis) -> (bool, Option<Millis>) {
    schedule::at(&daily(zone, start, end), now)
}

/// Refuses what is no zone, and times that are none.
pub fn check_daily(zone: &str, start: &str, end: &str) -> Result<(), Refusal> {
    schedule::check(&daily(zone, start, end))
}

fn daily(zone: &str, start: &str, end: &str) -> OfficeHours {
    let usual = OfficeHours::usual(WorkspaceId(Uuid::nil()));
    let day = |day| Hours { day, enabled: true, start_time: start.into(), end_time: end.into() };
    OfficeHours { timezone: zone.into(), schedule: Day::ALL.map(day).into(), ..usual }
}

pub fn register(functions: &mut Functions) {
    functions
        .query::<Get>()
        .query::<GetOrDefault>()
        .mutation::<Upsert>()
        .query::<IsCurrentlyOpen>()
        .query::<GetExpectedReplyTime>();
}

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("office_hours", workspace.0)
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<OfficeHours>> {
        stored(cx, self.workspace_id).await
    }
}

impl Query for GetOrDefault {
    async fn run(self, cx: &mut Reader) -> Result<OfficeHours> {
        Ok(stored(cx, self.workspace_id).await?.unwrap_or_else(|| OfficeHours::usual(self.workspace_id)))
    }
}

impl Query for IsCurrentlyOpen {
    async fn run(self, cx: &mut Reader) -> Result<Openness> {
        let Some(hours) = stored(cx, self.workspace_id).await? else {
            return Ok(Openness {
                is_open: true,
                offline_message: Some(None),
                expected_reply_time_minutes: None,
            });
        };
        let (is_open, until) = schedule::at(&hours, self.now_ms.unwrap_or(cx.now()));
        if let Some(until) = until.filter(|_| self.now_ms.is_none()) {
            cx.wake_at(until);
        }
        Ok(Openness {
            is_open,
            offline_message: if is_open { Some(None) } else { hours.offline_message.map(Some) },
            expected_reply_time_minutes: hours.expected_reply_time_minutes.filter(|_| is_open),
        })
    }
}

impl Query for GetExpectedReplyTime {
    async fn run(self, cx: &mut Reader) -> Result<Option<String>> {
        let hours = stored(cx, self.workspace_id).await?;
        Ok(hours.and_then(|hours| hours.expected_reply_time_minutes).map(in_words))
    }
}

fn in_words(minutes: i64) -> String {
    let counted = |count: i64, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    match minutes {
        ..60 => counted(minutes, "minute"),
        60..1440 => counted(minutes / 60, "hour"),
        1440.. => counted(minutes / 1440, "day"),
    }
}

impl Mutation for Upsert {
    async fn run(self, cx: &mut Writer) -> Result<OfficeHoursId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::SettingsWorkspace).await?;
        // One statement looks and locks, so that of two at once the second one changes what the first has left.
        let locked: Option<OfficeHours> = cx
            .write_unnoticed("office_hours")
            .query(concat!(
                "UPDATE office_hours SET updated_at = updated_at WHERE workspace_id = $1 RETURNING ",
                columns!()
            ))
            .bind(workspace)
            .fetch_optional()
            .await?;
        let old = locked.unwrap_or_else(|| {
            let usual = OfficeHours::usual(workspace);
            OfficeHours { offline_message: None, ..usual }
        });
        let new = OfficeHours {
            timezone: self.timezone.map_or(old.timezone, schedule::canonical),
            schedule: self.schedule.unwrap_or(old.schedule),
            offline_message: self.offline_message.unwrap_or(old.offline_message),
            expected_reply_time_minutes: self
                .expected_reply_time_minutes
                .unwrap_or(old.expected_reply_time_minutes),
            ..old
        };
        check(&new)?;
        audit_logs::note(cx, workspace, Act::new(SETTINGS, "officeHours").to(workspace)).await?;
        store(cx, new).await
    }
}

fn check(hours: &OfficeHours) -> Result<()> {
    schedule::check(hours)?;
    limits::content("The offline message", hours.offline_message.as_deref().unwrap_or_default())?;
    if !hours.expected_reply_time_minutes.is_none_or(|minutes| (0..=YEAR).contains(&minutes)) {
        return Err(Refusal::invalid("The expected reply time must be between 0 minutes and a year").into());
    }
    Ok(())
}

async fn stored(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<OfficeHours>> {
    Ok(cx
        .read(topic(workspace))
        .query(concat!("SELECT ", columns!(), " FROM office_hours WHERE workspace_id = $1"))
        .bind(workspace)
        .fetch_optional()
        .await?)
}

/// Stores hours that were read under a lock. The first ones are inserted plainly: if another work has just done the same, this one is
/// run again and changes what that has left.
async fn store(cx: &mut Writer, new: OfficeHours) -> Result<OfficeHoursId> {
    let now = cx.now();
    let id = match new.id {
        Some(id) => id,
        None => OfficeHoursId(cx.new_id()?),
    };
    let sql = match new.id {
        Some(_) => {
            "UPDATE office_hours
             SET timezone = $3, schedule = $4, offline_message = $5, expected_reply_time_minutes = $6, updated_at = $7
             WHERE id = $1 AND workspace_id = $2"
        }
        None => {
            "INSERT INTO office_hours
                 (id, workspace_id, timezone, schedule, offline_message, expected_reply_time_minutes, created_at,
                  updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"
        }
    };
    cx.write(topic(new.workspace_id))
        .query(sql)
        .bind(id)
        .bind(new.workspace_id)
        .bind(new.timezone)
        .bind(Json(new.schedule))
        .bind(new.offline_message)
        .bind(new.expected_reply_time_minutes)
        .bind(now)
        .execute()
        .await?;
    Ok(id)
}
