//! Statements whose shape depends on the request: optional conditions and lists. The text is made of literal pieces only, values
//! are always parameters.

use std::fmt::Write;

use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::{Bind, Statement, Tx};

/// Puts the parameters of a filter into the encoding of the engine at hand.
type Parameter = Box<dyn for<'c> FnOnce(Statement<'c>) -> Statement<'c> + Send>;

/// A statement in the making.
///
/// ```ignore
/// Filter::new("SELECT id, title FROM articles WHERE workspace_id = ")
///     .bind(workspace)
///     .and(" AND collection_id = ", collection)
///     .push(" AND ")
///     .any_of("status", statuses)
///     .push(" ORDER BY updated_at DESC, id DESC LIMIT ")
///     .bind(limit)
///     .on(tx)
///     .fetch_all::<Article>()
/// ```
#[must_use = "a filter does nothing until it is run on a transaction"]
pub struct Filter {
    sql: String,
    parameters: Vec<Parameter>,
}

impl Filter {
    /// Begins with a literal piece.
    pub fn new(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), parameters: Vec::new() }
    }

    /// Adds a literal piece.
    pub fn push(mut self, sql: &'static str) -> Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a literal piece if the claim holds.
    pub fn push_if(self, holds: bool, sql: &'static str) -> Self {
        if holds { self.push(sql) } else { self }
    }

    /// Adds a parameter: its `$n` in the text, and its value.
    pub fn bind(mut self, value: impl Bind + 'static) -> Self {
        self.parameters.push(Box::new(|statement| statement.bind(value)));
        // Writing to a String cannot fail.
        let _ = write!(self.sql, "${}", self.parameters.len());
        self
    }

    /// Adds a literal piece and a parameter if there is a value, as `and(" AND status = ", status)`.
    pub fn and(self, sql: &'static str, value: Option<impl Bind + 'static>) -> Self {
        match value {
            Some(value) => self.push(sql).bind(value),
            None => self,
        }
    }

    /// Adds another filter's pieces; their parameters are numbered on.
    pub fn and_then(self, more: impl FnOnce(Self) -> Self) -> Self {
        more(self)
    }

    /// Adds `column IN (…)`; an empty list is FALSE.
    pub fn any_of<T>(self, column: &'static str, values: impl IntoIterator<Item = T>) -> Self
    where
        T: Bind + Clone + 'static,
    {
        let values: Vec<T> = values.into_iter().collect();
        if values.is_empty() {
            return self.push("FALSE");
        }
        self.push(column).push(" IN ").list(values)
    }

    /// Adds `column NOT IN (…)`; an empty list is TRUE.
    pub fn none_of<T>(self, column: &'static str, values: impl IntoIterator<Item = T>) -> Self
    where
        T: Bind + Clone + 'static,
    {
        let values: Vec<T> = values.into_iter().collect();
        if values.is_empty() {
            return self.push("TRUE");
        }
        self.push(column).push(" NOT IN ").list(values)
    }

    /// Adds `(column, column) < ($n, $n)`: what comes after a row in a list that is sorted by these columns in one direction.
    ///
    /// ```ignore
    /// filter.push(" AND ").keyset("(last_message_at, id) <", (at, id))
    /// ```
    pub fn keyset(self, comparison: &'static str, values: impl Values) -> Self {
        let filter = self.push(comparison).push(" (");
        values.bind_to(filter).push(")")
    }

    /// The text as it will be sent.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The statement, ready to run in a transaction.
    pub fn on(self, tx: &mut Tx) -> Statement<'_> {
        // The text consists of literals and of `$n`.
        let statement = tx.statement(AssertSqlSafe(self.sql).into_sql_str());
        self.parameters.into_iter().fold(statement, |statement, parameter| parameter(statement))
    }

    /// `($n, $n, …)`, filled up to a power of two with the last value, so that few texts have to be prepared.
    fn list<T: Bind + Clone + 'static>(self, mut values: Vec<T>) -> Self {
        let length = match values.len() {
            few @ ..=64 => few.next_power_of_two(),
            many => many.next_multiple_of(64),
        };
        if let Some(last) = values.last().cloned() {
            values.resize(length, last);
        }
        let mut filter = self.push("(");
        for (n, value) in values.into_iter().enumerate() {
            filter = filter.push_if(n > 0, ", ").bind(value);
        }
        filter.push(")")
    }
}

/// Several values for a comparison of rows: a tuple.
pub trait Values {
    /// Adds them to the filter, separated by commas.
    fn bind_to(self, filter: Filter) -> Filter;
}

impl<A: Bind + 'static, B: Bind + 'static> Values for (A, B) {
    fn bind_to(self, filter: Filter) -> Filter {
        filter.bind(self.0).push(", ").bind(self.1)
    }
}

impl<A: Bind + 'static, B: Bind + 'static, C: Bind + 'static> Values for (A, B, C) {
    fn bind_to(self, filter: Filter) -> Filter {
        filter.bind(self.0).push(", ").bind(self.1).push(", ").bind(self.2)
    }
}
