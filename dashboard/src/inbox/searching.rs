//! Searching every conversation of the workspace: what is asked, and what the server found.

use crate::{desk::Desk, link, notices::Notices, say};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use shared::{
    conversations::{Found, InboxRow, Search},
    excerpt::Piece,
    id::ConversationId,
};
use std::time::Duration;

/// How long a pause in typing has to be before the server is asked.
const PAUSE: Duration = Duration::from_millis(200);
/// Conversations of one answer.
const PAGE: i64 = 40;

/// The search field and its results.
#[derive(Clone, Copy)]
pub struct Searching {
    /// What stands in the field.
    pub query: RwSignal<String>,
    /// None until the first answer came.
    found: RwSignal<Option<Vec<Found>>>,
    /// Where older results begin; none when there are none.
    cursor: RwSignal<Option<String>>,
    /// Of the newest question: what an earlier one answers is out of date.
    number: StoredValue<u32>,
}

impl Searching {
    pub fn new(desk: Desk) -> Self {
        let searching = Self {
            query: RwSignal::new(String::new()),
            found: RwSignal::new(None),
            cursor: RwSignal::new(None),
            number: StoredValue::new(0),
        };
        let asked = Memo::new(move |_| searching.query.with(|query| query.trim().to_owned()));
        Effect::new(move |before: Option<Option<TimeoutHandle>>| {
            if let Some(Some(waiting)) = before {
                waiting.clear();
            }
            desk.workspace_id();
            searching.number.update_value(|number| *number += 1);
            if asked.with(String::is_empty) {
                searching.found.set(None);
                searching.cursor.set(None);
                return None;
            }
            let owner = Owner::current();
            let ask = move || {
                owner.map_or_else(|| searching.ask(desk, None), |it| it.with(|| searching.ask(desk, None)))
            };
            set_timeout_with_handle(ask, PAUSE).ok()
        });
        searching
    }

    /// Whether results stand in the place of the list.
    pub fn is_on(self) -> bool {
        self.query.with(|query| !query.trim().is_empty())
    }

    /// What was found, as rows of the list.
    pub fn rows(self) -> Option<Vec<InboxRow>> {
        self.found.with(|found| Some(found.as_ref()?.iter().map(|found| found.row.clone()).collect()))
    }

    /// Why a conversation was found, where a message was it.
    pub fn excerpt(self, id: ConversationId) -> Option<Vec<Piece>> {
        self.found.with(|found| {
            let found = found.as_ref()?.iter().find(|found| found.row.conversation.id == id)?;
            found.message.as_ref().map(|message| message.excerpt.clone())
        })
    }

    /// The number of the message by which a conversation was found.
    pub fn seq(self, id: ConversationId) -> Option<i64> {
        self.found.with(|found| {
            let found = found.as_ref()?.iter().find(|found| found.row.conversation.id == id)?;
            Some(found.message.as_ref()?.seq)
        })
    }

    pub fn has_more(self) -> bool {
        self.cursor.with(Option::is_some)
    }

    /// Adds older results.
    pub fn more(self, desk: Desk) {
        if let Some(cursor) = self.cursor.get_untracked() {
            self.cursor.set(None);
            self.ask(desk, Some(cursor));
        }
    }

    fn ask(self, desk: Desk, cursor: Option<String>) {
        let Some(workspace_id) = untrack(move || desk.workspace_id()) else { return };
        let is_first = cursor.is_none();
        let query = self.query.get_untracked().trim().to_owned();
        let search = Search { workspace_id, query, status: None, limit: Some(PAGE), cursor };
        let (called, notices) = (link::call(search), expect_context::<Notices>());
        let number = self.number.get_value();
        leptos::task::spawn_local(async move {
            let answer = called.await;
            if self.number.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.cursor.set(page.next_cursor);
                    self.found.update(|found| match found {
                        Some(found) if !is_first => extend(found, page.conversations),
                        _ => *found = Some(page.conversations),
                    });
                    let count = self.found.with_untracked(|found| found.as_ref().map_or(0, Vec::len));
                    notices.say(say!("found-count", count = count as f64));
                }
                Err(error) => {
                    notices.failed(&error);
                    self.found.update(|found| *found = found.take().or_else(|| Some(Vec::new())));
                }
            }
        });
    }
}

/// Adds what is not there: a conversation may be found again by an older message.
fn extend(found: &mut Vec<Found>, more: Vec<Found>) {
    for new in more {
        if found.iter().all(|known| known.row.conversation.id != new.row.conversation.id) {
            found.push(new);
        }
    }
}
