//! What agents answer leaves as mail.

use super::{
    addresses,
    configs::{self, Config},
    letters::{self, About},
    receiving, rendering, text, threads,
};
use crate::{
    core::{Limit, Mutation, Reader, Result, Writer},
    domain::{
        conversations::{self, Activity},
        media::{self, Parent},
        messages, names, participants, visitors,
    },
    outside::mail::{Address, Letter, is_id},
};
use shared::{
    Error,
    conversations::Conversation,
    email_channel::{
        DeliveryStatus, EmailAttachment, EmailMetadata, MOST_RECIPIENTS, Replied, SendEmailReply,
    },
    id::{AttachmentId, IdentityId, MessageId, UserId, WorkspaceId},
    limits,
    messages::Attachment,
    permissions::Permission,
};

/// A reply that is about to be stored: what is kept with its message, and the letter, whose text comes last; none where it cannot leave.
pub struct Prepared {
    pub mail: messages::Mail,
    letter: Option<(Letter, Option<String>)>,
}

/// Whom a reply goes to, and what it answers to.
#[derive(Default)]
struct Headers {
    to: Vec<Address>,
    cc: Vec<Address>,
    bcc: Vec<Address>,
    subject: String,
    in_reply_to: Option<String>,
    references: Vec<String>,
}

/// Prepares an agent's answer in a conversation by e-mail: it goes to the visitor whose conversation it is, whoever wrote last.
pub async fn prepare(cx: &mut Writer, row: &Conversation, agent: UserId) -> Result<Prepared> {
    let failed = Prepared {
        mail: messages::Mail { metadata: None, delivery: Some(DeliveryStatus::Failed) },
        letter: None,
    };
    let config = configs::of_workspace(cx, row.workspace_id).await?.filter(|config| config.enabled);
    let (Some(config), Some(visitor)) = (config, row.visitor_id) else { return Ok(failed) };
    let Some(email) = visitors::by_id(cx, visitor).await?.and_then(|visitor| visitor.email) else {
        return Ok(failed);
    };
    let subject = answer_subject(row.subject.as_deref().unwrap_or_default());
    Ok(to_visitor(cx, row, config, agent, &email, subject).await?.unwrap_or(failed))
}

/// Prepares a mail to the visitor of a conversation; none where it cannot leave.
pub async fn to_visitor(
    cx: &mut Writer,
    row: &Conversation,
    config: Config,
    agent: UserId,
    email: &str,
    subject: String,
) -> Result<Option<Prepared>> {
    let Ok(to) = Address::new(None, email) else { return Ok(None) };
    if !cx.app().mail().can_send() {
        return Ok(None);
    }
    let (in_reply_to, references) = answered(cx, row, None).await?;
    let headers = Headers { to: vec![to], subject, in_reply_to, references, ..Headers::default() };
    addressed(cx, row, config, agent, headers).await.map(Some)
}

/// Finishes the letter of a message that was stored, and writes it down to be sent.
pub async fn send(
    cx: &mut Writer,
    row: &Conversation,
    message: MessageId,
    prepared: Prepared,
    content: &str,
    files: &[AttachmentId],
) -> Result<()> {
    let (Some((letter, signature)), Some(metadata)) = (prepared.letter, prepared.mail.metadata) else {
        return Ok(());
    };
    let known = media::descriptors(cx, files.iter()).await?;
    let files: Vec<Attachment> = media::of(&known, Some(files));
    let (text, html) = rendering::reply(content, &files, signature.as_deref())?;
    let sender = letter.from.email.clone();
    let new = threads::New {
        workspace: row.workspace_id,
        conversation: row.id,
        message,
        metadata: &metadata,
        normalized_subject: text::normalized_subject(&metadata.subject),
        sender: &sender,
    };
    threads::insert(cx, new).await?;
    letters::post(cx, row.workspace_id, About::Message(row.id, message), Letter { text, html, ..letter })
        .await
}

/// The letter without its text.
async fn addressed(
    cx: &mut Writer,
    row: &Conversation,
    config: Config,
    agent: UserId,
    headers: Headers,
) -> Result<Prepared> {
    let app = cx.app().clone();
    let email = config.sender(&app).ok_or_else(Error::internal)?;
    let name = match config.from_name.clone() {
        Some(name) => Some(name),
        None => names::of_agents(cx, [agent].into_iter(), false).await?.remove(&agent),
    };
    let from = Address { name, email };
    let domain = app.mail().domain();
    let reply_to = app.mail().can_receive().then(|| Address {
        name: from.name.clone(),
        email: addresses::of_conversation(app.keys(), &config.inbox, row.id, domain),
    });
    let message_id = new_id(cx, row.workspace_id)?;
    let shown = |addresses: &[Address]| addresses.iter().map(|one| one.email.clone()).collect::<Vec<_>>();
    let metadata = EmailMetadata {
        subject: headers.subject.clone(),
        from: receiving::short(&from.to_string()),
        to: shown(&headers.to),
        cc: Some(shown(&headers.cc)).filter(|cc| !cc.is_empty()),
        message_id: message_id.clone(),
        in_reply_to: headers.in_reply_to.clone(),
        references: Some(headers.references.clone()).filter(|ids| !ids.is_empty()),
        attachments: None,
        is_trimmed: None,
    };
    let letter = Letter {
        from,
        to: headers.to,
        cc: headers.cc,
        bcc: headers.bcc,
        reply_to,
        subject: headers.subject,
        text: String::new(),
        html: String::new(),
        message_id,
        in_reply_to: headers.in_reply_to,
        references: headers.references,
        is_automatic: false,
        settings_url: None,
    };
    let mail = messages::Mail { metadata: Some(metadata), delivery: Some(DeliveryStatus::Pending) };
    Ok(Prepared { mail, letter: Some((letter, config.signature)) })
}

/// What a new mail is called, with its angle brackets.
pub fn new_id(cx: &Writer, workspace: WorkspaceId) -> Result<String> {
    let domain = cx.app().mail().domain();
    Ok(format!("<{}.{}.{workspace}@{domain}>", cx.now(), cx.chance().hex::<8>()?))
}

/// The mail that is answered, the newest of the conversation unless one is named, and those before it.
async fn answered(
    cx: &mut Reader,
    row: &Conversation,
    named: Option<&str>,
) -> Result<(Option<String>, Vec<String>)> {
    let known = threads::newest(cx, row.id, 500).await?;
    let found = match named {
        Some(id) => known.into_iter().find(|mail| mail.message_id == id),
        None => known.into_iter().next(),
    };
    let Some(mail) = found.filter(|mail| is_id(&mail.message_id)) else { return Ok((None, Vec::new())) };
    let mut references = mail.references.unwrap_or_default();
    references.push(mail.message_id.clone());
    Ok((Some(mail.message_id), references))
}

fn answer_subject(subject: &str) -> String {
    match subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:")) {
        true => subject.to_owned(),
        false => receiving::short(&format!("Re: {subject}")),
    }
}

impl Mutation for SendEmailReply {
    async fn run(self, cx: &mut Writer) -> Result<Replied> {
        let agent = cx.user()?;
        if agent != self.agent_id {
            return Err(Error::not_authorized("Cannot send email as another agent").into());
        }
        let (row, _) =
            conversations::for_agent(cx, self.conversation_id, Permission::ConversationsReply).await?;
        let config = configs::turned_on(cx, row.workspace_id).await?;
        if !cx.app().mail().can_send() {
            return Err(Error::invalid("This server is not set up to send e-mail").into());
        }
        let headers = self.headers()?;
        let content = self.content()?;
        cx.count(Limit::Mail, agent.0)?;
        let activity = Activity {
            is_inbound: false,
            is_reply: true,
            is_note: false,
            sender: Some(IdentityId::from(agent)),
            key: None,
        };
        let row = conversations::added_message(cx, row.id, activity)
            .await?
            .ok_or_else(|| Error::not_found("Conversation"))?;
        let (in_reply_to, references) = answered(cx, &row, self.reply_to_message_id.as_deref()).await?;
        let headers = Headers { in_reply_to, references, ..headers };
        let prepared = addressed(cx, &row, config, agent, headers).await?;
        participants::join(cx, row.id, agent.into(), participants::Role::Member, row.last_seq).await?;
        let files = media::of_ids(Some(&self.files()))?.unwrap_or_default();
        let message =
            messages::store_mail_of_agent(cx, &row, agent, &content, prepared.mail.clone(), files.clone())
                .await?;
        media::attach(cx, row.workspace_id, agent.into(), &files, Parent::Message(message)).await?;
        let email_message_id = prepared.mail.metadata.as_ref().map(|known| known.message_id.clone());
        send(cx, &row, message, prepared, &content, &files).await?;
        Ok(Replied { message_id: message, email_message_id: email_message_id.unwrap_or_default() })
    }
}

trait Checked {
    /// Errors: no receiver, too many, or one that is no address; a subject that is too long.
    fn headers(&self) -> Result<Headers, Error>;
    /// The words. Errors: none, or too many.
    fn content(&self) -> Result<String, Error>;
    fn files(&self) -> Vec<AttachmentId>;
}

impl Checked for SendEmailReply {
    fn headers(&self) -> Result<Headers, Error> {
        let (to, cc, bcc) = (
            all(&self.to)?,
            all(self.cc.as_deref().unwrap_or_default())?,
            all(self.bcc.as_deref().unwrap_or_default())?,
        );
        if to.is_empty() {
            return Err(Error::invalid("The mail has no receiver; name one in `to`"));
        }
        limits::at_most(
            "The list of receivers",
            to.len() + cc.len() + bcc.len(),
            MOST_RECIPIENTS,
            "addresses",
        )?;
        limits::title("The subject", &self.subject)?;
        Ok(Headers { to, cc, bcc, subject: receiving::short(&self.subject), ..Headers::default() })
    }

    fn content(&self) -> Result<String, Error> {
        limits::at_most("The message", self.html_body.len(), 4 * limits::CONTENT, "bytes")?;
        if let Some(text) = &self.text_body {
            limits::content("The message", text)?;
        }
        let words = text::words(self.text_body.as_deref(), Some(&self.html_body));
        match words.is_empty() && self.files().is_empty() {
            true => Err(Error::invalid("The message is empty; write something or attach a file")),
            false => Ok(words),
        }
    }

    fn files(&self) -> Vec<AttachmentId> {
        let of = |attachment: &EmailAttachment| attachment.storage_id;
        self.attachments.iter().flatten().filter_map(of).collect()
    }
}

fn all(addresses: &[String]) -> Result<Vec<Address>, Error> {
    let address = |text: &String| {
        let (name, email) = addresses::parsed(text);
        Address::new(name.as_deref(), &email).map_err(Error::invalid)
    };
    addresses.iter().map(address).collect()
}
