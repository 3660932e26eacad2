//! What became of a survey: how many were asked and answered, and what they said.

use super::{
    figures::{Share, chosen, is_counted_here, latest, named, scores, shares},
    responses::{Responses, Table, responses},
    score_chart::score_chart,
};
use crate::{
    browser,
    desk::desk,
    link, moments,
    parts::{Empty, skeleton, trouble},
    reports::{
        charts::{Point, bars},
        figure, number, percent, rating,
    },
    say,
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    id::SurveyId,
    surveys::{
        questions::{Question, QuestionType},
        results::{Analytics, GetAnalytics, QuestionAnalytics, Response},
    },
};

/// Texts of one question that are shown.
const TEXTS: usize = 5;

#[component]
pub fn Results(id: SurveyId, questions: Memo<Vec<Question>>) -> impl IntoView {
    let loaded = link::loaded(move || Some(GetAnalytics { survey_id: id }));
    let kept = Memo::new(move |before: Option<&Loaded<Analytics>>| match (loaded.get(), before) {
        (Loaded::Waiting, Some(before)) => before.clone(),
        (now, _) => now,
    });
    let known = responses(id);
    move || match kept.get() {
        Loaded::Waiting => skeleton(5).into_any(),
        Loaded::Failed(error) => trouble(&error).into_any(),
        Loaded::Ready(all) if all.impressions.shown == 0 && all.total_responses == 0 => {
            view! { <Empty title=say!("sv-no-results") text=say!("sv-no-results-text")>{""}</Empty> }
                .into_any()
        }
        Loaded::Ready(all) => drawn(id, all, questions, known).into_any(),
    }
}

fn drawn(id: SurveyId, all: Analytics, questions: Memo<Vec<Question>>, known: Responses) -> impl IntoView {
    let each = {
        let all = all.question_analytics.clone();
        move || {
            let questions = questions.get();
            let drawn = questions.into_iter().enumerate().map(|(at, question)| {
                let figures = all.get(&question.id).cloned();
                one(at + 1, question, figures, known)
            });
            drawn.collect_view()
        }
    };
    view! {
        <section class="panel report" data-testid="sv-funnel">
            <h2>{say!("en-reach")}</h2>
            <dl class="figures">
                {figure("sv-response-rate", percent(all.response_rate.0 / 100.0))}
                {figure("sv-completion-rate", percent(all.completion_rate.0 / 100.0))}
                {figure("sv-dismissed", number(all.impressions.dismissed as f64))}
            </dl>
            <div class="funnel">{bars(say!("en-reach"), steps(&all))}</div>
        </section>
        {each}
        <Table id=id questions=questions known=known />
    }
}

/// Shown, started, completed, each with its part of those who were shown it.
fn steps(all: &Analytics) -> Vec<Point> {
    let shown = all.impressions.shown;
    let step = |word: &str, count: i64| {
        let share =
            if shown == 0 { String::new() } else { format!(" · {}", percent(count as f64 / shown as f64)) };
        Point { label: say!(word), value: count as f64, shown: format!("{}{share}", number(count as f64)) }
    };
    vec![
        step("sv-shown", shown),
        step("sv-started", all.impressions.started),
        step("sv-completed", all.total_responses),
    ]
}

/// How one question was answered.
fn one(
    place: usize,
    question: Question,
    figures: Option<QuestionAnalytics>,
    known: Responses,
) -> impl IntoView {
    let total = figures.as_ref().map_or(0, |figures| figures.total_responses);
    let title = match question.title.trim() {
        "" => say!("sv-question", number = place as f64),
        title => title.to_owned(),
    };
    let numbers = figures.as_ref().map(|figures| {
        let score = figures.nps_score.map(|score| figure("sv-score", number(score.0)));
        let average = figures.average.map(|average| figure("report-average", rating(average.0)));
        view! { <dl class="figures">{figure("sv-answers", number(total as f64))} {score} {average}</dl> }
    });
    let asked = StoredValue::new(question.clone());
    let body = match question.kind {
        _ if total == 0 => view! { <p class="quiet">{say!("sv-no-answers")}</p> }.into_any(),
        QuestionType::ShortText | QuestionType::LongText => (move || texts(asked, known)).into_any(),
        _ if is_counted_here(&question) => (move || choices(asked, known)).into_any(),
        _ => {
            let counted = figures.map(|figures| figures.distribution).unwrap_or_default();
            bars(title.clone(), points(&question, shares(&question, &counted), total)).into_any()
        }
    };
    let over_time = (question.kind == QuestionType::Nps && total > 0).then_some(move || trend(asked, known));
    view! {
        <section class="panel report" data-testid="sv-result">
            <p class="caption">{say!("sv-question", number = place as f64)}</p>
            <h2 dir="auto">{title}</h2>
            {numbers}
            {body}
            {over_time}
        </section>
    }
}

fn points(question: &Question, shares: Vec<Share>, total: i64) -> Vec<Point> {
    let point = |share: Share| Point {
        label: named(question, &share.answer),
        value: share.count as f64,
        shown: format!(
            "{} · {}",
            number(share.count as f64),
            percent(share.count as f64 / total.max(1) as f64)
        ),
    };
    shares.into_iter().map(point).collect()
}

/// Choices of which several could be made.
fn choices(asked: StoredValue<Question>, known: Responses) -> impl IntoView {
    let all = known.rows.get().unwrap_or_default();
    asked.with_value(|question| {
        let (counted, total) = chosen(question, &all);
        view! {
            {bars(question.title.clone(), points(question, shares(question, &counted), total))}
            {over(known, &all)}
        }
    })
}

/// The newest answers in words.
fn texts(asked: StoredValue<Question>, known: Responses) -> impl IntoView {
    let now = desk().now;
    let all = known.rows.get().unwrap_or_default();
    let texts = asked.with_value(|question| latest(&question.id, &all, TEXTS)).into_iter();
    let texts = texts.map(|(at, text)| {
        view! { <li><blockquote dir="auto">{text}</blockquote> <time title=moments::full(at)>{move || moments::short(at, now.get())}</time></li> }
    });
    view! { <ul class="said-texts" data-testid="sv-texts">{texts.collect_view()}</ul> {over(known, &all)} }
}

/// The promoter score over time.
fn trend(asked: StoredValue<Question>, known: Responses) -> impl IntoView {
    let all = known.rows.get().unwrap_or_default();
    let scores = asked.with_value(|question| scores(&question.id, &all, browser::utc_day));
    (!scores.is_empty()).then(|| {
        view! { <div data-testid="sv-trend"><h3>{say!("sv-over-time")}</h3> {score_chart(say!("sv-over-time"), scores)} {over(known, &all)}</div> }
    })
}

/// What was counted here, where that are not all.
fn over(known: Responses, all: &[Response]) -> impl IntoView + use<> {
    let count = all.len() as f64;
    move || known.is_cut.get().then(|| view! { <p class="quiet">{say!("sv-over", count = count)}</p> })
}
