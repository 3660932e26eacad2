//! Who is writing right now (functions-inbox.md §11). Memory only: never a row.

use crate::{
    core::{App, Functions, Limit, Mutation, Query, Reader, Result, Topic, VisitorSession, Writer},
    domain::{
        conversations::{self, Side},
        names,
    },
    live::Event,
};
use shared::{
    Error, Millis,
    conversations::Conversation,
    id::{ConversationId, IdentityId},
    messages::{AI_AGENT, SenderType},
    permissions::Permission,
    typing::{self, Typist},
};

pub fn register(functions: &mut Functions) {
    functions.mutation::<typing::Set>().query::<typing::List>();
}

/// Who writes in one conversation; no table.
pub fn topic(conversation: ConversationId) -> Topic {
    Topic::new("typing", conversation.0)
}

/// Ends what somebody was writing, since it was sent.
pub fn sent(cx: &mut Writer, conversation: ConversationId, sender: IdentityId) {
    let now = cx.now();
    cx.after_commit(move |app| said(app, conversation, sender, None, now));
}

/// Another node tells that somebody of this kind writes, or has stopped.
pub fn hear(app: &App, conversation: ConversationId, id: IdentityId, who: Option<SenderType>) {
    if note(app, conversation, id, who, app.clock().now()) {
        app.touch(topic(conversation));
    }
}

/// The AI agent writes, or has stopped.
pub fn ai_writes(app: &App, conversation: ConversationId, is_writing: bool) {
    let who = is_writing.then_some(SenderType::Bot);
    if let Some(topic) = said(app, conversation, AI_AGENT, who, app.clock().now()) {
        app.touch(topic);
    }
}

/// Notes it here and tells the other nodes; answers the topic if readers have to be told.
fn said(
    app: &App,
    conversation: ConversationId,
    id: IdentityId,
    who: Option<SenderType>,
    now: Millis,
) -> Option<Topic> {
    note(app, conversation, id, who, now).then(|| {
        app.bus().tell(Event::Typing { conversation, id, who });
        topic(conversation)
    })
}

fn note(
    app: &App,
    conversation: ConversationId,
    id: IdentityId,
    who: Option<SenderType>,
    now: Millis,
) -> bool {
    let typing = app.memory().typing();
    match who {
        Some(who) => typing.begin(conversation, id, who, now),
        None => typing.end(conversation, id, now),
    }
}

impl Mutation for typing::Set {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let row = conversations::by_id(cx, self.conversation_id)
            .await?
            .ok_or_else(|| Error::not_found("Conversation"))?;
        let (id, who): (IdentityId, _) = match self.session_token.as_deref() {
            Some(token) => (owner(cx, token, &row).await?.visitor.into(), SenderType::Visitor),
            None => {
                let agent = cx.agent(row.workspace_id, Permission::ConversationsReply).await?;
                (agent.user.into(), SenderType::Agent)
            }
        };
        cx.count(Limit::Typing, id.0)?;
        let (now, who) = (cx.now(), self.is_typing.then_some(who));
        cx.after_commit(move |app| said(app, row.id, id, who, now));
        Ok(())
    }
}

/// The visitor whose conversation this is. Errors: those of the token, "Not authorized".
async fn owner(cx: &mut Reader, token: &str, row: &Conversation) -> Result<VisitorSession> {
    let visitor = cx.visitor(Some(token), row.workspace_id).await?;
    if row.visitor_id != Some(visitor.visitor) {
        return Err(Error::not_authorized("Not authorized").into());
    }
    Ok(visitor)
}

impl Query for typing::List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Typist>> {
        let id = self.conversation_id;
        let Some((_, side)) = conversations::visible(cx, id, self.session_token.as_deref()).await? else {
            return Ok(Vec::new());
        };
        cx.depend(topic(id));
        let me = match &side {
            Side::Team(agent) => agent.user.into(),
            Side::Owner(visitor) => visitor.visitor.into(),
        };
        let mut writers = cx.app().memory().typing().writers(id, cx.now());
        writers.retain(|(writer, ..)| *writer != me);
        if let Some(first) = writers.iter().map(|(_, _, until)| *until).min() {
            cx.wake_at(first);
        }
        let known = names::of(cx, writers.iter().map(|(id, who, _)| (*id, *who)), &side).await?;
        Ok(writers
            .into_iter()
            .map(|(id, who, until)| Typist { who, id, name: known.get(&id).cloned(), until })
            .collect())
    }
}
