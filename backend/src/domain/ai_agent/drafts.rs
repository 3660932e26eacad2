//! What the AI agent is writing right now, for those who watch the conversation. Memory only: never a row.

use crate::{
    core::{App, Query, Reader, Result, Topic},
    domain::{conversations, typing},
    live::Event,
};
use shared::{
    ai_agent::{Draft, GetDraft},
    id::ConversationId,
};
use std::time::{Duration, Instant};

/// Growth is told at most so often.
const EVERY: Duration = Duration::from_millis(200);
/// A text that is longer is told to this node's readers only: what carries events between nodes has its limit.
const CARRIED: usize = 4000;

fn topic(conversation: ConversationId) -> Topic {
    Topic::new("ai_drafts", conversation.0)
}

/// The AI agent writes in a conversation, until this is dropped.
pub struct Writing {
    app: App,
    conversation: ConversationId,
    told: Option<Instant>,
}

impl Writing {
    pub fn begin(app: &App, conversation: ConversationId) -> Self {
        let writing = Self { app: app.clone(), conversation, told: None };
        writing.is_there();
        writing.tell(String::new());
        writing
    }

    /// Says again that it writes.
    pub fn is_there(&self) {
        typing::ai_writes(&self.app, self.conversation, true);
    }

    /// The text has come so far.
    pub fn grown(&mut self, text: impl FnOnce() -> Option<String>) {
        let now = Instant::now();
        if self.told.is_some_and(|told| now - told < EVERY) {
            return;
        }
        if let Some(text) = text() {
            self.told = Some(now);
            self.tell(text);
        }
    }

    /// What was told is taken back.
    pub fn begin_again(&mut self) {
        self.told = None;
        self.tell(String::new());
    }

    fn tell(&self, text: String) {
        let (app, conversation) = (&self.app, self.conversation);
        app.memory().drafts().grow(conversation, text.clone(), app.clock().now());
        app.touch(topic(conversation));
        if text.len() <= CARRIED {
            app.bus().tell(Event::Draft { conversation, text: Some(text) });
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let (app, conversation) = (&self.app, self.conversation);
        app.memory().drafts().end(conversation);
        app.touch(topic(conversation));
        app.bus().tell(Event::Draft { conversation, text: None });
        typing::ai_writes(app, conversation, false);
    }
}

/// Another node tells how far a text has come, or that it has ended.
pub fn hear(app: &App, conversation: ConversationId, text: Option<String>) {
    match text {
        Some(text) => app.memory().drafts().grow(conversation, text, app.clock().now()),
        None => _ = app.memory().drafts().end(conversation),
    }
    app.touch(topic(conversation));
}

impl Query for GetDraft {
    async fn run(self, cx: &mut Reader) -> Result<Option<Draft>> {
        let id = self.conversation_id;
        if conversations::visible(cx, id, self.session_token.as_deref()).await?.is_none() {
            return Ok(None);
        }
        cx.depend(topic(id));
        let draft = cx.app().memory().drafts().of(id, cx.now());
        if let Some((_, until)) = &draft {
            cx.wake_at(*until);
        }
        Ok(draft.map(|(text, until)| Draft { text, until }))
    }
}
