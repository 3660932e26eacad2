//! The step that is shown: which element of the page it means, whether that is there, whether this is the page for it.

use super::Tours;
use crate::guide::{
    page::{Act, Sight, Target},
    route::fits,
};
use client::{
    Var,
    codec::{Json, Looked},
    dom::{after, effect},
};
use reactive_graph::{graph::untrack, owner::Owner};
use std::cell::RefCell;

/// An element may come so much later than its step: pages draw themselves bit by bit.
const PATIENCE: i32 = 6_000;
/// A page may change so much later: a click that leads to it has to be followed first.
const WAY: i32 = 1_500;

/// One step, as long as it is the one that is shown.
#[derive(Clone)]
pub struct Step {
    pub row: Looked,
    pub target: Option<Target>,
    /// What stands in its way has stood there for a while.
    is_late: Var<bool>,
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
    }
}

/// What the visitor gets to see of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Nothing,
    /// It belongs to another page.
    Elsewhere,
    /// Its element is not in the page.
    Missing,
    Itself,
}

/// Why it cannot be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Route,
    BadRoute,
    Element,
}

impl Trouble {
    /// A word of `tour_progress::Reason`.
    fn word(self) -> &'static str {
        match self {
            Self::Route => "route_mismatch",
            Self::BadRoute => "checkpoint_invalid_route",
            Self::Element => "selector_missing",
        }
    }
}

impl Step {
    pub fn text(&self, name: &str) -> Option<String> {
        self.row.json.filled(name)
    }

    /// What leads on: a word of `tour_steps::AdvanceOn`.
    pub fn advances_on(&self) -> String {
        self.text("advanceOn").unwrap_or_else(|| "click".into())
    }

    /// Whether it is a card beside an element, and where that is.
    pub fn sight(&self) -> Option<Sight> {
        self.target.as_ref().map(|target| target.sight.get())
    }

    fn trouble(&self, tours: Tours) -> Option<Trouble> {
        let route = self.row.json.said("routePath");
        match tours.guide.page.url.with(|url| fits(&route, url)) {
            Some(false) => Some(Trouble::Route),
            None => Some(Trouble::BadRoute),
            Some(true) => (self.sight() == Some(Sight::Missing)).then_some(Trouble::Element),
        }
    }

    pub fn shown(&self, tours: Tours) -> Shown {
        match self.trouble(tours) {
            None if self.sight() == Some(Sight::Unknown) => Shown::Nothing,
            None => Shown::Itself,
            Some(_) if !self.is_late.get() => Shown::Nothing,
            Some(Trouble::Route) => Shown::Elsewhere,
            Some(_) => Shown::Missing,
        }
    }

    /// Why its element is not asked for any more: what [`Tours::skip`] is told.
    pub fn reason(&self, tours: Tours) -> &'static str {
        untrack(|| self.trouble(tours)).map_or("selector_missing", Trouble::word)
    }
}

type Key = Option<(String, usize)>;

/// Keeps `tours.step` at the step that is shown.
pub fn follow(tours: Tours) {
    // The tour and the place of the step, with what it started.
    let held: RefCell<Option<(Key, Owner)>> = RefCell::default();
    effect(move || {
        let key = tours.id().map(|id| (id, tours.at.get()));
        if held.borrow().as_ref().is_some_and(|(known, _)| *known == key) {
            return;
        }
        // First the old one goes: what follows its element ends with its owner.
        tours.step.set(None);
        drop(held.take());
        let owner = Owner::new();
        let row = key.as_ref().and_then(|(_, at)| untrack(|| tours.steps()).into_iter().nth(*at));
        if let Some(row) = row {
            tours.step.set(Some(owner.with(|| untrack(|| made(tours, row)))));
        }
        held.replace(Some((key, owner)));
    });
}

fn made(tours: Tours, row: Json) -> Step {
    let row = Looked::from(row);
    let selector = row.json.filled("elementSelector");
    let is_post = row.json.says("type", "post");
    let on: &[Act] = match row.json.text("advanceOn").as_deref() {
        Some("elementClick") => &[Act::Click],
        Some("fieldFill") => &[Act::Fill],
        _ => &[],
    };
    let acted = move |act| tours.advance(if act == Act::Click { "elementClick" } else { "fieldFill" });
    // A post in the middle may still wait for what is done with an element.
    let target = selector
        .as_deref()
        .filter(|_| !is_post || !on.is_empty())
        .map(|selector| tours.guide.page.follow(selector, on, acted));
    let step = Step { row, target: target.filter(|_| !is_post), is_late: Var::new(false) };
    let noted = step.clone();
    tours.note(selector.clone(), None);
    let is_told = RefCell::new(Vec::new());
    let round = std::rc::Rc::new(std::cell::Cell::new(0_u32));
    effect(move || {
        let trouble = noted.trouble(tours);
        round.set(round.get() + 1);
        let Some(trouble) = trouble else { return noted.is_late.set_if_other(false) };
        if untrack(|| noted.is_late.get()) {
            return;
        }
        let (mine, step, now) = (round.clone(), noted.clone(), round.get());
        let told = !is_told.borrow().contains(&trouble);
        if told {
            is_told.borrow_mut().push(trouble);
        }
        let selector = selector.clone();
        let wait = if trouble == Trouble::Route { WAY } else { PATIENCE };
        after(wait, move || {
            if mine.get() == now && !step.is_late.is_gone() {
                step.is_late.set(true);
                if told {
                    tours.note(selector, Some(trouble.word()));
                }
            }
        });
    });
    step
}
