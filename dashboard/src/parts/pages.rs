//! A list that is too long for one answer: its first page is live, the others are fetched one by one and kept.

use crate::{link, notices::Notices};
use client::Loaded;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Error, Function, function};

/// One page, and where the next one begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub next: Option<String>,
}

/// The pages that are known.
pub struct Pages<T: Send + Sync + 'static> {
    first: Signal<Loaded<Page<T>>>,
    rest: RwSignal<Vec<T>>,
    /// Where the page after `rest` begins; none while there is only the first.
    next: RwSignal<Option<Option<String>>>,
    is_loading: RwSignal<bool>,
    /// Which list it is: an answer for the one before is late.
    edition: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Pages<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Pages<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Pages<T> {
    /// The pages behind a live first one.
    pub fn of(first: Signal<Loaded<Page<T>>>) -> Self {
        Self {
            first,
            rest: RwSignal::default(),
            next: RwSignal::new(None),
            is_loading: RwSignal::new(false),
            edition: StoredValue::new(0),
        }
    }

    /// Begins again: something else is asked for.
    pub fn reset(self) {
        self.edition.update_value(|edition| *edition += 1);
        self.rest.set(Vec::new());
        self.next.set(None);
        self.is_loading.set(false);
    }

    /// None while the first page is on its way.
    pub fn rows(self, same: impl Fn(&T, &T) -> bool) -> Option<Vec<T>> {
        let Loaded::Ready(page) = self.first.get() else { return None };
        let mut rows = page.rows;
        // What moved up since its page was fetched stands in the first one now.
        self.rest.with(|rest| {
            for row in rest {
                if !rows.iter().any(|known| same(known, row)) {
                    rows.push(row.clone());
                }
            }
        });
        Some(rows)
    }

    pub fn error(self) -> Option<Error> {
        self.first.with(|first| match first {
            Loaded::Failed(error) => Some(error.clone()),
            _ => None,
        })
    }

    pub fn is_loading(self) -> bool {
        self.is_loading.get()
    }

    pub fn has_more(self) -> bool {
        self.cursor().is_some()
    }

    fn cursor(self) -> Option<String> {
        match self.next.get() {
            Some(next) => next,
            None => self.first.with(|first| match first {
                Loaded::Ready(page) => page.next.clone(),
                _ => None,
            }),
        }
    }

    /// Fetches one page more.
    pub fn more<F>(
        self,
        ask: impl FnOnce(String) -> Option<F>,
        read: impl FnOnce(F::Output) -> Page<T> + 'static,
    ) where
        F: Function<Kind = function::Query> + Serialize,
        F::Output: DeserializeOwned,
    {
        let cursor = untrack(|| self.cursor()).filter(|_| !self.is_loading.get_untracked());
        let Some(asked) = cursor.and_then(ask) else { return };
        self.is_loading.set(true);
        let notices = expect_context::<Notices>();
        let called = link::call(asked);
        let edition = self.edition.get_value();
        leptos::task::spawn_local(async move {
            let answer = called.await;
            if self.edition.try_get_value() != Some(edition) {
                return;
            }
            match answer.map(read) {
                Ok(page) => {
                    self.rest.update(|rest| rest.extend(page.rows));
                    self.next.set(Some(page.next));
                }
                Err(error) => notices.failed(&error),
            }
            self.is_loading.set(false);
        });
    }
}

/// Reads a page out of an answer.
pub fn read<A, T>(loaded: Loaded<A>, page: impl FnOnce(A) -> Page<T>) -> Loaded<Page<T>> {
    match loaded {
        Loaded::Waiting => Loaded::Waiting,
        Loaded::Ready(answer) => Loaded::Ready(page(answer)),
        Loaded::Failed(error) => Loaded::Failed(error),
    }
}

/// Whether a scrolled list is near its end.
pub fn is_near_end(event: &web_sys::Event) -> bool {
    use wasm_bindgen::JsCast;
    let Some(list) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    list.scroll_height() - list.scroll_top() - list.client_height() < 400
}
