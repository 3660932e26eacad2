//! `auth:signIn` and `auth:signOut`: proving who one is, by password or by refresh token.

use super::{
    accounts,
    steps::{Attempt, End, Enrol, Fail, Open, Rotate, TakeAttempt},
};
use crate::core::{Action, Actor, Error, Limit, Result, Topic, Who};
use serde::Deserialize;
use serde_json::Value;
use shared::{
    Code, Error as Refusal,
    auth::{SignIn, SignOut, SignedIn, Tokens},
    id::UserId,
    limits,
};

/// In seconds.
const FORGIVEN_AFTER: u32 = 360;
/// In characters.
const SHORTEST_PASSWORD: usize = 8;
/// In bytes: hashing more would only cost time.
const LONGEST_PASSWORD: usize = 1024;

impl Action for SignIn {
    async fn run(self, cx: &Actor) -> Result<SignedIn> {
        match (self.provider.as_deref(), self.refresh_token) {
            (Some("password"), _) => {
                cx.app.rates().check(Limit::SignIn, cx.caller.ip)?;
                let params = Params::parse(self.params)?;
                Ok(SignedIn { tokens: Some(params.run(cx).await?) })
            }
            (Some(other), _) => Err(invalid(format!(
                "Provider `{other}` is not configured, available providers are `password`."
            ))),
            (None, Some(refresh_token)) => {
                Ok(SignedIn { tokens: cx.app.mutate(&cx.caller, Rotate { refresh_token }).await?.value })
            }
            (None, None) => Err(invalid("Cannot sign in: missing provider, `params.code` or refresh token")),
        }
    }
}

impl Action for SignOut {
    async fn run(self, cx: &Actor) -> Result<()> {
        match cx.caller.who {
            Who::User { session, .. } => cx.mutate(End { session }).await,
            Who::Nobody | Who::Key { .. } | Who::System => Ok(()),
        }
    }
}

/// What the password provider takes.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Params {
    flow: Option<String>,
    email: Option<String>,
    password: Option<String>,
    name: Option<String>,
    workspace_name: Option<String>,
}

impl Params {
    fn parse(params: Option<Value>) -> Result<Self> {
        match params {
            Some(params) => {
                serde_json::from_value(params).map_err(|why| invalid(format!("Invalid `params`: {why}")))
            }
            None => Ok(Self::default()),
        }
    }

    async fn run(self, cx: &Actor) -> Result<Tokens> {
        match self.flow.as_deref() {
            Some("signUp") => self.sign_up(cx).await,
            Some("signIn") => self.sign_in(cx).await,
            Some("reset" | "reset-verification") => {
                Err(invalid("Password reset is not enabled for password"))
            }
            Some("email-verification") => Err(invalid("Email verification is not enabled for password")),
            _ => Err(invalid("Missing `flow` param, it must be \"signUp\" or \"signIn\"")),
        }
    }

    async fn sign_up(self, cx: &Actor) -> Result<Tokens> {
        let email = self.email()?;
        limits::email("E-mail", &email)?;
        let password = self.password.unwrap_or_default();
        check_new(&password)?;
        let (name, workspace_name) = (filled(self.name), filled(self.workspace_name));
        limits::title("Name", name.as_deref().unwrap_or_default())?;
        limits::title("Workspace name", workspace_name.as_deref().unwrap_or_default())?;
        match cx.mutate(TakeAttempt { email: email.clone() }).await? {
            Attempt::Refused => Err(too_many()),
            Attempt::Granted { user, password_hash } => {
                if !cx.app.passwords().verify(password, password_hash).await? {
                    write_down(cx, user);
                    return Err(Refusal::already_exists(format!("Account {email} already exists")).into());
                }
                cx.mutate(Open { user }).await
            }
            Attempt::Unknown => {
                let password_hash = Some(cx.app.passwords().hash(password).await?);
                let user = cx.mutate(Enrol { email, name, workspace_name, password_hash }).await?;
                cx.mutate(Open { user }).await
            }
        }
    }

    async fn sign_in(self, cx: &Actor) -> Result<Tokens> {
        let email = self.email()?;
        let Some(password) = self.password else {
            return Err(invalid("Missing `password` param for `signIn` flow"));
        };
        let user = check(cx, email, password).await?;
        cx.mutate(Open { user }).await
    }

    fn email(&self) -> Result<String> {
        match &self.email {
            Some(email) => Ok(accounts::normalised(email)),
            None => Err(invalid("Missing `email` param")),
        }
    }
}

/// The user with this e-mail and password. Whether the account exists shows neither in the answer nor in the time it takes.
async fn check(cx: &Actor, email: String, password: String) -> Result<UserId> {
    limits::at_most("Password", password.len(), LONGEST_PASSWORD, "bytes")?;
    let (user, password_hash) = match cx.mutate(TakeAttempt { email: email.clone() }).await? {
        Attempt::Refused => return Err(too_many()),
        Attempt::Granted { user, password_hash } => (Some(user), password_hash),
        Attempt::Unknown => {
            let key = Topic::of_text("users", &email).key;
            cx.app.rates().check(Limit::UnknownAccount, key).map_err(|_| too_many())?;
            (None, None)
        }
    };
    let fits = cx.app.passwords().verify(password, password_hash).await?;
    if let Some(user) = user.filter(|_| !fits) {
        write_down(cx, user);
    }
    user.filter(|_| fits).ok_or_else(|| {
        // Clients look for one of the two words; which of them it is stays with us.
        let message =
            "Invalid credentials: unknown e-mail or wrong password (InvalidAccountId, InvalidSecret)";
        Refusal::new(Code::NotAuthenticated, message).into()
    })
}

/// Logs a password that did not fit, and keeps nobody waiting: the time that it takes would tell that the account exists.
fn write_down(cx: &Actor, user: UserId) {
    let (app, caller) = (cx.app.clone(), cx.caller.clone());
    tokio::spawn(async move {
        if let Err(cause) = app.mutate(&caller, Fail { user }).await {
            tracing::error!(%cause, %user, "a failed sign-in could not be written into the audit log");
        }
    });
}

fn check_new(password: &str) -> Result<()> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(invalid(format!("Invalid password: it needs at least {SHORTEST_PASSWORD} characters")));
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(invalid(format!("Invalid password: it may have at most {LONGEST_PASSWORD} bytes")));
    }
    Ok(())
}

fn too_many() -> Error {
    // The same for accounts that exist and that do not: when one failed attempt is forgiven (functions-identity.md §1).
    Refusal::rate_limited("TooManyFailedAttempts: try again in a few minutes").until(FORGIVEN_AFTER).into()
}

fn invalid(message: impl Into<String>) -> Error {
    Refusal::invalid(message).into()
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
