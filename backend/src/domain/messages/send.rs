//! `messages:send`: the busiest mutation, three statements for an agent and two for a visitor.

use super::{
    rows::{self, New, Text},
    topic,
};
use crate::{
    core::{Limit, Mutation, Result, Writer},
    domain::{
        ai_agent, assignment_rules, auto_tag_rules,
        conversations::{self, Activity},
        email_channel,
        media::{self, Parent},
        participants, typing, widget_sessions,
    },
};
use shared::{
    Error,
    conversations::{Channel, Conversation},
    id::{AttachmentId, ConversationId, IdentityId, MessageId, UserId},
    limits,
    messages::{self, Kind, SenderKind, SenderType},
    permissions::Permission,
};
use sqlx::types::Json;

impl Mutation for messages::Send {
    async fn run(self, cx: &mut Writer) -> Result<MessageId> {
        let id = self.conversation_id;
        let checked = check(&self).map(|attachments| (attachments, Text::of(&self.content)));
        let claimed = claimed_sender(cx, &self).await?;
        let stored_kind = self.kind.unwrap_or(Kind::Text);
        let (is_inbound, is_note) = (self.sender_type == SenderType::Visitor, stored_kind == Kind::Note);
        let activity = Activity {
            is_inbound,
            is_reply: !is_inbound && !is_note,
            is_note,
            sender: claimed,
            key: self.client_message_id.as_deref(),
        };
        // Takes the row lock before anything is decided; a refusal below undoes it.
        let counted = conversations::added_message(cx, id, activity).await?;
        let row = match &counted {
            Some(row) => row.clone(),
            None => conversations::by_id(cx, id).await?.ok_or_else(|| Error::not_found("Conversation"))?,
        };
        let (sender, kind) = author(cx, &self, &row).await?;
        let (attachments, text) = checked?;
        if counted.is_none() {
            return sent_before(cx, &self, sender, attachments).await;
        }
        cx.count(Limit::Send, sender.0)?;
        if kind == SenderKind::User {
            participants::join(cx, id, sender, participants::Role::Member, row.last_seq).await?;
        }
        let mail = match kind {
            SenderKind::User if row.channel == Channel::Email && !is_note => {
                Some(email_channel::prepare(cx, &row, UserId(sender.0)).await?)
            }
            _ => None,
        };
        let new = New {
            workspace: row.workspace_id,
            conversation: id,
            seq: row.last_seq,
            created_at: row.last_message_at.filter(|_| !is_note).unwrap_or(row.updated_at),
            sender: Some(sender),
            sender_kind: kind,
            kind: stored_kind,
            text,
            attachments: attachments.clone(),
            key: self.client_message_id.as_deref(),
            ai: None,
            mail: mail.as_ref().map(|prepared| &prepared.mail),
        };
        typing::sent(cx, id, sender);
        let id = rows::insert(cx, new).await?;
        if let Some(attachments) = &attachments {
            media::attach(cx, row.workspace_id, sender, attachments, Parent::Message(id)).await?;
        }
        if let Some(mail) = mail {
            email_channel::send(
                cx,
                &row,
                id,
                mail,
                &self.content,
                attachments.as_deref().unwrap_or_default(),
            )
            .await?;
        }
        if kind == SenderKind::Contact && row.first_inbound_seq == Some(row.last_seq) {
            auto_tag_rules::apply(cx, &row, &self.content).await?;
            assignment_rules::apply(cx, &row, &self.content).await?;
        }
        if kind == SenderKind::Contact {
            ai_agent::ask(cx, &row, row.last_seq).await?;
        }
        Ok(id)
    }
}

/// Who the sender is if nothing is wrong with it; [`author`] decides. Whose keys count is known only with it.
async fn claimed_sender(cx: &mut Writer, send: &messages::Send) -> Result<Option<IdentityId>> {
    if send.sender_type != SenderType::Visitor {
        return Ok(cx.caller().user_id().map(Into::into));
    }
    match send.session_token.as_deref() {
        Some(token) => Ok(widget_sessions::by_token(cx, token).await?.map(|session| session.visitor.into())),
        None => Ok(None),
    }
}

/// The sender: always the caller, whatever `senderId` says.
async fn author(
    cx: &mut Writer,
    send: &messages::Send,
    row: &Conversation,
) -> Result<(IdentityId, SenderKind)> {
    match send.sender_type {
        SenderType::Bot => {
            let message = "Not authorized: bot messages can only be sent by internal system callers";
            Err(Error::not_authorized(message).into())
        }
        SenderType::Visitor => {
            let stranger = || Error::not_authorized("Not authorized to send messages to this conversation");
            let token = send.session_token.as_deref().ok_or_else(stranger)?;
            let visitor = cx.visitor(Some(token), row.workspace_id).await?.visitor;
            if row.visitor_id != Some(visitor) {
                return Err(stranger().into());
            }
            Ok((visitor.into(), SenderKind::Contact))
        }
        SenderType::Agent | SenderType::User => {
            let agent = cx.agent(row.workspace_id, Permission::ConversationsReply).await?;
            Ok((agent.user.into(), SenderKind::User))
        }
    }
}

/// The files that go with it.
fn check(send: &messages::Send) -> Result<Option<Vec<AttachmentId>>, Error> {
    limits::content("The message", &send.content)?;
    if let Some(key) = &send.client_message_id {
        limits::token("clientMessageId", key)?;
        if key.is_empty() {
            return Err(Error::invalid(
                "clientMessageId is empty; leave it out or give each message its own",
            ));
        }
    }
    match send.kind {
        Some(Kind::System) => {
            return Err(Error::invalid("A message is a text or a note; only the server writes others"));
        }
        Some(Kind::Note) if send.sender_type == SenderType::Visitor => {
            return Err(Error::not_authorized("Only the team can write notes"));
        }
        _ => {}
    }
    let attachments = media::of_ids(send.attachment_ids.as_deref())?;
    if send.content.trim().is_empty() && attachments.is_none() {
        return Err(Error::invalid("The message is empty; write something or attach a file"));
    }
    Ok(attachments)
}

/// The message that this sender stored under this key before.
async fn sent_before(
    cx: &mut Writer,
    send: &messages::Send,
    sender: IdentityId,
    attachments: Option<Vec<AttachmentId>>,
) -> Result<MessageId> {
    type First = (MessageId, ConversationId, String, Kind, Option<Json<Vec<AttachmentId>>>);
    let first: Option<First> = cx
        .read(topic(send.conversation_id))
        .query(
            "SELECT id, conversation_id, content, kind, attachment_ids FROM messages
             WHERE sender_id = $1 AND client_message_id = $2",
        )
        .bind(sender)
        .bind(send.client_message_id.clone())
        .fetch_optional()
        .await?;
    match first {
        Some((id, conversation, content, kind, attached))
            if conversation == send.conversation_id
                && content == send.content
                && kind == send.kind.unwrap_or(Kind::Text)
                && attached.as_deref() == attachments.as_ref() =>
        {
            Ok(id)
        }
        _ => {
            let message = "clientMessageId was used for another message; give each message its own";
            Err(Error::already_exists(message).into())
        }
    }
}
