//! The rows of `survey_responses`.

use super::MOST;
use crate::{
    core::{Access, Limit, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{identities, owned, visitors},
    store::Filter,
};
use serde_json::{Map, Value};
use shared::{
    Error,
    engagement::Status,
    id::{SurveyId, SurveyResponseId, VisitorId},
    limits,
    permissions::Permission,
    surveys::{
        SubmitResponse, Survey, answers,
        results::{ListResponses, Response, ResponseStatus},
    },
};
use sqlx::types::Json;
use std::collections::HashSet;

/// The columns of a [`Response`].
macro_rules! columns {
    () => {
        "id, started_at AS creation_time, survey_id, workspace_id, visitor_id, user_id, session_id, answers, status, started_at,
         completed_at"
    };
}
pub(super) use columns;

/// The most surveys that one visitor has answered.
const MOST_ANSWERED: i64 = 10_000;

pub fn topic(visitor: VisitorId) -> Topic {
    Topic::new("survey_responses", visitor.0)
}

pub fn of_survey(survey: SurveyId) -> Topic {
    Topic::new("survey_responses", survey.0)
}

impl Mutation for SubmitResponse {
    async fn run(self, cx: &mut Writer) -> Result<SurveyResponseId> {
        let survey: Survey = owned::found(cx, self.survey_id).await?;
        limits::token("sessionId", self.session_id.as_deref().unwrap_or_default())?;
        if cx.caller().user_id().is_some() {
            let agent = cx.agent(survey.workspace_id, Permission::SettingsWorkspace).await?;
            if self.user_id.is_some_and(|user| user != agent.user) {
                let words = "Cannot submit survey response on behalf of another user";
                return Err(Error::not_authorized(words).into());
            }
            answers::check(&survey.questions, &self.answers, self.is_complete)?;
            let response = Response { user_id: Some(agent.user), ..fresh(cx, &survey, &self)? };
            return insert(cx, &response).await;
        }
        let visitor = cx.visitor(self.session_token.as_deref(), survey.workspace_id).await?.visitor;
        if self.visitor_id.is_some_and(|named| named != visitor) {
            return Err(Error::not_authorized("Not authorized to submit survey response").into());
        }
        if self.user_id.is_some() {
            return Err(Error::invalid("Cannot submit visitor response with userId").into());
        }
        cx.count(Limit::Event, visitor.0)?;
        if survey.status == Status::Draft {
            return Err(Error::not_found("Survey").into());
        }
        // Two of these at once must not make two responses.
        identities::hold(cx, visitor.into()).await?;
        let before = latest_of(cx, visitor, survey.id).await?;
        if let Some(done) = before.as_ref().filter(|row| row.status == ResponseStatus::Completed) {
            return Ok(done.id);
        }
        answers::check(&survey.questions, &self.answers, self.is_complete)?;
        let fresh = Response { visitor_id: Some(visitor), ..fresh(cx, &survey, &self)? };
        let id = match before {
            Some(before) => {
                let after = Response { id: before.id, started_at: before.started_at, ..fresh };
                save(cx, visitor, &after).await?;
                after.id
            }
            None => insert(cx, &fresh).await?,
        };
        if self.is_complete {
            visitors::describe(cx, visitor, attributes(&survey, &self)?).await?;
        }
        Ok(id)
    }
}

/// What the answers say of the visitor.
fn attributes(survey: &Survey, submitted: &SubmitResponse) -> Result<Map<String, Value>> {
    let mut attributes = Map::new();
    for question in &survey.questions {
        let Some(name) = &question.store_as_attribute else { continue };
        let answer = submitted.answers.iter().find(|answer| answer.question_id == question.id);
        if let Some(given) = answer.and_then(|answer| answer.value.as_ref()) {
            attributes.insert(name.clone(), serde_json::to_value(given)?);
        }
    }
    Ok(attributes)
}

fn fresh(cx: &Writer, survey: &Survey, submitted: &SubmitResponse) -> Result<Response> {
    let now = cx.now();
    let (status, completed_at) = match submitted.is_complete {
        true => (ResponseStatus::Completed, Some(now)),
        false => (ResponseStatus::Partial, None),
    };
    Ok(Response {
        id: SurveyResponseId(cx.new_id()?),
        creation_time: now,
        survey_id: survey.id,
        workspace_id: survey.workspace_id,
        visitor_id: None,
        user_id: None,
        session_id: submitted.session_id.clone(),
        answers: submitted.answers.clone(),
        status,
        started_at: now,
        completed_at,
    })
}

async fn insert(cx: &mut Writer, response: &Response) -> Result<SurveyResponseId> {
    let topics = response.visitor_id.map(topic).into_iter().chain([of_survey(response.survey_id)]);
    cx.write(topics)
        .query(
            "INSERT INTO survey_responses
                 (id, survey_id, workspace_id, visitor_id, user_id, session_id, answers, status, started_at, completed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(response.id)
        .bind(response.survey_id)
        .bind(response.workspace_id)
        .bind(response.visitor_id)
        .bind(response.user_id)
        .bind(response.session_id.clone())
        .bind(Json(response.answers.clone()))
        .bind(response.status)
        .bind(response.started_at)
        .bind(response.completed_at)
        .execute()
        .await?;
    Ok(response.id)
}

async fn save(cx: &mut Writer, visitor: VisitorId, response: &Response) -> Result<()> {
    cx.write([topic(visitor), of_survey(response.survey_id)])
        .query(
            "UPDATE survey_responses SET session_id = $2, answers = $3, status = $4, completed_at = $5 WHERE id = $1",
        )
        .bind(response.id)
        .bind(response.session_id.clone())
        .bind(Json(response.answers.clone()))
        .bind(response.status)
        .bind(response.completed_at)
        .execute()
        .await?;
    Ok(())
}

/// What a visitor answered to a survey: what is completed first.
async fn latest_of(cx: &mut Reader, visitor: VisitorId, survey: SurveyId) -> Result<Option<Response>> {
    Ok(cx
        .read(topic(visitor))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM survey_responses WHERE visitor_id = $1 AND survey_id = $2 ORDER BY status, started_at DESC, id LIMIT 1"
        ))
        .bind(visitor)
        .bind(survey)
        .fetch_optional()
        .await?)
}

/// The surveys that a visitor has answered to the end.
pub async fn answered_by(cx: &mut Reader, visitor: VisitorId) -> Result<HashSet<SurveyId>> {
    let rows: Vec<(SurveyId,)> = cx
        .read(topic(visitor))
        .query(
            "SELECT DISTINCT survey_id FROM survey_responses WHERE visitor_id = $1 AND status = 'completed' LIMIT $2",
        )
        .bind(visitor)
        .bind(MOST_ANSWERED)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(survey,)| survey).collect())
}

impl Query for ListResponses {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Response>> {
        let survey: Survey = owned::found(cx, self.survey_id).await?;
        if cx.agent_if_allowed(survey.workspace_id, Permission::SettingsWorkspace).await?.is_none() {
            return Ok(Vec::new());
        }
        let asked = Page {
            after: self.after,
            most: limits::rows(self.limit, MOST, MOST),
            from: None,
            until: None,
            is_report: false,
        };
        page(cx, survey.id, self.status, asked).await
    }
}

/// A part of a survey's responses.
pub struct Page {
    pub after: Option<SurveyResponseId>,
    pub most: i64,
    pub from: Option<i64>,
    pub until: Option<i64>,
    /// A report looks at many and is woken by none.
    pub is_report: bool,
}

/// Responses, oldest first; times are those when they were completed, else begun.
pub async fn page(
    cx: &mut Reader,
    survey: SurveyId,
    status: Option<ResponseStatus>,
    page: Page,
) -> Result<Vec<Response>> {
    let is_report = page.is_report;
    let after = match page.after {
        Some(id) => place(cx, survey, id, is_report).await?,
        None => None,
    };
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM survey_responses WHERE survey_id = "))
        .bind(survey)
        .and(" AND status = ", status)
        .and(" AND COALESCE(completed_at, started_at) >= ", page.from)
        .and(" AND COALESCE(completed_at, started_at) <= ", page.until)
        .and_then(|filter| match after {
            Some(place) => filter.push(" AND ").keyset("(started_at, id) >", place),
            None => filter,
        })
        .push(" ORDER BY started_at, id LIMIT ")
        .bind(page.most);
    Ok(access(cx, survey, is_report).filter(filter).fetch_all().await?)
}

fn access(cx: &mut Reader, survey: SurveyId, is_report: bool) -> Access<'_> {
    match is_report {
        true => cx.glance(&["survey_responses"]),
        false => cx.read(of_survey(survey)),
    }
}

/// Where a response stands in the list; one that is gone is nowhere.
async fn place(
    cx: &mut Reader,
    survey: SurveyId,
    id: SurveyResponseId,
    is_report: bool,
) -> Result<Option<(i64, SurveyResponseId)>> {
    Ok(access(cx, survey, is_report)
        .query("SELECT started_at, id FROM survey_responses WHERE id = $1 AND survey_id = $2")
        .bind(id)
        .bind(survey)
        .fetch_optional()
        .await?)
}
