//! How many visitors an audience means, counted by the store. What a condition says here is what
//! [`Rule::matches`](shared::audience::Rule::matches) says; a test compares the two. Capitals are those of ASCII and those that the letters
//! of the rule have.

mod conditions;

use self::conditions::{Subject, condition, system};
use crate::{
    core::{Reader, Result},
    domain::segments,
    store::{Engine, Filter},
};
use shared::{
    Millis,
    audience::{Audience, CountOperator, EventFilter, Join, Rule, Source},
    id::{VisitorId, WorkspaceId},
    segments::Reach,
};
use std::slice;
use uuid::Uuid;

/// The visitors of a workspace, and those that an audience means: all without one, none with the segment of nobody.
pub async fn reached(cx: &mut Reader, workspace: WorkspaceId, audience: Option<&Audience>) -> Result<Reach> {
    match audience {
        None => {
            let total = total(cx, workspace).await?;
            Ok(Reach { total, matching: total })
        }
        Some(Audience::Rules(rule)) => reach(cx, workspace, rule).await,
        Some(Audience::Segment(segment)) => match segments::rule(cx, workspace, segment.segment_id).await? {
            Some(rule) => reach(cx, workspace, &rule).await,
            None => Ok(Reach { total: total(cx, workspace).await?, matching: 0 }),
        },
    }
}

/// The visitors of a workspace, and those that rules mean. A glance.
pub async fn reach(cx: &mut Reader, workspace: WorkspaceId, rule: &Rule) -> Result<Reach> {
    let total = total(cx, workspace).await?;
    let order = if is_about_events_alone(rule) {
        Order::Index
    } else if cx.engine() == Engine::Sqlite && total >= rows(cx).await? / 2 {
        Order::Table
    } else {
        Order::Rows
    };
    let tables = ["visitors", "events"];
    let matching = if cx.engine() == Engine::Sqlite {
        let count = |half, cx: &Reader| Counting::of(rule, order, Some(half), cx, workspace).filter();
        let middle = if order == Order::Index { Middle::Id } else { middle_row(cx, workspace).await? };
        let halves = [false, true].map(|is_second| count(Half { middle, is_second }, cx));
        let [(first,), (second,)] = cx.glances::<(i64,)>(&tables, halves).await?;
        // The second half may have been counted a moment later.
        (first + second).min(total)
    } else {
        let counting = Counting::of(rule, order, None, cx, workspace);
        let (counted,): (i64,) = cx.glance(&tables).filter(counting.filter()).fetch_one().await?;
        if counting.terms.are_of_the_rest { total - counted } else { counted }
    };
    Ok(Reach { total, matching })
}

/// Half of the visitors: SQLite works on a statement with one core, and so on two with two.
#[derive(Clone, Copy)]
struct Half {
    middle: Middle,
    is_second: bool,
}

/// Where the second half begins.
#[derive(Clone, Copy)]
enum Middle {
    /// In the middle of all ids, which are random.
    Id,
    /// Behind this row.
    Row(i64),
}

impl Half {
    const MIDDLE: VisitorId = VisitorId(Uuid::from_u128(1 << 127));

    /// Adds which visitors.
    fn visitors(self, filter: Filter) -> Filter {
        match (self.middle, self.is_second) {
            (Middle::Id, false) => filter.push(" AND visitors.id < ").bind(Self::MIDDLE),
            (Middle::Id, true) => filter.push(" AND visitors.id >= ").bind(Self::MIDDLE),
            (Middle::Row(row), false) => filter.push(" AND visitors.rowid <= ").bind(row),
            (Middle::Row(row), true) => filter.push(" AND visitors.rowid > ").bind(row),
        }
    }

    /// Adds whose events, where their order is known.
    fn events(self, filter: Filter) -> Filter {
        match (self.middle, self.is_second) {
            (Middle::Id, false) => filter.push(" AND visitor_id < ").bind(Self::MIDDLE),
            (Middle::Id, true) => filter.push(" AND visitor_id >= ").bind(Self::MIDDLE),
            (Middle::Row(_), _) => filter,
        }
    }
}

async fn total(cx: &mut Reader, workspace: WorkspaceId) -> Result<i64> {
    let (total,): (i64,) = cx
        .glance(&["visitors"])
        .query("SELECT COUNT(*) FROM visitors WHERE workspace_id = $1 AND merged_into_id IS NULL")
        .bind(workspace)
        .fetch_one()
        .await?;
    Ok(total)
}

/// Of SQLite: how many rows of visitors there are, of all workspaces, and were.
async fn rows(cx: &mut Reader) -> Result<i64> {
    let (rows,): (i64,) =
        cx.glance(&["visitors"]).query("SELECT COALESCE(MAX(rowid), 0) FROM visitors").fetch_one().await?;
    Ok(rows)
}

/// Of SQLite: the row in the middle between a workspace's first visitor and its last.
async fn middle_row(cx: &mut Reader, workspace: WorkspaceId) -> Result<Middle> {
    let (first, last): (i64, i64) = cx
        .glance(&["visitors"])
        .query(
            "SELECT COALESCE((SELECT MIN(rowid) FROM visitors WHERE workspace_id = $1 AND merged_into_id IS NULL), 0),
                    COALESCE((SELECT MAX(rowid) FROM visitors WHERE workspace_id = $1 AND merged_into_id IS NULL), 0)",
        )
        .bind(workspace)
        .fetch_one()
        .await?;
    Ok(Middle::Row(first + (last - first) / 2))
}

/// What joins those who did an event so often, and what says of a visitor that they are among them and that they are not; as many as
/// [`MOST_EVENTS`](shared::audience::reading::MOST_EVENTS).
macro_rules! joins {
    ($($name:literal)*) => {
        [$((
            concat!(") AS ", $name, " ON ", $name, ".visitor_id = visitors.id"),
            concat!("(", $name, ".visitor_id IS NOT NULL)"),
            concat!("(", $name, ".visitor_id IS NULL)"),
        )),*]
    };
}
const JOINS: [(&str, &str, &str); 20] = joins! {
    "e1" "e2" "e3" "e4" "e5" "e6" "e7" "e8" "e9" "e10" "e11" "e12" "e13" "e14" "e15" "e16" "e17" "e18" "e19" "e20"
};

/// Those who did an event so often since then, which is at least once.
#[derive(PartialEq)]
struct Often {
    name: String,
    since: Millis,
    /// How the count compares with the number.
    compared: &'static str,
    number: f64,
}

/// Whom a condition about an event means.
enum Did {
    Everybody,
    Nobody,
    These(Often),
    /// All but these, among whom nobody is who never did it.
    AllBut(Often),
}

impl Did {
    fn of(filter: &EventFilter, now: Millis) -> Self {
        let number = filter.count.map_or(1.0, |count| count.0);
        let often = |compared| Often {
            name: filter.name.clone(),
            since: filter.since(now).unwrap_or(Millis::MIN),
            compared,
            number,
        };
        match filter.count_operator.unwrap_or(CountOperator::AtLeast) {
            CountOperator::AtLeast if number <= 0.0 => Self::Everybody,
            CountOperator::AtLeast => Self::These(often(">= ")),
            CountOperator::AtMost if number < 0.0 => Self::Nobody,
            CountOperator::Exactly if number != 0.0 => Self::These(often("= ")),
            CountOperator::AtMost | CountOperator::Exactly => Self::AllBut(often("> ")),
        }
    }

    fn often(self) -> Option<Often> {
        match self {
            Self::These(often) | Self::AllBut(often) => Some(often),
            Self::Everybody | Self::Nobody => None,
        }
    }
}

impl Often {
    /// Whether it asks no more than whether they did it.
    fn is_once(&self) -> bool {
        match self.compared {
            ">= " => self.number <= 1.0,
            "> " => self.number < 1.0,
            _ => false,
        }
    }

    /// Adds that a visitor did it, or did not.
    fn exists(&self, filter: Filter, workspace: WorkspaceId, is_wanted: bool) -> Filter {
        filter
            .push_if(!is_wanted, "NOT ")
            .push("EXISTS (SELECT 1 FROM events WHERE workspace_id = ")
            .bind(workspace)
            .push(" AND name = ")
            .bind(self.name.clone())
            .push(" AND created_at >= ")
            .bind(self.since)
            .push(" AND visitor_id = visitors.id)")
    }

    /// Adds a statement about them.
    fn select(&self, filter: Filter, workspace: WorkspaceId, half: Option<Half>) -> Filter {
        let Self { name, since, compared, number } = self;
        let filter = filter
            .push("SELECT visitor_id FROM events WHERE workspace_id = ")
            .bind(workspace)
            .push(" AND name = ")
            .bind(name.clone());
        (match half {
            Some(half) => half.events(filter),
            None => filter,
        })
        .push(" AND created_at >= ")
        .bind(*since)
        // Compared in here, fewer are looked at.
        .push(" GROUP BY visitor_id HAVING COUNT(*) ")
        .push(compared)
        .bind(*number)
        // Else PostgreSQL counts in a table of its own instead of along the index, in each of its workers.
        .push(" ORDER BY visitor_id")
    }
}

/// What is true of everybody whom a statement counts.
struct Terms<'r> {
    rules: &'r [Rule],
    /// They are false instead: PostgreSQL counts whom an OR does not mean. What all has to be true, or false, it looks at before it joins,
    /// and its workers share the joins; in an OR each makes a table of its own of all who did something, which takes twice the time.
    are_of_the_rest: bool,
}

impl<'r> Terms<'r> {
    fn of(rule: &'r Rule, engine: Engine) -> Self {
        let (rules, are_of_the_rest) = match rule {
            _ if engine == Engine::Sqlite => (slice::from_ref(rule), false),
            Rule::Group { conditions, .. } if conditions.len() == 1 => {
                return Self::of(&conditions[0], engine);
            }
            Rule::Group { operator, conditions } => {
                (&conditions[..], *operator == Join::Or && !conditions.is_empty())
            }
            Rule::Condition { .. } => (slice::from_ref(rule), false),
        };
        Self { rules, are_of_the_rest }
    }
}

/// Rules on their way into a statement.
struct Counting<'r> {
    terms: Terms<'r>,
    engine: Engine,
    now: Millis,
    workspace: WorkspaceId,
    /// How SQLite finds a visitor's events.
    order: Order,
    /// Which of the visitors; all without one.
    half: Option<Half>,
    /// Whom the conditions about events ask for, each once, where they are joined.
    events: Vec<Often>,
}

/// The order in which SQLite walks through the visitors.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    /// That of the index, in which those who did something stand, too: they are joined.
    Index,
    /// That in which rows lie, if something else is read of them. Those who did something are looked up, and only where nothing else has
    /// decided: two thirds of what a join takes.
    Rows,
    /// The same, in the table itself, where half of its rows are this workspace's: a quarter less work.
    Table,
}

impl<'r> Counting<'r> {
    fn of(rule: &'r Rule, order: Order, half: Option<Half>, cx: &Reader, workspace: WorkspaceId) -> Self {
        let (engine, now) = (cx.engine(), cx.now());
        let terms = Terms::of(rule, engine);
        let mut counting = Self { terms, engine, now, workspace, order, half, events: Vec::new() };
        if counting.joins() {
            let joined = counting.terms.rules.iter().filter(|term| counting.once(term).is_none());
            let events = joined.flat_map(Rule::events).filter_map(|filter| Did::of(filter, now).often());
            for often in events.collect::<Vec<_>>() {
                if !counting.events.contains(&often) {
                    counting.events.push(often);
                }
            }
            counting.events.truncate(JOINS.len());
        }
        counting
    }

    /// Whether those who did something are joined: PostgreSQL walks through both in whatever order it likes.
    fn joins(&self) -> bool {
        self.engine == Engine::Postgres || self.order == Order::Index
    }

    fn filter(&self) -> Filter {
        // SQLite estimates both alike.
        let index = match self.order {
            Order::Index => " INDEXED BY visitors_in_order",
            Order::Rows => " INDEXED BY visitors_by_workspace",
            Order::Table => " NOT INDEXED",
        };
        let mut filter =
            Filter::new("SELECT COUNT(*) FROM visitors").push_if(self.engine == Engine::Sqlite, index);
        for (often, (joined, ..)) in self.events.iter().zip(JOINS) {
            filter = often.select(filter.push(" LEFT JOIN ("), self.workspace, self.half).push(joined);
        }
        filter = filter
            .push(" WHERE visitors.workspace_id = ")
            .bind(self.workspace)
            .push(" AND visitors.merged_into_id IS NULL");
        filter = match self.half {
            Some(half) => half.visitors(filter),
            None => filter,
        };
        self.terms.rules.iter().fold(filter, |filter, term| self.term(filter.push(" AND "), term))
    }

    /// Adds what has to be true, or false.
    fn term(&self, filter: Filter, rule: &Rule) -> Filter {
        let is_wanted = !self.terms.are_of_the_rest;
        match self.once(rule) {
            Some((often, did)) => often.exists(filter, self.workspace, did == is_wanted),
            None if is_wanted => self.rule(filter, rule),
            None => self.rule(filter.push("("), rule).push(") IS NOT TRUE"),
        }
    }

    /// Of PostgreSQL: what somebody has to have done, or not, where that is all that a term asks.
    fn once(&self, term: &Rule) -> Option<(Often, bool)> {
        let Rule::Condition { property, .. } = term else { return None };
        let filter = property.event_filter.as_ref().filter(|_| property.source == Source::Event)?;
        let (often, did) = match Did::of(filter, self.now) {
            Did::These(often) => (often, true),
            Did::AllBut(often) => (often, false),
            Did::Everybody | Did::Nobody => return None,
        };
        (self.engine == Engine::Postgres && often.is_once()).then_some((often, did))
    }

    fn rule(&self, filter: Filter, rule: &Rule) -> Filter {
        match rule {
            Rule::Group { conditions, .. } if conditions.is_empty() => filter.push("TRUE"),
            Rule::Group { operator, conditions } => {
                let between = match operator {
                    Join::And => " AND ",
                    Join::Or => " OR ",
                };
                let mut filter = filter.push("(");
                for (n, rule) in conditions.iter().enumerate() {
                    filter = self.rule(filter.push_if(n > 0, between), rule);
                }
                filter.push(")")
            }
            Rule::Condition { property, operator, value } => {
                match (property.source, &property.event_filter) {
                    (Source::Event, None) => filter.push("FALSE"),
                    (Source::Event, Some(event)) => self.event(filter, event),
                    (Source::System, _) => match system(&property.key) {
                        Some(subject) => condition(filter, &subject, *operator, value.as_ref()),
                        None => condition(filter, &Subject::Nothing, *operator, value.as_ref()),
                    },
                    (Source::Custom, _) => {
                        let subject = Subject::Attribute(self.engine, self.label(&property.key));
                        condition(filter, &subject, *operator, value.as_ref())
                    }
                }
            }
        }
    }

    fn event(&self, filter: Filter, wanted: &EventFilter) -> Filter {
        let joined = |often: Often| {
            let place = self.events.iter().position(|known| *known == often);
            place.and_then(|place| JOINS.get(place))
        };
        match (Did::of(wanted, self.now), self.joins()) {
            (Did::Everybody, _) => filter.push("TRUE"),
            (Did::Nobody, _) => filter.push("FALSE"),
            (Did::These(often), true) => {
                filter.push(joined(often).map_or("FALSE", |(_, is_there, _)| is_there))
            }
            (Did::AllBut(often), true) => {
                filter.push(joined(often).map_or("FALSE", |(.., is_missing)| is_missing))
            }
            (Did::These(often), false) => {
                often.select(filter.push("visitors.id IN ("), self.workspace, self.half).push(")")
            }
            (Did::AllBut(often), false) => {
                often.select(filter.push("visitors.id NOT IN ("), self.workspace, self.half).push(")")
            }
        }
    }

    /// How the engine names a field of an object. A key has no quotes.
    fn label(&self, key: &str) -> String {
        match self.engine {
            Engine::Sqlite => format!("$.\"{key}\""),
            Engine::Postgres => key.to_owned(),
        }
    }
}

fn is_about_events_alone(rule: &Rule) -> bool {
    match rule {
        Rule::Group { conditions, .. } => conditions.iter().all(is_about_events_alone),
        Rule::Condition { property, .. } => property.source == Source::Event,
    }
}
