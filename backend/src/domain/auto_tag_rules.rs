//! Rules that tag conversations (functions-inbox.md §7). Writes `auto_tag_rules`.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{
        conditions::{self, Facts},
        tags,
    },
};
use shared::{
    Error,
    auto_tag_rules::{AutoTagRule, Create, Get, List, MOST, Remove, Update, WithTag},
    conversations::Conversation,
    id::{AutoTagRuleId, TagId, WorkspaceId},
    limits,
    permissions::Permission,
    tags::AppliedBy,
};
use sqlx::types::Json;

/// The columns of an [`AutoTagRule`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, enabled, conditions, tag_id, created_at, updated_at"
    };
}

pub fn register(functions: &mut Functions) {
    functions.query::<List>().query::<Get>().mutation::<Create>().mutation::<Update>().mutation::<Remove>();
}

/// All rules of a workspace; they change seldom.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("auto_tag_rules", workspace.0)
}

/// Those that a change of this rule concerns.
fn topics(row: &AutoTagRule) -> [Topic; 2] {
    [topic(row.workspace_id), Topic::new("auto_tag_rules", row.id.0)]
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<WithTag>> {
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        let mut listed = Vec::new();
        for rule in of_workspace(cx, self.workspace_id).await? {
            listed.push(WithTag { tag: tags::by_id(cx, rule.tag_id).await?, rule });
        }
        Ok(listed)
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<WithTag>> {
        cx.user()?;
        let Some(rule) = by_id(cx, self.id).await? else { return Ok(None) };
        cx.agent(rule.workspace_id, Permission::SettingsWorkspace).await?;
        Ok(Some(WithTag { tag: tags::by_id(cx, rule.tag_id).await?, rule }))
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<AutoTagRuleId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::SettingsWorkspace).await?;
        limits::title("The name", &self.name)?;
        conditions::check(&self.conditions)?;
        check_tag(cx, workspace, self.tag_id).await?;
        limits::at_most("The list of rules", of_workspace(cx, workspace).await?.len() + 1, MOST, "rules")?;
        let (id, now) = (AutoTagRuleId(cx.new_id()?), cx.now());
        cx.write([topic(workspace), Topic::new("auto_tag_rules", id.0)])
            .query(
                "INSERT INTO auto_tag_rules
                     (id, workspace_id, name, enabled, conditions, tag_id, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
            )
            .bind(id)
            .bind(workspace)
            .bind(self.name)
            .bind(self.enabled.unwrap_or(true))
            .bind(Json(self.conditions))
            .bind(self.tag_id)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<AutoTagRuleId> {
        let row = for_manager(cx, self.id).await?;
        let name = self.name.unwrap_or_else(|| row.name.clone());
        let conditions = self.conditions.unwrap_or_else(|| row.conditions.clone());
        limits::title("The name", &name)?;
        conditions::check(&conditions)?;
        if let Some(tag) = self.tag_id {
            check_tag(cx, row.workspace_id, tag).await?;
        }
        let now = cx.now();
        cx.write(topics(&row))
            .query(
                "UPDATE auto_tag_rules
                 SET name = $2, enabled = $3, conditions = $4, tag_id = $5, updated_at = $6
                 WHERE id = $1",
            )
            .bind(self.id)
            .bind(name)
            .bind(self.enabled.unwrap_or(row.enabled))
            .bind(Json(conditions))
            .bind(self.tag_id.unwrap_or(row.tag_id))
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
            .query("DELETE FROM auto_tag_rules WHERE id = $1")
            .bind(self.id)
            .execute()
            .await?;
        Ok(())
    }
}

/// Tags a conversation in which the visitor has just written for the first time.
pub async fn apply(cx: &mut Writer, row: &Conversation, content: &str) -> Result<()> {
    let rules: Vec<AutoTagRule> =
        of_workspace(cx, row.workspace_id).await?.into_iter().filter(|rule| rule.enabled).collect();
    if rules.is_empty() {
        return Ok(());
    }
    let facts = Facts::of(cx, row, content).await?;
    for rule in rules.iter().filter(|rule| facts.meet(&rule.conditions)) {
        tags::apply(cx, row.id, rule.tag_id, AppliedBy::Auto, None).await?;
    }
    Ok(())
}

/// Takes the rules away that give a tag which goes.
pub async fn remove_of_tag(cx: &mut Writer, workspace: WorkspaceId, tag: TagId) -> Result<()> {
    let gone: Vec<(AutoTagRuleId,)> = cx
        .write(topic(workspace))
        .query("DELETE FROM auto_tag_rules WHERE tag_id = $1 RETURNING id")
        .bind(tag)
        .fetch_all()
        .await?;
    gone.iter().for_each(|(id,)| cx.touch(Topic::new("auto_tag_rules", id.0)));
    Ok(())
}

/// Every rule of a workspace, oldest first. They are kept in memory, since each conversation asks for them.
async fn of_workspace(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<AutoTagRule>> {
    if let Some(known) = cx.recall::<Vec<AutoTagRule>>(topic(workspace)) {
        return Ok(known);
    }
    let rules: Vec<AutoTagRule> = cx
        .read(topic(workspace))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM auto_tag_rules WHERE workspace_id = $1 ORDER BY created_at, id"
        ))
        .bind(workspace)
        .fetch_all()
        .await?;
    cx.remember(topic(workspace), &rules);
    Ok(rules)
}

async fn by_id(cx: &mut Reader, id: AutoTagRuleId) -> Result<Option<AutoTagRule>> {
    Ok(cx
        .read(Topic::new("auto_tag_rules", id.0))
        .query(concat!("SELECT ", columns!(), " FROM auto_tag_rules WHERE id = $1"))
        .bind(id)
        .fetch_optional()
        .await?)
}

async fn for_manager(cx: &mut Reader, id: AutoTagRuleId) -> Result<AutoTagRule> {
    cx.user()?;
    let row = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Auto tag rule"))?;
    cx.agent(row.workspace_id, Permission::SettingsWorkspace).await?;
    Ok(row)
}

async fn check_tag(cx: &mut Reader, workspace: WorkspaceId, tag: TagId) -> Result<()> {
    let tag = tags::by_id(cx, tag).await?.ok_or_else(|| Error::not_found("Tag"))?;
    if tag.workspace_id != workspace {
        return Err(Error::invalid("Tag does not belong to this workspace").into());
    }
    Ok(())
}
