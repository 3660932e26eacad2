//! Rules while they are edited: rows with keys of their own, so that a row keeps its fields while others come and go.

use super::condition::{Condition, Source};
use serde_json::Value;
use shared::{
    audience::{Audience, Join, Rule, SegmentRef},
    id::SegmentId,
};

/// Who is meant, in three ways to say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Everybody,
    Segment,
    Rules,
}

/// An audience while it is edited. What another mode would use is kept, and not compared.
#[derive(Clone, Debug)]
pub struct Draft {
    pub mode: Mode,
    pub segment: Option<SegmentId>,
    pub join: Join,
    parts: Vec<Row>,
    next: u32,
    /// What is stored can be read by nobody, and is meant for nobody.
    pub is_unreadable: bool,
}

#[derive(Clone, Debug)]
struct Row {
    key: u32,
    of: Of,
}

#[derive(Clone, Debug)]
enum Of {
    Condition(Condition),
    Group(Join, Vec<(u32, Condition)>),
}

/// What is wrong, and in which row; none is the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub row: Option<u32>,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A key of the catalogue.
    Ours(&'static str),
    /// What the rules of rules say.
    Theirs(String),
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            mode: Mode::Everybody,
            segment: None,
            join: Join::And,
            parts: Vec::new(),
            next: 0,
            is_unreadable: false,
        }
    }
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        let is_like = self.mode == other.mode && self.is_unreadable == other.is_unreadable;
        is_like
            && match self.mode {
                Mode::Everybody => true,
                Mode::Segment => self.segment == other.segment,
                Mode::Rules => self.join == other.join && self.parts == other.parts,
            }
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        match (&self.of, &other.of) {
            (Of::Condition(one), Of::Condition(other)) => one == other,
            (Of::Group(join, all), Of::Group(other_join, others)) => {
                join == other_join
                    && all.len() == others.len()
                    && all.iter().zip(others).all(|((_, one), (_, other))| one == other)
            }
            _ => false,
        }
    }
}

/// An audience that means everybody, where leaving it out would keep the old one.
pub fn everybody() -> Audience {
    Audience::Rules(Rule::Group { operator: Join::And, conditions: Vec::new() })
}

impl Draft {
    /// Of what is stored.
    pub fn of(stored: Option<&Value>) -> Self {
        match stored.map(Audience::parse) {
            None => Self::default(),
            Some(Ok(Audience::Segment(SegmentRef { segment_id }))) => {
                Self { mode: Mode::Segment, segment: Some(segment_id), ..Self::default() }
            }
            Some(Ok(Audience::Rules(rule))) => Self::of_rule(rule),
            Some(Err(_)) => Self { mode: Mode::Rules, is_unreadable: true, ..Self::default() },
        }
    }

    fn of_rule(rule: Rule) -> Self {
        let (join, rules) = match rule {
            Rule::Group { operator, conditions } => (operator, conditions),
            condition => (Join::And, vec![condition]),
        };
        if rules.is_empty() {
            return Self::default();
        }
        let mut draft = Self { mode: Mode::Rules, join, ..Self::default() };
        for rule in rules {
            let key = draft.key();
            let of = match rule {
                Rule::Group { operator, conditions } => {
                    let rows = conditions.iter().map(|rule| (draft.key(), Condition::of(rule))).collect();
                    Of::Group(operator, rows)
                }
                condition => Of::Condition(Condition::of(&condition)),
            };
            draft.parts.push(Row { key, of });
        }
        draft
    }

    fn key(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// The audience, checked as the server checks it.
    pub fn made(&self) -> Result<Audience, Fault> {
        let whole = |why| Fault { row: None, why: Why::Ours(why) };
        match self.mode {
            Mode::Everybody => Ok(everybody()),
            Mode::Segment => {
                let segment_id = self.segment.ok_or_else(|| whole("audience-no-segment"))?;
                Ok(Audience::Segment(SegmentRef { segment_id }))
            }
            Mode::Rules => self.rule().map(Audience::Rules),
        }
    }

    /// As [`made`](Self::made), for what refers to no segment.
    pub fn rule(&self) -> Result<Rule, Fault> {
        if self.mode == Mode::Everybody {
            return Ok(Rule::Group { operator: Join::And, conditions: Vec::new() });
        }
        if self.parts.is_empty() {
            return Err(Fault { row: None, why: Why::Ours("audience-no-rules") });
        }
        let one = |key: u32, condition: &Condition| {
            condition.made().map_err(|why| Fault { row: Some(key), why: Why::Ours(why) })
        };
        let rules = self.parts.iter().map(|row| match &row.of {
            Of::Condition(condition) => one(row.key, condition),
            // Nobody means everybody by a group that was left empty.
            Of::Group(_, all) if all.is_empty() => {
                Err(Fault { row: Some(row.key), why: Why::Ours("audience-empty-group") })
            }
            Of::Group(join, all) => {
                let conditions = all.iter().map(|(key, condition)| one(*key, condition));
                Ok(Rule::Group { operator: *join, conditions: conditions.collect::<Result<_, _>>()? })
            }
        });
        let rule = Rule::Group { operator: self.join, conditions: rules.collect::<Result<_, _>>()? };
        let printed = serde_json::to_value(&rule).unwrap_or_default();
        Rule::parse(&printed).map_err(|error| self.fault(&error.message))
    }

    /// What the rules of rules say of a row: "Invalid audience rules at audienceRules.conditions\[1\]: …".
    pub fn fault(&self, message: &str) -> Fault {
        let (place, why) = match message.split_once(" at ").and_then(|(_, rest)| rest.split_once(": ")) {
            Some((place, why)) => (place, why),
            None => ("", message),
        };
        let mut steps = place
            .split(".conditions[")
            .skip(1)
            .filter_map(|step| step.trim_end_matches(']').parse::<usize>().ok());
        let part = steps.next().and_then(|at| self.parts.get(at));
        let row = part.map(|row| match (&row.of, steps.next()) {
            (Of::Group(_, all), Some(at)) => all.get(at).map_or(row.key, |(key, _)| *key),
            _ => row.key,
        });
        Fault { row, why: Why::Theirs(why.to_owned()) }
    }

    /// The rows in their order, and whether each is a group.
    pub fn rows(&self) -> Vec<(u32, bool)> {
        self.parts.iter().map(|row| (row.key, matches!(row.of, Of::Group(..)))).collect()
    }

    /// The rows of a group.
    pub fn rows_of(&self, group: u32) -> Vec<u32> {
        self.group(group).map(|(_, all)| all.iter().map(|(key, _)| *key).collect()).unwrap_or_default()
    }

    fn group(&self, group: u32) -> Option<(Join, &Vec<(u32, Condition)>)> {
        self.parts.iter().find(|row| row.key == group).and_then(|row| match &row.of {
            Of::Group(join, all) => Some((*join, all)),
            Of::Condition(_) => None,
        })
    }

    pub fn join_of(&self, group: u32) -> Join {
        self.group(group).map_or(Join::And, |(join, _)| join)
    }

    pub fn set_join_of(&mut self, group: u32, wanted: Join) {
        for row in self.parts.iter_mut().filter(|row| row.key == group) {
            if let Of::Group(join, _) = &mut row.of {
                *join = wanted;
            }
        }
    }

    /// The condition of a row; a new one where the row is gone.
    pub fn condition(&self, key: u32) -> Condition {
        let found = self.parts.iter().find_map(|row| match &row.of {
            Of::Condition(condition) => (row.key == key).then_some(condition),
            Of::Group(_, all) => all.iter().find(|(one, _)| *one == key).map(|(_, condition)| condition),
        });
        found.cloned().unwrap_or_default()
    }

    pub fn change_condition(&mut self, key: u32, edit: &mut dyn FnMut(&mut Condition)) {
        for row in &mut self.parts {
            match &mut row.of {
                Of::Condition(condition) if row.key == key => edit(condition),
                Of::Condition(_) => {}
                Of::Group(_, all) => {
                    all.iter_mut().filter(|(one, _)| *one == key).for_each(|(_, it)| edit(it))
                }
            }
        }
    }

    /// Adds a condition, to a group or beside it, and says its key.
    pub fn add(&mut self, group: Option<u32>, source: Source) -> u32 {
        let key = self.key();
        let condition = Condition::new(source);
        match group {
            None => self.parts.push(Row { key, of: Of::Condition(condition) }),
            Some(group) => {
                for row in self.parts.iter_mut().filter(|row| row.key == group) {
                    if let Of::Group(_, all) = &mut row.of {
                        all.push((key, condition.clone()));
                    }
                }
            }
        }
        key
    }

    /// Adds a group with a condition, and says the key of that.
    pub fn add_group(&mut self) -> u32 {
        let (group, key) = (self.key(), self.key());
        // Another one than the rules around it: the same would change nothing.
        let join = if self.join == Join::And { Join::Or } else { Join::And };
        self.parts.push(Row { key: group, of: Of::Group(join, vec![(key, Condition::default())]) });
        key
    }

    /// Takes a condition or a group away.
    pub fn remove(&mut self, key: u32) {
        self.parts.retain(|row| row.key != key);
        for row in &mut self.parts {
            if let Of::Group(_, all) = &mut row.of {
                all.retain(|(one, _)| *one != key);
            }
        }
    }

    /// Turns to another way of saying who is meant; rules begin with a condition.
    pub fn turn(&mut self, mode: Mode) {
        self.mode = mode;
        self.is_unreadable = false;
        if mode == Mode::Rules && self.parts.is_empty() {
            self.add(None, Source::System);
        }
    }
}

impl Why {
    pub fn sentence(&self) -> String {
        match self {
            Self::Ours(word) => crate::say!(word),
            Self::Theirs(text) => text.clone(),
        }
    }
}

/// A row's condition, to be bound to its fields.
pub fn condition_part(
    draft: crate::engage::draft::Part<Draft>,
    key: u32,
) -> crate::engage::draft::Part<Condition> {
    crate::engage::draft::Part::new(
        move || draft.with(|draft| draft.condition(key)),
        move |edit| draft.change(|draft| draft.change_condition(key, edit)),
    )
}

#[cfg(test)]
mod tests;
