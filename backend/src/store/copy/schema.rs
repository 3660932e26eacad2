//! What tables a database has, as its catalog tells: a backup of an older schema needs no knowledge of it.

use super::{
    super::{Engine, Tx},
    LEFT_OUT,
};

/// A table and its columns, without those that are computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub name: String,
    pub(super) columns: Vec<Column>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// How a column's values are written as text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Integer,
    Boolean,
    Real,
    /// Hexadecimal digits; on SQLite also ids.
    Bytes,
    /// Hexadecimal digits, PostgreSQL only.
    Uuid,
    Text,
}

impl Kind {
    fn of(type_name: &str) -> Self {
        match type_name.to_ascii_lowercase().as_str() {
            "bigint" | "integer" | "smallint" => Self::Integer,
            "boolean" => Self::Boolean,
            "double precision" | "real" => Self::Real,
            "blob" | "bytea" => Self::Bytes,
            "uuid" => Self::Uuid,
            _ => Self::Text,
        }
    }
}

impl Table {
    pub fn columns(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// The columns as a statement names them.
    pub(super) fn list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }
}

/// A name as it stands in a statement, whatever it is.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table that a backup holds, sorted.
pub(super) async fn tables(tx: &mut Tx) -> Result<Vec<Table>, sqlx::Error> {
    let columns: Vec<(String, String, String)> = columns(tx).await?;
    let mut tables: Vec<Table> = Vec::new();
    for (table, name, type_name) in columns {
        if LEFT_OUT.contains(&table.as_str()) {
            continue;
        }
        let column = Column { name, kind: Kind::of(&type_name) };
        match tables.last_mut().filter(|known| known.name == table) {
            Some(known) => known.columns.push(column),
            None => tables.push(Table { name: table, columns: vec![column] }),
        }
    }
    Ok(tables)
}

async fn columns(tx: &mut Tx) -> Result<Vec<(String, String, String)>, sqlx::Error> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT t.name, c.name, c.type
             FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c
             WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT GLOB 'sqlite_*' AND c.hidden = 0
             ORDER BY t.name, c.cid"
        }
        Engine::Postgres => {
            "SELECT t.table_name::TEXT, c.column_name::TEXT, c.data_type::TEXT
             FROM information_schema.tables AS t
             JOIN information_schema.columns AS c USING (table_schema, table_name)
             WHERE t.table_schema = CURRENT_SCHEMA AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
             ORDER BY t.table_name::TEXT COLLATE \"C\", c.ordinal_position"
        }
    };
    tx.query(sql).fetch_all().await
}

/// Whether a database has no table at all.
pub(super) async fn is_empty(tx: &mut Tx) -> Result<bool, sqlx::Error> {
    Ok(columns(tx).await?.is_empty())
}
