//! Where a workspace's widget was seen lately, for the page that helps to install it (functions-identity.md §4).

use crate::{
    core::{Reader, Result, Topic},
    domain::sightings,
};
use shared::{
    Millis,
    id::{Uuid, WorkspaceId},
    workspaces::{Integration, Signals},
};

const LATELY: Millis = 30 * 24 * 3_600_000;

#[derive(sqlx::FromRow)]
struct Session {
    client_type: String,
    client_version: Option<String>,
    client_identifier: Option<String>,
    origin: Option<String>,
    current_url: Option<String>,
    device_platform: Option<String>,
    expires_at: Millis,
    created_at: Millis,
}

impl Session {
    /// Sessions with the same parts are one integration.
    fn parts(&self) -> [Option<&str>; 5] {
        [
            Some(self.client_type.as_str()),
            self.client_version.as_deref(),
            self.client_identifier.as_deref(),
            self.origin.as_deref(),
            self.device_platform.as_deref(),
        ]
    }

    fn id(&self) -> String {
        let text = self.parts().map(|part| part.unwrap_or("-")).join("|");
        let key: Uuid = Topic::of_text("widget_sessions", &text).key;
        key.as_simple().to_string()
    }
}

/// The newest 200 sessions of the last 30 days, grouped; the latest seen first. Recognised are those that live and have begun since a token
/// was issued for the site, if one was.
pub async fn signals(cx: &mut Reader, workspace: WorkspaceId, issued: Option<Millis>) -> Result<Signals> {
    let now = cx.now();
    let sessions: Vec<Session> = cx
        .read(Topic::new("widget_sessions", workspace.0))
        .query(
            "SELECT client_type, client_version, client_identifier, origin, current_url, device_platform, expires_at,
                    created_at
             FROM widget_sessions
             WHERE workspace_id = $1 AND created_at >= $2
             ORDER BY created_at DESC, id
             LIMIT 200",
        )
        .bind(workspace)
        .bind(now - LATELY)
        .fetch_all()
        .await?;
    if let Some(next) = sessions.iter().map(|session| session.expires_at).filter(|end| *end >= now).min() {
        cx.wake_at(next + 1);
    }
    let integrations = grouped(&sessions, now, issued);
    let recognised =
        integrations.iter().filter(|integration| integration.matches_current_verification_window);
    Ok(Signals {
        token_issued_at: issued,
        has_recognized_install: integrations.iter().any(|one| one.matches_current_verification_window),
        latest_detected_at: integrations.first().map(|integration| integration.last_seen_at),
        latest_recognized_detected_at: recognised.map(|integration| integration.last_seen_at).max(),
        integrations,
        sightings: sightings::of(cx, workspace).await?,
    })
}

/// Sessions come newest first, so the first of a group is its latest.
fn grouped(sessions: &[Session], now: Millis, issued: Option<Millis>) -> Vec<Integration> {
    let mut groups: Vec<(&Session, Integration)> = Vec::new();
    for session in sessions {
        let is_active = session.expires_at >= now;
        let is_recognised = is_active && issued.is_none_or(|issued| session.created_at >= issued);
        match groups.iter_mut().find(|(first, _)| first.parts() == session.parts()) {
            Some((_, group)) => {
                group.session_count += 1;
                group.active_session_count += i64::from(is_active);
                group.latest_session_expires_at = group.latest_session_expires_at.max(session.expires_at);
                group.is_active_now |= is_active;
                group.matches_current_verification_window |= is_recognised;
            }
            None => groups.push((session, begun(session, is_active, is_recognised))),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn begun(session: &Session, is_active: bool, is_recognised: bool) -> Integration {
    Integration {
        id: session.id(),
        client_type: session.client_type.clone(),
        client_version: session.client_version.clone(),
        client_identifier: session.client_identifier.clone(),
        origin: session.origin.clone(),
        current_url: session.current_url.clone(),
        device_platform: session.device_platform.clone(),
        session_count: 1,
        active_session_count: i64::from(is_active),
        last_seen_at: session.created_at,
        latest_session_expires_at: session.expires_at,
        matches_current_verification_window: is_recognised,
        is_active_now: is_active,
    }
}
