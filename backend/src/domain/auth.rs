//! Agents' accounts, sign-in and sessions (functions-identity.md §3, wire-protocol.md §8). Writes `users`, `sessions` and
//! `refresh_tokens`.

pub mod accounts;
mod forget;
mod log;
mod profile;
mod sessions;
mod sign_in;
pub mod steps;

use crate::core::{App, BadToken, Caller, Functions, Query, Reader, Result};
use shared::{
    auth::{
        CompleteSignupProfile, CurrentUser, GetUserWorkspaces, IsAuthenticated, SignIn, SignOut,
        SwitchWorkspace,
    },
    id::{SessionId, UserId},
};
use std::net::IpAddr;

use sessions::Login;

pub use forget::Forget;
pub use sessions::topic as session_topic;

pub fn register(functions: &mut Functions) {
    functions
        .action::<SignIn>()
        .action::<SignOut>()
        .query::<IsAuthenticated>()
        .query::<CurrentUser>()
        .query::<GetUserWorkspaces>()
        .mutation::<SwitchWorkspace>()
        .mutation::<CompleteSignupProfile>();
}

/// The caller behind a JWT: we signed it, it has not expired, its session lives and its user is not disabled. Doors call this;
/// each call looks again at its session, so that signing out works at once.
pub async fn caller(
    app: &App,
    token: &str,
    origin: Option<String>,
    ip: Option<IpAddr>,
) -> std::result::Result<Caller, BadToken> {
    let now = app.clock().now();
    let (user, session, _) = app.keys().verify(token, now)?;
    let caller = Caller { origin, ip, ..Caller::user(user, session) };
    if app.recall::<Login>(session_topic(session)).is_some_and(|login| login.is_of(user, now)) {
        return Ok(caller);
    }
    match app.query(&caller, IsAuthenticated {}).await {
        Ok(false) => Err(BadToken::Invalid),
        Ok(true) => Ok(caller),
        Err(fault) => {
            // The call itself will look again, and fail with the store's own error.
            fault.into_public();
            Ok(caller)
        }
    }
}

/// Whether the session is the user's and lives.
pub async fn is_signed_in(cx: &mut Reader, user: UserId, session: SessionId) -> Result<bool> {
    let now = cx.now();
    let login = sessions::login(cx, user, session).await?;
    let Some(login) = login.filter(|login| login.is_of(user, now)) else { return Ok(false) };
    cx.wake_at(login.expires_at);
    Ok(true)
}

impl Query for IsAuthenticated {
    async fn run(self, cx: &mut Reader) -> Result<bool> {
        Ok(cx.caller().account().is_some())
    }
}
