//! Writing surveys, and what state they are in.

use super::{delivery::MOST_ACTIVE, erasing};
use crate::{
    core::{Mutation, Result, Writer},
    domain::{
        owned::{self, topics},
        patterns, segments,
    },
};
use shared::{
    Error,
    audience::Audience,
    engagement::{Schedule, Status},
    id::SurveyId,
    limits,
    permissions::Permission::SettingsWorkspace,
    surveys::{
        Activate, Archive, Create, Duplicate, Frequency, Pause, Remove, Step, Survey, Update, questions,
    },
    widget_sessions::Success,
};
use sqlx::types::Json;

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<SurveyId> {
        cx.agent(self.workspace_id, SettingsWorkspace).await?;
        segments::check_audience(cx, self.workspace_id, self.audience_rules.as_ref()).await?;
        let (id, now) = (SurveyId(cx.new_id()?), cx.now());
        let survey = Survey {
            id,
            creation_time: now,
            workspace_id: self.workspace_id,
            name: self.name,
            description: self.description,
            format: self.format,
            status: Status::Draft,
            questions: self.questions.unwrap_or_default(),
            intro_step: self.intro_step,
            thank_you_step: self.thank_you_step,
            show_progress_bar: self.show_progress_bar.unwrap_or(true),
            show_dismiss_button: self.show_dismiss_button.unwrap_or(true),
            audience_rules: self
                .audience_rules
                .as_ref()
                .map(serde_json::to_value::<&Audience>)
                .transpose()?,
            triggers: self.triggers,
            frequency: self.frequency.unwrap_or(Frequency::Once),
            scheduling: self.scheduling,
            created_at: now,
            updated_at: now,
        };
        insert(cx, &survey).await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<SurveyId> {
        let row = owned::held::<Survey>(cx, self.id).await?;
        segments::check_audience(cx, row.workspace_id, self.audience_rules.as_ref()).await?;
        let rules = self.audience_rules.as_ref().map(serde_json::to_value::<&Audience>).transpose()?;
        let after = Survey {
            name: self.name.unwrap_or(row.name),
            description: self.description.or(row.description),
            format: self.format.unwrap_or(row.format),
            questions: self.questions.unwrap_or(row.questions),
            intro_step: self.intro_step.or(row.intro_step).filter(|step| !step.is_silent()),
            thank_you_step: self.thank_you_step.or(row.thank_you_step).filter(|step| !step.is_silent()),
            show_progress_bar: self.show_progress_bar.unwrap_or(row.show_progress_bar),
            show_dismiss_button: self.show_dismiss_button.unwrap_or(row.show_dismiss_button),
            audience_rules: rules.or(row.audience_rules),
            triggers: self.triggers.or(row.triggers),
            frequency: self.frequency.unwrap_or(row.frequency),
            scheduling: self.scheduling.or(row.scheduling),
            updated_at: cx.now(),
            ..row
        };
        if after.status == Status::Active {
            has_questions(&after)?;
        }
        save(cx, &after).await?;
        Ok(after.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let row = owned::held::<Survey>(cx, self.id).await?;
        erasing::remove_of(cx, row.id).await?;
        owned::remove(cx, &row).await?;
        Ok(Success::YES)
    }
}

impl Mutation for Activate {
    async fn run(self, cx: &mut Writer) -> Result<SurveyId> {
        let row = owned::held::<Survey>(cx, self.id).await?;
        has_questions(&row)?;
        becomes(cx, row, Status::Active).await
    }
}

impl Mutation for Pause {
    async fn run(self, cx: &mut Writer) -> Result<SurveyId> {
        let row = owned::held::<Survey>(cx, self.id).await?;
        let status = row.status.pause()?;
        becomes(cx, row, status).await
    }
}

impl Mutation for Archive {
    async fn run(self, cx: &mut Writer) -> Result<SurveyId> {
        let row = owned::held::<Survey>(cx, self.id).await?;
        becomes(cx, row, Status::Archived).await
    }
}

impl Mutation for Duplicate {
    async fn run(self, cx: &mut Writer) -> Result<SurveyId> {
        let row = owned::held::<Survey>(cx, self.id).await?;
        let (id, now) = (SurveyId(cx.new_id()?), cx.now());
        let copy = Survey {
            id,
            name: limits::copied(&row.name),
            status: Status::Draft,
            scheduling: None,
            created_at: now,
            updated_at: now,
            ..row
        };
        insert(cx, &copy).await?;
        Ok(id)
    }
}

async fn becomes(cx: &mut Writer, row: Survey, status: Status) -> Result<SurveyId> {
    if status == Status::Active && row.status != status {
        owned::has_room(cx, &row, status, MOST_ACTIVE).await?;
    }
    owned::becomes(cx, &row, status).await?;
    Ok(row.id)
}

fn has_questions(survey: &Survey) -> Result<(), Error> {
    if survey.questions.is_empty() {
        return Err(Error::invalid("Survey must have at least one question"));
    }
    Ok(())
}

fn check(survey: &Survey) -> Result<(), Error> {
    limits::title("The name", &survey.name)?;
    limits::content("The description", survey.description.as_deref().unwrap_or_default())?;
    questions::check(&survey.questions)?;
    for Step { title, description, button_text } in
        [&survey.intro_step, &survey.thank_you_step].into_iter().flatten()
    {
        limits::title("A step's title", title)?;
        limits::content("A step's description", description.as_deref().unwrap_or_default())?;
        limits::title("A step's button", button_text.as_deref().unwrap_or_default())?;
    }
    patterns::check(survey.triggers.as_ref())?;
    survey.scheduling.as_ref().map_or(Ok(()), Schedule::check)
}

async fn insert(cx: &mut Writer, survey: &Survey) -> Result<()> {
    check(survey)?;
    cx.write(topics::<Survey>(survey.workspace_id, survey.id))
        .query(
            "INSERT INTO surveys
                 (id, workspace_id, name, description, format, status, questions, intro_step, thank_you_step, show_progress_bar,
                  show_dismiss_button, audience_rules, triggers, frequency, scheduling, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)",
        )
        .bind(survey.id)
        .bind(survey.workspace_id)
        .bind(survey.name.clone())
        .bind(survey.description.clone())
        .bind(survey.format)
        .bind(survey.status)
        .bind(Json(survey.questions.clone()))
        .bind(survey.intro_step.clone().map(Json))
        .bind(survey.thank_you_step.clone().map(Json))
        .bind(survey.show_progress_bar)
        .bind(survey.show_dismiss_button)
        .bind(survey.audience_rules.clone().map(Json))
        .bind(survey.triggers.clone().map(Json))
        .bind(survey.frequency)
        .bind(survey.scheduling.map(Json))
        .bind(survey.created_at)
        .execute()
        .await?;
    Ok(())
}

async fn save(cx: &mut Writer, survey: &Survey) -> Result<()> {
    check(survey)?;
    cx.write(topics::<Survey>(survey.workspace_id, survey.id))
        .query(
            "UPDATE surveys
             SET name = $2, description = $3, format = $4, questions = $5, intro_step = $6, thank_you_step = $7,
                 show_progress_bar = $8, show_dismiss_button = $9, audience_rules = $10, triggers = $11, frequency = $12,
                 scheduling = $13, updated_at = $14
             WHERE id = $1",
        )
        .bind(survey.id)
        .bind(survey.name.clone())
        .bind(survey.description.clone())
        .bind(survey.format)
        .bind(Json(survey.questions.clone()))
        .bind(survey.intro_step.clone().map(Json))
        .bind(survey.thank_you_step.clone().map(Json))
        .bind(survey.show_progress_bar)
        .bind(survey.show_dismiss_button)
        .bind(survey.audience_rules.clone().map(Json))
        .bind(survey.triggers.clone().map(Json))
        .bind(survey.frequency)
        .bind(survey.scheduling.map(Json))
        .bind(survey.updated_at)
        .execute()
        .await?;
    Ok(())
}
