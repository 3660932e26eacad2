//! The rows of `letters`: mail that waits to be sent. It is written in the transaction of its message, taken by one node at a time, and
//! tried again with growing pauses for a day.

use crate::{
    core::{Mutation, Result, Topic, Writer},
    domain::messages,
    outside::mail::{Failure, Letter},
};
use shared::{
    Function, Millis,
    email_channel::DeliveryStatus,
    function,
    id::{ConversationId, LetterId, MessageId, TicketId, Uuid, WorkspaceId},
};
use sqlx::types::Json;

/// Letters that a node sends at the same time.
const BATCH: i64 = 4;
const MINUTE: Millis = 60_000;
/// After so long another node may try: whoever took it has died. Longer than sending one may take.
const LEASE: Millis = 2 * MINUTE;
/// Pauses after the first, second … attempt; after the last of them it is given up.
const PAUSES: [Millis; 9] = [1, 5, 15, 30, 60, 120, 240, 480, 480];
/// What is kept of a reason, in characters.
const REASON: usize = 500;

/// What a letter is about, with which it is erased.
#[derive(Clone, Copy, Debug)]
pub enum About {
    /// A message of a conversation, which says how far the letter is.
    Message(ConversationId, MessageId),
    Conversation(ConversationId),
    Ticket(TicketId),
}

/// Writes a letter down; it is sent after the commit.
pub async fn post(cx: &mut Writer, workspace: WorkspaceId, about: About, letter: Letter) -> Result<()> {
    let (id, now) = (LetterId(cx.new_id()?), cx.now());
    let message_id = letter.message_id.clone();
    let (conversation, message, ticket) = match about {
        About::Message(conversation, message) => (Some(conversation), Some(message), None),
        About::Conversation(conversation) => (Some(conversation), None, None),
        About::Ticket(ticket) => (None, None, Some(ticket)),
    };
    cx.write_unnoticed("letters")
        .query(
            "INSERT INTO letters
                 (id, workspace_id, conversation_id, ticket_id, chat_message_id, letter, status, attempts, due_at, message_id,
                  created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $8)",
        )
        .bind(id)
        .bind(workspace)
        .bind(conversation)
        .bind(ticket)
        .bind(message)
        .bind(Json(letter))
        .bind(DeliveryStatus::Pending)
        .bind(now)
        .bind(message_id)
        .execute()
        .await?;
    cx.after_commit(|app| {
        app.mail().ring();
        None
    });
    Ok(())
}

/// A letter that this node sends now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Claimed {
    pub id: LetterId,
    pub lease: Uuid,
    #[sqlx(json)]
    pub letter: Letter,
    /// With this one.
    pub attempts: i64,
}

/// Takes some letters that are due, so that nobody else does. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Claim;

impl Function for Claim {
    const NAME: &'static str = "emailChannel:claim";
    type Kind = function::Mutation;
    type Output = Vec<Claimed>;
}

impl Mutation for Claim {
    async fn run(self, cx: &mut Writer) -> Result<Vec<Claimed>> {
        let (lease, now) = (cx.new_id()?, cx.now());
        Ok(cx
            .write_unnoticed("letters")
            .query(
                "UPDATE letters SET attempts = attempts + 1, lease = $1, due_at = $2
                 WHERE due_at <= $3 AND id IN (
                     SELECT id FROM letters WHERE due_at <= $3 ORDER BY due_at, id LIMIT $4
                 )
                 RETURNING id, lease, letter, attempts",
            )
            .bind(lease)
            .bind(now + LEASE)
            .bind(now)
            .bind(BATCH)
            .fetch_all()
            .await?)
    }
}

/// Says what became of an attempt. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Finish {
    pub id: LetterId,
    pub lease: Uuid,
    /// What the provider calls it.
    pub outcome: Result<Option<String>, Failure>,
}

impl Function for Finish {
    const NAME: &'static str = "emailChannel:finish";
    type Kind = function::Mutation;
    type Output = ();
}

impl Mutation for Finish {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        // Whoever erased it, or took it over, knows better.
        let mine: Option<(i64,)> = cx
            .read(Topic::new("letters", Uuid::nil()))
            .query("SELECT attempts FROM letters WHERE id = $1 AND lease = $2")
            .bind(self.id)
            .bind(self.lease)
            .fetch_optional()
            .await?;
        let Some((attempts,)) = mine else { return Ok(()) };
        let pause = usize::try_from(attempts - 1).ok().and_then(|at| PAUSES.get(at));
        match self.outcome {
            Ok(external) => close(cx, self.id, DeliveryStatus::Sent, external, None).await,
            Err(Failure { is_final: false, reason }) if let Some(minutes) = pause => {
                let due_at = cx.now() + minutes * MINUTE;
                cx.write_unnoticed("letters")
                    .query("UPDATE letters SET due_at = $2, lease = NULL, error = $3 WHERE id = $1")
                    .bind(self.id)
                    .bind(due_at)
                    .bind(short(&reason))
                    .execute()
                    .await?;
                Ok(())
            }
            Err(failure) => {
                close(cx, self.id, DeliveryStatus::Failed, None, Some(short(&failure.reason))).await
            }
        }
    }
}

fn short(reason: &str) -> String {
    reason.chars().take(REASON).collect()
}

/// Nothing more is tried; the text is not kept twice.
async fn close(
    cx: &mut Writer,
    id: LetterId,
    status: DeliveryStatus,
    external: Option<String>,
    error: Option<String>,
) -> Result<()> {
    let (conversation, message): (Option<ConversationId>, Option<MessageId>) = cx
        .write_unnoticed("letters")
        .query(
            "UPDATE letters
             SET status = $2, external_id = $3, error = $4, letter = NULL, due_at = NULL, lease = NULL
             WHERE id = $1
             RETURNING conversation_id, chat_message_id",
        )
        .bind(id)
        .bind(status)
        .bind(external)
        .bind(error)
        .fetch_one()
        .await?;
    tell(cx, conversation, message, status).await
}

/// Notes it at the message whose delivery it is, if it is one's.
async fn tell(
    cx: &mut Writer,
    conversation: Option<ConversationId>,
    message: Option<MessageId>,
    status: DeliveryStatus,
) -> Result<()> {
    match (conversation, message) {
        (Some(conversation), Some(message)) => {
            messages::set_delivery(cx, conversation, message, status).await
        }
        _ => Ok(()),
    }
}

/// The mail provider tells what became of a mail that it took; answers whether that is one of ours. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Happened {
    /// What the provider calls it.
    pub external_id: String,
    /// Its `Message-ID` header, if the provider says it.
    pub message_id: Option<String>,
    pub status: DeliveryStatus,
}

impl Function for Happened {
    const NAME: &'static str = "emailChannel:updateDeliveryStatusByExternalId";
    type Kind = function::Mutation;
    type Output = bool;
}

impl Mutation for Happened {
    async fn run(self, cx: &mut Writer) -> Result<bool> {
        let found: Vec<(Option<ConversationId>, Option<MessageId>)> = cx
            .read(Topic::new("letters", Uuid::nil()))
            .query(
                "SELECT conversation_id, chat_message_id FROM letters
                 WHERE external_id = $1 OR message_id = $1 OR message_id = $2",
            )
            .bind(self.external_id)
            .bind(self.message_id)
            .fetch_all()
            .await?;
        for (conversation, message) in &found {
            tell(cx, *conversation, *message, self.status).await?;
        }
        Ok(!found.is_empty())
    }
}

/// Forgets, in batches, what became of letters before this time; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    pub before: Millis,
}

impl Function for Forget {
    const NAME: &'static str = "emailChannel:forget";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for Forget {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        Ok(cx
            .write_unnoticed("letters")
            .query(
                "DELETE FROM letters WHERE id IN (
                     SELECT id FROM letters WHERE due_at IS NULL AND created_at < $1 ORDER BY created_at LIMIT 1000
                 )",
            )
            .bind(self.before)
            .execute()
            .await?)
    }
}
