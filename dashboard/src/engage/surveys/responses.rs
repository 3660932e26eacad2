//! The responses of a survey: fetched page by page, listed from the newest, and as a file.

use crate::{
    browser,
    desk::desk,
    icons::{Icon, icon},
    link, moments,
    notices::Notices,
    parts::pages::{Page, Pages, read},
    route::Route,
    say,
    sidebar::follow,
};
use leptos::prelude::*;
use shared::{
    id::{SurveyId, SurveyResponseId},
    permissions::Permission,
    surveys::{
        answers::Given,
        questions::Question,
        results::{Csv, ExportResponsesCsv, ListResponses, Response, ResponseStatus},
    },
};

/// Responses that are fetched at once, and at most.
const PAGE: i64 = 500;
const MOST: usize = 10_000;
/// Rows of the table that are shown at once.
const ROWS: usize = 25;

/// The responses that are known, oldest first.
#[derive(Clone, Copy)]
pub struct Responses {
    pub rows: Memo<Option<Vec<Response>>>,
    /// There are more than are looked at.
    pub is_cut: Memo<bool>,
}

fn page(rows: Vec<Response>) -> Page<Response> {
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count >= PAGE);
    Page { next: rows.last().filter(|_| is_full).map(|row| row.id.to_string()), rows }
}

fn ask(survey_id: SurveyId, after: Option<SurveyResponseId>) -> ListResponses {
    ListResponses { survey_id, status: None, limit: Some(PAGE), after }
}

/// Fetches the responses of a survey; its first ones are live.
pub fn responses(id: SurveyId) -> Responses {
    let first = link::loaded(move || Some(ask(id, None)));
    let pages = Pages::of(Signal::derive(move || read(first.get(), page)));
    let rows = Memo::new(move |_| pages.rows(|one, other| one.id == other.id));
    let count = Memo::new(move |_| rows.with(|rows| rows.as_ref().map_or(0, Vec::len)));
    let has_more = Memo::new(move |_| pages.has_more());
    Effect::new(move |_| {
        if has_more.get() && count.get() < MOST && !pages.is_loading() {
            pages.more(|after| Some(ask(id, Some(after.parse().ok()?))), page);
        }
    });
    Responses { rows, is_cut: Memo::new(move |_| has_more.get()) }
}

/// A table of the responses, the newest first.
#[component]
pub fn Table(id: SurveyId, questions: Memo<Vec<Question>>, known: Responses) -> impl IntoView {
    let desk = desk();
    let at = RwSignal::new(0_usize);
    let count = Memo::new(move |_| known.rows.with(|rows| rows.as_ref().map_or(0, Vec::len)));
    let last = move || count.get().saturating_sub(1) / ROWS;
    let shown = Memo::new(move |_| {
        let from = at.get().min(last()) * ROWS;
        known.rows.with(|rows| rows.iter().flatten().rev().skip(from).take(ROWS).cloned().collect::<Vec<_>>())
    });
    let heads = move || {
        questions.get().into_iter().enumerate().map(|(at, question)| {
            let title = match question.title.trim() {
                "" => say!("sv-question", number = (at + 1) as f64),
                title => title.to_owned(),
            };
            view! { <th scope="col" dir="auto" title=title.clone()><span class="clip">{title.clone()}</span></th> }
        }).collect_view()
    };
    let step = move |by: isize| at.update(|at| *at = at.saturating_add_signed(by));
    let range = move || {
        let first = at.get().min(last()) * ROWS;
        let until = (first + ROWS).min(count.get());
        say!(
            "sv-rows",
            first = (first + 1).min(count.get()) as f64,
            last = until as f64,
            count = count.get() as f64
        )
    };
    view! {
        <section class="panel report" data-testid="sv-responses">
            <header>
                <h2>{say!("sv-responses")}</h2>
                <Show when=move || desk.may(Permission::DataExport)>
                    <button type="button" class="button" data-testid="sv-csv" aria-label=say!("csv-of", name = say!("sv-responses").as_str()) on:click=move |_| export(desk.notices, id, None, 1)>{icon(Icon::Download)} "CSV"</button>
                </Show>
            </header>
            <div class="scroller" tabindex="0" role="region" aria-label=say!("sv-responses")>
                <table class="wide-table answers-table">
                    <thead><tr><th scope="col">{say!("audit-time")}</th><th scope="col">{say!("hc-status")}</th>{heads}</tr></thead>
                    <tbody>{move || shown.get().into_iter().map(|response| row(response, &questions.get())).collect_view()}</tbody>
                </table>
            </div>
            <div class="row turn">
                <span class="quiet">{range}</span>
                <button type="button" class="button" disabled=move || at.get() == 0 on:click=move |_| step(-1)>{say!("sv-newer")}</button>
                <button type="button" class="button" disabled=move || { at.get() >= last() } on:click=move |_| step(1)>{say!("sv-older")}</button>
            </div>
            {move || known.is_cut.get().then(|| view! { <p class="quiet">{say!("sv-over", count = count.get() as f64)}</p> })}
        </section>
    }
}

fn row(response: Response, questions: &[Question]) -> impl IntoView + use<> {
    let now = desk().now;
    let at = response.completed_at.unwrap_or(response.started_at);
    let time = move || view! { <time title=moments::full(at)>{move || moments::short(at, now.get())}</time> };
    let who = match response.visitor_id {
        Some(visitor) => {
            let place = Route::Visitors(Some(visitor));
            view! { <a href=place.path() on:click=follow(place)>{time()}</a> }.into_any()
        }
        None => view! { {time()} " " <small>{say!("sv-tried")}</small> }.into_any(),
    };
    let word = match response.status {
        ResponseStatus::Completed => "sv-completed",
        ResponseStatus::Partial => "sv-partial",
    };
    let cells = questions.iter().map(|question| {
        let given = response.answers.iter().find(|answer| answer.question_id == question.id);
        let text =
            given.and_then(|answer| answer.value.as_ref()).map(printed).unwrap_or_else(|| "–".to_owned());
        view! { <td dir="auto">{text}</td> }
    });
    view! { <tr data-testid="sv-response"><th scope="row">{who}</th><td>{say!(word)}</td>{cells.collect_view()}</tr> }
}

/// An answer in words.
fn printed(given: &Given) -> String {
    match given {
        Given::Texts(all) => all.join(", "),
        other => other.printed(),
    }
}

/// Saves the responses, a file for each part of them.
fn export(notices: Notices, survey_id: SurveyId, after: Option<SurveyResponseId>, part: u32) {
    let ask = ExportResponsesCsv { survey_id, start_date: None, end_date: None, after };
    link::send_then(ask, move |Csv { file_name, csv, next_cursor, .. }| {
        browser::save(&part_name(&file_name, part), "text/csv;charset=utf-8", &csv);
        match next_cursor {
            Some(next) => export(notices, survey_id, Some(next), part + 1),
            None => notices.done(say!("sv-exported")),
        }
    });
}

fn part_name(file: &str, part: u32) -> String {
    match file.strip_suffix(".csv").filter(|_| part > 1) {
        Some(name) => format!("{name}-{part}.csv"),
        None => file.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_an_export_have_names_of_their_own() {
        assert_eq!(part_name("survey-1-responses.csv", 1), "survey-1-responses.csv");
        assert_eq!(part_name("survey-1-responses.csv", 2), "survey-1-responses-2.csv");
    }

    #[test]
    fn choices_are_read_with_a_space_between() {
        assert_eq!(printed(&Given::Texts(vec!["a".into(), "b".into()])), "a, b");
    }
}
