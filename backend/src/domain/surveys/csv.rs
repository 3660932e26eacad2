//! What was answered, as a table.

use super::responses::{self, Page};
use crate::{
    core::{Mutation, Result, Writer},
    domain::{
        audit_logs::{self, Act},
        owned,
    },
};
use serde_json::{Map, Value};
use shared::{
    permissions::Permission,
    surveys::{
        Survey,
        answers::Given,
        results::{Csv, ExportResponsesCsv, MOST_EXPORTED, Response, ResponseStatus},
    },
};

const COLUMNS: [&str; 7] =
    ["responseId", "visitorId", "userId", "sessionId", "status", "startedAt", "completedAt"];

impl Mutation for ExportResponsesCsv {
    async fn run(self, cx: &mut Writer) -> Result<Csv> {
        let survey: Survey = owned::found(cx, self.survey_id).await?;
        cx.agent(survey.workspace_id, Permission::DataExport).await?;
        let page = Page {
            after: self.after,
            most: MOST_EXPORTED + 1,
            from: self.start_date,
            until: self.end_date,
            is_report: false,
        };
        let mut rows = responses::page(cx, survey.id, None, page).await?;
        let has_more = rows.len() as i64 > MOST_EXPORTED;
        rows.truncate(MOST_EXPORTED as usize);
        let count = rows.len() as i64;
        let mut details = Map::from_iter([
            ("format".to_owned(), Value::from("csv")),
            ("responseCount".to_owned(), Value::from(count)),
        ]);
        details.extend(self.start_date.map(|date| ("startDate".to_owned(), Value::from(date))));
        details.extend(self.end_date.map(|date| ("endDate".to_owned(), Value::from(date))));
        let act = Act::new("data.exported", "surveys").to(survey.id).with(details.into());
        audit_logs::note(cx, survey.workspace_id, act).await?;
        Ok(Csv {
            file_name: format!("survey-{}-responses.csv", survey.id),
            count,
            csv: table(&survey, &rows),
            next_cursor: rows.last().filter(|_| has_more).map(|row| row.id),
        })
    }
}

fn table(survey: &Survey, rows: &[Response]) -> String {
    let questions = survey.questions.iter().map(|question| format!("answer:{}", question.id));
    let header: Vec<String> =
        COLUMNS.iter().map(|name| (*name).to_owned()).chain(questions).map(|name| cell(&name)).collect();
    let mut lines = vec![header.join(",")];
    lines.extend(rows.iter().map(|row| line(survey, row)));
    lines.join("\n")
}

fn line(survey: &Survey, row: &Response) -> String {
    let text = |text: Option<String>| text.unwrap_or_default();
    let status = match row.status {
        ResponseStatus::Partial => "partial",
        ResponseStatus::Completed => "completed",
    };
    let mut cells = vec![
        row.id.to_string(),
        text(row.visitor_id.map(|id| id.to_string())),
        text(row.user_id.map(|id| id.to_string())),
        text(row.session_id.clone()),
        status.to_owned(),
        row.started_at.to_string(),
        text(row.completed_at.map(|at| at.to_string())),
    ];
    for question in &survey.questions {
        let answer = row.answers.iter().find(|answer| answer.question_id == question.id);
        cells.push(text(answer.and_then(|answer| answer.value.as_ref()).map(answered)));
    }
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",")
}

/// Lists are JSON, so that commas within choices can be told from those between.
fn answered(given: &Given) -> String {
    match given {
        Given::Texts(_) | Given::Numbers(_) => serde_json::to_string(given).unwrap_or_default(),
        given => given.printed(),
    }
}

/// In quotes where it needs them. A text that a spreadsheet would calculate gets an apostrophe in front: answers are whatever a visitor chose.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let guarded = if is_formula { format!("'{text}") } else { text.to_owned() };
    match guarded.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", guarded.replace('"', "\"\"")),
        false => guarded,
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_text_whatever_is_in_it() {
        for (text, expected) in [
            ("plain", "plain"),
            ("say \"hi\",\nthere", "\"say \"\"hi\"\",\nthere\""),
            ("=HYPERLINK(\"http://evil.test\")", "\"'=HYPERLINK(\"\"http://evil.test\"\")\""),
            ("-2", "-2"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
