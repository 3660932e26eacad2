//! Members are told of what waits, unless they have seen it, are at work, want no mail, or were told of the same a moment ago.

use super::{MINUTE, OLDEST, Reason, letter, news};
use crate::{
    core::{Mutation, Reader, Result, Topic, Writer},
    domain::{notification_settings, presence, workspace_members},
};
use shared::{
    Function, Millis, function,
    id::{UserId, Uuid, WorkspaceId},
    permissions::Permission,
};

/// Rows that are looked at in one transaction.
const BATCH: i64 = 20;
/// Whoever is at work may see it there: it is looked at again after so long.
const AT_WORK: Millis = MINUTE;
/// From one letter to the next about what was not read.
const PAUSE: Millis = 5 * MINUTE;
/// A member is told of so many conversations and tickets in an hour. Whoever signs up with somebody else's address sends it no more.
const MOST: i64 = 30;
const HOUR: Millis = 60 * MINUTE;
const TOO_MANY: Millis = 10 * MINUTE;

/// Something that a member may have to be told.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Due {
    pub about_id: Uuid,
    pub user_id: UserId,
    pub workspace_id: WorkspaceId,
    pub(super) reason: Reason,
    pub actor_id: Option<UserId>,
    pub since: Millis,
    pub since_seq: i64,
    pub told_at: Option<Millis>,
    pub told_seq: i64,
}

/// Writes the letters that are due; answers how many rows were looked at. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Tell;

impl Function for Tell {
    const NAME: &'static str = "agentNotices:tell";
    type Kind = function::Mutation;
    type Output = usize;
}

impl Mutation for Tell {
    async fn run(self, cx: &mut Writer) -> Result<usize> {
        let now = cx.now();
        // Whoever takes a row first tells; what it does not tell yet it puts back.
        let due: Vec<Due> = cx
            .write_unnoticed("agent_notices")
            .query(
                "UPDATE agent_notices SET due_at = NULL
                 WHERE due_at <= $1 AND (about_id, user_id) IN (
                     SELECT about_id, user_id FROM agent_notices WHERE due_at <= $1
                     ORDER BY due_at, about_id, user_id LIMIT $2
                 )
                 RETURNING about_id, user_id, workspace_id, reason, actor_id, since, since_seq, told_at, told_seq",
            )
            .bind(now)
            .bind(BATCH)
            .fetch_all()
            .await?;
        for one in &due {
            tell(cx, one).await?;
        }
        Ok(due.len())
    }
}

async fn tell(cx: &mut Writer, due: &Due) -> Result<()> {
    let now = cx.now();
    if due.since < now - OLDEST || !wants(cx, due).await? {
        return Ok(());
    }
    let is_at_work = presence::is_at_work(cx.app(), due.workspace_id, due.user_id);
    if is_at_work && due.reason.is_assignment() {
        return Ok(());
    }
    let Some(news) = news::of(cx, due).await? else { return Ok(()) };
    let pause = due.told_at.filter(|_| !news.was_read).map_or(0, |told_at| told_at + PAUSE);
    if is_at_work {
        return put_back(cx, due, now + AT_WORK).await;
    }
    if now < pause {
        return put_back(cx, due, pause).await;
    }
    if told_since(cx, due.user_id, now - HOUR).await? >= MOST {
        return put_back(cx, due, now + TOO_MANY).await;
    }
    letter::post(cx, due, &news).await?;
    cx.write_unnoticed("agent_notices")
        .query("UPDATE agent_notices SET told_at = $3, told_seq = $4 WHERE about_id = $1 AND user_id = $2")
        .bind(due.about_id)
        .bind(due.user_id)
        .bind(now)
        .bind(news.seq)
        .execute()
        .await?;
    Ok(())
}

/// Whether it is a member still that may read it and wants mail.
async fn wants(cx: &mut Reader, due: &Due) -> Result<bool> {
    let member = workspace_members::membership(cx, due.user_id, due.workspace_id).await?;
    if !member.is_some_and(|member| member.may(Permission::ConversationsRead)) {
        return Ok(false);
    }
    let wishes = notification_settings::of(cx, due.workspace_id, due.user_id).await?;
    Ok(wishes.effective.new_visitor_message_email)
}

async fn put_back(cx: &mut Writer, due: &Due, at: Millis) -> Result<()> {
    cx.write_unnoticed("agent_notices")
        .query("UPDATE agent_notices SET due_at = $3 WHERE about_id = $1 AND user_id = $2")
        .bind(due.about_id)
        .bind(due.user_id)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

async fn told_since(cx: &mut Reader, user: UserId, since: Millis) -> Result<i64> {
    let (told,) = cx
        .read(Topic::new("agent_notices", user.0))
        .query("SELECT COUNT(*) FROM agent_notices WHERE user_id = $1 AND told_at > $2")
        .bind(user)
        .bind(since)
        .fetch_one()
        .await?;
    Ok(told)
}

/// Forgets, in batches, who was told of what was written before this time; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    pub before: Millis,
}

impl Function for Forget {
    const NAME: &'static str = "agentNotices:forget";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for Forget {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        Ok(cx
            .write_unnoticed("agent_notices")
            .query(
                "DELETE FROM agent_notices WHERE (about_id, user_id) IN (
                     SELECT about_id, user_id FROM agent_notices WHERE due_at IS NULL AND since < $1 ORDER BY since LIMIT 1000
                 )",
            )
            .bind(self.before)
            .execute()
            .await?)
    }
}
