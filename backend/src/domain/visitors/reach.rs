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
    let tables = ["visitors", "events"];
    let matching = if cx.engine() == Engine::Sqlite {
        let halves =
            [Half::First, Half::Second].map(|half| Counting::of(rule, Some(half), cx, workspace).filter());
        let [(first,), (second,)] = cx.glances::<(i64,)>(&tables, halves).await?;
        // The second half may have been counted a moment later.
        (first + second).min(total)
    } else {
        let counting = Counting::of(rule, None, cx, workspace);
        let (counted,): (i64,) = cx.glance(&tables).filter(counting.filter()).fetch_one().await?;
        if counting.terms.are_of_the_rest { total - counted } else { counted }
    };
    Ok(Reach { total, matching })
}

/// Half of the visitors by their ids, which are random: SQLite works on a statement with one core, and so on two with two.
#[derive(Clone, Copy)]
enum Half {
    First,
    Second,
}

impl Half {
    const MIDDLE: VisitorId = VisitorId(Uuid::from_u128(1 << 127));

    /// Adds that a visitor is in it.
    fn holds(self, filter: Filter, id: &'static str) -> Filter {
        let compared = match self {
            Self::First => " < ",
            Self::Second => " >= ",
        };
        filter.push(" AND ").push(id).push(compared).bind(Self::MIDDLE)
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

/// What joins those who did an event so often, and what says of a visitor that they are among them and that they are not; as many as
/// [`MOST_EVENTS`](shared::audience::reading::MOST_EVENTS).
macro_rules! joins {
    ($($name:literal)*) => {
        [$((
            concat!(")) AS ", $name, " ON ", $name, ".visitor_id = visitors.id"),
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
    times: Times,
}

#[derive(PartialEq)]
enum Times {
    Any,
    /// How the count compares with a number.
    Compared(&'static str, f64),
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
        let often = |times| Often {
            name: filter.name.clone(),
            since: filter.since(now).unwrap_or(Millis::MIN),
            times,
        };
        match filter.count_operator.unwrap_or(CountOperator::AtLeast) {
            CountOperator::AtLeast if number <= 0.0 => Self::Everybody,
            CountOperator::AtLeast if number <= 1.0 => Self::These(often(Times::Any)),
            CountOperator::AtLeast => Self::These(often(Times::Compared(">= ", number))),
            CountOperator::AtMost if number < 0.0 => Self::Nobody,
            CountOperator::Exactly if number != 0.0 => Self::These(often(Times::Compared("= ", number))),
            CountOperator::AtMost | CountOperator::Exactly if number < 1.0 => Self::AllBut(often(Times::Any)),
            CountOperator::AtMost | CountOperator::Exactly => {
                Self::AllBut(often(Times::Compared("> ", number)))
            }
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
    /// Adds that a visitor did it at all, or did not.
    fn exists(&self, filter: Filter, workspace: WorkspaceId, is_wanted: bool) -> Filter {
        self.events(filter.push_if(!is_wanted, "NOT ").push("EXISTS (SELECT 1"), workspace)
            .push(" AND visitor_id = visitors.id)")
    }

    /// Adds a statement about those of a half, in which each stands once.
    fn each(&self, filter: Filter, workspace: WorkspaceId, half: Half) -> Filter {
        let mut filter = self.any(filter, workspace, half).push(" GROUP BY visitor_id");
        if let Times::Compared(compared, number) = self.times {
            // Compared in here, fewer are looked at.
            filter = filter.push(" HAVING COUNT(*) ").push(compared).bind(number);
        }
        // Else PostgreSQL counts in a table of its own instead of along the index.
        filter.push(" ORDER BY visitor_id")
    }

    /// Adds a statement about those of a half who did it at all, in which each stands at least once.
    fn any(&self, filter: Filter, workspace: WorkspaceId, half: Half) -> Filter {
        half.holds(self.events(filter.push("SELECT visitor_id"), workspace), "visitor_id")
    }

    /// Adds a join of all of them, of whom each of PostgreSQL's workers counts a half.
    fn join(&self, filter: Filter, workspace: WorkspaceId, joined: &'static str) -> Filter {
        let filter = self.each(filter.push(" LEFT JOIN (("), workspace, Half::First).push(") UNION ALL (");
        self.each(filter, workspace, Half::Second).push(joined)
    }

    /// Adds a list of them.
    fn list(&self, filter: Filter, workspace: WorkspaceId, half: Half) -> Filter {
        let filter = filter.push("(");
        match self.times {
            // Grouping takes longer than finding out that somebody is in the list.
            Times::Any => self.any(filter, workspace, half),
            Times::Compared(..) => self.each(filter, workspace, half),
        }
        .push(")")
    }

    /// Adds which events count.
    fn events(&self, filter: Filter, workspace: WorkspaceId) -> Filter {
        filter
            .push(" FROM events WHERE workspace_id = ")
            .bind(workspace)
            .push(" AND name = ")
            .bind(self.name.clone())
            .push(" AND created_at >= ")
            .bind(self.since)
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
    /// Which of the visitors; all without one.
    half: Option<Half>,
    /// Whom the conditions about events ask for, each once, where they are joined.
    events: Vec<Often>,
}

impl<'r> Counting<'r> {
    fn of(rule: &'r Rule, half: Option<Half>, cx: &Reader, workspace: WorkspaceId) -> Self {
        let (engine, now) = (cx.engine(), cx.now());
        let terms = Terms::of(rule, engine);
        let mut counting = Self { terms, engine, now, workspace, half, events: Vec::new() };
        if half.is_none() {
            let joined = counting.terms.rules.iter().filter(|term| !counting.is_whether(term));
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

    fn filter(&self) -> Filter {
        // SQLite walks through the visitors as they lie.
        let mut filter = Filter::new("SELECT COUNT(*) FROM visitors")
            .push_if(self.engine == Engine::Sqlite, " NOT INDEXED");
        for (often, (joined, ..)) in self.events.iter().zip(JOINS) {
            filter = often.join(filter, self.workspace, joined);
        }
        filter = filter
            .push(" WHERE visitors.workspace_id = ")
            .bind(self.workspace)
            .push(" AND visitors.merged_into_id IS NULL");
        if let Some(half) = self.half {
            filter = half.holds(filter, "visitors.id");
        }
        self.terms.rules.iter().fold(filter, |filter, term| self.term(filter.push(" AND "), term))
    }

    /// Adds what has to be true, or false.
    fn term(&self, filter: Filter, rule: &Rule) -> Filter {
        let is_wanted = !self.terms.are_of_the_rest;
        match self.asked(rule) {
            Some((often, did)) if often.times == Times::Any => {
                often.exists(filter, self.workspace, did == is_wanted)
            }
            Some((often, did)) => self.joined(filter, &often, did == is_wanted),
            None if is_wanted => self.rule(filter, rule),
            None => self.rule(filter.push("("), rule).push(") IS NOT TRUE"),
        }
    }

    /// Of PostgreSQL: who did something, and whether these are meant or the others, where that is all that a term asks.
    fn asked(&self, term: &Rule) -> Option<(Often, bool)> {
        let Rule::Condition { property, .. } = term else { return None };
        let filter = property.event_filter.as_ref().filter(|_| property.source == Source::Event)?;
        match Did::of(filter, self.now) {
            _ if self.engine == Engine::Sqlite => None,
            Did::These(often) => Some((often, true)),
            Did::AllBut(often) => Some((often, false)),
            Did::Everybody | Did::Nobody => None,
        }
    }

    /// Whether a term asks for no more than whether somebody did something at all.
    fn is_whether(&self, term: &Rule) -> bool {
        self.asked(term).is_some_and(|(often, _)| often.times == Times::Any)
    }

    /// Adds that a visitor is among these who are joined, or is not. Said like this, PostgreSQL's workers share the join.
    fn joined(&self, filter: Filter, often: &Often, is_wanted: bool) -> Filter {
        let place = self.events.iter().position(|known| known == often);
        filter.push(match (place.and_then(|place| JOINS.get(place)), is_wanted) {
            (Some((_, is_there, _)), true) => is_there,
            (Some((.., is_missing)), false) => is_missing,
            (None, _) => "FALSE",
        })
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
        match (Did::of(wanted, self.now), self.half) {
            (Did::Everybody, _) => filter.push("TRUE"),
            (Did::Nobody, _) => filter.push("FALSE"),
            (Did::These(often), None) => self.joined(filter, &often, true),
            (Did::AllBut(often), None) => self.joined(filter, &often, false),
            (Did::These(often), Some(half)) => {
                often.list(filter.push("visitors.id IN "), self.workspace, half)
            }
            (Did::AllBut(often), Some(half)) => {
                often.list(filter.push("visitors.id NOT IN "), self.workspace, half)
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
