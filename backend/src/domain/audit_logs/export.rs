//! The log as a file.

use super::{
    permitted,
    reading::{Order, page},
};
use crate::core::{Query, Reader, Result};
use jiff::Timestamp;
use shared::{
    Millis,
    audit_logs::{AuditLog, Export, ExportData, ExportLogs, ExportRow, Format, List, MOST_EXPORTED},
    permissions::Permission,
};

/// What an export covers that names no beginning.
const WINDOW: Millis = 30 * 24 * 3_600_000;
const HEADER: &str =
    "timestamp,action,actorType,actorId,actorName,actorEmail,resourceType,resourceId,ipAddress,userAgent\n";

impl Query for ExportLogs {
    async fn run(self, cx: &mut Reader) -> Result<Export> {
        permitted(cx, self.workspace_id, Permission::DataExport).await?;
        let end = self.end_time.unwrap_or_else(|| cx.now());
        let asked = List {
            workspace_id: self.workspace_id,
            action: self.action,
            actor_id: self.actor_id,
            resource_type: self.resource_type,
            resource_id: self.resource_id,
            start_time: Some(self.start_time.unwrap_or(end.saturating_sub(WINDOW))),
            end_time: Some(end),
            limit: None,
            cursor: self.cursor,
        };
        let mut rows = page(cx, &asked, Order::OldestFirst, MOST_EXPORTED + 1).await?;
        let has_more = rows.len() as i64 > MOST_EXPORTED;
        rows.truncate(MOST_EXPORTED as usize);
        let next_cursor = rows.last().filter(|_| has_more).map(|row| row.id);
        let (format, count) = (self.format.unwrap_or(Format::Json), rows.len() as i64);
        let rows = rows.into_iter().map(exported);
        let data = match format {
            Format::Json => ExportData::Json(rows.collect()),
            Format::Csv => ExportData::Csv(rows.fold(HEADER.to_owned(), |text, row| text + &line(&row))),
        };
        Ok(Export { format, data, count, next_cursor })
    }
}

fn exported(row: AuditLog) -> ExportRow {
    ExportRow {
        timestamp: iso(row.timestamp),
        action: row.action,
        actor_type: row.actor_type,
        actor_id: row.actor_id,
        actor_name: row.actor_name,
        actor_email: row.actor_email,
        resource_type: row.resource_type,
        resource_id: row.resource_id,
        metadata: row.metadata,
        ip_address: row.ip_address,
        user_agent: row.user_agent,
    }
}

fn iso(at: Millis) -> String {
    Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |time| format!("{time:.3}"))
}

/// One row of the file; metadata is left out, as in the seed's product.
fn line(row: &ExportRow) -> String {
    let id = row.actor_id.map(|id| id.to_string());
    let or_empty = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
    let cells = [
        cell(&row.timestamp),
        cell(&row.action),
        cell(row.actor_type.name()),
        or_empty(&id),
        or_empty(&row.actor_name),
        or_empty(&row.actor_email),
        cell(&row.resource_type),
        or_empty(&row.resource_id),
        or_empty(&row.ip_address),
        or_empty(&row.user_agent),
    ];
    cells.join(",") + "\n"
}

/// In quotes, with quotes doubled. A text that a spreadsheet would calculate gets an apostrophe in front: names and user agents are
/// whatever somebody chose.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = text.replace('"', "\"\"");
    format!("\"{}{quoted}\"", if is_formula { "'" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_whatever_is_in_it() {
        assert_eq!(cell("plain"), "\"plain\"");
        assert_eq!(cell("say \"hi\",\nthere"), "\"say \"\"hi\"\",\nthere\"");
        for formula in ["=HYPERLINK(\"http://evil.test\")", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert!(cell(formula).starts_with("\"'"), "{formula}");
        }
    }

    #[test]
    fn a_time_is_written_as_javascript_writes_it() {
        assert_eq!(iso(1_780_000_000_007), "2026-05-28T20:26:40.007Z");
        assert_eq!(iso(1_780_000_000_000), "2026-05-28T20:26:40.000Z");
        assert_eq!(iso(i64::MAX), i64::MAX.to_string());
    }
}
