//! Uploads of visitors and agents (functions-inbox.md §10). The rows are those of [`media`].

use super::{
    media::{self, Uploader},
    workspaces,
};
use crate::core::{Functions, Limit, Mutation, Reader, Result, Writer};
use shared::{
    Code, Error,
    id::{VisitorId, WorkspaceId},
    permissions::Permission,
    support_attachments::{FinalizeUpload, Finalized, GenerateUploadUrl},
};

pub fn register(functions: &mut Functions) {
    functions.mutation::<GenerateUploadUrl>().mutation::<FinalizeUpload>();
}

impl Mutation for GenerateUploadUrl {
    async fn run(self, cx: &mut Writer) -> Result<String> {
        let uploader =
            uploader(cx, self.workspace_id, self.visitor_id, self.session_token.as_deref()).await?;
        cx.count(Limit::Upload, uploader.id().0)?;
        media::invite(cx, self.workspace_id, uploader).await
    }
}

impl Mutation for FinalizeUpload {
    async fn run(self, cx: &mut Writer) -> Result<Finalized> {
        let uploader =
            uploader(cx, self.workspace_id, self.visitor_id, self.session_token.as_deref()).await?;
        media::stage(cx, self.workspace_id, self.storage_id, uploader, self.file_name.as_deref()).await
    }
}

/// Whoever is signed in is an agent, also with a token.
async fn uploader(
    cx: &mut Reader,
    workspace: WorkspaceId,
    claimed: Option<VisitorId>,
    token: Option<&str>,
) -> Result<Uploader> {
    workspaces::found(cx, workspace).await?;
    if cx.caller().user_id().is_some() {
        let agent = cx.agent(workspace, Permission::ConversationsReply).await?;
        return Ok(Uploader::Agent(agent.user));
    }
    if token.is_none_or(str::is_empty) {
        return Err(Error::new(Code::NotAuthenticated, "Authentication required").into());
    }
    let visitor = cx.visitor(token, workspace).await?.visitor;
    match claimed {
        Some(claimed) if claimed != visitor => {
            Err(Error::not_authorized("Not authorized to upload files for this visitor").into())
        }
        _ => Ok(Uploader::Visitor(visitor)),
    }
}
