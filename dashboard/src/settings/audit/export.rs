//! The log as a file: every page of what the filters show, and a row in the log itself that says so.

use super::Narrowing;
use crate::{browser, desk::Desk, link, say};
use client::Client;
use shared::{
    Error,
    audit_logs::{ExportData, ExportLogs, ExportRow, Format, LogExport},
};

/// Rows are asked for since the beginning, unless the filter says since when.
pub fn save(desk: Desk, narrowing: Narrowing, format: Format) {
    let Some(workspace_id) = desk.workspace_id() else { return };
    let asked = ExportLogs {
        workspace_id,
        action: narrowing.action.clone(),
        actor_id: narrowing.actor,
        resource_type: None,
        resource_id: None,
        start_time: Some(narrowing.start().unwrap_or(0)),
        end_time: narrowing.end(),
        format: Some(format),
        cursor: None,
    };
    let client = link::client();
    leptos::task::spawn_local(async move {
        let (text, count) = match all(&client, asked).await {
            Ok(whole) => whole,
            Err(error) => return desk.notices.failed(&error),
        };
        let (ending, sort) = match format {
            Format::Csv => ("csv", "text/csv;charset=utf-8"),
            Format::Json => ("json", "application/json"),
        };
        let logged = LogExport { workspace_id, export_type: "auditLogs".into(), record_count: count };
        // What leaves is logged before it does.
        if let Err(error) = client.call(logged).await {
            return desk.notices.failed(&error);
        }
        browser::save(&format!("audit-{}.{ending}", browser::utc_day(browser::now())), sort, &text);
        desk.notices.done(say!("exported"));
    });
}

async fn all(client: &Client, mut asked: ExportLogs) -> Result<(String, i64), Error> {
    let (mut csv, mut rows, mut count) = (String::new(), Vec::<ExportRow>::new(), 0);
    loop {
        let page = client.call(asked.clone()).await?;
        count += page.count;
        match page.data {
            ExportData::Csv(text) => append(&mut csv, &text),
            ExportData::Json(more) => rows.extend(more),
        }
        asked.cursor = page.next_cursor;
        if asked.cursor.is_none() {
            break;
        }
    }
    match asked.format {
        Some(Format::Json) => {
            Ok((serde_json::to_string_pretty(&rows).map_err(|_| Error::internal())?, count))
        }
        _ => Ok((csv, count)),
    }
}

/// Every page has the header, the file has it once.
fn append(all: &mut String, page: &str) {
    if all.is_empty() {
        all.push_str(page);
    } else if let Some((_, rows)) = page.split_once('\n') {
        if !all.ends_with('\n') {
            all.push('\n');
        }
        all.push_str(rows);
    }
}

#[cfg(test)]
mod tests {
    use super::append;

    #[test]
    fn a_file_of_several_pages_has_one_header() {
        let mut all = String::new();
        for page in ["a,b\n\"1\",\"2\"", "a,b\n\"3\",\"4\"\n", "a,b"] {
            append(&mut all, page);
        }
        assert_eq!(all, "a,b\n\"1\",\"2\"\n\"3\",\"4\"\n");
    }
}
