//! Whether a team has put the widget into its site (functions-identity.md §4).

use super::{by_id, check_origin, found, topic};
use crate::{
    core::{Error, Functions, Limit, Mutation, Query, Reader, Result, Writer},
    domain::widget_sessions,
};
use shared::{
    Error as Refusal, Millis,
    id::WorkspaceId,
    limits,
    permissions::Permission,
    workspaces::onboarding::{
        CompleteHostedOnboardingWidgetStep, Completed, GetHostedOnboardingState,
        IssueHostedOnboardingVerificationToken, Issued, NotCompleted, NotRecorded, Onboarding,
        OnboardingState, OnboardingStatus, RecordHostedOnboardingVerificationEvent, Recorded,
        StartHostedOnboarding, WIDGET_INSTALL,
    },
};
use sqlx::types::Json;

pub fn register(functions: &mut Functions) {
    functions
        .query::<GetHostedOnboardingState>()
        .mutation::<StartHostedOnboarding>()
        .mutation::<IssueHostedOnboardingVerificationToken>()
        .mutation::<RecordHostedOnboardingVerificationEvent>()
        .mutation::<CompleteHostedOnboardingWidgetStep>();
}

impl Query for GetHostedOnboardingState {
    async fn run(self, cx: &mut Reader) -> Result<Option<OnboardingState>> {
        if cx.member(self.workspace_id).await?.is_none() {
            return Ok(None);
        }
        let onboarding = of(cx, self.workspace_id).await?;
        let issued = onboarding.verification_token_issued_at;
        let signals = widget_sessions::signals(cx, self.workspace_id, issued).await?;
        Ok(Some(OnboardingState {
            onboarding,
            has_recognized_install: signals.has_recognized_install,
            latest_detected_at: signals.latest_detected_at,
            latest_recognized_detected_at: signals.latest_recognized_detected_at,
            detected_integration_count: signals.integrations.len() as i64,
        }))
    }
}

impl Mutation for StartHostedOnboarding {
    async fn run(self, cx: &mut Writer) -> Result<Onboarding> {
        let mut onboarding = held_by_agent(cx, self.workspace_id).await?;
        begun(&mut onboarding);
        save(cx, self.workspace_id, onboarding).await
    }
}

impl Mutation for IssueHostedOnboardingVerificationToken {
    async fn run(self, cx: &mut Writer) -> Result<Issued> {
        let mut onboarding = held_by_agent(cx, self.workspace_id).await?;
        begun(&mut onboarding);
        let (token, issued_at) = (format!("onb_{}", cx.chance().hex::<16>()?), cx.now());
        onboarding.onboarding_verification_token = Some(token.clone());
        onboarding.verification_token_issued_at = Some(issued_at);
        save(cx, self.workspace_id, onboarding).await?;
        Ok(Issued { token, issued_at })
    }
}

impl Mutation for RecordHostedOnboardingVerificationEvent {
    async fn run(self, cx: &mut Writer) -> Result<Recorded> {
        cx.count(Limit::Boot, cx.caller().ip)?;
        let refused = |reason| Recorded { accepted: false, verified_at: None, reason: Some(reason) };
        let Some(workspace) = by_id(cx, self.workspace_id).await? else {
            return Ok(refused(NotRecorded::WorkspaceNotFound));
        };
        let Some(token) = of(cx, workspace.id).await?.onboarding_verification_token else {
            return Ok(refused(NotRecorded::TokenNotIssued));
        };
        if token != self.token {
            return Ok(refused(NotRecorded::TokenMismatch));
        }
        let is_far = limits::url("Origin", self.origin.as_deref().unwrap_or_default()).is_err();
        match check_origin(cx, &workspace, self.origin.as_deref()) {
            Ok(()) if !is_far => {}
            Ok(()) | Err(Error::Refused(_)) => return Ok(refused(NotRecorded::OriginInvalid)),
            Err(fault) => return Err(fault),
        }
        let mut onboarding = held(cx, workspace.id).await?;
        // Another token may have been given out meanwhile; and who says it again changes nothing.
        if onboarding.onboarding_verification_token.as_ref() != Some(&self.token) {
            return Ok(refused(NotRecorded::TokenMismatch));
        }
        if !onboarding.is_widget_verified {
            onboarding.widget_verified_at = Some(cx.now());
            onboarding = save(cx, workspace.id, onboarding).await?;
        }
        Ok(Recorded { accepted: true, verified_at: onboarding.widget_verified_at, reason: None })
    }
}

impl Mutation for CompleteHostedOnboardingWidgetStep {
    async fn run(self, cx: &mut Writer) -> Result<Completed> {
        let mut onboarding = held_by_agent(cx, self.workspace_id).await?;
        let known = onboarding.onboarding_verification_token.as_ref();
        let reason = match &self.token {
            Some(token) if known != Some(token) => Some(NotCompleted::TokenMismatch),
            _ if !onboarding.is_widget_verified => Some(NotCompleted::NotVerified),
            _ => None,
        };
        if reason.is_some() {
            return Ok(Completed {
                success: false,
                status: None,
                current_step: None,
                completed_steps: None,
                updated_at: None,
                reason,
            });
        }
        onboarding.status = OnboardingStatus::Completed;
        onboarding.current_step = 1;
        if onboarding.completed_steps.iter().all(|step| step != WIDGET_INSTALL) {
            onboarding.completed_steps.push(WIDGET_INSTALL.into());
        }
        let onboarding = save(cx, self.workspace_id, onboarding).await?;
        Ok(Completed {
            success: true,
            status: Some(onboarding.status),
            current_step: Some(onboarding.current_step),
            completed_steps: Some(onboarding.completed_steps),
            updated_at: onboarding.updated_at,
            reason: None,
        })
    }
}

/// When the token that is good now was given out.
pub async fn issued_at(cx: &mut Reader, id: WorkspaceId) -> Result<Option<Millis>> {
    Ok(of(cx, id).await?.verification_token_issued_at)
}

fn begun(onboarding: &mut Onboarding) {
    if onboarding.status == OnboardingStatus::NotStarted {
        onboarding.status = OnboardingStatus::InProgress;
    }
}

type Stored = Option<(Option<Json<Onboarding>>,)>;

async fn of(cx: &mut Reader, id: WorkspaceId) -> Result<Onboarding> {
    let row: Stored = cx
        .read(topic(id))
        .query("SELECT onboarding FROM workspaces WHERE id = $1")
        .bind(id)
        .fetch_optional()
        .await?;
    Ok(seen(row))
}

/// The same, for a member who may change it; others that change it wait for this work. Errors: "Workspace not found", those of a member.
async fn held_by_agent(cx: &mut Writer, id: WorkspaceId) -> Result<Onboarding> {
    cx.user()?;
    found(cx, id).await?;
    cx.agent(id, Permission::ConversationsReply).await?;
    held(cx, id).await
}

async fn held(cx: &mut Writer, id: WorkspaceId) -> Result<Onboarding> {
    let row: Stored = cx
        .write_unnoticed("workspaces")
        .query("UPDATE workspaces SET onboarding = onboarding WHERE id = $1 RETURNING onboarding")
        .bind(id)
        .fetch_optional()
        .await?;
    Ok(seen(row))
}

/// What follows from the rest is not believed from the row.
fn seen(row: Stored) -> Onboarding {
    let stored = row.and_then(|(stored,)| stored).map(|Json(stored)| stored).unwrap_or_default();
    let (verified, issued) = (stored.widget_verified_at, stored.verification_token_issued_at);
    Onboarding {
        verification_token: stored.onboarding_verification_token.clone(),
        is_widget_verified: verified.is_some_and(|at| issued.is_none_or(|issued| at >= issued)),
        ..stored
    }
}

async fn save(cx: &mut Writer, id: WorkspaceId, onboarding: Onboarding) -> Result<Onboarding> {
    let after = Onboarding { updated_at: Some(cx.now()), ..onboarding };
    let row: Stored = cx
        .write(topic(id))
        .query("UPDATE workspaces SET onboarding = $2 WHERE id = $1 RETURNING onboarding")
        .bind(id)
        .bind(Json(after))
        .fetch_optional()
        .await?;
    if row.is_none() {
        return Err(Refusal::not_found("Workspace").into());
    }
    Ok(seen(row))
}
