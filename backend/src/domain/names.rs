//! What people are called, as far as whoever looks may know: colleagues see an e-mail where there is no name, visitors never do.

use crate::{
    core::{Reader, Result, Topic},
    domain::conversations::Side,
    store::Filter,
};
use shared::{
    id::{IdentityId, UserId, VisitorId},
    messages::SenderType,
};
use std::collections::{BTreeSet, HashMap};

/// What an agent without a name is called.
pub const NAMELESS: &str = "Support";

/// The names of these parties on the screen of someone on `side`.
pub async fn of(
    cx: &mut Reader,
    parties: impl Iterator<Item = (IdentityId, SenderType)>,
    side: &Side,
) -> Result<HashMap<IdentityId, String>> {
    let (visitors, agents): (Vec<_>, Vec<_>) =
        parties.filter(|(_, who)| *who != SenderType::Bot).partition(|(_, who)| *who == SenderType::Visitor);
    let agents = agents.into_iter().map(|(id, _)| UserId(id.0));
    let shows_email = matches!(side, Side::Team(_));
    let mut names: HashMap<_, _> =
        of_agents(cx, agents, shows_email).await?.into_iter().map(|(id, name)| (id.into(), name)).collect();
    names.extend(of_visitors(cx, visitors.into_iter().map(|(id, _)| VisitorId(id.0))).await?);
    Ok(names)
}

/// The trimmed name, else the e-mail if it may be shown, else "Support".
pub async fn of_agents(
    cx: &mut Reader,
    ids: impl Iterator<Item = UserId>,
    shows_email: bool,
) -> Result<HashMap<UserId, String>> {
    let ids: BTreeSet<UserId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let topics: Vec<Topic> = ids.iter().map(|id| Topic::new("users", id.0)).collect();
    let filter = Filter::new("SELECT id, name, email FROM users WHERE ").any_of("id", ids);
    let rows: Vec<(UserId, Option<String>, String)> = cx.read(topics).filter(filter).fetch_all().await?;
    let shown = |(id, name, email): (UserId, Option<String>, String)| {
        let email = Some(email).filter(|_| shows_email);
        (id, meaningful(name).or(email).unwrap_or_else(|| NAMELESS.into()))
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// The trimmed name, else the words that stand for one.
pub async fn of_visitors(
    cx: &mut Reader,
    ids: impl Iterator<Item = VisitorId>,
) -> Result<HashMap<IdentityId, String>> {
    let ids: BTreeSet<VisitorId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let topics: Vec<Topic> = ids.iter().map(|id| Topic::new("visitors", id.0)).collect();
    let filter = Filter::new("SELECT id, name, readable_id FROM visitors WHERE ").any_of("id", ids);
    let rows: Vec<(VisitorId, Option<String>, String)> = cx.read(topics).filter(filter).fetch_all().await?;
    let shown = |(id, name, readable)| (IdentityId::from(id), meaningful(name).unwrap_or(readable));
    Ok(rows.into_iter().map(shown).collect())
}

fn meaningful(name: Option<String>) -> Option<String> {
    name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}
