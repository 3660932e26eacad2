//! The transactions that actions, doors and the command line are made of. They have no public name: nothing outside this process
//! can call them.

use super::{accounts, log, sessions};
use crate::core::{Mutation, Result, Who, Writer};
use shared::{
    Error as Refusal,
    auth::Tokens,
    functions,
    id::{SessionId, UserId},
};

functions! { "auth (internal)" {
    Mutation takeAttempt = TakeAttempt -> Attempt;
    Mutation fail = Fail -> ();
    Mutation enrol = Enrol -> UserId;
    Mutation open = Open -> Tokens;
    Mutation rotate = Rotate -> Option<Tokens>;
    Mutation end = End -> ();
    Mutation endByRefreshToken = EndByRefreshToken -> ();
} }

/// Takes one of the account's sign-in attempts before the password is looked at, so that guesses at the same time count too.
#[derive(Clone)]
pub struct TakeAttempt {
    pub email: String,
}

/// What an attempt may go on with.
pub enum Attempt {
    Unknown,
    /// Too many have failed.
    Refused,
    Granted {
        user: UserId,
        password_hash: Option<String>,
    },
}

impl Mutation for TakeAttempt {
    async fn run(self, cx: &mut Writer) -> Result<Attempt> {
        accounts::take_attempt(cx, &self.email).await
    }
}

/// Writes down that a password did not fit.
#[derive(Clone)]
pub struct Fail {
    pub user: UserId,
}

impl Mutation for Fail {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        log::failed(cx, self.user, "wrongPassword").await
    }
}

/// Makes a user with a workspace of its own. Errors: ALREADY_EXISTS.
#[derive(Clone)]
pub struct Enrol {
    pub email: String,
    pub name: Option<String>,
    pub workspace_name: Option<String>,
    pub password_hash: Option<String>,
}

impl Mutation for Enrol {
    async fn run(self, cx: &mut Writer) -> Result<UserId> {
        if accounts::by_email(cx, &self.email).await?.is_some() {
            return Err(Refusal::already_exists(format!("Account {} already exists", self.email)).into());
        }
        accounts::create(cx, self).await
    }
}

/// Opens a session for a user who has proved itself, and ends the one that the caller signed in from.
#[derive(Clone)]
pub struct Open {
    pub user: UserId,
}

impl Mutation for Open {
    async fn run(self, cx: &mut Writer) -> Result<Tokens> {
        if let Who::User { session, .. } = cx.caller().who {
            end(cx, session).await?;
        }
        accounts::restore_attempts(cx, self.user).await?;
        log::signed_in(cx, self.user).await?;
        sessions::open(cx, self.user).await
    }
}

/// Exchanges a refresh token for a new pair; `None` when it is no longer good.
#[derive(Clone)]
pub struct Rotate {
    pub refresh_token: String,
}

impl Mutation for Rotate {
    async fn run(self, cx: &mut Writer) -> Result<Option<Tokens>> {
        sessions::rotate(cx, &self.refresh_token).await
    }
}

#[derive(Clone)]
pub struct End {
    pub session: SessionId,
}

impl Mutation for End {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        end(cx, self.session).await
    }
}

async fn end(cx: &mut Writer, session: SessionId) -> Result<()> {
    match sessions::end(cx, session).await? {
        Some(user) => log::signed_out(cx, user).await,
        None => Ok(()),
    }
}

/// Ends the session of a refresh token, for a client that has nothing else. A token that is not ours does nothing.
#[derive(Clone)]
pub struct EndByRefreshToken {
    pub refresh_token: String,
}

impl Mutation for EndByRefreshToken {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        match sessions::of_refresh_token(cx, &self.refresh_token).await? {
            Some(session) => end(cx, session).await,
            None => Ok(()),
        }
    }
}
