//! What a condition about the visitor itself is in SQL.

use crate::store::{Engine, Filter};
use serde_json::{Value, json};
use shared::audience::{Operator, Scalar};

/// What a condition looks at.
pub enum Subject {
    /// A text, or NULL.
    Text(&'static str),
    /// A number that is always there.
    Number(&'static str),
    /// Whatever a custom attribute is, as the engine names it.
    Attribute(Engine, String),
    /// What no visitor has.
    Nothing,
}

/// What an attribute is compared as.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
}

pub fn system(key: &str) -> Option<Subject> {
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

    /// The attribute if it is of this type, else NULL.
    fn if_is(filter: Filter, engine: Engine, label: &str, kind: Kind) -> Filter {
        let (asked, is) = match (engine, kind) {
            (Engine::Sqlite, Kind::Text) => ("json_type(visitors.custom_attributes, ", ") = 'text'"),
            (Engine::Sqlite, Kind::Number) => {
                ("json_type(visitors.custom_attributes, ", ") IN ('integer', 'real')")
            }
            (Engine::Postgres, Kind::Text) => ("jsonb_typeof(visitors.custom_attributes -> ", ") = 'string'"),
            (Engine::Postgres, Kind::Number) => {
                ("jsonb_typeof(visitors.custom_attributes -> ", ") = 'number'")
            }
        };
        let filter = filter.push("CASE WHEN ").push(asked).bind(label.to_owned()).push(is).push(" THEN ");
        match kind {
            Kind::Text => filter.push("visitors.custom_attributes ->> ").bind(label.to_owned()).push(" END"),
            Kind::Number => filter
                .push("CAST(visitors.custom_attributes ->> ")
                .bind(label.to_owned())
                .push(" AS DOUBLE PRECISION) END"),
        }
    }

    /// The text that it is, else NULL.
    fn text(&self, filter: Filter) -> Filter {
        match self {
            Self::Text(column) => filter.push(column),
            Self::Attribute(engine, label) => Self::if_is(filter, *engine, label, Kind::Text),
            Self::Number(_) | Self::Nothing => filter.push("CAST(NULL AS TEXT)"),
        }
    }

    /// The number that it is, else NULL.
    fn number(&self, filter: Filter) -> Filter {
        match self {
            Self::Number(column) => filter.push(column),
            Self::Attribute(engine, label) => Self::if_is(filter, *engine, label, Kind::Number),
            Self::Text(_) | Self::Nothing => filter.push("CAST(NULL AS DOUBLE PRECISION)"),
        }
    }

    /// Whether it is nothing, or an empty text.
    fn is_not_set(&self, filter: Filter) -> Filter {
        match self {
            Self::Text(column) => {
                filter.push("(").push(column).push(" IS NULL OR ").push(column).push(" = '')")
            }
            Self::Attribute(_, label) => {
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
            Self::Attribute(_, label) => {
                let filter = Self::json(filter.push("("), label).push(" IS NULL OR ");
                Self::json(filter, label).push(" = 'null')")
            }
            Self::Number(_) => filter.push("FALSE"),
            Self::Nothing => filter.push("TRUE"),
        }
    }
}

/// Adds a condition. NULL counts as "no", so nothing here stands under a NOT.
pub fn condition(filter: Filter, subject: &Subject, operator: Operator, value: Option<&Scalar>) -> Filter {
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
        (Some(Scalar::Number(number)), Subject::Number(_) | Subject::Attribute(..)) => {
            closed(compared(filter, &|filter| subject.number(filter)).bind(number.0))
        }
        (Some(Scalar::Text(text)), Subject::Attribute(engine, label)) => {
            attribute_equals(filter, *engine, label, Value::from(text.as_str()), is_wanted)
        }
        (Some(Scalar::Bool(is_true)), Subject::Attribute(engine, label)) => {
            attribute_equals(filter, *engine, label, Value::from(*is_true), is_wanted)
        }
        _ => filter.push(if is_wanted { "FALSE" } else { "TRUE" }),
    }
}

/// Whether an attribute is this text, or this `true` or `false`.
fn attribute_equals(filter: Filter, engine: Engine, label: &str, value: Value, is_wanted: bool) -> Filter {
    if engine == Engine::Postgres {
        let filter = filter.push("(visitors.custom_attributes @> ").bind(json!({label: value}));
        return filter.push(if is_wanted { ")" } else { ") IS NOT TRUE" });
    }
    // The document stands there as we wrote it: only one that has the value's own letters is worth taking apart.
    let letters = value.to_string();
    let filter = filter.push("(instr(visitors.custom_attributes, ").bind(letters.clone());
    if is_wanted {
        Subject::json(filter.push(") > 0 AND "), label).push(" = ").bind(letters).push(")")
    } else {
        let filter = Subject::json(filter.push(") = 0 OR "), label).push(" IS NULL OR ");
        Subject::json(filter, label).push(" <> ").bind(letters).push(")")
    }
}

fn ordered(filter: Filter, subject: &Subject, value: Option<&Scalar>, compared: &'static str) -> Filter {
    match (value, subject) {
        (Some(Scalar::Number(limit)), Subject::Number(_) | Subject::Attribute(..)) => {
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
        (Some(text), Subject::Text(_) | Subject::Attribute(..)) => {
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
