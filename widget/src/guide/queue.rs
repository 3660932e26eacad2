//! What waits to be shown, one after the other, each once while the page is open.

use super::{Guide, acts::on_another_visitor};
use crate::server::for_ever;
use client::{
    Live, Var,
    codec::{Json, Looked},
};
use std::{cell::RefCell, ops::Deref};

#[derive(Clone, Copy)]
pub struct Queue(&'static Parts);

impl Deref for Queue {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

pub struct Parts {
    pub guide: Guide,
    list: Live<Looked>,
    pub shown: Var<Option<Looked>>,
    /// The ids of those that this page has shown.
    seen: RefCell<Vec<String>>,
}

impl Queue {
    pub fn new(guide: Guide, list: Live<Looked>) -> Self {
        let this = Self(for_ever(Parts { guide, list, shown: Var::new(None), seen: RefCell::default() }));
        on_another_visitor(guide, move || {
            this.seen.take();
            this.shown.set_if_other(None);
        });
        this
    }

    /// True of one that was not shown yet.
    pub fn is_new(self, row: &Json) -> bool {
        !self.seen.borrow().contains(&id(row))
    }

    /// The first of a type, or of any, for which everything has happened. What left the list before it was shown is not: another tab
    /// has shown it, or it is over.
    pub fn next(self, kind: Option<&str>) -> Option<Looked> {
        let rows = self.list.with_value(|list| list.json.each()).unwrap_or_default();
        let is_next = |row: &Json| {
            kind.is_none_or(|kind| row.says("type", kind))
                && self.is_new(row)
                && self.guide.page.meets(&row.get("triggers"))
        };
        rows.into_iter().find(is_next).map(Looked::from)
    }

    pub fn show(self, row: Looked) {
        self.seen.borrow_mut().push(id(&row.json));
        self.shown.set(Some(row));
    }

    pub fn close(self) {
        self.shown.set(None);
    }
}

/// The row's id.
pub fn id(row: &Json) -> String {
    row.said("_id")
}
