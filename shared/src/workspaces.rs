//! Workspaces: the tenant, one team and its site (functions-identity.md §4 and §5).

use crate::{Millis, functions, id::WorkspaceId};
use onboarding::{
    CompleteHostedOnboardingWidgetStep, Completed, GetHostedOnboardingState,
    IssueHostedOnboardingVerificationToken, Issued, Onboarding, OnboardingState,
    RecordHostedOnboardingVerificationEvent, Recorded, StartHostedOnboarding,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

pub mod onboarding;

functions! { "workspaces" {
    Query    get = Get -> Option<Workspace>;
    Query    getPublicWorkspaceContext = GetPublicWorkspaceContext -> Option<PublicContext>;
    Query    getByName = GetByName -> Option<Workspace>;
    Mutation create = Create -> WorkspaceId;
    Mutation getOrCreateDefault = GetOrCreateDefault -> Workspace;
    Mutation updateAllowedOrigins = UpdateAllowedOrigins -> ();
    Mutation updateHelpCenterAccessPolicy = UpdateHelpCenterAccessPolicy -> ();
    Mutation updateSignupSettings = UpdateSignupSettings -> ();
    Query    validateOrigin = ValidateOrigin -> OriginVerdict;
    Query    getHostedOnboardingIntegrationSignals = GetHostedOnboardingIntegrationSignals -> Option<Signals>;
    Query    getHostedOnboardingState = GetHostedOnboardingState -> Option<OnboardingState>;
    Mutation startHostedOnboarding = StartHostedOnboarding -> Onboarding;
    Mutation issueHostedOnboardingVerificationToken = IssueHostedOnboardingVerificationToken -> Issued;
    Mutation recordHostedOnboardingVerificationEvent = RecordHostedOnboardingVerificationEvent -> Recorded;
    Mutation completeHostedOnboardingWidgetStep = CompleteHostedOnboardingWidgetStep -> Completed;
} }

/// One row of `workspaces`, as members see it; everybody else gets id, name and creation time. Never the identity secret.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Workspace {
    #[serde(rename = "_id")]
    pub id: WorkspaceId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub name: String,
    pub created_at: Millis,
    /// Sites that may show the widget; empty admits every site.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub allowed_origins: Option<Vec<String>>,
    pub help_center_access_policy: Option<HelpCenterAccess>,
    pub identity_verification_enabled: Option<bool>,
    pub identity_verification_mode: Option<IdentityMode>,
    pub session_lifetime_ms: Option<Millis>,
    pub signup_mode: Option<SignupMode>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub allowed_domains: Option<Vec<String>>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub auth_methods: Option<Vec<AuthMethod>>,
}

/// How a team says that people come to it. It is kept and told for clients that ask: an address alone gives nobody a membership here, so
/// whoever joins needs an invitation under both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "kebab-case"))]
pub enum SignupMode {
    #[default]
    InviteOnly,
    DomainAllowlist,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    Password,
    Otp,
}

/// Needs `settings.security`. With `invite-only` no domains are kept; the methods stay if they are left out. Errors also: "Workspace not
/// found", INVALID_INPUT for what is no domain.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateSignupSettings {
    pub workspace_id: WorkspaceId,
    pub signup_mode: SignupMode,
    pub allowed_domains: Option<Vec<String>>,
    pub auth_methods: Option<Vec<AuthMethod>>,
}

/// What of a workspace is said in `signupMode`, `allowedDomains` and `authMethods`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Signup {
    pub signup_mode: SignupMode,
    pub allowed_domains: Vec<String>,
    pub auth_methods: Vec<AuthMethod>,
}

impl Default for Signup {
    fn default() -> Self {
        Self {
            signup_mode: SignupMode::InviteOnly,
            allowed_domains: Vec::new(),
            auth_methods: vec![AuthMethod::Password],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum HelpCenterAccess {
    Public,
    Restricted,
}

/// Whether a visitor that names itself must prove it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum IdentityMode {
    Optional,
    Required,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: WorkspaceId,
}

/// The given workspace; else the one whose public article has that slug; else the oldest that publishes; else the oldest.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetPublicWorkspaceContext {
    pub workspace_id: Option<WorkspaceId>,
    pub article_slug: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct PublicContext {
    #[serde(rename = "_id")]
    pub id: WorkspaceId,
    pub name: String,
    pub help_center_access_policy: HelpCenterAccess,
}

/// The caller's workspace of exactly that name, else null.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetByName {
    pub name: String,
}

/// Always a new workspace (names need not be unique); the caller becomes its owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Create {
    pub name: String,
}

/// The caller's active workspace; "Default Workspace", owned by the caller, when there is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetOrCreateDefault {}

/// Needs `settings.security`. An entry is an origin or `*.domain`; an empty list admits every site.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateAllowedOrigins {
    pub workspace_id: WorkspaceId,
    pub allowed_origins: Vec<String>,
}

/// Whether everybody reads the help centre, or the team alone. Needs `settings.workspace`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateHelpCenterAccessPolicy {
    pub workspace_id: WorkspaceId,
    pub policy: HelpCenterAccess,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ValidateOrigin {
    pub workspace_id: WorkspaceId,
    pub origin: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginVerdict {
    pub valid: bool,
    pub reason: String,
}

/// Where the widget was seen in the last 30 days; null for a non-member.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetHostedOnboardingIntegrationSignals {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Signals {
    pub token_issued_at: Option<Millis>,
    pub has_recognized_install: bool,
    pub latest_detected_at: Option<Millis>,
    pub latest_recognized_detected_at: Option<Millis>,
    pub integrations: Vec<Integration>,
    /// Sites whose pages loaded the widget, opened or not; the latest first (ours).
    pub sightings: Vec<Sighting>,
}

/// A site that carries the tag. Its origin is what a browser said, so it proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sighting {
    pub origin: String,
    pub seen_at: Millis,
    /// Whether the workspace's list admits the site now; elsewhere the chat does not open.
    pub is_allowed: bool,
}

/// Sessions that share client, origin and platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Integration {
    pub id: String,
    pub client_type: String,
    pub client_version: Option<String>,
    pub client_identifier: Option<String>,
    pub origin: Option<String>,
    pub current_url: Option<String>,
    pub device_platform: Option<String>,
    pub session_count: i64,
    pub active_session_count: i64,
    pub last_seen_at: Millis,
    pub latest_session_expires_at: Millis,
    pub matches_current_verification_window: bool,
    pub is_active_now: bool,
}
