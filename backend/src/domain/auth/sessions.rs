//! Sign-in sessions and their refresh tokens: a tree under each session, of which only hashes are kept. A token's secret follows
//! from its parent's, so that a second tab that presents the same parent can be given the same child.

use super::log;
use crate::core::{Error, Reader, Result, Topic, Writer};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use shared::{
    Error as Refusal, Millis,
    auth::Tokens,
    id::{SessionId, UserId, Uuid},
};

/// A session ends after 30 days, whatever happens.
pub const LIFETIME: Millis = 30 * 24 * 3_600_000;
/// A spent refresh token is honoured so long, for tabs that refresh at the same time.
const GRACE: Millis = 10_000;

/// What a session's readers depend on.
pub fn topic(session: SessionId) -> Topic {
    Topic::new("sessions", session.0)
}

fn topics(session: SessionId) -> [Topic; 2] {
    [topic(session), Topic::new("refresh_tokens", session.0)]
}

/// A session that is there, of a user who is not disabled. Disabling a user ends its sessions, so a cached one needs no look at
/// the user.
#[derive(Clone, Copy, sqlx::FromRow)]
pub struct Login {
    pub user: UserId,
    pub expires_at: Millis,
}

impl Login {
    pub fn is_of(&self, user: UserId, now: Millis) -> bool {
        self.user == user && self.expires_at > now
    }
}

pub async fn login(cx: &mut Reader, user: UserId, session: SessionId) -> Result<Option<Login>> {
    if let Some(login) = cx.recall::<Login>(topic(session)) {
        return Ok(Some(login));
    }
    let login = cx
        .read([topic(session), Topic::new("users", user.0)])
        .query(
            "SELECT sessions.user_id AS \"user\", sessions.expires_at
             FROM sessions JOIN users ON users.id = sessions.user_id
             WHERE sessions.id = $1 AND users.disabled_at IS NULL",
        )
        .bind(session)
        .fetch_optional::<Login>()
        .await?;
    if let Some(login) = &login {
        cx.remember(topic(session), login);
    }
    Ok(login)
}

/// A new session with its first pair of tokens.
pub async fn open(cx: &mut Writer, user: UserId) -> Result<Tokens> {
    let (session, now) = (SessionId(cx.new_id()?), cx.now());
    cx.write(topic(session))
        .query("INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(session)
        .bind(user)
        .bind(now)
        .bind(now + LIFETIME)
        .execute()
        .await?;
    let first = Token { id: cx.new_id()?, session, secret: cx.chance().hex::<32>()? };
    keep(cx, &first, None, now + LIFETIME).await?;
    pair(cx, user, &first)
}

/// Ends a session and all its tokens, and answers whose it was; one that has ended already is no error.
pub async fn end(cx: &mut Writer, session: SessionId) -> Result<Option<UserId>> {
    cx.write(topics(session))
        .query("DELETE FROM refresh_tokens WHERE session_id = $1")
        .bind(session)
        .execute()
        .await?;
    let ended: Option<(UserId,)> = cx
        .write(topics(session))
        .query("DELETE FROM sessions WHERE id = $1 RETURNING user_id")
        .bind(session)
        .fetch_optional()
        .await?;
    Ok(ended.map(|(user,)| user))
}

/// The session of a refresh token that we gave out.
pub async fn of_refresh_token(cx: &mut Reader, text: &str) -> Result<Option<SessionId>> {
    let Some(token) = Token::parse(text) else { return Ok(None) };
    let row: Option<(SessionId,)> = cx
        .read(topics(token.session))
        .query("SELECT session_id FROM refresh_tokens WHERE id = $1 AND session_id = $2 AND token_hash = $3")
        .bind(token.id)
        .bind(token.session)
        .bind(token.hash())
        .fetch_optional()
        .await?;
    Ok(row.map(|(session,)| session))
}

/// Exchanges a refresh token. A spent one is good for ten more seconds, or as long as its child is unspent (that child is given
/// again); any other reuse means that two parties hold the tree, and ends the session.
pub async fn rotate(cx: &mut Writer, text: &str) -> Result<Option<Tokens>> {
    if !text.contains('|') {
        return Err(Refusal::invalid("Can't parse refresh token: it is not one of ours").into());
    }
    let Some(token) = Token::parse(text) else { return Ok(None) };
    let Some(state) = lock(cx, &token).await? else { return Ok(None) };
    if state.is_over {
        end(cx, token.session).await?;
        return Ok(None);
    }
    let Some(spent_at) = state.first_used_at else {
        spend(cx, &token).await?;
        return grow(cx, &token, &state).await;
    };
    match newest_unspent(cx, token.session).await? {
        Some((child, Some(parent))) if parent == token.id => {
            pair(cx, state.user, &token.child(child)?).map(Some)
        }
        _ if cx.now() - spent_at < GRACE => grow(cx, &token, &state).await,
        _ => {
            tracing::warn!(session = %token.session, "a spent refresh token was presented: the session was ended");
            end(cx, token.session).await?;
            log::ended_for_safety(cx, state.user).await?;
            Ok(None)
        }
    }
}

/// What is known of a presented token.
struct State {
    user: UserId,
    first_used_at: Option<Millis>,
    session_expires_at: Millis,
    /// Token or session has expired, or the user is disabled.
    is_over: bool,
}

/// Looks a token up, and locks its session until the transaction ends: tabs refresh one after the other.
async fn lock(cx: &mut Writer, token: &Token) -> Result<Option<State>> {
    let session: Option<(UserId, Millis)> = cx
        .write_unnoticed("sessions")
        .query("UPDATE sessions SET expires_at = expires_at WHERE id = $1 RETURNING user_id, expires_at")
        .bind(token.session)
        .fetch_optional()
        .await?;
    let Some((user, session_expires_at)) = session else { return Ok(None) };
    let now = cx.now();
    let row: Option<(Option<Millis>, Millis, Option<Millis>)> = cx
        .read([Topic::new("refresh_tokens", token.session.0), Topic::new("users", user.0)])
        .query(
            "SELECT refresh_tokens.first_used_at, refresh_tokens.expires_at, users.disabled_at
             FROM refresh_tokens JOIN users ON users.id = $4
             WHERE refresh_tokens.id = $1 AND refresh_tokens.session_id = $2 AND refresh_tokens.token_hash = $3",
        )
        .bind(token.id)
        .bind(token.session)
        .bind(token.hash())
        .bind(user)
        .fetch_optional()
        .await?;
    Ok(row.map(|(first_used_at, expires_at, disabled_at)| State {
        user,
        first_used_at,
        session_expires_at,
        is_over: disabled_at.is_some() || expires_at <= now || session_expires_at <= now,
    }))
}

async fn spend(cx: &mut Writer, token: &Token) -> Result<()> {
    let now = cx.now();
    cx.write_unnoticed("refresh_tokens")
        .query("UPDATE refresh_tokens SET first_used_at = $2 WHERE id = $1")
        .bind(token.id)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// A new child of `parent`.
async fn grow(cx: &mut Writer, parent: &Token, state: &State) -> Result<Option<Tokens>> {
    let child = parent.child(cx.new_id()?)?;
    keep(cx, &child, Some(parent.id), state.session_expires_at).await?;
    pair(cx, state.user, &child).map(Some)
}

async fn newest_unspent(cx: &mut Writer, session: SessionId) -> Result<Option<(Uuid, Option<Uuid>)>> {
    Ok(cx
        .read(topics(session))
        .query(
            "SELECT id, parent_id
             FROM refresh_tokens
             WHERE session_id = $1 AND first_used_at IS NULL
             ORDER BY created_at DESC, id DESC
             LIMIT 1",
        )
        .bind(session)
        .fetch_optional()
        .await?)
}

async fn keep(cx: &mut Writer, token: &Token, parent: Option<Uuid>, expires_at: Millis) -> Result<()> {
    let now = cx.now();
    cx.write_unnoticed("refresh_tokens")
        .query(
            "INSERT INTO refresh_tokens (id, session_id, token_hash, parent_id, expires_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(token.id)
        .bind(token.session)
        .bind(token.hash())
        .bind(parent)
        .bind(expires_at)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

fn pair(cx: &Writer, user: UserId, refresh: &Token) -> Result<Tokens> {
    let token = cx.app().keys().sign(cx.chance(), user, refresh.session, cx.now())?;
    Ok(Tokens { token, refresh_token: refresh.text() })
}

/// A refresh token: `id|session|secret`.
struct Token {
    id: Uuid,
    session: SessionId,
    secret: String,
}

impl Token {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('|');
        let (id, session, secret) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Some(Self { id: Uuid::parse_str(id).ok()?, session: session.parse().ok()?, secret: secret.into() })
    }

    fn text(&self) -> String {
        format!("{}|{}|{}", self.id.as_simple(), self.session, self.secret)
    }

    fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.text()).to_vec()
    }

    fn child(&self, id: Uuid) -> Result<Self> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes())
            .map_err(|cause| Error::Broken(format!("a refresh token could not be derived: {cause}")))?;
        mac.update(id.as_bytes());
        Ok(Self { id, session: self.session, secret: hex::encode(mac.finalize().into_bytes()) })
    }
}
