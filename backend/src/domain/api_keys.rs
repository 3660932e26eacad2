//! Keys that programs call with (surfaces.md "chats", "Auth and errors"). Writes `api_keys`. Of a key only its hash is kept; it is
//! looked up again at the begin of each call, so that one that was revoked is of no use at once.

use crate::{
    core::{
        Agent, App, BadToken, Caller, Error, Functions, Limit, Mutation, Query, Reader, Result, Topic, Who,
        Writer,
    },
    domain::audit_logs::{self, Act},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::{
    Code, Error as Refusal, Millis,
    api_keys::{ApiKey, Create, Created, List, MOST, Revoke, Scope, Scopes},
    functions,
    id::{ApiKeyId, UserId, WorkspaceId},
    limits,
    permissions::Permission,
    widget_sessions::Success,
};
use sqlx::types::Json;

pub fn register(functions: &mut Functions) {
    functions.query::<List>().mutation::<Create>().mutation::<Revoke>();
}

functions! { "apiKeys (internal)" {
    Query find = Find -> Option<Known>;
    Mutation touch = Touch -> ();
} }

macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, revoked_at"
    };
}

const BEGINNING: &str = "ck_";
/// `lastUsedAt` is written no more often.
const TOUCHED_EACH: Millis = 60_000;
const MOST_LISTED: i64 = 1000;

fn topics(row: &ApiKey) -> [Topic; 2] {
    [Topic::new("api_keys", row.id.0), Topic::new("api_keys", row.workspace_id.0)]
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<ApiKey>> {
        manager(cx, self.workspace_id).await?;
        let rows = cx.read(Topic::new("api_keys", self.workspace_id.0)).query(concat!(
            "SELECT ",
            columns!(),
            " FROM api_keys WHERE workspace_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
        ));
        Ok(rows.bind(self.workspace_id).bind(MOST_LISTED).fetch_all().await?)
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<Created> {
        let agent = manager(cx, self.workspace_id).await?;
        let now = cx.now();
        let name = self.name.trim();
        limits::title("The name", name)?;
        if name.is_empty() {
            return Err(Refusal::invalid("The name is missing").into());
        }
        let scopes = self.scopes.unwrap_or_else(|| Scope::USUAL.to_vec().into());
        if scopes == Scopes::default() {
            return Err(Refusal::invalid("A key needs a scope").into());
        }
        if agent.scopes.is_some_and(|own| !scopes.are_among(own)) {
            return Err(Refusal::new(Code::PermissionDenied, "A key gives no scope that it has not").into());
        }
        if self.expires_at.is_some_and(|at| at <= now) {
            return Err(Refusal::invalid("The time of expiry has passed").into());
        }
        if in_use(cx, self.workspace_id).await? >= MOST {
            return Err(Refusal::invalid(format!("At most {MOST} keys can be in use")).into());
        }
        let prefix = format!("{BEGINNING}{}", cx.chance().hex::<4>()?);
        let key = format!("{prefix}_{}", cx.chance().letters_and_digits::<40>()?);
        let row = ApiKey {
            id: ApiKeyId(cx.new_id()?),
            creation_time: now,
            workspace_id: self.workspace_id,
            name: name.into(),
            prefix,
            scopes,
            created_by: agent.user,
            created_at: now,
            expires_at: self.expires_at,
            last_used_at: None,
            revoked_at: None,
        };
        cx.write(topics(&row))
            .query(
                "INSERT INTO api_keys (id, workspace_id, name, prefix, token_hash, scopes, created_by, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(row.id)
            .bind(row.workspace_id)
            .bind(row.name.clone())
            .bind(row.prefix.clone())
            .bind(hash(&key))
            .bind(Json(row.scopes))
            .bind(row.created_by)
            .bind(row.created_at)
            .bind(row.expires_at)
            .execute()
            .await?;
        let details = json!({"name": row.name, "prefix": row.prefix, "scopes": row.scopes, "expiresAt": row.expires_at});
        let act = Act::new("apiKey.created", "apiKey").to(row.id).with(details);
        audit_logs::note(cx, row.workspace_id, act).await?;
        Ok(Created { row, key })
    }
}

impl Mutation for Revoke {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        cx.user()?;
        let row: Option<ApiKey> = cx
            .read(Topic::new("api_keys", self.id.0))
            .query(concat!("SELECT ", columns!(), " FROM api_keys WHERE id = $1"))
            .bind(self.id)
            .fetch_optional()
            .await?;
        let row = row.ok_or_else(|| Refusal::not_found("API key"))?;
        manager(cx, row.workspace_id).await?;
        let now = cx.now();
        let revoked = cx
            .write(topics(&row))
            .query("UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
            .bind(row.id)
            .bind(now)
            .execute()
            .await?;
        if revoked > 0 {
            let act = Act::new("apiKey.revoked", "apiKey").to(row.id);
            let details = json!({"name": row.name, "prefix": row.prefix});
            audit_logs::note(cx, row.workspace_id, act.with(details)).await?;
        }
        Ok(Success::YES)
    }
}

/// A member who may manage keys, or a key that may.
async fn manager(cx: &mut Reader, workspace: WorkspaceId) -> Result<Agent> {
    let agent = cx.any_member(workspace).await?;
    let denied = |what: &str| Refusal::new(Code::PermissionDenied, format!("Permission denied: {what}"));
    if agent.scopes.is_some_and(|scopes| !scopes.has(Scope::KeysManage)) {
        return Err(denied(Scope::KeysManage.name()).into());
    }
    // What a key may do its maker must still be allowed to do.
    let maker = Agent { scopes: None, ..agent.clone() };
    if !maker.may(Permission::SettingsIntegrations) {
        return Err(denied(Permission::SettingsIntegrations.name()).into());
    }
    Ok(agent)
}

async fn in_use(cx: &mut Reader, workspace: WorkspaceId) -> Result<i64> {
    let now = cx.now();
    let (count,) = cx
        .read(Topic::new("api_keys", workspace.0))
        .query(
            "SELECT COUNT(*) FROM api_keys
             WHERE workspace_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
        )
        .bind(workspace)
        .bind(now)
        .fetch_one()
        .await?;
    Ok(count)
}

/// What a key is known by: 256 bits of which an index tells nothing about the key, so they may be looked up.
fn hash(key: &str) -> Vec<u8> {
    Sha256::digest(key).to_vec()
}

/// Whether an `Authorization` header's text is meant to be a key.
pub fn is_key(text: &str) -> bool {
    text.starts_with(BEGINNING)
}

/// The caller behind a key, for doors. Errors: [`BadKey`].
pub async fn caller(app: &App, text: &str) -> std::result::Result<Caller, BadKey> {
    let found = app.query(&Caller::NOBODY, Find { hash: hash(text) }).await.map_err(BadKey::Failed)?;
    let known = found.ok_or(BadKey::Token(BadToken::Invalid))?;
    let now = app.clock().now();
    if known.expires_at.is_some_and(|at| at <= now) {
        return Err(BadKey::Token(BadToken::Expired));
    }
    app.rates().check(Limit::Key, known.id.0).map_err(BadKey::TooOften)?;
    if known.last_used_at.is_none_or(|at| at <= now - TOUCHED_EACH) {
        app.mutate(&Caller::SYSTEM, Touch { key: known.id }).await.map_err(BadKey::Failed)?;
    }
    Ok(Caller { who: known.who(), ..Caller::NOBODY })
}

/// Why a key was refused.
pub enum BadKey {
    Token(BadToken),
    /// RATE_LIMITED
    TooOften(Error),
    Failed(Error),
}

/// Whether a key that was good at the door still is.
pub async fn is_good(cx: &mut Reader, key: ApiKeyId, user: UserId) -> Result<bool> {
    let found: Option<Known> = cx
        .read([Topic::new("api_keys", key.0), Topic::new("users", user.0)])
        .query(
            "SELECT api_keys.id, api_keys.workspace_id, api_keys.created_by, api_keys.scopes, api_keys.expires_at,
                    api_keys.last_used_at
             FROM api_keys JOIN users ON users.id = api_keys.created_by
             WHERE api_keys.id = $1 AND api_keys.revoked_at IS NULL AND users.disabled_at IS NULL",
        )
        .bind(key)
        .fetch_optional()
        .await?;
    let Some(known) = found else { return Ok(false) };
    if let Some(at) = known.expires_at {
        cx.wake_at(at);
    }
    let now = cx.now();
    Ok(known.expires_at.is_none_or(|at| at > now))
}

/// A key that was not revoked.
#[derive(Clone, sqlx::FromRow)]
struct Known {
    id: ApiKeyId,
    workspace_id: WorkspaceId,
    created_by: UserId,
    #[sqlx(json)]
    scopes: Scopes,
    expires_at: Option<Millis>,
    last_used_at: Option<Millis>,
}

impl Known {
    fn who(&self) -> Who {
        Who::Key { key: self.id, user: self.created_by, workspace: self.workspace_id, scopes: self.scopes }
    }
}

/// The key with this hash.
#[derive(Clone)]
struct Find {
    hash: Vec<u8>,
}

impl Query for Find {
    async fn run(self, cx: &mut Reader) -> Result<Option<Known>> {
        Ok(cx
            .read(Topic::of_text("api_keys", &hex::encode(&self.hash)))
            .query(
                "SELECT id, workspace_id, created_by, scopes, expires_at, last_used_at
                 FROM api_keys
                 WHERE token_hash = $1 AND revoked_at IS NULL",
            )
            .bind(self.hash)
            .fetch_optional()
            .await?)
    }
}

/// Writes down that a key is in use.
#[derive(Clone)]
struct Touch {
    key: ApiKeyId,
}

impl Mutation for Touch {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let now = cx.now();
        let touched: Option<(WorkspaceId,)> = cx
            .write(Topic::new("api_keys", self.key.0))
            .query(
                "UPDATE api_keys SET last_used_at = $2
                 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)
                 RETURNING workspace_id",
            )
            .bind(self.key)
            .bind(now)
            .bind(now - TOUCHED_EACH)
            .fetch_optional()
            .await?;
        if let Some((workspace,)) = touched {
            cx.touch(Topic::new("api_keys", workspace.0));
        }
        Ok(())
    }
}
