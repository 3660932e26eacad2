//! Figures as a file for spreadsheets.

/// A table: its columns, and a row a line.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    pub fn new(columns: impl Into<Vec<&'static str>>) -> Self {
        Self { columns: columns.into(), rows: Vec::new() }
    }

    pub fn row(mut self, cells: impl IntoIterator<Item = String>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// RFC 4180, with every cell in quotes.
    pub fn print(&self) -> String {
        let header = self.columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        std::iter::once(&header).chain(&self.rows).map(|row| line(row)).collect()
    }
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A text that a spreadsheet takes as a text: a name that begins like a formula is none.
fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_whatever_stands_in_it() {
        let sheet = Sheet::new(["agent", "count"])
            .row(["Ben \"the\" agent, first\nof all".into(), "3".into()])
            .row(["=HYPERLINK(\"http://evil.test\")".into(), "-1.5".into()]);
        assert_eq!(
            sheet.print(),
            "\"agent\",\"count\"\r\n\"Ben \"\"the\"\" agent, first\nof all\",\"3\"\r\n\"'=HYPERLINK(\"\"http://evil.test\"\")\",\"-1.5\"\r\n"
        );
    }
}
