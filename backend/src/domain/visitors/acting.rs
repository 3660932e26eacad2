//! For which visitor a function is called (functions-engagement.md §0.3 "V-dual").

use super::rows;
use crate::core::{Reader, Result};
use shared::{
    Code, Error,
    id::{VisitorId, WorkspaceId},
    permissions::Permission,
    visitors::Visitor,
};

/// What a caller says of itself, and what it is told where that is not enough.
#[derive(Clone, Copy, Debug)]
pub struct Acting<'a> {
    pub workspace: WorkspaceId,
    pub visitor: Option<VisitorId>,
    pub token: Option<&'a str>,
    /// What a member has to hold to ask for a visitor.
    pub permission: Permission,
    /// For a member that names no visitor.
    pub unnamed: &'a str,
    /// For a visitor that is not of this workspace.
    pub missing: &'a str,
}

/// The visitor behind the token; for a member the one that it names. Errors: those of a member, `unnamed`; those of the token, "Not
/// authorized for requested visitor"; `missing`.
pub async fn acting(cx: &mut Reader, acting: Acting<'_>) -> Result<Visitor> {
    let id = if cx.caller().user_id().is_some() {
        cx.agent(acting.workspace, acting.permission).await?;
        acting.visitor.ok_or_else(|| Error::invalid(acting.unnamed))?
    } else {
        let session = cx.visitor(acting.token, acting.workspace).await?;
        if acting.visitor.is_some_and(|named| named != session.visitor) {
            return Err(Error::not_authorized("Not authorized for requested visitor").into());
        }
        session.visitor
    };
    let visitor = rows::by_id(cx, id).await?.filter(|visitor| visitor.workspace_id == acting.workspace);
    visitor.ok_or_else(|| Error::new(Code::NotFound, acting.missing).into())
}
