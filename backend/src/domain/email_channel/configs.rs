//! How a workspace does e-mail, and what the operator has set up.

use super::addresses;
use crate::{
    core::{App, Mutation, Query, Reader, Result, Topic, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
    outside::mail::Address,
};
use shared::{
    Error, Millis,
    email_channel::{
        EmailConfig, GetEmailConfig, GetServerStatus, SIGNATURE, ServerStatus, UpsertEmailConfig,
    },
    id::{EmailConfigId, WorkspaceId},
    limits,
    permissions::Permission,
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, workspace_id, inbox, from_name, from_email, signature, enabled, mails_chat_replies, created_at, updated_at
             FROM email_configs
             WHERE ",
            $rest
        )
    };
}

/// One row of `email_configs`.
#[derive(Clone, sqlx::FromRow)]
pub struct Config {
    pub id: EmailConfigId,
    pub workspace_id: WorkspaceId,
    pub inbox: String,
    pub from_name: Option<String>,
    pub from_email: Option<String>,
    pub signature: Option<String>,
    pub enabled: bool,
    pub mails_chat_replies: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Config {
    pub fn shown(self, app: &App) -> EmailConfig {
        let mail = app.mail();
        EmailConfig {
            id: self.id,
            creation_time: self.created_at,
            workspace_id: self.workspace_id,
            forwarding_address: format!("{}@{}", self.inbox, mail.domain()),
            from_email_verified: self.from_email.as_deref().is_some_and(|email| mail.may_send_as(email)),
            from_name: self.from_name,
            from_email: self.from_email,
            signature: self.signature,
            enabled: self.enabled,
            mails_chat_replies: self.mails_chat_replies,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }

    /// The address that its mail comes from: its own where the server may use that.
    pub fn sender(&self, app: &App) -> Option<String> {
        let own = self.from_email.as_deref().filter(|email| app.mail().may_send_as(email));
        own.or_else(|| app.mail().from().map(|from| from.email.as_str())).map(str::to_owned)
    }
}

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("email_configs", workspace.0)
}

impl Query for GetEmailConfig {
    async fn run(self, cx: &mut Reader) -> Result<Option<EmailConfig>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::SettingsIntegrations).await?.is_none() {
            return Ok(None);
        }
        let found = of_workspace(cx, self.workspace_id).await?;
        Ok(found.map(|config| config.shown(cx.app())))
    }
}

impl Query for GetServerStatus {
    async fn run(self, cx: &mut Reader) -> Result<Option<ServerStatus>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::SettingsIntegrations).await?.is_none() {
            return Ok(None);
        }
        let (mail, public_url) = (cx.app().mail(), &cx.app().config().public_url);
        Ok(Some(ServerStatus {
            can_send: mail.can_send(),
            can_receive: mail.can_receive(),
            domain: mail.domain().into(),
            sender: mail.from().map(|from| from.email.clone()),
            inbound_url: format!("{public_url}/email/inbound"),
            events_url: format!("{public_url}/email/webhook"),
        }))
    }
}

impl Mutation for UpsertEmailConfig {
    async fn run(self, cx: &mut Writer) -> Result<EmailConfigId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::SettingsIntegrations).await?;
        let said = self.checked()?;
        let inbox = free_inbox(cx, workspace).await?;
        let (id, now) = (EmailConfigId(cx.new_id()?), cx.now());
        let (id,) = cx
            .write([topic(workspace), Topic::of_text("email_configs", &inbox)])
            .query(
                "INSERT INTO email_configs
                     (id, workspace_id, inbox, from_name, from_email, signature, enabled, mails_chat_replies, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
                 ON CONFLICT (workspace_id) DO UPDATE
                 SET from_name = excluded.from_name, from_email = excluded.from_email, signature = excluded.signature,
                     enabled = excluded.enabled, mails_chat_replies = excluded.mails_chat_replies,
                     updated_at = excluded.updated_at
                 RETURNING id",
            )
            .bind(id)
            .bind(workspace)
            .bind(inbox)
            .bind(said.from_name)
            .bind(said.from_email)
            .bind(said.signature)
            .bind(said.enabled)
            .bind(said.mails_chat_replies.unwrap_or(false))
            .bind(now)
            .fetch_one()
            .await?;
        audit_logs::note(cx, workspace, Act::new(SETTINGS, "emailConfig").to(workspace)).await?;
        Ok(id)
    }
}

trait Checked: Sized {
    /// With empty texts left out. Errors: what is too long or no address.
    fn checked(self) -> Result<Self, Error>;
}

impl Checked for UpsertEmailConfig {
    fn checked(self) -> Result<Self, Error> {
        let meant =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let said = Self {
            from_name: meant(self.from_name),
            from_email: meant(self.from_email),
            signature: meant(self.signature),
            ..self
        };
        if let Some(name) = &said.from_name {
            limits::title("The sender's name", name)?;
        }
        if let Some(email) = &said.from_email {
            limits::email("The sender's address", email)?;
            Address::new(None, email)
                .map_err(|_| Error::invalid("The sender's address is not an e-mail address"))?;
        }
        if let Some(signature) = &said.signature {
            limits::at_most("The signature", signature.chars().count(), SIGNATURE, "characters")?;
        }
        Ok(said)
    }
}

/// The workspace's inbox, or a name for a new one: by the end of the workspace's id, unless another workspace has that.
async fn free_inbox(cx: &mut Writer, workspace: WorkspaceId) -> Result<String> {
    if let Some(known) = of_workspace(cx, workspace).await? {
        return Ok(known.inbox);
    }
    let inbox = format!("inbox-{}", &workspace.to_string()[24..]);
    Ok(match of_inbox(cx, &inbox).await? {
        None => inbox,
        Some(_) => format!("inbox-{}", cx.chance().hex::<4>()?),
    })
}

pub async fn of_workspace(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<Config>> {
    Ok(cx.read(topic(workspace)).query(select!("workspace_id = $1")).bind(workspace).fetch_optional().await?)
}

/// The workspace's, if it is turned on. Errors: "Email channel not configured for this workspace".
pub async fn turned_on(cx: &mut Reader, workspace: WorkspaceId) -> Result<Config> {
    let found = of_workspace(cx, workspace).await?.filter(|config| config.enabled);
    found.ok_or_else(|| Error::invalid("Email channel not configured for this workspace").into())
}

async fn of_inbox(cx: &mut Reader, inbox: &str) -> Result<Option<Config>> {
    Ok(cx
        .read(Topic::of_text("email_configs", inbox))
        .query(select!("inbox = $1"))
        .bind(inbox.to_owned())
        .fetch_optional()
        .await?)
}

/// That of the workspace whose mail comes to this address, with or without a tag.
pub async fn of_address(cx: &mut Reader, address: &str) -> Result<Option<Config>> {
    let Some(ours) = addresses::ours(address, cx.app().mail().domain()) else { return Ok(None) };
    of_inbox(cx, &ours.inbox).await
}
