//! The start of the help centre: a field, and what is found for it or else everything there is.

use super::lists::everything;
use crate::{
    conversations::skeleton,
    later::parts::{in_workspace, row, screen},
    messenger::Messenger,
    panel::is_escape,
    session::letters,
    words::{Number, Text, say_with},
};
use client::{
    Loaded, Var,
    codec::{Json, Looked},
    dom::{El, after, effect, el, template},
};
use reactive_graph::graph::untrack;
use shared::{Function, articles::SearchForVisitor};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// Whoever rests for so many milliseconds has typed what is to be searched for.
const REST: i32 = 200;
/// A shorter text is not searched for, in characters.
const SHORTEST: usize = 2;

/// How far the search is.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Idle,
    Searching,
    Done,
}

/// Lives as long as the screen.
#[derive(Clone, Copy)]
struct Search {
    it: Messenger,
    stage: Var<Stage>,
    /// What was found last; it stays while something else is searched for.
    found: Var<Loaded<Looked>>,
    /// Grows with each search, so that what an earlier one finds late is not shown.
    round: Var<u32>,
}

pub fn start(it: Messenger, is_search: bool) -> El {
    let this =
        Search { it, stage: Var::new(Stage::Idle), found: Var::new(Loaded::Waiting), round: Var::new(0) };
    let screen = screen(it, "help-start");
    let is_idle = move || this.stage.get() == Stage::Idle;
    let scroll = screen.part(".scroll").put_if(is_idle, move || everything(it));
    drop(scroll.put_if(move || !is_idle(), move || results(this)));
    let input = screen.part("input");
    let input = if is_search { input.class("first") } else { input };
    let field: HtmlInputElement = input.cast();
    field.set_value(&this.text());
    drop(input.on("keydown", move |event| {
        if is_escape(event.unchecked_ref()) && !field.value().is_empty() {
            // The panel would close at it.
            event.prevent_default();
            field.set_value("");
            this.typed(String::new());
        }
    }));
    let field: HtmlInputElement = screen.part("input").cast();
    let form = screen.part("form").on("input", move |_| this.typed(field.value()));
    drop(form.on("submit", move |event| {
        event.prevent_default();
        this.look_for(0);
    }));
    // What was searched for before stands in the field, and there may be no session yet.
    effect(move || {
        it.session.token.get();
        untrack(|| this.look_for(0));
    });
    screen
}

fn results(this: Search) -> El {
    el("div").set("data-testid", "widget-help-results").put_by(
        move || this.found.get(),
        move |found| {
            Some(match found {
                Loaded::Waiting => skeleton(),
                Loaded::Failed(_) => template("failed"),
                Loaded::Ready(found) => list(this, &found.json.each()),
            })
        },
    )
}

fn list(this: Search, found: &[Json]) -> El {
    if found.is_empty() {
        return template("none-found").fill("h2", &say_with("none-found", &[("text", Text(&this.text()))]));
    }
    // What was found before stays, while something else is searched for.
    let is_busy = move || this.stage.get() == Stage::Searching;
    el("ul.rows lines-between")
        .set_by("aria-busy", move || Some(if is_busy() { "true" } else { "false" }.into()))
        .put_all(found.iter().map(hit))
}

fn hit(found: &Json) -> El {
    let drawn = row("found-row", found, &[]);
    drop(pieces(drawn.part("strong"), &found.get("titlePieces")));
    drop(pieces(drawn.part(".row-last"), &found.get("excerpt")));
    drawn
}

/// An excerpt with the words marked that were searched for (`shared::excerpt::Piece`).
fn pieces(into: El, pieces: &Json) -> El {
    pieces.each().iter().fold(into, |into, piece| {
        let text = piece.said("text");
        if piece.get("isMatch").is_true() { into.put(el("mark").text(&text)) } else { into.text(&text) }
    })
}

impl Search {
    fn text(self) -> String {
        self.it.kept.borrow().searched.trim().to_owned()
    }

    fn typed(self, text: String) {
        self.it.kept.borrow_mut().searched = text;
        self.look_for(REST);
    }

    /// Searches for what stands in the field, after so many milliseconds without another search.
    fn look_for(self, rest: i32) {
        self.round.update(|round| *round += 1);
        let is_search = letters(&self.text()) >= SHORTEST;
        let has_any =
            |found: &Loaded<Looked>| matches!(found, Loaded::Ready(found) if !found.json.each().is_empty());
        if !is_search || !self.found.with_untracked(has_any) {
            self.found.set_if_other(Loaded::Waiting);
        }
        self.stage.set_if_other(if is_search { Stage::Searching } else { Stage::Idle });
        if !is_search {
            return;
        }
        let round = self.round.get_untracked();
        let ask = move || {
            if self.is_newest(round) {
                self.ask(round);
            }
        };
        if rest > 0 { after(rest, ask) } else { ask() }
    }

    /// False also once the screen is gone.
    fn is_newest(self, round: u32) -> bool {
        self.round.try_get_untracked() == Some(round)
    }

    fn ask(self, round: u32) {
        let it = self.it;
        let Some(args) = untrack(|| in_workspace(it, &[("query", &self.text())])) else { return };
        let answer = it.server.ask(SearchForVisitor::NAME, args);
        spawn_local(async move {
            let answer = answer.await;
            if !self.is_newest(round) {
                return;
            }
            self.stage.set(Stage::Done);
            self.found.set_if_other(match answer {
                Ok(found) => {
                    let count = Number(found.each().len() as f64);
                    it.announced.set(say_with("found", &[("count", count)]));
                    Loaded::Ready(found.into())
                }
                Err(error) => {
                    it.session.check(&error);
                    Loaded::Failed(error)
                }
            });
        });
    }
}
