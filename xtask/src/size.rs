//! What the visitor downloads and what the owner installs, in exact bytes beside the budgets of the design.

use crate::assets::Assets;
use crate::compress;
use std::fs;
use std::path::Path;

/// One line of the report; sizes in bytes.
pub struct Line {
    pub what: String,
    pub raw: u64,
    /// As sent: brotli where there is one.
    pub sent: u64,
    pub budget: Option<u64>,
}

impl Line {
    /// True where there is a budget and the line is over it: the build then fails.
    pub fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| self.sent > budget)
    }
}

const KB: u64 = 1024;

/// The loader, the first open of the chat, everything the widget can do, then the dashboard.
pub fn of_assets(assets: &Assets) -> Vec<Line> {
    let is_widget = |name: &str| name.starts_with("widget/");
    let is_chunk = |name: &str| {
        ["widget/split_", "widget/chunk_", "widget/later", "widget/guide", "widget/author"]
            .iter()
            .any(|begin| name.starts_with(begin))
    };
    let is_other_locale = |name: &str| {
        ["/locales/", "/later/", "/guide/", "/author/"].iter().any(|place| name.contains(place))
            && !name.ends_with("/en.json")
    };
    let is_spoken = |name: &str| !is_other_locale(name);
    // Whoever works on a tour on the own site fetches it, and nobody else.
    let is_of_authors =
        |name: &str| ["widget/author", "widget/split_authoring"].iter().any(|begin| name.starts_with(begin));
    vec![
        sum(assets, "widget.js", Some(4 * KB), |name| name == "widget.js"),
        sum(assets, "page view with nothing to show: widget.js, its sheet", Some(6 * KB), |name| {
            matches!(name, "widget.js" | "sheet.js")
        }),
        sum(assets, "hands.js", Some(8 * KB), |name| name == "hands.js"),
        sum(assets, "first open of chat: frame, glue, main wasm, style, locale", Some(120 * KB), |name| {
            (is_widget(name) && !is_chunk(name) && is_spoken(name)) || name == "frame.js"
        }),
        sum(assets, "everything the widget can do", Some(155 * KB), |name| {
            (is_widget(name) && is_spoken(name) && !is_of_authors(name))
                || matches!(name, "frame.js" | "hands.js")
        }),
        sum(assets, "the author's tool, which no visitor fetches", Some(16 * KB), |name| {
            is_of_authors(name) && is_spoken(name)
        }),
        sum(assets, "dashboard", None, |name| name.starts_with("dashboard/") && is_spoken(name)),
    ]
}

const BINARY: Option<u64> = Some(60 * KB * KB);

/// The release binary, if it is built.
pub fn of_binary(binary: &Path) -> Option<Line> {
    let raw = weight(binary)?;
    Some(Line { what: "binary with all assets".into(), raw, sent: raw, budget: BINARY })
}

/// Prints the lines as a table on standard output.
pub fn print(lines: &[Line]) {
    println!("{:<58} {:>10} {:>10} {:>10}", "", "bytes", "brotli", "budget");
    for line in lines {
        let budget = line.budget.map_or_else(|| "-".into(), |budget| budget.to_string());
        let mark = if line.is_over() { "  OVER" } else { "" };
        println!("{:<58} {:>10} {:>10} {budget:>10}{mark}", line.what, line.raw, line.sent);
    }
}

fn sum(assets: &Assets, what: &str, budget: Option<u64>, is_meant: impl Fn(&str) -> bool) -> Line {
    let mut line = Line { what: what.into(), raw: 0, sent: 0, budget };
    for (_, path) in assets.paths.iter().filter(|(name, _)| is_meant(name)) {
        let path = assets.folder.join(path);
        let raw = weight(&path).unwrap_or(0);
        line.raw += raw;
        line.sent += weight(&compress::suffixed(&path, "br")).unwrap_or(raw);
    }
    line
}

fn weight(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|file| file.len())
}
