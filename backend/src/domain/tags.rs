//! Tags (functions-inbox.md §7). Writes `tags` and, in its part, `conversation_tags`.

mod applied;

pub use applied::{apply, erase, of_all};

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::auto_tag_rules,
};
use shared::{
    Error,
    id::{TagId, WorkspaceId},
    limits,
    permissions::Permission,
    tags::{
        AddToConversation, Create, Get, GetConversationTags, List, Remove, RemoveFromConversation, Tag,
        Update,
    },
};

/// The most tags that the list answers.
const MOST: i64 = 10_000;

/// The columns of a [`Tag`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, color, created_at, updated_at"
    };
}

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<AddToConversation>()
        .mutation::<RemoveFromConversation>()
        .query::<GetConversationTags>();
}

/// All tags of a workspace; they change seldom.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("tags", workspace.0)
}

/// Those that a change of this tag concerns.
fn topics(row: &Tag) -> [Topic; 2] {
    [topic(row.workspace_id), Topic::new("tags", row.id.0)]
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Tag>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::ConversationsRead).await?.is_none() {
            return Ok(Vec::new());
        }
        Ok(cx
            .read(topic(self.workspace_id))
            .query(concat!(
                "SELECT ",
                columns!(),
                " FROM tags WHERE workspace_id = $1 ORDER BY created_at, id LIMIT $2"
            ))
            .bind(self.workspace_id)
            .bind(self.limit.unwrap_or(MOST).clamp(1, MOST))
            .fetch_all()
            .await?)
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Tag>> {
        let Some(row) = by_id(cx, self.id).await? else { return Ok(None) };
        let agent = cx.agent_if_allowed(row.workspace_id, Permission::ConversationsRead).await?;
        Ok(agent.map(|_| row))
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<TagId> {
        cx.agent(self.workspace_id, Permission::ChecklistsManage).await?;
        check(&self.name, self.color.as_deref())?;
        is_free(cx, self.workspace_id, &self.name).await?;
        let (id, now) = (TagId(cx.new_id()?), cx.now());
        cx.write([topic(self.workspace_id), Topic::new("tags", id.0)])
            .query(
                "INSERT INTO tags (id, workspace_id, name, color, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $5)",
            )
            .bind(id)
            .bind(self.workspace_id)
            .bind(self.name)
            .bind(self.color)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<TagId> {
        let row = for_manager(cx, self.id).await?;
        let name = self.name.unwrap_or_else(|| row.name.clone());
        let color = self.color.or_else(|| row.color.clone());
        check(&name, color.as_deref())?;
        if name != row.name {
            is_free(cx, row.workspace_id, &name).await?;
        }
        let now = cx.now();
        cx.write(topics(&row))
            .query("UPDATE tags SET name = $2, color = $3, updated_at = $4 WHERE id = $1")
            .bind(self.id)
            .bind(name)
            .bind(color)
            .bind(now)
            .execute()
            .await?;
        Ok(self.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let row = for_manager(cx, self.id).await?;
        auto_tag_rules::remove_of_tag(cx, row.workspace_id, self.id).await?;
        applied::remove_everywhere(cx, self.id).await?;
        cx.write(topics(&row)).query("DELETE FROM tags WHERE id = $1").bind(self.id).execute().await?;
        Ok(())
    }
}

/// The tag, whoever asks: for callers that decide themselves what may be seen.
pub async fn by_id(cx: &mut Reader, id: TagId) -> Result<Option<Tag>> {
    Ok(cx
        .read(Topic::new("tags", id.0))
        .query(concat!("SELECT ", columns!(), " FROM tags WHERE id = $1"))
        .bind(id)
        .fetch_optional()
        .await?)
}

/// The tag for a member who may change it. A missing one is said first (functions-inbox.md §7).
async fn for_manager(cx: &mut Reader, id: TagId) -> Result<Tag> {
    let row = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Tag"))?;
    cx.agent(row.workspace_id, Permission::ChecklistsManage).await?;
    Ok(row)
}

fn check(name: &str, color: Option<&str>) -> Result<(), Error> {
    limits::title("The name", name)?;
    color.map_or(Ok(()), |text| limits::token("The color", text))
}

/// Two at once meet the unique constraint, and the second looks here again.
async fn is_free(cx: &mut Reader, workspace: WorkspaceId, name: &str) -> Result<()> {
    let taken: Option<(TagId,)> = cx
        .read(topic(workspace))
        .query("SELECT id FROM tags WHERE workspace_id = $1 AND name = $2")
        .bind(workspace)
        .bind(name.to_owned())
        .fetch_optional()
        .await?;
    match taken {
        Some(_) => Err(Error::already_exists(format!("Tag \"{name}\" already exists")).into()),
        None => Ok(()),
    }
}
