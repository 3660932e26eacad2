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

/// Whether a statement surely writes nothing.
pub fn is_read(sql: &str) -> bool {
    let begins = |word: &str| sql.trim_start().starts_with(word);
    let writes = || ["INSERT INTO ", "UPDATE ", "DELETE FROM "].iter().any(|words| sql.contains(words));
    begins("SELECT ") || begins("WITH ") && !writes()
}

#[cfg(test)]
mod tests {
    use super::is_read;

    #[test]
    fn what_writes_is_no_read() {
        for read in ["SELECT id FROM a", "  WITH b AS (SELECT id FROM a) SELECT id FROM b"] {
            assert!(is_read(read), "{read}");
        }
        for write in
            ["UPDATE a SET n = 1", "INSERT INTO a", "WITH b AS (DELETE FROM a RETURNING id) SELECT id FROM b"]
        {
            assert!(!is_read(write), "{write}");
        }
    }
}
