//! The picture at the top of the widget and of the help centre.

use super::{store, stored, topic};
use crate::{
    core::{Agent, Functions, Limit, Mutation, Reader, Result, Writer},
    domain::{
        audit_logs::{self, Act, SETTINGS},
        media::{self, Picture, Uploader},
    },
};
use shared::{
    Code, Error,
    id::{AttachmentId, MessengerSettingsId, WorkspaceId},
    messenger_settings::{DeleteLogo, GenerateLogoUploadUrl, SaveLogo},
    permissions::Permission,
};

/// Every visitor loads it.
const LOGO: Picture = Picture {
    sorts: &[("png", "image/png"), ("jpg", "image/jpeg"), ("gif", "image/gif"), ("webp", "image/webp")],
    largest: 1024 * 1024,
    unsupported: "Unsupported image type. Allowed: PNG, JPEG, GIF and WEBP.",
    too_large: "Image exceeds 1MB maximum size.",
};

pub fn register(functions: &mut Functions) {
    functions.mutation::<GenerateLogoUploadUrl>().mutation::<SaveLogo>().mutation::<DeleteLogo>();
}

impl Mutation for GenerateLogoUploadUrl {
    async fn run(self, cx: &mut Writer) -> Result<String> {
        let agent = allowed(cx, self.workspace_id).await?;
        cx.count(Limit::Upload, agent.user.0)?;
        media::invite(cx, self.workspace_id, Uploader::Agent(agent.user)).await
    }
}

impl Mutation for SaveLogo {
    async fn run(self, cx: &mut Writer) -> Result<MessengerSettingsId> {
        let workspace = self.workspace_id;
        let agent = allowed(cx, workspace).await?;
        let uploader = Uploader::Agent(agent.user);
        media::keep_picture(cx, workspace, self.storage_id, uploader, Some("logo"), &LOGO).await?;
        if stored(cx, workspace).await?.is_none() {
            store(cx, workspace, Default::default()).await?;
        }
        replace(cx, workspace, Some(self.storage_id)).await
    }
}

impl Mutation for DeleteLogo {
    async fn run(self, cx: &mut Writer) -> Result<MessengerSettingsId> {
        allowed(cx, self.workspace_id).await?;
        replace(cx, self.workspace_id, None).await
    }
}

async fn allowed(cx: &mut Reader, workspace: WorkspaceId) -> Result<Agent> {
    cx.agent(workspace, Permission::SettingsWorkspace).await
}

/// Sets or takes away the logo; the one before has no use any more. Errors: "Messenger settings not found".
async fn replace(
    cx: &mut Writer,
    workspace: WorkspaceId,
    logo: Option<AttachmentId>,
) -> Result<MessengerSettingsId> {
    let known: Option<(MessengerSettingsId, Option<String>)> = cx
        .read(topic(workspace))
        .query("SELECT id, logo FROM messenger_settings WHERE workspace_id = $1")
        .bind(workspace)
        .fetch_optional()
        .await?;
    let Some((id, before)) = known else {
        return Err(Error::new(Code::NotFound, "Messenger settings not found").into());
    };
    let now = cx.now();
    cx.write(topic(workspace))
        .query("UPDATE messenger_settings SET logo = $2, updated_at = $3 WHERE id = $1")
        .bind(id)
        .bind(logo.map(|logo| logo.to_string()))
        .bind(now)
        .execute()
        .await?;
    if let Some(before) = before.and_then(|before| before.parse().ok()) {
        media::discard(cx, before).await?;
    }
    audit_logs::note(cx, workspace, Act::new(SETTINGS, "messengerSettings").to(workspace)).await?;
    Ok(id)
}
