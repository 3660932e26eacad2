//! Authors who point at the element of a tooltip (functions-engagement.md §12). Writes `tooltip_authoring_sessions`.

use crate::{
    core::{Error as Fault, Functions, Limit, Mutation, Query, Reader, Result, Writer},
    domain::{authoring, owned, tooltips, workspaces},
};
use shared::{
    Code, Error, Function, Millis,
    authoring_sessions::LASTS,
    function,
    id::{TooltipAuthoringSessionId, UserId, WorkspaceId},
    permissions::Permission,
    tooltip_authoring_sessions::{
        Create, Created, End, Ended, GetByToken, Head, Held, Selected, Session, Status, UpdateSelector,
        Validate, Validity, WriteContent,
    },
    tooltips::Tooltip,
    widget_sessions::Success,
};
use sqlx::types::Json;

const TABLE: &str = "tooltip_authoring_sessions";

pub fn register(functions: &mut Functions) {
    functions
        .mutation::<Create>()
        .query::<Validate>()
        .mutation::<UpdateSelector>()
        .mutation::<WriteContent>()
        .mutation::<End>()
        .query::<GetByToken>();
}

impl authoring::Kept for Session {
    const TABLE: &'static str = TABLE;
    const COLUMNS: &'static str =
        "id, created_at AS creation_time, tooltip_id, workspace_id, user_id, status, selected_selector,
         selected_selector_quality, created_at, expires_at";
    const PERMISSION: Permission = Permission::SettingsWorkspace;

    fn author(&self) -> UserId {
        self.user_id
    }
    fn workspace(&self) -> WorkspaceId {
        self.workspace_id
    }
    fn expires_at(&self) -> Millis {
        self.expires_at
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<Created> {
        let user = authoring::author(cx)?;
        workspaces::found(cx, self.workspace_id).await?;
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        if let Some(tooltip) = self.tooltip_id {
            let words = "Tooltip does not belong to this workspace";
            tooltip_of(cx, tooltip, self.workspace_id, words).await?;
        }
        cx.count(Limit::Authoring, user.0)?;
        let (id, now) = (TooltipAuthoringSessionId(cx.new_id()?), cx.now());
        let token = cx.chance().letters_and_digits::<32>()?;
        cx.write(authoring::topic(TABLE, &token))
            .query(
                "INSERT INTO tooltip_authoring_sessions
                     (id, token_hash, workspace_id, user_id, tooltip_id, status, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(id)
            .bind(authoring::hash(&token))
            .bind(self.workspace_id)
            .bind(user)
            .bind(self.tooltip_id)
            .bind(Status::Active)
            .bind(now)
            .bind(now + LASTS)
            .execute()
            .await?;
        Ok(Created { session_id: id, token })
    }
}

impl Query for Validate {
    async fn run(self, cx: &mut Reader) -> Result<Validity> {
        let (session, tooltip) = match good(cx, &self.token, self.workspace_id).await {
            Ok(found) => found,
            Err(Fault::Refused(refusal)) if refusal.code != Code::RateLimited => {
                let reason = Some(refusal.message);
                return Ok(Validity { valid: false, reason, session: None, tooltip: None });
            }
            Err(fault) => return Err(fault),
        };
        let head = tooltip.map(|row| Head {
            id: row.id,
            name: row.name,
            content: row.content,
            element_selector: row.element_selector,
            trigger_type: row.trigger_type,
            selector_quality: row.selector_quality,
        });
        let held = Held {
            id: session.id,
            tooltip_id: session.tooltip_id,
            workspace_id: session.workspace_id,
            status: session.status,
            selected_selector: session.selected_selector,
            selected_selector_quality: session.selected_selector_quality,
        };
        Ok(Validity { valid: true, reason: None, session: Some(held), tooltip: Some(head) })
    }
}

impl Mutation for UpdateSelector {
    async fn run(self, cx: &mut Writer) -> Result<Selected> {
        let (session, tooltip) = good(cx, &self.token, self.workspace_id).await?;
        let selector = self.element_selector.trim().to_owned();
        tooltips::check_element(&selector, self.selector_quality.as_ref())?;
        cx.write(authoring::topic(TABLE, &self.token))
            .query(
                "UPDATE tooltip_authoring_sessions
                 SET selected_selector = $2, selected_selector_quality = $3
                 WHERE id = $1",
            )
            .bind(session.id)
            .bind(selector.clone())
            .bind(self.selector_quality.clone().map(Json))
            .execute()
            .await?;
        if let Some(row) = tooltip {
            tooltips::point(cx, row, selector.clone(), self.selector_quality.clone()).await?;
        }
        Ok(Selected { success: true, selector, selector_quality: self.selector_quality })
    }
}

impl Mutation for WriteContent {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let (_, tooltip) = good(cx, &self.token, self.workspace_id).await?;
        let row = tooltip.ok_or_else(|| Error::not_found("Tooltip"))?;
        tooltips::write(cx, row, self.content).await?;
        Ok(Success::YES)
    }
}

impl Mutation for End {
    async fn run(self, cx: &mut Writer) -> Result<Ended> {
        let (session, _) = good(cx, &self.token, self.workspace_id).await?;
        cx.write(authoring::topic(TABLE, &self.token))
            .query("UPDATE tooltip_authoring_sessions SET status = $2 WHERE id = $1")
            .bind(session.id)
            .bind(Status::Completed)
            .execute()
            .await?;
        Ok(Ended {
            success: true,
            selected_selector: session.selected_selector,
            selected_selector_quality: session.selected_selector_quality,
        })
    }
}

impl Query for GetByToken {
    async fn run(self, cx: &mut Reader) -> Result<Option<Session>> {
        let row: Option<Session> = authoring::by_token(cx, &self.token)
            .await?
            .filter(|row: &Session| row.workspace_id == self.workspace_id);
        let Some(row) = row else { return Ok(None) };
        let is_over = row.status == Status::Active && row.expires_at <= cx.now();
        let status = if is_over { Status::Expired } else { row.status };
        Ok(Some(Session { token: self.token, status, ..row }))
    }
}

/// The session of a token that is good, and its tooltip. Errors: those of the room.
async fn good(cx: &mut Reader, token: &str, workspace: WorkspaceId) -> Result<(Session, Option<Tooltip>)> {
    let row: Session = authoring::by_token(cx, token).await?.ok_or_else(authoring::unknown)?;
    if row.workspace_id != workspace {
        return Err(Error::not_authorized("Session workspace mismatch").into());
    }
    if row.status == Status::Completed {
        return Err(Error::not_authorized("Session is completed").into());
    }
    if row.expires_at <= cx.now() {
        return Err(authoring::expired().into());
    }
    let tooltip = match row.tooltip_id {
        Some(id) => {
            Some(tooltip_of(cx, id, workspace, "Tooltip does not belong to session workspace").await?)
        }
        None => None,
    };
    Ok((row, tooltip))
}

/// A tooltip of a workspace. Errors: "Tooltip not found", and the words for one of another workspace.
async fn tooltip_of(
    cx: &mut Reader,
    id: shared::id::TooltipId,
    workspace: WorkspaceId,
    words: &str,
) -> Result<Tooltip> {
    let row: Tooltip = owned::found(cx, id).await?;
    if row.workspace_id != workspace {
        return Err(Error::not_authorized(words).into());
    }
    Ok(row)
}

/// Removes some of the sessions that ended before a time; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    pub before: Millis,
}

impl Function for Forget {
    const NAME: &'static str = "tooltipAuthoringSessions:forget (internal)";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for Forget {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        authoring::forget(cx, TABLE, self.before).await
    }
}
