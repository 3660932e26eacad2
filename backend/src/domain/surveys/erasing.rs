//! Everything of one person, and everything of one survey.

use super::{
    impressions,
    responses::{self, columns},
};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{
    id::{SurveyId, VisitorId},
    surveys::results::{Impression, Response},
};

/// Deletes what was answered and shown of a survey.
pub async fn remove_of(cx: &mut Writer, survey: SurveyId) -> Result<()> {
    let visitors: Vec<(Option<VisitorId>,)> = cx
        .write(responses::of_survey(survey))
        .query("DELETE FROM survey_responses WHERE survey_id = $1 RETURNING visitor_id")
        .bind(survey)
        .fetch_all()
        .await?;
    visitors.iter().filter_map(|(visitor,)| *visitor).for_each(|visitor| cx.touch(responses::topic(visitor)));
    let visitors: Vec<(VisitorId,)> = cx
        .write(impressions::of_survey(survey))
        .query("DELETE FROM survey_impressions WHERE survey_id = $1 RETURNING visitor_id")
        .bind(survey)
        .fetch_all()
        .await?;
    visitors.iter().for_each(|(visitor,)| cx.touch(impressions::topic(*visitor)));
    Ok(())
}

/// What these visitors answered, oldest first.
pub async fn answers_of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Response>> {
    let topics: Vec<Topic> = visitors.iter().copied().map(responses::topic).collect();
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM survey_responses WHERE "))
        .any_of("visitor_id", visitors.iter().copied())
        .push(" ORDER BY started_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// What these visitors were shown, oldest first.
pub async fn impressions_of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Impression>> {
    let topics: Vec<Topic> = visitors.iter().copied().map(impressions::topic).collect();
    let filter = Filter::new(
        "SELECT id, survey_id, visitor_id, session_id, action, created_at FROM survey_impressions WHERE ",
    )
    .any_of("visitor_id", visitors.iter().copied())
    .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let topics: Vec<Topic> = person.visitors.iter().copied().map(responses::topic).collect();
    let filter = Filter::new("DELETE FROM survey_responses WHERE ")
        .any_of("visitor_id", person.visitors.clone())
        .push(" RETURNING survey_id");
    let surveys: Vec<(SurveyId,)> = cx.write(topics).filter(filter).fetch_all().await?;
    surveys.iter().for_each(|(survey,)| cx.touch(responses::of_survey(*survey)));
    let topics: Vec<Topic> = person.visitors.iter().copied().map(impressions::topic).collect();
    let filter = Filter::new("DELETE FROM survey_impressions WHERE ")
        .any_of("visitor_id", person.visitors.clone())
        .push(" RETURNING survey_id");
    let surveys: Vec<(SurveyId,)> = cx.write(topics).filter(filter).fetch_all().await?;
    surveys.iter().for_each(|(survey,)| cx.touch(impressions::of_survey(*survey)));
    Ok(())
}

/// Gives what one visitor answered to another who turned out to be the same person.
pub async fn reassign(cx: &mut Writer, from: VisitorId, to: VisitorId) -> Result<()> {
    let surveys: Vec<(SurveyId,)> = cx
        .write([responses::topic(from), responses::topic(to)])
        .query("UPDATE survey_responses SET visitor_id = $2 WHERE visitor_id = $1 RETURNING survey_id")
        .bind(from)
        .bind(to)
        .fetch_all()
        .await?;
    surveys.iter().for_each(|(survey,)| cx.touch(responses::of_survey(*survey)));
    let surveys: Vec<(SurveyId,)> = cx
        .write([impressions::topic(from), impressions::topic(to)])
        .query("UPDATE survey_impressions SET visitor_id = $2 WHERE visitor_id = $1 RETURNING survey_id")
        .bind(from)
        .bind(to)
        .fetch_all()
        .await?;
    surveys.iter().for_each(|(survey,)| cx.touch(impressions::of_survey(*survey)));
    Ok(())
}
