//! All visitors of a workspace. A page is found by its place in the index over when they were last seen.

use super::{
    ONLINE, rows,
    search::{Part, containing, matching},
};
use crate::{
    core::{Limit, Query, Reader, Result},
    domain::conversations,
    store::{Filter, search::Wanted},
};
use shared::{
    Millis,
    conversations::WithLastMessage,
    id::{VisitorId, WorkspaceId},
    limits,
    permissions::Permission,
    tickets::{ListByVisitor, OfVisitor},
    visitors::{
        Visitor,
        directory::{
            Directory, DirectoryDetail, DirectoryEntry, DirectoryStatus, GetDirectoryDetail,
            LinkedConversation, LinkedTicket, List, ListDirectory, Presence, ResourceAccess, Search,
        },
    },
};

/// Visitors that are found by their words besides those that hold the text as it was typed.
const FOUND: i64 = 200;
/// Visitors that contain the text are gathered up to here, and met in the list's order where they are more.
const GATHERED: i64 = 500;
/// Those that a search finds are counted up to here.
const COUNTED: i64 = 10_000;
/// Conversations and tickets of one visitor.
const LINKED: i64 = 10;

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Visitor>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::UsersRead).await?.is_none() {
            return Ok(Vec::new());
        }
        rows::newest(cx, self.workspace_id, self.limit.unwrap_or(100).clamp(1, 1000)).await
    }
}

impl Query for Search {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Visitor>> {
        let Some(agent) = cx.agent_if_allowed(self.workspace_id, Permission::UsersRead).await? else {
            return Ok(Vec::new());
        };
        let query = self.query.trim();
        limits::title("The query", query)?;
        if query.chars().count() < 2 {
            return Ok(Vec::new());
        }
        cx.count(Limit::Search, agent.user.0)?;
        let most = self.limit.unwrap_or(20).clamp(1, 50);
        let mut found = match Wanted::parse(query) {
            Some(wanted) => latest(cx, self.workspace_id, &wanted, most).await?,
            None => Vec::new(),
        };
        for email in [query.to_owned(), query.to_lowercase()] {
            let more = rows::by_email(cx, self.workspace_id, &email).await?;
            let is_new = |visitor: &Visitor| found.iter().all(|known: &Visitor| known.id != visitor.id);
            let more: Vec<Visitor> = more.into_iter().filter(is_new).collect();
            found.extend(more);
        }
        found.truncate(most as usize);
        Ok(found)
    }
}

async fn latest(cx: &mut Reader, workspace: WorkspaceId, wanted: &Wanted, most: i64) -> Result<Vec<Visitor>> {
    let ids = matching(cx, workspace, wanted, most).await?;
    let mut found = rows::by_ids(cx, ids.iter().copied()).await?;
    let mut found: Vec<Visitor> = ids.iter().filter_map(|id| found.remove(id)).collect();
    found.sort_by_key(|visitor| std::cmp::Reverse(visitor.last_seen_at));
    Ok(found)
}

impl Query for ListDirectory {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Directory> {
        let status = status(cx, self.workspace_id).await?;
        if status != DirectoryStatus::Ok {
            return Ok(nothing(status));
        }
        let meant = Meant::of(cx, &self).await?;
        let limit = self.limit.unwrap_or(20).clamp(1, 50);
        let offset = self.offset.unwrap_or(0).max(0);
        let after = self.cursor.as_deref().and_then(place);
        let mut visitors = meant.page(cx, after, limit + 1, offset).await?;
        let has_more = visitors.len() > limit as usize;
        // A search that found little has looked at everybody; once is enough.
        let total_count = match after {
            None if !has_more && !visitors.is_empty() => offset + visitors.len() as i64,
            _ => meant.count(cx).await?,
        };
        visitors.truncate(limit as usize);
        let last = visitors.last().filter(|_| has_more);
        let now = cx.now();
        Ok(Directory {
            status,
            total_count,
            has_more,
            next_offset: has_more.then_some(offset + limit),
            next_cursor: last.map(|last| format!("{}.{}", active(last), last.id)),
            visitors: visitors.into_iter().map(|visitor| entry(visitor, now)).collect(),
        })
    }
}

fn nothing(status: DirectoryStatus) -> Directory {
    Directory {
        status,
        visitors: Vec::new(),
        total_count: 0,
        has_more: false,
        next_offset: None,
        next_cursor: None,
    }
}

fn entry(visitor: Visitor, now: Millis) -> DirectoryEntry {
    let last_active_at = active(&visitor);
    DirectoryEntry { visitor, is_online: last_active_at > now - ONLINE, last_active_at }
}

fn active(visitor: &Visitor) -> Millis {
    visitor.last_seen_at.unwrap_or_default()
}

/// Where a page begins. A cursor that is none begins at the start.
fn place(cursor: &str) -> Option<(Millis, VisitorId)> {
    let (at, id) = cursor.split_once('.')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

/// Whether the caller may look at a workspace's visitors.
async fn status(cx: &mut Reader, workspace: WorkspaceId) -> Result<DirectoryStatus> {
    if cx.caller().user_id().is_none() {
        return Ok(DirectoryStatus::Unauthenticated);
    }
    Ok(match cx.agent_if_allowed(workspace, Permission::UsersRead).await? {
        Some(_) => DirectoryStatus::Ok,
        None => DirectoryStatus::Forbidden,
    })
}

/// Which visitors are meant.
struct Meant {
    workspace: WorkspaceId,
    /// None is all.
    sought: Option<Sought>,
    online_since: Option<Millis>,
    offline_since: Option<Millis>,
}

/// Who is searched for.
enum Sought {
    /// These few: no others are looked at.
    These(Vec<VisitorId>),
    /// More than are gathered: those that contain this, and these, whose words or id it is.
    Many(Part, Vec<VisitorId>),
}

/// How a statement says when visitors were last seen.
struct Seen {
    after: &'static str,
    until: &'static str,
    before: &'static str,
    newest: &'static str,
}

impl Seen {
    /// Visitors are met in this order (`visitors_by_sight`).
    const IN_ORDER: Self = Self {
        after: " AND last_seen_at > ",
        until: " AND last_seen_at <= ",
        before: "(last_seen_at, id) <",
        newest: " ORDER BY last_seen_at DESC, id DESC LIMIT ",
    };
    /// They are met by their ids: with a plus SQLite does not take that index, by which it would meet all of a workspace.
    const OF_THESE: Self = Self {
        after: " AND +last_seen_at > ",
        until: " AND +last_seen_at <= ",
        before: "(+last_seen_at, id) <",
        newest: " ORDER BY +last_seen_at DESC, id DESC LIMIT ",
    };
}

impl Meant {
    async fn of(cx: &mut Reader, list: &ListDirectory) -> Result<Self> {
        let presence = list.presence.unwrap_or_default();
        let border = cx.now() - ONLINE;
        Ok(Self {
            workspace: list.workspace_id,
            sought: sought(cx, list).await?,
            online_since: (presence == Presence::Online).then_some(border),
            offline_since: (presence == Presence::Offline).then_some(border),
        })
    }

    fn on(&self, filter: Filter) -> Filter {
        let seen = self.seen();
        filter
            .push(" merged_into_id IS NULL AND visitors.workspace_id = ")
            .bind(self.workspace)
            .and(seen.after, self.online_since)
            .and(seen.until, self.offline_since)
    }

    fn seen(&self) -> &'static Seen {
        match self.sought {
            Some(Sought::These(_)) => &Seen::OF_THESE,
            Some(Sought::Many(..)) | None => &Seen::IN_ORDER,
        }
    }

    async fn page(
        &self,
        cx: &mut Reader,
        after: Option<(Millis, VisitorId)>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Visitor>> {
        let filter = self.on(Filter::new(rows::ALL)).and_then(|filter| match &self.sought {
            None => filter,
            Some(Sought::These(these)) => filter.push(" AND ").any_of("id", these.iter().copied()),
            // So many are soon met in the list's own order.
            Some(Sought::Many(part, these)) => filter
                .push(" AND (EXISTS (SELECT 1 FROM visitor_words WHERE visitor_id = visitors.id AND ")
                .and_then(|filter| part.on(filter))
                .push(") OR ")
                .any_of("id", these.iter().copied())
                .push(")"),
        });
        let filter = match after {
            Some(place) => filter.push(" AND ").keyset(self.seen().before, place),
            None => filter,
        };
        let filter = filter.push(self.seen().newest).bind(limit).push(" OFFSET ").bind(offset);
        Ok(cx.glance(&["visitors", "visitor_words"]).filter(filter).fetch_all().await?)
    }

    async fn count(&self, cx: &mut Reader) -> Result<i64> {
        let filter = Filter::new("SELECT COUNT(*) FROM (SELECT 1 FROM ");
        let filter = match &self.sought {
            None => self.on(filter.push("visitors WHERE")),
            Some(Sought::These(these)) => {
                self.on(filter.push("visitors WHERE")).push(" AND ").any_of("id", these.iter().copied())
            }
            // SQLite goes through the words first, which are small, as long as the join is a CROSS JOIN.
            Some(Sought::Many(part, these)) => self
                .on(filter.push(
                    "visitor_words CROSS JOIN visitors WHERE visitors.id = visitor_words.visitor_id AND",
                ))
                .push(" AND visitor_words.workspace_id = ")
                .bind(self.workspace)
                .push(" AND (")
                .and_then(|filter| part.on(filter))
                .push(" OR ")
                .any_of("visitor_words.visitor_id", these.iter().copied())
                .push(") LIMIT ")
                .bind(COUNTED),
        };
        let filter = filter.push(") AS found");
        let tables = ["visitors", "visitor_words"];
        let (count,) = cx.glance(&tables).filter(filter).fetch_one::<(i64,)>().await?;
        Ok(count)
    }
}

async fn sought(cx: &mut Reader, list: &ListDirectory) -> Result<Option<Sought>> {
    let text = list.search.as_deref().unwrap_or_default().trim();
    limits::title("The search", text)?;
    let Some(part) = Part::of(text) else { return Ok(None) };
    // Words find what letters do not: other accents.
    let mut these = match Wanted::parse(text) {
        Some(wanted) => matching(cx, list.workspace_id, &wanted, FOUND).await?,
        None => Vec::new(),
    };
    these.extend(text.parse::<VisitorId>().ok());
    let by_part = containing(cx, list.workspace_id, &part, GATHERED + 1).await?;
    Ok(Some(if by_part.len() as i64 > GATHERED {
        Sought::Many(part, these)
    } else {
        these.extend(by_part);
        Sought::These(these)
    }))
}

impl Query for GetDirectoryDetail {
    async fn run(self, cx: &mut Reader) -> Result<DirectoryDetail> {
        let mut detail = DirectoryDetail {
            status: status(cx, self.workspace_id).await?,
            visitor: None,
            linked_conversations: Vec::new(),
            linked_tickets: Vec::new(),
            resource_access: ResourceAccess::default(),
        };
        if detail.status != DirectoryStatus::Ok {
            return Ok(detail);
        }
        let found = rows::by_id(cx, self.visitor_id).await?;
        match found {
            None => detail.status = DirectoryStatus::NotFound,
            Some(visitor) if visitor.workspace_id != self.workspace_id => {
                detail.status = DirectoryStatus::Forbidden;
            }
            Some(visitor) => {
                detail.visitor = Some(visitor);
                link(cx, &self, &mut detail).await?;
            }
        }
        Ok(detail)
    }
}

async fn link(cx: &mut Reader, asked: &GetDirectoryDetail, detail: &mut DirectoryDetail) -> Result<()> {
    let (workspace_id, visitor) = (asked.workspace_id, asked.visitor_id);
    if cx.agent_if_allowed(workspace_id, Permission::ConversationsRead).await?.is_none() {
        return Ok(());
    }
    let rows = conversations::latest_of(cx, visitor, workspace_id, LINKED).await?;
    let tickets =
        ListByVisitor { visitor_id: Some(visitor), session_token: None, workspace_id, limit: Some(LINKED) };
    let tickets = cx.query(tickets).await?;
    detail.resource_access = ResourceAccess { conversations: true, tickets: true };
    detail.linked_conversations = rows.into_iter().map(conversation).collect();
    detail.linked_tickets = tickets.into_iter().map(ticket).collect();
    Ok(())
}

fn conversation(row: WithLastMessage) -> LinkedConversation {
    let WithLastMessage { conversation, last_message } = row;
    LinkedConversation {
        id: conversation.id,
        status: conversation.status,
        channel: conversation.channel,
        subject: conversation.subject,
        updated_at: conversation.updated_at,
        last_message_at: conversation.last_message_at,
        last_message_preview: last_message.map(|message| message.content),
    }
}

fn ticket(OfVisitor { ticket, .. }: OfVisitor) -> LinkedTicket {
    LinkedTicket {
        id: ticket.id,
        subject: ticket.subject,
        status: ticket.status,
        priority: ticket.priority,
        updated_at: ticket.updated_at,
    }
}
