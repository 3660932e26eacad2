//! The rows of `users`: who can sign in, and how often a sign-in may fail.

use super::{
    log,
    steps::{Attempt, Enrol},
};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::{
        audit_logs::{self, Act},
        identities, workspace_members, workspaces,
    },
};
use shared::{
    Millis,
    auth::User,
    id::{UserId, WorkspaceId},
    permissions::Role,
};

/// Failed sign-ins that an account allows at once.
const ATTEMPTS: f64 = 10.0;
/// One attempt comes back in so many milliseconds: ten an hour.
const REFILL: f64 = 360_000.0;

/// What an account's readers depend on.
pub fn topics(user: UserId, email: &str) -> [Topic; 2] {
    [Topic::new("users", user.0), Topic::of_text("users", email)]
}

/// E-mail addresses of accounts are kept without spaces around them and in lower case.
pub fn normalised(email: &str) -> String {
    email.trim().to_lowercase()
}

pub async fn by_id(cx: &mut Reader, user: UserId) -> Result<Option<User>> {
    Ok(cx
        .read(Topic::new("users", user.0))
        .query("SELECT id, email, name, workspace_id, role, avatar_url FROM users WHERE id = $1")
        .bind(user)
        .fetch_optional()
        .await?)
}

pub async fn by_email(cx: &mut Reader, email: &str) -> Result<Option<User>> {
    Ok(cx
        .read(Topic::of_text("users", email))
        .query("SELECT id, email, name, workspace_id, role, avatar_url FROM users WHERE email = $1")
        .bind(email)
        .fetch_optional()
        .await?)
}

/// A user with a workspace of its own, of which it is the owner.
pub async fn create(cx: &mut Writer, new: Enrol) -> Result<UserId> {
    let now = cx.now();
    let workspace = workspaces::insert(cx, &workspace_name(&new)).await?;
    let user = UserId(identities::create(cx, identities::Kind::User, None).await?);
    cx.write(topics(user, &new.email))
        .query(
            "INSERT INTO users
                 (id, email, name, workspace_id, role, password_hash, attempts_left, attempted_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        )
        .bind(user)
        .bind(new.email.clone())
        .bind(new.name)
        .bind(workspace)
        .bind(Role::Admin)
        .bind(new.password_hash)
        .bind(ATTEMPTS)
        .bind(now)
        .execute()
        .await?;
    workspace_members::insert(cx, workspace, user, Role::Owner).await?;
    let act = Act::new("workspace.created", "workspace").to(workspace).by(user);
    audit_logs::note(cx, workspace, act).await?;
    Ok(user)
}

fn workspace_name(new: &Enrol) -> String {
    let named = |who: &str| default_workspace_name(who);
    match (&new.workspace_name, &new.name) {
        (Some(workspace), _) => workspace.clone(),
        (None, Some(name)) => named(name),
        (None, None) => named(local_part(&new.email)),
    }
}

pub fn default_workspace_name(who: &str) -> String {
    // The longest local part of an address would not fit a name.
    let who: String = who.chars().take(240).collect();
    format!("{who}'s Workspace")
}

pub fn local_part(email: &str) -> &str {
    email.rsplit_once('@').map_or(email, |(local, _)| local)
}

/// Makes a workspace the one that the user works in, or none.
pub async fn activate(cx: &mut Writer, user: &User, workspace: Option<WorkspaceId>) -> Result<()> {
    cx.write(topics(user.id, &user.email))
        .query("UPDATE users SET workspace_id = $2 WHERE id = $1")
        .bind(user.id)
        .bind(workspace)
        .execute()
        .await?;
    Ok(())
}

pub async fn rename(cx: &mut Writer, user: &User, name: &str) -> Result<()> {
    cx.write(topics(user.id, &user.email))
        .query("UPDATE users SET name = $2 WHERE id = $1")
        .bind(user.id)
        .bind(name.to_owned())
        .execute()
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Bucket {
    id: UserId,
    password_hash: Option<String>,
    attempts_left: f64,
    attempted_at: Millis,
    disabled_at: Option<Millis>,
}

/// Takes an attempt from the account's bucket; a disabled account looks like one without a password.
pub async fn take_attempt(cx: &mut Writer, email: &str) -> Result<Attempt> {
    let now = cx.now();
    // An update, so that attempts on one account wait for each other.
    let bucket: Option<Bucket> = cx
        .write_unnoticed("users")
        .query(
            "UPDATE users SET attempted_at = attempted_at WHERE email = $1
             RETURNING id, password_hash, attempts_left, attempted_at, disabled_at",
        )
        .bind(email.to_owned())
        .fetch_optional()
        .await?;
    let Some(bucket) = bucket else { return Ok(Attempt::Unknown) };
    let refilled = (now - bucket.attempted_at).max(0) as f64 / REFILL;
    let left = (bucket.attempts_left + refilled).min(ATTEMPTS);
    if left < 1.0 {
        log::failed(cx, bucket.id, "tooManyAttempts").await?;
        return Ok(Attempt::Refused);
    }
    set_attempts(cx, bucket.id, left - 1.0).await?;
    let password_hash = bucket.password_hash.filter(|_| bucket.disabled_at.is_none());
    Ok(Attempt::Granted { user: bucket.id, password_hash })
}

/// A sign-in that succeeded gives all attempts back.
pub async fn restore_attempts(cx: &mut Writer, user: UserId) -> Result<()> {
    set_attempts(cx, user, ATTEMPTS).await
}

async fn set_attempts(cx: &mut Writer, user: UserId, left: f64) -> Result<()> {
    let now = cx.now();
    cx.write_unnoticed("users")
        .query("UPDATE users SET attempts_left = $2, attempted_at = $3 WHERE id = $1")
        .bind(user)
        .bind(left)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Whether there is any user. A glance.
pub async fn is_any(cx: &mut Reader) -> Result<bool> {
    let found: Option<(UserId,)> =
        cx.glance(&["users"]).query("SELECT id FROM users LIMIT 1").fetch_optional().await?;
    Ok(found.is_some())
}
