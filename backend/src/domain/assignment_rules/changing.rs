//! Making, changing and ordering rules.

use super::{by_id, of_workspace, topic, topics};
use crate::{
    core::{Mutation, Reader, Result, Topic, Writer},
    domain::{conditions, workspace_members},
};
use shared::{
    Error,
    assignment_rules::{Action, ActionType, AssignmentRule, Create, MOST, Remove, Reorder, Update},
    id::{AssignmentRuleId, WorkspaceId},
    limits,
    permissions::Permission,
};
use sqlx::types::Json;

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<AssignmentRuleId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::ConversationsAssign).await?;
        limits::title("The name", &self.name)?;
        conditions::check(&self.conditions)?;
        check_action(cx, workspace, &self.action).await?;
        let others = of_workspace(cx, workspace).await?;
        limits::at_most("The list of rules", others.len() + 1, MOST, "rules")?;
        let last = others.last().map_or(0, |rule| rule.priority.saturating_add(1));
        let (id, now) = (AssignmentRuleId(cx.new_id()?), cx.now());
        cx.write([topic(workspace), Topic::new("assignment_rules", id.0)])
            .query(
                "INSERT INTO assignment_rules
                     (id, workspace_id, name, priority, enabled, conditions, action, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
            )
            .bind(id)
            .bind(workspace)
            .bind(self.name)
            .bind(self.priority.unwrap_or(last))
            .bind(self.enabled.unwrap_or(true))
            .bind(Json(self.conditions))
            .bind(Json(self.action))
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<AssignmentRuleId> {
        let row = for_manager(cx, self.id).await?;
        let name = self.name.unwrap_or_else(|| row.name.clone());
        let conditions = self.conditions.unwrap_or_else(|| row.conditions.clone());
        limits::title("The name", &name)?;
        conditions::check(&conditions)?;
        if let Some(action) = &self.action {
            check_action(cx, row.workspace_id, action).await?;
        }
        let now = cx.now();
        cx.write(topics(&row))
            .query(
                "UPDATE assignment_rules
                 SET name = $2, priority = $3, enabled = $4, conditions = $5, action = $6, updated_at = $7
                 WHERE id = $1",
            )
            .bind(self.id)
            .bind(name)
            .bind(self.priority.unwrap_or(row.priority))
            .bind(self.enabled.unwrap_or(row.enabled))
            .bind(Json(conditions))
            .bind(Json(self.action.unwrap_or_else(|| row.action.clone())))
            .bind(now)
            .execute()
            .await?;
        Ok(self.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let row = for_manager(cx, self.id).await?;
        cx.write(topics(&row))
            .query("DELETE FROM assignment_rules WHERE id = $1")
            .bind(self.id)
            .execute()
            .await?;
        Ok(())
    }
}

impl Mutation for Reorder {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.agent(self.workspace_id, Permission::ConversationsAssign).await?;
        limits::at_most("The list of rules", self.rule_ids.len(), MOST, "rules")?;
        for (priority, id) in (0_i64..).zip(self.rule_ids) {
            let row = known(cx, id).await?;
            if row.workspace_id != self.workspace_id {
                return Err(Error::invalid("Rule does not belong to workspace").into());
            }
            let now = cx.now();
            cx.write(topics(&row))
                .query("UPDATE assignment_rules SET priority = $2, updated_at = $3 WHERE id = $1")
                .bind(id)
                .bind(priority)
                .bind(now)
                .execute()
                .await?;
        }
        Ok(())
    }
}

/// A rule that gives to a user names a member.
async fn check_action(cx: &mut Reader, workspace: WorkspaceId, action: &Action) -> Result<()> {
    limits::token("The team", action.team_id.as_deref().unwrap_or_default())?;
    match (action.kind, action.user_id) {
        (ActionType::AssignTeam, _) => Ok(()),
        (ActionType::AssignUser, None) => Err(Error::invalid("assign_user needs a userId").into()),
        (ActionType::AssignUser, Some(user)) => {
            match workspace_members::membership(cx, user, workspace).await? {
                Some(_) => Ok(()),
                None => Err(Error::not_found("Agent").into()),
            }
        }
    }
}

async fn known(cx: &mut Reader, id: AssignmentRuleId) -> Result<AssignmentRule> {
    Ok(by_id(cx, id).await?.ok_or_else(|| Error::not_found("Assignment rule"))?)
}

async fn for_manager(cx: &mut Reader, id: AssignmentRuleId) -> Result<AssignmentRule> {
    cx.user()?;
    let row = known(cx, id).await?;
    cx.agent(row.workspace_id, Permission::ConversationsAssign).await?;
    Ok(row)
}
