//! What visitors were shown of surveys. Writes `survey_impressions`.

use crate::{
    core::{Limit, Mutation, Reader, Result, Topic, Writer},
    domain::owned,
};
use shared::{
    Error,
    id::{SurveyId, SurveyImpressionId, VisitorId},
    limits,
    surveys::{RecordImpression, Survey, results::Impressions},
};
use std::collections::HashSet;

/// The most surveys that one visitor was shown.
const MOST_SHOWN: i64 = 10_000;

pub fn topic(visitor: VisitorId) -> Topic {
    Topic::new("survey_impressions", visitor.0)
}

pub fn of_survey(survey: SurveyId) -> Topic {
    Topic::new("survey_impressions", survey.0)
}

impl Mutation for RecordImpression {
    async fn run(self, cx: &mut Writer) -> Result<SurveyImpressionId> {
        let survey: Survey = owned::found(cx, self.survey_id).await?;
        let visitor = cx.visitor(self.session_token.as_deref(), survey.workspace_id).await?.visitor;
        if self.visitor_id.is_some_and(|named| named != visitor) {
            return Err(Error::not_authorized("Not authorized to record survey impression").into());
        }
        cx.count(Limit::Event, visitor.0)?;
        limits::token("sessionId", self.session_id.as_deref().unwrap_or_default())?;
        let (id, now) = (SurveyImpressionId(cx.new_id()?), cx.now());
        cx.write([topic(visitor), of_survey(survey.id)])
            .query(
                "INSERT INTO survey_impressions (id, survey_id, visitor_id, session_id, action, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(id)
            .bind(survey.id)
            .bind(visitor)
            .bind(self.session_id)
            .bind(self.action)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

/// The surveys that a visitor was shown.
pub async fn shown_to(cx: &mut Reader, visitor: VisitorId) -> Result<HashSet<SurveyId>> {
    let rows: Vec<(SurveyId,)> = cx
        .read(topic(visitor))
        .query(
            "SELECT DISTINCT survey_id FROM survey_impressions WHERE visitor_id = $1 AND action = 'shown' LIMIT $2",
        )
        .bind(visitor)
        .bind(MOST_SHOWN)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(survey,)| survey).collect())
}

/// How often a survey was shown, begun and dismissed; `completed` is what was answered, which the responses say.
pub async fn counted(cx: &mut Reader, survey: SurveyId, completed: i64) -> Result<Impressions> {
    let (shown, started, dismissed) = cx
        .glance(&["survey_impressions"])
        .query(
            "SELECT COUNT(CASE action WHEN 'shown' THEN 1 END), COUNT(CASE action WHEN 'started' THEN 1 END),
                    COUNT(CASE action WHEN 'dismissed' THEN 1 END)
             FROM survey_impressions
             WHERE survey_id = $1",
        )
        .bind(survey)
        .fetch_one::<(i64, i64, i64)>()
        .await?;
    Ok(Impressions { shown, started, completed, dismissed })
}
