//! `conversations:search`: by what was written and by whom.

use super::{inbox::furnish, workspace_topic};
use crate::{
    core::{Limit, Query, Reader, Result},
    domain::{messages, visitors},
    store::{
        Filter,
        search::{Wanted, excerpt},
    },
};
use shared::{
    Error,
    conversations::{Conversation, Found, FoundMessage, Search, SearchPage},
    id::{ConversationId, IdentityId, MessageId, WorkspaceId},
    messages::Message,
    permissions::Permission,
    rich_text,
};
use std::collections::{HashMap, HashSet};

/// Characters of a query.
const LONGEST: usize = 200;
/// Messages that are looked through for one page: one conversation may hold many of them.
const HITS: i64 = 200;
/// Visitors whose conversations a page begins with.
const VISITORS: i64 = 20;

impl Query for Search {
    async fn run(self, cx: &mut Reader) -> Result<SearchPage> {
        let nothing = SearchPage { conversations: Vec::new(), next_cursor: None };
        let Some(agent) = cx.agent_if_allowed(self.workspace_id, Permission::ConversationsRead).await? else {
            return Ok(nothing);
        };
        if self.query.chars().count() > LONGEST {
            return Err(Error::invalid("Query exceeds max length").into());
        }
        let Some(wanted) = Wanted::parse(&self.query) else { return Ok(nothing) };
        cx.count(Limit::Search, agent.user.0)?;
        let most = self.limit.unwrap_or(20).clamp(1, 50) as usize;
        let before = self.cursor.as_deref().and_then(|cursor| cursor.parse().ok());
        let of_visitors = match before {
            None => of_visitors(cx, &self, &wanted).await?,
            Some(_) => Vec::new(),
        };
        let hits = messages::hits(cx, self.workspace_id, &wanted, before, HITS).await?;
        let is_full = hits.len() as i64 == HITS;
        let ids = of_visitors.iter().copied().chain(hits.iter().map(|hit| hit.conversation_id));
        let mut rows = rows(cx, &self, ids.collect()).await?;
        let mut found: Vec<(ConversationId, Option<MessageId>)> =
            of_visitors.into_iter().map(|id| (id, None)).collect();
        let (mut last, mut is_cut) = (None, false);
        for hit in hits {
            match found.iter().position(|(id, _)| *id == hit.conversation_id) {
                Some(at) => found[at].1 = found[at].1.or(Some(hit.id)),
                None if !rows.contains_key(&hit.conversation_id) => {}
                None if found.len() >= most => {
                    is_cut = true;
                    break;
                }
                None => found.push((hit.conversation_id, Some(hit.id))),
            }
            last = Some(hit.number);
        }
        let next_cursor = last.filter(|_| is_cut || is_full).map(|number| number.to_string());
        let found = found.into_iter().filter_map(|(id, message)| Some((rows.remove(&id)?, message)));
        let conversations = shown(cx, self.workspace_id, found.collect(), &wanted).await?;
        Ok(SearchPage { conversations, next_cursor })
    }
}

/// Those of the conversations that may be shown.
async fn rows(
    cx: &mut Reader,
    search: &Search,
    ids: HashSet<ConversationId>,
) -> Result<HashMap<ConversationId, Conversation>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM conversations WHERE ", shown!(), " AND "))
        .any_of("id", ids)
        .and(" AND workspace_id = ", Some(search.workspace_id))
        .and(" AND status = ", search.status);
    let rows: Vec<Conversation> =
        cx.read(workspace_topic(search.workspace_id)).filter(filter).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Conversations of the visitors who are meant, latest activity first.
async fn of_visitors(cx: &mut Reader, search: &Search, wanted: &Wanted) -> Result<Vec<ConversationId>> {
    let visitors = visitors::matching(cx, search.workspace_id, wanted, VISITORS).await?;
    if visitors.is_empty() {
        return Ok(Vec::new());
    }
    // A visitor's conversations are in its workspace; to name that again would lead SQLite to the index of the whole inbox.
    let filter = Filter::new(concat!("SELECT id FROM conversations WHERE ", shown!(), " AND "))
        .any_of("owner_id", visitors.into_iter().map(IdentityId::from))
        .and(" AND status = ", search.status)
        .push(" ORDER BY sort_at DESC, id DESC LIMIT ")
        .bind(VISITORS);
    let found: Vec<(ConversationId,)> =
        cx.read(workspace_topic(search.workspace_id)).filter(filter).fetch_all().await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// What was found with all that is shown of it.
async fn shown(
    cx: &mut Reader,
    workspace: WorkspaceId,
    found: Vec<(Conversation, Option<MessageId>)>,
    wanted: &Wanted,
) -> Result<Vec<Found>> {
    let (rows, ids): (Vec<Conversation>, Vec<Option<MessageId>>) = found.into_iter().unzip();
    let rows = furnish(cx, rows).await?;
    let messages = messages::by_ids(cx, workspace, ids.iter().copied().flatten().collect()).await?;
    let mut messages: HashMap<MessageId, Message> =
        messages.into_iter().map(|message| (message.id, message)).collect();
    let found = rows.into_iter().zip(ids).map(|(row, id)| {
        let message = id.and_then(|id| messages.remove(&id)).map(|message| FoundMessage {
            excerpt: excerpt(&rich_text::plain(&message.blocks), wanted),
            id: message.id,
            seq: message.seq,
            sender_type: message.sender_type,
            created_at: message.created_at,
        });
        Found { row, message }
    });
    Ok(found.collect())
}
