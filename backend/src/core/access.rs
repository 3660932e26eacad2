//! The only way to a statement: a connection that was had by naming topics (design §6.1).

use crate::store::{self, Filter, Statement, Tx};

/// A transaction, opened for the tables of some topics.
pub struct Access<'c> {
    pub(super) tx: &'c mut Tx,
    pub(super) tables: Vec<&'static str>,
    pub(super) may_write: bool,
}

impl<'c> Access<'c> {
    /// A statement over the named tables. In debug builds one that touches another table panics: its readers would not be woken;
    /// so does one that writes where topics were named to read.
    pub fn query(self, sql: &'static str) -> Statement<'c> {
        self.check(sql);
        self.tx.query(sql)
    }

    /// The same for a statement with optional conditions or lists.
    pub fn filter(self, filter: Filter) -> Statement<'c> {
        self.check(filter.sql());
        filter.on(self.tx)
    }

    fn check(&self, sql: &str) {
        if cfg!(debug_assertions) {
            assert!(
                self.may_write || store::is_read(sql),
                "a statement writes what its topics name to be read: {sql}"
            );
            for table in store::tables_in(sql) {
                assert!(
                    self.tables.contains(&table),
                    "a statement touches `{table}`, which its topics do not name: {sql}"
                );
            }
        }
    }
}
