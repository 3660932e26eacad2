//! What was answered, in numbers.

use super::{
    impressions,
    responses::{self, Page},
};
use crate::{
    core::{Query, Reader, Result},
    domain::owned,
};
use shared::{
    id::SurveyId,
    number::Number,
    surveys::{
        Survey,
        answers::Given,
        questions::{Question, QuestionType},
        results::{Analytics, GetAnalytics, QuestionAnalytics, Response, ResponseStatus},
    },
};
use std::collections::{BTreeMap, HashMap};

/// Responses that are looked at, and how many of them at a time.
const MOST: usize = 50_000;
const PAGE: i64 = 1000;
/// Answers of one question that are told.
const MOST_ANSWERS: usize = 200;

impl Query for GetAnalytics {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Analytics> {
        let survey = owned::for_agent::<Survey>(cx, self.survey_id).await?;
        let total = completed(cx, survey.id).await?;
        let impressions = impressions::counted(cx, survey.id, total).await?;
        let mut tallies: HashMap<&str, Tally> = HashMap::new();
        let (mut after, mut seen) = (None, 0);
        while seen < MOST {
            let page = Page { after, most: PAGE, from: None, until: None, is_report: true };
            let rows = responses::page(cx, survey.id, Some(ResponseStatus::Completed), page).await?;
            seen += rows.len();
            after = rows.last().map(|row| row.id);
            let is_last = (rows.len() as i64) < PAGE;
            count(&mut tallies, &survey.questions, &rows);
            if is_last {
                break;
            }
        }
        let mut analytics = |question: &Question| {
            let tally = tallies.remove(question.id.as_str()).unwrap_or_default();
            (question.id.clone(), tally.of(question))
        };
        Ok(Analytics {
            survey_id: survey.id,
            response_rate: rate(total, impressions.shown),
            completion_rate: rate(total, impressions.started),
            total_responses: total,
            question_analytics: survey.questions.iter().map(&mut analytics).collect(),
            impressions,
        })
    }
}

async fn completed(cx: &mut Reader, survey: SurveyId) -> Result<i64> {
    let (completed,): (i64,) = cx
        .glance(&["survey_responses"])
        .query("SELECT COUNT(*) FROM survey_responses WHERE survey_id = $1 AND status = 'completed'")
        .bind(survey)
        .fetch_one()
        .await?;
    Ok(completed)
}

fn rate(part: i64, whole: i64) -> Number {
    Number(if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 100.0).round() })
}

/// How a question was answered.
#[derive(Default)]
struct Tally {
    answers: HashMap<String, i64>,
    total: i64,
    numbers: i64,
    sum: f64,
    promoters: i64,
    detractors: i64,
}

fn count<'q>(tallies: &mut HashMap<&'q str, Tally>, questions: &'q [Question], rows: &[Response]) {
    for answer in rows.iter().flat_map(|row| &row.answers) {
        let Some(question) = questions.iter().find(|question| question.id == answer.question_id) else {
            continue;
        };
        let Some(given) = &answer.value else { continue };
        let tally = tallies.entry(question.id.as_str()).or_default();
        tally.total += 1;
        *tally.answers.entry(given.printed()).or_default() += 1;
        if let Given::Number(Number(number)) = given {
            tally.numbers += 1;
            tally.sum += number;
            tally.promoters += i64::from(*number >= 9.0);
            tally.detractors += i64::from(*number <= 6.0);
        }
    }
}

impl Tally {
    fn of(self, question: &Question) -> QuestionAnalytics {
        let mut answers: Vec<(String, i64)> = self.answers.into_iter().collect();
        answers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        answers.truncate(MOST_ANSWERS);
        let has_numbers = question.kind.is_numeric() && self.numbers > 0;
        let score = (self.promoters - self.detractors) as f64 / self.numbers as f64 * 100.0;
        QuestionAnalytics {
            question_id: question.id.clone(),
            question_title: question.title.clone(),
            question_type: question.kind,
            total_responses: self.total,
            distribution: answers.into_iter().collect::<BTreeMap<_, _>>(),
            average: has_numbers.then(|| Number(self.sum / self.numbers as f64)),
            nps_score: (has_numbers && question.kind == QuestionType::Nps).then(|| Number(score.round())),
        }
    }
}
