//! One conversation's messages as the screen needs them: the newest window live, earlier ones on demand, the outbox below.

use crate::{
    history::{self, Row},
    messenger::Messenger,
    rows::{self, Conversation, Message},
    words::{Text, day_number, say, say_with},
};
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::effect,
};
use reactive_graph::{graph::untrack, owner::Owner};
use shared::{Function, conversations::MarkAsRead, id::ConversationId, messages, typing};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Messages in the live window, and in each earlier one.
const WINDOW: i64 = 40;

type Line = (String, Var<Row>);

#[derive(Clone, Copy)]
pub struct Thread {
    pub it: Messenger,
    known: Var<Vec<Rc<Message>>>,
    /// Keyed, so that a line that changes keeps its element.
    lines: Var<Vec<Line>>,
    /// The screen's, under which lines are made: they outlive what makes them.
    owner: Var<Owner>,
    pub is_loaded: Var<bool>,
    pub has_earlier: Var<bool>,
    pub is_loading_earlier: Var<bool>,
    typists: Live<Looked>,
}

impl Thread {
    pub fn open(it: Messenger) -> Self {
        let id = it.conversation;
        let window = it.server.live(messages::List::NAME, move || window_of(it, id.get()?));
        let typists = it.server.live(typing::List::NAME, move || {
            it.is_open.get().then_some(())?;
            it.session.args(&[("conversationId", &id.get()?.text())])
        });
        let thread = Self {
            it,
            known: Var::new(Vec::new()),
            lines: Var::new(Vec::new()),
            owner: Var::new(Owner::current().unwrap_or_default()),
            is_loaded: Var::new(id.get_untracked().is_none()),
            has_earlier: Var::new(false),
            is_loading_earlier: Var::new(false),
            typists,
        };
        it.session.watch(window);
        effect(move || {
            if let Some(window) = window.with_value(|window| rows::messages(&window.json)) {
                thread.merge(window);
            }
        });
        effect(move || thread.redraw());
        effect(move || thread.mark_read());
        thread
    }

    /// The conversation's row, with its read marks.
    pub fn conversation(self) -> Option<Conversation> {
        self.it.find(self.it.conversation.get()?)
    }

    pub fn is_closed(self) -> bool {
        self.conversation().is_some_and(|row| row.is_closed)
    }

    /// The keys of the lines, from the first on.
    pub fn keys(self) -> Vec<String> {
        self.lines.with(|lines| lines.iter().map(|line| line.0.clone()).collect())
    }

    /// The line of this key.
    pub fn row(self, key: &str) -> Option<Var<Row>> {
        self.lines.with_untracked(|lines| lines.iter().find(|line| line.0 == key).map(|line| line.1))
    }

    /// How many lines there are, and whether the last is an own one.
    pub fn count(self) -> (usize, bool) {
        self.lines.with(|lines| {
            let is_mine = lines.last().is_some_and(|line| line.1.with_untracked(Row::is_mine));
            (lines.len(), is_mine)
        })
    }

    /// Whether anybody but the visitor has written.
    pub fn is_answered(self) -> bool {
        self.known.with(|known| known.iter().any(|one| !one.is_own))
    }

    /// The record of the AI agent's answer that is the last word so far; none where it has called a person.
    pub fn answer(self) -> Option<String> {
        self.known.with(|known| {
            let last = known.last().filter(|last| !last.get("handedOff").is_true())?;
            last.get("aiResponseId").as_text()
        })
    }

    /// Who of the others is typing: of several the first, by name if it has one.
    pub fn typist(self) -> Option<Option<String>> {
        let first = |typists: &Looked| Some(typists.json.each().first()?.text("name"));
        self.typists.with_value(first).flatten()
    }

    fn merge(self, window: Vec<Message>) {
        let is_whole = (window.len() as i64) < WINDOW;
        let was_loaded = self.is_loaded.get_untracked();
        let newest = self.known.with_untracked(|known| known.last().map_or(0, |message| message.seq));
        if was_loaded {
            let mut fresh = window.iter().filter(|message| message.seq > newest);
            self.announce(fresh.rfind(|message| !message.is_own));
        }
        self.known.update(|known| history::merge(known, window, is_whole));
        self.is_loaded.set_if_other(true);
        self.look_for_earlier();
    }

    /// Messages are numbered from 1.
    fn look_for_earlier(self) {
        let first = self.known.with_untracked(|known| known.first().map_or(0, |message| message.seq));
        self.has_earlier.set_if_other(first > 1);
    }

    /// Tells a screen reader what was just said.
    fn announce(self, newest: Option<&Message>) {
        let Some(message) = newest else { return };
        let team = say("team");
        let name = message.sender_name.as_deref().unwrap_or(&team);
        self.it.announced.set(say_with("said", &[("name", Text(name)), ("text", Text(&message.content))]));
    }

    fn redraw(self) {
        let pending = self.it.outbox.pending(self.it.conversation.get());
        let read = self.conversation().map_or(0, |row| row.team_read_seq);
        let rows = self.known.with(|known| history::rows(known, &pending, read, day_number));
        self.known.with_untracked(|known| {
            let is_shown =
                |key: &str| known.iter().any(|message| message.client_message_id.as_deref() == Some(key));
            self.it.outbox.settle(is_shown);
        });
        let old = self.lines.get_untracked();
        let is_same_order =
            old.len() == rows.len() && old.iter().zip(&rows).all(|(line, row)| line.0 == row.key);
        let owner = self.owner.get_untracked();
        let line = |(at, row): (usize, Row)| {
            // Mostly it stands where it stood.
            let known = old.get(at).filter(|line| line.0 == row.key);
            let known = known.or_else(|| old.iter().find(|line| line.0 == row.key)).map(|line| line.1);
            if let Some(known) = known {
                known.set_if_other(row.clone());
            }
            (row.key.clone(), known.unwrap_or_else(|| owner.with(|| Var::new(row))))
        };
        let lines = rows.into_iter().enumerate().map(line).collect();
        if !is_same_order {
            self.lines.set(lines);
        }
    }

    pub fn load_earlier(self) {
        let first = self.known.with_untracked(|known| known.first().map(|message| message.seq));
        let (Some(before_seq), Some(conversation_id)) = (first, self.it.conversation.get_untracked()) else {
            return;
        };
        if !self.has_earlier.get_untracked() || self.is_loading_earlier.get_untracked() {
            return;
        }
        let Some(args) = untrack(|| window_of(self.it, conversation_id)) else { return };
        self.is_loading_earlier.set(true);
        let args = args.with("beforeSeq", &(before_seq as f64).into());
        let earlier = self.it.server.ask(messages::List::NAME, args);
        spawn_local(async move {
            match earlier.await {
                Ok(earlier) if !self.known.is_gone() => {
                    self.known.update(|known| history::prepend(known, rows::messages(&earlier)));
                    self.look_for_earlier();
                }
                Ok(_) => {} // The visitor left the screen.
                Err(error) => self.it.session.check(&error),
            }
            self.is_loading_earlier.set(false);
        });
    }

    fn mark_read(self) {
        let Some(row) = self.conversation() else { return };
        if row.unread_by_visitor == 0 || !self.it.is_watching(row.id) {
            return;
        }
        let args = untrack(|| self.it.session.args(&[("id", &row.id.text()), ("readerType", "visitor")]));
        if let Some(args) = args {
            self.it.server.tell(MarkAsRead::NAME, args, move |error| self.it.session.check(&error));
        }
    }
}

/// The arguments of `messages::List` for the newest of a conversation.
fn window_of(it: Messenger, id: ConversationId) -> Option<Json> {
    Some(it.session.args(&[("conversationId", &id.text())])?.with("limit", &(WINDOW as f64).into()))
}
