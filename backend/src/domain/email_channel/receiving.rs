//! A mail that came in becomes a message: of the conversation that it answers to, else of a new one.

use super::{
    addresses,
    configs::{self, Config},
    text, threads,
};
use crate::{
    core::{Mutation, Query, Reader, Result, Writer},
    domain::{
        assignment_rules, auto_tag_rules,
        conversations::{self, Activity},
        media, messages, participants, visitors,
    },
    outside::mail::is_id,
};
use shared::{
    Error, Function,
    conversations::{Channel, Conversation},
    email_channel::{DeliveryStatus, EmailAttachment, EmailMetadata, Received},
    function,
    id::{AttachmentId, VisitorId, WorkspaceId},
    limits,
};
use std::sync::Arc;

/// The most addresses and identifiers that are kept of a header.
const MOST: usize = 50;
/// The longest identifier of a mail, in bytes.
const LONGEST_ID: usize = 500;

/// A mail as it came in, its words without markup.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub subject: String,
    pub words: String,
    /// As in its header; what is none is no identifier of others' mail.
    pub message_id: String,
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    /// Those whose bytes are here have a `storageId`.
    pub attachments: Vec<EmailAttachment>,
}

/// Which workspace mail to one of these addresses is for. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Recipient(pub Vec<String>);

/// An inbox of ours.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub workspace: WorkspaceId,
    pub is_enabled: bool,
    /// What the workspace sends as.
    pub sender: Option<String>,
}

impl Function for Recipient {
    const NAME: &'static str = "emailChannel:recipient";
    type Kind = function::Query;
    type Output = Option<Inbox>;
}

impl Query for Recipient {
    async fn run(self, cx: &mut Reader) -> Result<Option<Inbox>> {
        for address in self.0.iter().take(MOST) {
            if let Some(config) = configs::of_address(cx, address).await? {
                let Config { workspace_id: workspace, enabled: is_enabled, from_email: sender, .. } = config;
                return Ok(Some(Inbox { workspace, is_enabled, sender }));
            }
        }
        Ok(None)
    }
}

/// Takes a mail in; the same identifier again answers where the first one stands. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Receive {
    pub workspace: WorkspaceId,
    pub mail: Arc<Mail>,
    /// Whom a forwarded mail is from.
    pub original_from: Option<String>,
}

impl Function for Receive {
    const NAME: &'static str = "emailChannel:receive";
    type Kind = function::Mutation;
    type Output = Received;
}

impl Mutation for Receive {
    async fn run(self, cx: &mut Writer) -> Result<Received> {
        let (workspace, mail) = (self.workspace, self.mail.as_ref());
        configs::turned_on(cx, workspace).await?;
        limits::at_most("The identifier", mail.message_id.len(), LONGEST_ID, "bytes")?;
        if let Some(known) = threads::of_message_id(cx, workspace, &mail.message_id).await? {
            return Ok(known);
        }
        let from = self.original_from.as_deref().unwrap_or(&mail.from);
        let (name, sender) = addresses::parsed(from);
        limits::email("The sender", &sender)?;
        let subject = match &self.original_from {
            Some(_) => text::without_forward(&mail.subject).unwrap_or(&mail.subject),
            None => &mail.subject,
        };
        let normalized = text::normalized_subject(subject);
        let found = match self.original_from {
            Some(_) => None,
            None => conversation(cx, workspace, mail, &sender, &normalized).await?,
        };
        let (row, visitor) = match found {
            Some((row, visitor)) => (row, visitor),
            None => begin(cx, workspace, mail, &sender, name).await?,
        };
        let activity =
            Activity { is_inbound: true, is_reply: false, is_note: false, sender: None, key: None };
        let row = conversations::added_message(cx, row.id, activity)
            .await?
            .ok_or_else(|| Error::not_found("Conversation"))?;
        let (files, attachments) = adopted(cx, workspace, visitor, mail).await?;
        let visible = text::trimmed(&mail.words);
        let metadata = EmailMetadata {
            subject: short(&mail.subject),
            from: short(from),
            to: some(&mail.to),
            cc: Some(some(&mail.cc)).filter(|cc| !cc.is_empty()),
            message_id: mail.message_id.clone(),
            in_reply_to: mail.in_reply_to.as_deref().filter(|id| is_id(id)).map(str::to_owned),
            references: Some(identifiers(&mail.references)).filter(|ids| !ids.is_empty()),
            attachments: Some(attachments).filter(|all| !all.is_empty()),
            is_trimmed: (visible.len() < mail.words.len()).then_some(true),
        };
        let letter = messages::Mail { metadata: Some(metadata.clone()), delivery: None };
        let message = messages::store_mail(cx, &row, visitor, (&mail.words, visible), letter, files).await?;
        let new = threads::New {
            workspace,
            conversation: row.id,
            message,
            metadata: &metadata,
            normalized_subject: short(&normalized),
            sender: &sender,
        };
        threads::insert(cx, new).await?;
        if row.first_inbound_seq == Some(row.last_seq) {
            auto_tag_rules::apply(cx, &row, &mail.words).await?;
            assignment_rules::apply(cx, &row, &mail.words).await?;
        }
        Ok(Received { conversation_id: row.id, message_id: message })
    }
}

/// The conversation that a mail answers to, which is one of this workspace: by the address that it was sent to, by the mails that it
/// names, or by its sender and subject.
async fn conversation(
    cx: &mut Writer,
    workspace: WorkspaceId,
    mail: &Mail,
    sender: &str,
    normalized: &str,
) -> Result<Option<(Conversation, VisitorId)>> {
    for address in mail.to.iter().chain(&mail.cc).take(MOST) {
        let tag = addresses::ours(address, cx.app().mail().domain()).and_then(|ours| ours.tag);
        if let Some(id) = tag.and_then(|tag| addresses::conversation_of(cx.app().keys(), &tag))
            && let Some(found) = of_visitor(conversations::by_id(cx, id).await?, workspace)
        {
            return Ok(Some(found));
        }
    }
    for id in mail.in_reply_to.iter().chain(&mail.references).take(MOST) {
        if let Some(known) = threads::of_message_id(cx, workspace, id).await?
            && let Some(found) = of_visitor(conversations::by_id(cx, known.conversation_id).await?, workspace)
        {
            return Ok(Some(found));
        }
    }
    match threads::of_subject(cx, workspace, sender, &short(normalized)).await? {
        Some(id) if !normalized.is_empty() => Ok(of_visitor(conversations::by_id(cx, id).await?, workspace)),
        _ => Ok(None),
    }
}

fn of_visitor(row: Option<Conversation>, workspace: WorkspaceId) -> Option<(Conversation, VisitorId)> {
    let row = row.filter(|row| row.workspace_id == workspace)?;
    let visitor = row.visitor_id?;
    Some((row, visitor))
}

async fn begin(
    cx: &mut Writer,
    workspace: WorkspaceId,
    mail: &Mail,
    sender: &str,
    name: Option<String>,
) -> Result<(Conversation, VisitorId)> {
    let visitor = visitors::of_mail(cx, workspace, sender, name.map(|name| short(&name))).await?;
    let row = conversations::begin_by_mail(cx, workspace, visitor, &short(&mail.subject)).await?;
    participants::join(cx, row.id, visitor.into(), participants::Role::Owner, 0).await?;
    debug_assert_eq!(row.channel, Channel::Email);
    Ok((row, visitor))
}

/// The files whose bytes came along and may be kept, and what is known of all of them.
async fn adopted(
    cx: &mut Writer,
    workspace: WorkspaceId,
    visitor: VisitorId,
    mail: &Mail,
) -> Result<(Vec<AttachmentId>, Vec<EmailAttachment>)> {
    let (mut files, mut known) = (Vec::new(), Vec::new());
    for attachment in mail.attachments.iter().take(MOST) {
        let kept = match attachment.storage_id {
            Some(id) => media::adopt(cx, workspace, id, visitor, &attachment.filename).await?,
            None => false,
        };
        let storage_id = attachment.storage_id.filter(|_| kept);
        files.extend(storage_id);
        known.push(EmailAttachment {
            filename: short(&attachment.filename),
            content_type: short(&attachment.content_type),
            size: attachment.size,
            storage_id,
            // Somebody else's address is not shown as a file of ours.
            url: None,
        });
    }
    Ok((files, known))
}

/// A mail program tells that one of our mails did not arrive; answers whether it is one of ours. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Bounced {
    pub workspace: WorkspaceId,
    pub message_ids: Vec<String>,
}

impl Function for Bounced {
    const NAME: &'static str = "emailChannel:bounced";
    type Kind = function::Mutation;
    type Output = bool;
}

impl Mutation for Bounced {
    async fn run(self, cx: &mut Writer) -> Result<bool> {
        for id in self.message_ids.iter().take(MOST) {
            if let Some(known) = threads::of_message_id(cx, self.workspace, id).await? {
                let Received { conversation_id, message_id } = known;
                messages::set_delivery(cx, conversation_id, message_id, DeliveryStatus::Bounced).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The beginning of a header, as long as a title may be.
pub fn short(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    line.trim().chars().take(limits::TITLE).collect()
}

fn some(addresses: &[String]) -> Vec<String> {
    addresses.iter().take(MOST).map(|address| short(address)).collect()
}

fn identifiers(ids: &[String]) -> Vec<String> {
    ids.iter().filter(|id| is_id(id)).take(MOST).cloned().collect()
}
