//! Workspaces: the tenant, one team and its site (functions-identity.md §4 and §5).

mod embedding;
mod help_center;
mod identity;
mod onboarding;
mod origins;
mod signup;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{
        articles,
        audit_logs::{self, Act},
        auth::accounts,
        identities, widget_sessions, workspace_members,
    },
};
use shared::{
    Error as Refusal, Millis,
    auth::User,
    id::{UserId, Uuid, WorkspaceId},
    limits,
    permissions::Role,
    workspaces::{
        Create, Get, GetByName, GetHostedOnboardingIntegrationSignals, GetOrCreateDefault,
        GetPublicWorkspaceContext, HelpCenterAccess, IdentityMode, PublicContext, Signals, Signup,
        UpdateAllowedOrigins, UpdateHelpCenterAccessPolicy, ValidateOrigin, Workspace,
    },
};
use sqlx::types::Json;

pub use embedding::{Embedding, Offered, Unasked};
pub use identity::{
    ForgetSecrets, rotate_identity_secret, set_identity_mode, stop_verifying_identities, verify_identities,
};
pub use origins::{check_origin, unknown_workspace};

pub fn register(functions: &mut Functions) {
    functions
        .query::<Get>()
        .query::<GetPublicWorkspaceContext>()
        .query::<GetByName>()
        .mutation::<Create>()
        .mutation::<GetOrCreateDefault>()
        .mutation::<UpdateAllowedOrigins>()
        .mutation::<UpdateHelpCenterAccessPolicy>()
        .query::<ValidateOrigin>()
        .query::<GetHostedOnboardingIntegrationSignals>();
    onboarding::register(functions);
    signup::register(functions);
}

/// What a workspace's readers depend on. The nil key stands for "the oldest of all".
pub fn topics(id: WorkspaceId, name: &str) -> [Topic; 3] {
    [topic(id), Topic::of_text("workspaces", name), Topic::new("workspaces", Uuid::nil())]
}

fn topic(id: WorkspaceId) -> Topic {
    Topic::new("workspaces", id.0)
}

/// A whole row, which never leaves the server: it has the secret.
#[derive(Clone, sqlx::FromRow)]
pub struct Row {
    pub id: WorkspaceId,
    pub name: String,
    pub allowed_origins: Json<Vec<String>>,
    pub help_center_access_policy: HelpCenterAccess,
    pub identity_secret: Option<String>,
    pub identity_secret_previous: Option<String>,
    pub identity_secret_previous_until: Option<Millis>,
    pub identity_verification_enabled: bool,
    pub identity_verification_mode: IdentityMode,
    pub session_lifetime_ms: Option<Millis>,
    pub signup: Option<Json<Signup>>,
    pub created_at: Millis,
}

impl Row {
    /// How its people come to it, as they said or as is usual.
    pub fn signup(&self) -> Signup {
        self.signup.as_ref().map(|signup| signup.0.clone()).unwrap_or_default()
    }

    /// As members see it.
    pub fn for_members(&self) -> Workspace {
        let Signup { signup_mode, allowed_domains, auth_methods } = self.signup();
        Workspace {
            signup_mode: Some(signup_mode),
            allowed_domains: Some(allowed_domains),
            auth_methods: Some(auth_methods),
            allowed_origins: Some(self.allowed_origins.0.clone()),
            help_center_access_policy: Some(self.help_center_access_policy),
            identity_verification_enabled: Some(self.identity_verification_enabled),
            identity_verification_mode: Some(self.identity_verification_mode),
            session_lifetime_ms: self.session_lifetime_ms,
            ..self.for_everybody()
        }
    }

    /// As everybody sees it.
    pub fn for_everybody(&self) -> Workspace {
        Workspace {
            id: self.id,
            creation_time: self.created_at,
            name: self.name.clone(),
            created_at: self.created_at,
            allowed_origins: None,
            help_center_access_policy: None,
            identity_verification_enabled: None,
            identity_verification_mode: None,
            session_lifetime_ms: None,
            signup_mode: None,
            allowed_domains: None,
            auth_methods: None,
        }
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Workspace>> {
        let Some(row) = by_id(cx, self.id).await? else { return Ok(None) };
        let is_member = cx.member(self.id).await?.is_some();
        Ok(Some(if is_member { row.for_members() } else { row.for_everybody() }))
    }
}

impl Query for GetPublicWorkspaceContext {
    async fn run(self, cx: &mut Reader) -> Result<Option<PublicContext>> {
        let id = match (self.workspace_id, self.article_slug) {
            (Some(id), _) => Some(id),
            (None, Some(slug)) => articles::publisher_of(cx, &slug).await?,
            (None, None) => None,
        };
        let id = match id {
            Some(id) => Some(id),
            None => articles::oldest_publisher(cx).await?,
        };
        let id = match id {
            Some(id) => Some(id),
            None => oldest(cx).await?,
        };
        let Some(id) = id else { return Ok(None) };
        Ok(by_id(cx, id).await?.map(|row| PublicContext {
            id: row.id,
            name: row.name,
            help_center_access_policy: row.help_center_access_policy,
        }))
    }
}

impl Query for GetByName {
    async fn run(self, cx: &mut Reader) -> Result<Option<Workspace>> {
        let Some(user) = cx.caller().account() else { return Ok(None) };
        let found: Option<(WorkspaceId,)> = cx
            .read([Topic::of_text("workspaces", &self.name), Topic::new("workspace_members", user.0)])
            .query(
                "SELECT workspaces.id
                 FROM workspaces JOIN workspace_members ON workspace_members.workspace_id = workspaces.id
                 WHERE workspaces.name = $1 AND workspace_members.user_id = $2
                 ORDER BY workspaces.created_at, workspaces.id
                 LIMIT 1",
            )
            .bind(self.name)
            .bind(user)
            .fetch_optional()
            .await?;
        match found {
            Some((id,)) => Ok(by_id(cx, id).await?.map(|row| row.for_members())),
            None => Ok(None),
        }
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<WorkspaceId> {
        let user = cx.account()?;
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Refusal::invalid("Workspace name is missing").into());
        }
        limits::title("Workspace name", name)?;
        found_by(cx, name, user).await
    }
}

impl Mutation for GetOrCreateDefault {
    async fn run(self, cx: &mut Writer) -> Result<Workspace> {
        let user = cx.account()?;
        let Some(user) = accounts::by_id(cx, user).await? else {
            return Err(Refusal::not_found("User").into());
        };
        if let Some(workspace) = default_of(cx, &user).await? {
            return Ok(workspace);
        }
        // Two of these at once must not make two workspaces: the second waits here, and then looks again.
        identities::hold(cx, user.id.into()).await?;
        workspace_members::look_again(cx, user.id);
        if let Some(workspace) = default_of(cx, &user).await? {
            return Ok(workspace);
        }
        let id = found_by(cx, "Default Workspace", user.id).await?;
        accounts::activate(cx, &user, Some(id)).await?;
        found(cx, id).await.map(|row| row.for_members())
    }
}

/// A new workspace that the user owns.
async fn found_by(cx: &mut Writer, name: &str, user: UserId) -> Result<WorkspaceId> {
    let id = insert(cx, name).await?;
    workspace_members::insert(cx, id, user, Role::Owner).await?;
    audit_logs::note(cx, id, Act::new("workspace.created", "workspace").to(id)).await?;
    Ok(id)
}

/// The workspace that the user works in, else its oldest.
async fn default_of(cx: &mut Reader, user: &User) -> Result<Option<Workspace>> {
    let memberships = workspace_members::of_user(cx, user.id).await?;
    let active = memberships.iter().find(|membership| Some(membership.workspace.id) == user.workspace_id);
    Ok(active.or(memberships.first()).map(|membership| membership.workspace.clone()))
}

impl Query for GetHostedOnboardingIntegrationSignals {
    async fn run(self, cx: &mut Reader) -> Result<Option<Signals>> {
        match cx.member(self.workspace_id).await? {
            Some(_) => {
                let issued = onboarding::issued_at(cx, self.workspace_id).await?;
                widget_sessions::signals(cx, self.workspace_id, issued).await.map(Some)
            }
            None => Ok(None),
        }
    }
}

/// The row, remembered until it changes.
pub async fn by_id(cx: &mut Reader, id: WorkspaceId) -> Result<Option<Row>> {
    if let Some(row) = cx.recall::<Row>(topic(id)) {
        return Ok(Some(row));
    }
    let row = cx
        .read(topic(id))
        .query(
            "SELECT id, name, allowed_origins, help_center_access_policy, identity_secret, identity_secret_previous,
                    identity_secret_previous_until, identity_verification_enabled, identity_verification_mode,
                    session_lifetime_ms, signup, created_at
             FROM workspaces
             WHERE id = $1",
        )
        .bind(id)
        .fetch_optional::<Row>()
        .await?;
    if let Some(row) = &row {
        cx.remember(topic(id), row);
    }
    Ok(row)
}

/// The row of a workspace that must be there. Errors: "Workspace not found".
pub async fn found(cx: &mut Reader, id: WorkspaceId) -> Result<Row> {
    by_id(cx, id).await?.ok_or_else(|| Refusal::not_found("Workspace").into())
}

/// A new workspace without members.
pub async fn insert(cx: &mut Writer, name: &str) -> Result<WorkspaceId> {
    let (id, now) = (WorkspaceId(cx.new_id()?), cx.now());
    cx.write(topics(id, name))
        .query("INSERT INTO workspaces (id, name, allowed_origins, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(name.to_owned())
        .bind(Json(Vec::<String>::new()))
        .bind(now)
        .execute()
        .await?;
    Ok(id)
}

pub async fn rename(cx: &mut Writer, row: &Row, name: &str) -> Result<()> {
    cx.write(topics(row.id, &row.name).into_iter().chain(topics(row.id, name)))
        .query("UPDATE workspaces SET name = $2 WHERE id = $1")
        .bind(row.id)
        .bind(name.to_owned())
        .execute()
        .await?;
    Ok(())
}

/// Sets how long the widget's new sessions live.
pub async fn set_session_lifetime(cx: &mut Writer, id: WorkspaceId, lifetime: Millis) -> Result<()> {
    cx.write(topic(id))
        .query("UPDATE workspaces SET session_lifetime_ms = $2 WHERE id = $1")
        .bind(id)
        .bind(lifetime)
        .execute()
        .await?;
    Ok(())
}

/// The oldest workspace, which stands for the server.
pub async fn oldest(cx: &mut Reader) -> Result<Option<WorkspaceId>> {
    let row: Option<(WorkspaceId,)> = cx
        .read(Topic::new("workspaces", Uuid::nil()))
        .query("SELECT id FROM workspaces ORDER BY created_at, id LIMIT 1")
        .fetch_optional()
        .await?;
    Ok(row.map(|(id,)| id))
}
