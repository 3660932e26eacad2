//! What a team answers in a chat reaches a visitor who has left: by mail, some minutes later, all of it in one.

use super::{configs, configs::Config, replies};
use crate::{
    core::{Mutation, Reader, Result, Topic, Writer},
    domain::{conversations, messages, names, visitors, workspaces},
};
use shared::{
    Error, Function, Millis,
    conversations::Conversation,
    function,
    id::{UserId, Uuid, WorkspaceId},
    messages::{Message, SenderKind},
    rich_text::plain,
};

/// A visitor may come back for so long after the last answer.
const PATIENCE: Millis = 5 * 60_000;
/// What is older when this is turned on, or the server comes back, is left alone.
const OLDEST: Millis = 24 * 3_600_000;
/// Conversations of a workspace that are looked at in one transaction.
const BATCH: i64 = 20;
/// Of the first answer so much is in the subject, in characters.
const SUBJECT: usize = 60;

/// Which workspaces want it. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Wanted;

impl Function for Wanted {
    const NAME: &'static str = "emailChannel:mailsChatReplies";
    type Kind = function::Query;
    type Output = Vec<WorkspaceId>;
}

impl crate::core::Query for Wanted {
    async fn run(self, cx: &mut Reader) -> Result<Vec<WorkspaceId>> {
        let found: Vec<(WorkspaceId,)> = cx
            .read(Topic::new("email_configs", Uuid::nil()))
            .query("SELECT workspace_id FROM email_configs WHERE enabled AND mails_chat_replies ORDER BY workspace_id")
            .fetch_all()
            .await?;
        Ok(found.into_iter().map(|(id,)| id).collect())
    }
}

/// Writes mails to visitors of a workspace who have left without reading what was answered; answers how many conversations were looked
/// at. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct MailReplies(pub WorkspaceId);

impl Function for MailReplies {
    const NAME: &'static str = "emailChannel:mailReplies";
    type Kind = function::Mutation;
    type Output = usize;
}

impl Mutation for MailReplies {
    async fn run(self, cx: &mut Writer) -> Result<usize> {
        let wanted = configs::of_workspace(cx, self.0).await?;
        let Some(config) = wanted.filter(|config| config.enabled && config.mails_chat_replies) else {
            return Ok(0);
        };
        let (from, until, seen_before) =
            (cx.now() - OLDEST, cx.now() - PATIENCE, cx.now() - visitors::ONLINE);
        let found = conversations::unread_and_unmailed(cx, self.0, from, until, seen_before, BATCH).await?;
        let looked_at = found.len();
        for (row, mailed) in found {
            // Whoever took it first sends it.
            if conversations::mark_mailed(cx, &row).await? {
                mail(cx, &config, &row, mailed).await?;
            }
        }
        Ok(looked_at)
    }
}

async fn mail(cx: &mut Writer, config: &Config, row: &Conversation, mailed: i64) -> Result<()> {
    let visitor = match row.visitor_id {
        Some(id) => visitors::by_id(cx, id).await?,
        None => None,
    };
    let Some(email) = visitor.and_then(|visitor| visitor.email) else { return Ok(()) };
    let answers: Vec<Message> = messages::replies_after(cx, row.id, row.owner_read_seq.max(mailed)).await?;
    let Some(newest) = answers.last() else { return Ok(()) };
    let Some(agent) = newest.sender_id.map(|id| UserId(id.0)) else { return Ok(()) };
    let workspace =
        workspaces::by_id(cx, row.workspace_id).await?.ok_or_else(|| Error::not_found("Workspace"))?;
    let subject = subject(&workspace.name, &answers[0]);
    let content = together(cx, &answers).await?;
    let files: Vec<_> = answers.iter().flat_map(|one| one.attachment_ids.iter().flatten()).copied().collect();
    let Some(prepared) = replies::to_visitor(cx, row, config.clone(), agent, &email, subject).await? else {
        return Ok(());
    };
    messages::begin_delivery(cx, row.id, newest.id).await?;
    replies::send(cx, row, newest.id, prepared, &content, &files).await
}

/// The site's name and how the first answer begins: words that the visitor knows, in its language.
fn subject(workspace: &str, first: &Message) -> String {
    let words: String = plain(&first.blocks).chars().take(SUBJECT).collect();
    format!("{workspace}: {}", words.trim())
}

/// The answers, each under the name of whoever wrote it where several did.
async fn together(cx: &mut Reader, answers: &[Message]) -> Result<String> {
    let author =
        |one: &Message| one.sender_id.filter(|_| one.sender_kind == SenderKind::User).map(|id| UserId(id.0));
    let names = names::of_agents(cx, answers.iter().filter_map(author), false).await?;
    let one = |answer: &Message| match author(answer).and_then(|agent| names.get(&agent)) {
        Some(name) if names.len() > 1 => format!("{name}:\n\n{}", answer.content),
        _ => answer.content.clone(),
    };
    Ok(answers.iter().map(one).collect::<Vec<_>>().join("\n\n"))
}
