//! How many visitors an audience means, counted by the store. What a condition says here is what
//! [`Rule::matches`](shared::audience::Rule::matches) says; a test compares the two. Capitals are those of ASCII and those that the letters
//! of the rule have.

use crate::{
    core::{Reader, Result},
    domain::segments,
    store::{Engine, Filter},
};
use serde_json::Value;
use shared::{
    Millis,
    audience::{Audience, CountOperator, EventFilter, Join, Operator, Rule, Scalar, Source},
    id::WorkspaceId,
    segments::Reach,
};

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
    let filter = Counting::of(rule, order, cx.engine(), cx.now(), workspace).filter(rule);
    let (matching,): (i64,) = cx.glance(&["visitors", "events"]).filter(filter).fetch_one().await?;
    Ok(Reach { total, matching })
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
    /// Adds a statement about them.
    fn select(&self, filter: Filter, workspace: WorkspaceId) -> Filter {
        let Self { name, since, compared, number } = self;
        filter
            .push("SELECT visitor_id FROM events WHERE workspace_id = ")
            .bind(workspace)
            .push(" AND name = ")
            .bind(name.clone())
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

/// Rules on their way into a statement.
struct Counting {
    engine: Engine,
    now: Millis,
    workspace: WorkspaceId,
    /// How SQLite finds a visitor's events.
    order: Order,
    /// Whom the conditions about events ask for, each once, where they are joined.
    events: Vec<Often>,
}

/// The order in which SQLite walks through the visitors.
#[derive(PartialEq)]
enum Order {
    /// That of the index, in which those who did something stand, too: they are joined.
    Index,
    /// That in which rows lie, if something else is read of them. Those who did something are looked up, and only where nothing else has
    /// decided: two thirds of what a join takes.
    Rows,
    /// The same, in the table itself, where half of its rows are this workspace's: a quarter less work.
    Table,
}

impl Counting {
    fn of(rule: &Rule, order: Order, engine: Engine, now: Millis, workspace: WorkspaceId) -> Self {
        let mut counting = Self { engine, now, workspace, order, events: Vec::new() };
        if counting.joins() {
            for often in rule.events().into_iter().filter_map(|filter| Did::of(filter, now).often()) {
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

    fn filter(&self, rule: &Rule) -> Filter {
        // SQLite estimates both alike.
        let index = match self.order {
            Order::Index => " INDEXED BY visitors_in_order",
            Order::Rows => " INDEXED BY visitors_by_workspace",
            Order::Table => " NOT INDEXED",
        };
        let mut filter =
            Filter::new("SELECT COUNT(*) FROM visitors").push_if(self.engine == Engine::Sqlite, index);
        for (often, (joined, ..)) in self.events.iter().zip(JOINS) {
            filter = often.select(filter.push(" LEFT JOIN ("), self.workspace).push(joined);
        }
        filter = filter
            .push(" WHERE visitors.workspace_id = ")
            .bind(self.workspace)
            .push(" AND visitors.merged_into_id IS NULL AND ");
        self.rule(filter, rule)
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
                        let subject = Subject::Attribute(self.label(&property.key));
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
                often.select(filter.push("visitors.id IN ("), self.workspace).push(")")
            }
            (Did::AllBut(often), false) => {
                often.select(filter.push("visitors.id NOT IN ("), self.workspace).push(")")
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

/// What a condition looks at.
enum Subject {
    /// A text, or NULL.
    Text(&'static str),
    /// A number that is always there.
    Number(&'static str),
    /// Whatever a custom attribute is.
    Attribute(String),
    /// What no visitor has.
    Nothing,
}

fn system(key: &str) -> Option<Subject> {
    Some(match key {
        "email" => Subject::Text("visitors.email"),
        "name" => Subject::Text("visitors.name"),
        "externalUserId" => Subject::Text("visitors.external_user_id"),
        "referrer" => Subject::Text("visitors.referrer"),
        "device" => Subject::Text("(visitors.device ->> 'deviceType')"),
        "browser" => Subject::Text("(visitors.device ->> 'browser')"),
        "os" => Subject::Text("(visitors.device ->> 'os')"),
        "country" => Subject::Text("(visitors.location ->> 'country')"),
        "countryCode" => Subject::Text("(visitors.location ->> 'countryCode')"),
        "city" => Subject::Text("(visitors.location ->> 'city')"),
        "region" => Subject::Text("(visitors.location ->> 'region')"),
        "firstSeenAt" => Subject::Number("visitors.first_seen_at"),
        "lastSeenAt" => Subject::Number("visitors.last_seen_at"),
        _ => return None,
    })
}

impl Subject {
    /// An attribute as JSON: NULL where there is none.
    fn json(filter: Filter, label: &str) -> Filter {
        filter.push("CAST(visitors.custom_attributes -> ").bind(label.to_owned()).push(" AS TEXT)")
    }

    /// The text that it is, else NULL.
    fn text(&self, filter: Filter) -> Filter {
        match self {
            Self::Text(column) => filter.push(column),
            Self::Attribute(label) => Self::json(filter.push("CASE WHEN substr("), label)
                .push(", 1, 1) = '\"' THEN visitors.custom_attributes ->> ")
                .bind(label.clone())
                .push(" END"),
            Self::Number(_) | Self::Nothing => filter.push("CAST(NULL AS TEXT)"),
        }
    }

    /// The number that it is, else NULL.
    fn number(&self, filter: Filter) -> Filter {
        match self {
            Self::Number(column) => filter.push(column),
            Self::Attribute(label) => {
                let filter = Self::json(filter.push("CASE WHEN substr("), label)
                    .push(", 1, 1) IN ('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9') THEN CAST(");
                Self::json(filter, label).push(" AS DOUBLE PRECISION) END")
            }
            Self::Text(_) | Self::Nothing => filter.push("CAST(NULL AS DOUBLE PRECISION)"),
        }
    }

    /// Whether it is nothing, or an empty text.
    fn is_not_set(&self, filter: Filter) -> Filter {
        match self {
            Self::Text(column) => {
                filter.push("(").push(column).push(" IS NULL OR ").push(column).push(" = '')")
            }
            Self::Attribute(label) => {
                let filter = Self::json(filter.push("("), label).push(" IS NULL OR ");
                Self::json(filter, label).push(" IN ('null', '\"\"'))")
            }
            Self::Number(_) => filter.push("FALSE"),
            Self::Nothing => filter.push("TRUE"),
        }
    }

    /// Whether it is nothing at all.
    fn is_missing(&self, filter: Filter) -> Filter {
        match self {
            Self::Text(column) => filter.push("(").push(column).push(" IS NULL)"),
            Self::Attribute(label) => {
                let filter = Self::json(filter.push("("), label).push(" IS NULL OR ");
                Self::json(filter, label).push(" = 'null')")
            }
            Self::Number(_) => filter.push("FALSE"),
            Self::Nothing => filter.push("TRUE"),
        }
    }
}

/// Adds a condition. NULL counts as "no", so nothing here stands under a NOT.
fn condition(filter: Filter, subject: &Subject, operator: Operator, value: Option<&Scalar>) -> Filter {
    use Operator::*;
    let text = match value {
        Some(Scalar::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    match operator {
        Equals => equals(filter, subject, value, true),
        NotEquals => equals(filter, subject, value, false),
        IsNotSet => subject.is_not_set(filter),
        IsSet => subject.is_not_set(filter.push("(")).push(" = FALSE)"),
        Contains => like(filter, subject, text, Part { before: "%", after: "%" }),
        StartsWith => like(filter, subject, text, Part { before: "", after: "%" }),
        EndsWith => like(filter, subject, text, Part { before: "%", after: "" }),
        NotContains => {
            let Some(text) = text else { return filter.push("TRUE") };
            let filter = subject.text(filter.push("(")).push(" IS NULL OR ");
            let filter = folded(filter, text, |filter| subject.text(filter)).push(" NOT LIKE ");
            let pattern = Part { before: "%", after: "%" }.pattern(text);
            filter.bind(pattern).push(" ESCAPE '\\')")
        }
        GreaterThan => ordered(filter, subject, value, " > "),
        LessThan => ordered(filter, subject, value, " < "),
        GreaterThanOrEquals => ordered(filter, subject, value, " >= "),
        LessThanOrEquals => ordered(filter, subject, value, " <= "),
    }
}

fn equals(filter: Filter, subject: &Subject, value: Option<&Scalar>, is_wanted: bool) -> Filter {
    let compared = |filter: Filter, side: &dyn Fn(Filter) -> Filter| match is_wanted {
        true => side(filter).push(" = "),
        // What is not there, or of another type, is not equal.
        false => side(side(filter.push("(")).push(" IS NULL OR ")).push(" <> "),
    };
    let closed = |filter: Filter| filter.push_if(!is_wanted, ")");
    match (value, subject) {
        (None, _) if is_wanted => subject.is_missing(filter),
        (None, _) => subject.is_missing(filter.push("(")).push(" = FALSE)"),
        (Some(Scalar::Text(text)), Subject::Text(_)) => {
            closed(compared(filter, &|filter| subject.text(filter)).bind(text.clone()))
        }
        (Some(Scalar::Number(number)), Subject::Number(_) | Subject::Attribute(_)) => {
            closed(compared(filter, &|filter| subject.number(filter)).bind(number.0))
        }
        (Some(value @ (Scalar::Text(_) | Scalar::Bool(_))), Subject::Attribute(label)) => {
            let json = match value {
                Scalar::Text(text) => Value::from(text.as_str()).to_string(),
                Scalar::Bool(is_true) => is_true.to_string(),
                Scalar::Number(number) => number.0.to_string(),
            };
            closed(compared(filter, &|filter| Subject::json(filter, label)).bind(json))
        }
        _ => filter.push(if is_wanted { "FALSE" } else { "TRUE" }),
    }
}

fn ordered(filter: Filter, subject: &Subject, value: Option<&Scalar>, compared: &'static str) -> Filter {
    match (value, subject) {
        (Some(Scalar::Number(limit)), Subject::Number(_) | Subject::Attribute(_)) => {
            subject.number(filter).push(compared).bind(limit.0)
        }
        _ => filter.push("FALSE"),
    }
}

/// Where in a text another one stands.
struct Part {
    before: &'static str,
    after: &'static str,
}

impl Part {
    fn pattern(&self, text: &str) -> String {
        let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("{}{escaped}{}", self.before, self.after)
    }
}

fn like(filter: Filter, subject: &Subject, text: Option<&str>, part: Part) -> Filter {
    match (text, subject) {
        (Some(text), Subject::Text(_) | Subject::Attribute(_)) => {
            let filter = folded(filter, text, |filter| subject.text(filter)).push(" LIKE ");
            filter.bind(part.pattern(text)).push(" ESCAPE '\\'")
        }
        _ => filter.push("FALSE"),
    }
}

/// A text in small letters as far as `wanted` needs it: `lower` of SQLite knows ASCII alone.
fn folded(filter: Filter, wanted: &str, text: impl FnOnce(Filter) -> Filter) -> Filter {
    let mut letters: Vec<(char, char)> = wanted.to_lowercase().chars().filter_map(capital).collect();
    letters.sort_unstable();
    letters.dedup();
    let mut filter = letters.iter().fold(filter, |filter, _| filter.push("replace("));
    filter = text(filter.push("lower(")).push(")");
    for (capital, small) in letters {
        filter = filter.push(", ").bind(capital.to_string()).push(", ").bind(small.to_string()).push(")");
    }
    filter
}

/// A letter beyond ASCII and its capital, where that is one.
fn capital(small: char) -> Option<(char, char)> {
    let mut capitals = small.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) if capital != small && !small.is_ascii() => Some((capital, small)),
        _ => None,
    }
}
