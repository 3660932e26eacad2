//! One conversation's messages as the screen needs them: the newest window live, earlier ones on demand, the outbox below.

use crate::{
    history::{self, Row},
    messenger::Messenger,
    words::{Text, day_number, say, say_with},
};
use client::Live;
use leptos::prelude::*;
use shared::{
    conversations::{Conversation, MarkAsRead, ReaderType, Status, WithLastMessage},
    messages::{self, Listed},
    typing,
};

/// Messages in the live window, and in each earlier one.
const WINDOW: i64 = 40;

#[derive(Clone, Copy)]
pub struct Thread {
    it: Messenger,
    known: RwSignal<Vec<Listed>>,
    /// Keyed, so that a line that changes keeps its element.
    pub lines: RwSignal<Vec<(String, ArcRwSignal<Row>)>>,
    pub is_loaded: RwSignal<bool>,
    pub has_earlier: RwSignal<bool>,
    pub is_loading_earlier: RwSignal<bool>,
    pub typists: Live<Vec<typing::Typist>>,
}

impl Thread {
    pub fn open(it: Messenger) -> Self {
        let token = it.session.token;
        let id = it.conversation;
        let window = it.server.live(move || {
            Some(messages::List {
                conversation_id: id.get()?,
                visitor_id: None,
                session_token: Some(token.get()?),
                limit: Some(WINDOW),
                before_seq: None,
            })
        });
        let typists = it.server.live(move || {
            it.is_open.get().then_some(())?;
            Some(typing::List { conversation_id: id.get()?, session_token: Some(token.get()?) })
        });
        let thread = Self {
            it,
            known: RwSignal::new(Vec::new()),
            lines: RwSignal::new(Vec::new()),
            is_loaded: RwSignal::new(id.get_untracked().is_none()),
            has_earlier: RwSignal::new(false),
            is_loading_earlier: RwSignal::new(false),
            typists,
        };
        Effect::new(move |_| {
            if let Some(window) = window.value() {
                thread.merge(window);
            }
        });
        Effect::new(move |_| thread.redraw());
        Effect::new(move |_| thread.mark_read());
        thread
    }

    /// The conversation's row, with its read marks.
    pub fn conversation(self) -> Option<Conversation> {
        let id = self.it.conversation.get()?;
        let find = |list: &Vec<WithLastMessage>| {
            list.iter().find(|row| row.conversation.id == id).map(|row| row.conversation.clone())
        };
        self.it.conversations.with_value(find).flatten()
    }

    pub fn is_closed(self) -> bool {
        self.conversation().is_some_and(|row| row.status == Status::Closed)
    }

    fn merge(self, window: Vec<Listed>) {
        let is_whole = (window.len() as i64) < WINDOW;
        let was_loaded = self.is_loaded.get_untracked();
        let newest = self.known.with_untracked(|known| known.last().map_or(0, |listed| listed.message.seq));
        if was_loaded {
            let mut fresh = window.iter().filter(|listed| listed.message.seq > newest);
            self.announce(fresh.rfind(|listed| listed.message.sender_type != messages::SenderType::Visitor));
        }
        if !was_loaded || is_whole {
            self.has_earlier.set(!is_whole);
        }
        self.known.update(|known| history::merge(known, window, is_whole));
        self.is_loaded.set(true);
    }

    /// Tells a screen reader what was just said.
    fn announce(self, newest: Option<&Listed>) {
        let Some(listed) = newest else { return };
        let team = say("team");
        let name = listed.sender_name.as_deref().unwrap_or(&team);
        self.it
            .announced
            .set(say_with("said", &[("name", Text(name)), ("text", Text(&listed.message.content))]));
    }

    fn redraw(self) {
        let pending = self.it.outbox.pending(self.it.conversation.get());
        let read = self.conversation().map_or(0, |row| row.team_read_seq);
        let rows = self.known.with(|known| history::rows(known, &pending, read, day_number));
        self.known.with_untracked(|known| {
            let is_shown = |key: &str| {
                known.iter().any(|listed| listed.message.client_message_id.as_deref() == Some(key))
            };
            self.it.outbox.settle(is_shown);
        });
        let mut old = self.lines.get_untracked();
        let is_same_order =
            old.len() == rows.len() && old.iter().zip(&rows).all(|(line, row)| line.0 == row.key);
        let lines = rows.into_iter().map(|row| {
            let known = old.iter().position(|(key, _)| *key == row.key).map(|at| old.swap_remove(at).1);
            let signal = known.unwrap_or_else(|| ArcRwSignal::new(row.clone()));
            let key = row.key.clone();
            if signal.with_untracked(|was| *was != row) {
                signal.set(row);
            }
            (key, signal)
        });
        let lines: Vec<_> = lines.collect();
        if !is_same_order {
            self.lines.set(lines);
        }
    }

    pub fn load_earlier(self) {
        let first = self.known.with_untracked(|known| known.first().map(|listed| listed.message.seq));
        let (Some(before_seq), Some(conversation_id)) = (first, self.it.conversation.get_untracked()) else {
            return;
        };
        if !self.has_earlier.get_untracked() || self.is_loading_earlier.get_untracked() {
            return;
        }
        self.is_loading_earlier.set(true);
        let list = messages::List {
            conversation_id,
            visitor_id: None,
            session_token: self.it.session.token.get_untracked(),
            limit: Some(WINDOW),
            before_seq: Some(before_seq),
        };
        leptos::task::spawn_local(async move {
            let answer = self.it.server.call(list).await;
            if self.is_loading_earlier.try_set(false).is_some() {
                return; // The visitor left the screen.
            }
            match answer {
                Ok(earlier) => {
                    self.has_earlier.set(earlier.len() as i64 >= WINDOW);
                    self.known.update(|known| history::prepend(known, earlier));
                }
                Err(error) => self.it.session.check(&error),
            }
        });
    }

    fn mark_read(self) {
        let Some(row) = self.conversation() else { return };
        if row.unread_by_visitor == 0 || !self.it.is_watching(row.id) {
            return;
        }
        let mark = MarkAsRead {
            id: row.id,
            reader_type: ReaderType::Visitor,
            visitor_id: None,
            session_token: self.it.session.token.get_untracked(),
        };
        leptos::task::spawn_local(async move {
            if let Err(error) = self.it.server.call(mark).await {
                leptos::logging::warn!("{error}");
            }
        });
    }
}
