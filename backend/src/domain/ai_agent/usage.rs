//! What a workspace has asked today: a question is counted before it is asked, its tokens after.

use crate::core::{Mutation, Reader, Result, Topic, Writer};
use shared::{Function, Millis, ai_agent::Budget, function, id::WorkspaceId};

const DAY: Millis = 86_400_000;

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("ai_usage", workspace.0)
}

/// Counts a question, unless that is more than the day's budget; answers whether it may be asked. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Reserve {
    pub workspace: WorkspaceId,
    pub budget: Budget,
}

impl Function for Reserve {
    const NAME: &'static str = "aiAgent:reserve";
    type Kind = function::Mutation;
    type Output = bool;
}

impl Mutation for Reserve {
    async fn run(self, cx: &mut Writer) -> Result<bool> {
        if self.budget.daily_answers < 1 || self.budget.daily_tokens < 1 {
            return Ok(false);
        }
        let day = cx.now() / DAY;
        let counted: Option<(i64,)> = cx
            .write(topic(self.workspace))
            .query(
                "INSERT INTO ai_usage (workspace_id, day, answers, tokens) VALUES ($1, $2, 1, 0)
                 ON CONFLICT (workspace_id) DO UPDATE
                 SET answers = CASE WHEN ai_usage.day = $2 THEN ai_usage.answers + 1 ELSE 1 END,
                     tokens = CASE WHEN ai_usage.day = $2 THEN ai_usage.tokens ELSE 0 END,
                     day = $2
                 WHERE ai_usage.day <> $2 OR (ai_usage.answers < $3 AND ai_usage.tokens < $4)
                 RETURNING answers",
            )
            .bind(self.workspace)
            .bind(day)
            .bind(self.budget.daily_answers)
            .bind(self.budget.daily_tokens)
            .fetch_optional()
            .await?;
        Ok(counted.is_some())
    }
}

/// Counts the tokens of a question that was asked. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Spend {
    pub workspace: WorkspaceId,
    pub tokens: i64,
}

impl Function for Spend {
    const NAME: &'static str = "aiAgent:spend";
    type Kind = function::Mutation;
    type Output = ();
}

impl Mutation for Spend {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.write(topic(self.workspace))
            .query("UPDATE ai_usage SET tokens = tokens + $2 WHERE workspace_id = $1")
            .bind(self.workspace)
            .bind(self.tokens)
            .execute()
            .await?;
        Ok(())
    }
}

/// Questions and tokens of today.
pub async fn today(cx: &mut Reader, workspace: WorkspaceId) -> Result<(i64, i64)> {
    let now = cx.now();
    let row: Option<(i64, i64)> = cx
        .read(topic(workspace))
        .query("SELECT answers, tokens FROM ai_usage WHERE workspace_id = $1 AND day = $2")
        .bind(workspace)
        .bind(now / DAY)
        .fetch_optional()
        .await?;
    cx.wake_at((now / DAY + 1) * DAY);
    Ok(row.unwrap_or_default())
}
