//! The names of the tables, for the check that a statement touches only what its topics name.

use super::migrations::MIGRATIONS;
use std::{collections::HashSet, sync::LazyLock};

static TABLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let created = |line: &'static str| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next();
    MIGRATIONS.iter().flat_map(|migration| migration.sql.lines()).filter_map(created).collect()
});

/// Every table that a statement names, as often as it names it.
pub fn tables_in(sql: &str) -> impl Iterator<Item = &'static str> {
    let words = sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter_map(|word| TABLES.get(word).copied())
}

/// Every table of the schema.
pub fn tables() -> &'static HashSet<&'static str> {
    &TABLES
}
