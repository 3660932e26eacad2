//! The start of the help centre: a field, and what is found for it or else everything there is.

use super::lists::everything;
use crate::{
    conversations::skeleton,
    icons::{self, icon},
    later::parts::{article_row, failed, nothing},
    messenger::Messenger,
    panel::{button, close_button, is_escape},
    words::{Number, Says, Text, say, say_with},
};
use client::{
    Var,
    codec::{Json, Looked},
    dom::{El, after, effect, el},
};
use reactive_graph::graph::untrack;
use shared::articles::SearchForVisitor;
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
    Failed,
}

/// Lives as long as the screen.
#[derive(Clone, Copy)]
struct Search {
    it: Messenger,
    stage: Var<Stage>,
    /// What was found last; it stays while something else is searched for.
    found: Var<Looked>,
    /// Grows with each search, so that what an earlier one finds late is not shown.
    round: Var<u32>,
}

pub fn start(it: Messenger, is_search: bool) -> El {
    let this = Search {
        it,
        stage: Var::new(Stage::Idle),
        found: Var::new(Json::default().into()),
        round: Var::new(0),
    };
    let title = el("h1").set("tabindex", "-1").say("help");
    let content = el("div.scroll")
        .put_if(move || this.stage.get() == Stage::Idle, move || everything(it))
        .put_if(move || this.stage.get() != Stage::Idle, move || results(this));
    let screen = el("div.screen")
        .put(el("header.bar").put(title).put(close_button(it)))
        .put(field(this, is_search))
        .put(content);
    // What was searched for before stands in the field, and there may be no session yet.
    effect(move || {
        it.session.token.get();
        untrack(|| this.look_for(0));
    });
    screen
}

fn field(this: Search, is_first: bool) -> El {
    let input = el("input")
        .class(if is_first { "first" } else { "" })
        .set("type", "search")
        .set("enterkeyhint", "search")
        .set("maxlength", "200")
        .set("autocomplete", "off")
        .set("placeholder", &say("search-help"))
        .label("search-help")
        .set("data-testid", "widget-help-search");
    let node: HtmlInputElement = input.cast();
    node.set_value(&this.text());
    let (typed, cleared) = (node.clone(), node);
    let input = input.on("input", move |_| this.typed(typed.value())).on("keydown", move |event| {
        if is_escape(event.unchecked_ref()) && !cleared.value().is_empty() {
            // The panel would close at it.
            event.prevent_default();
            cleared.set_value("");
            this.typed(String::new());
        }
    });
    el("form.search")
        .set("role", "search")
        .on("submit", move |event| {
            event.prevent_default();
            this.look_for(0);
        })
        .put(el("div.field").put(icon(icons::SEARCH)).put(input))
}

fn results(this: Search) -> El {
    let it = this.it;
    let shown = move || (this.stage.get(), this.found.get());
    el("div").set("data-testid", "widget-help-results").put_by(shown, move |(stage, found)| {
        let found = found.json.each();
        Some(match (stage, found.is_empty()) {
            (Stage::Failed, _) => failed(),
            (Stage::Searching, true) => skeleton(),
            (_, true) => {
                let title = say_with("none-found", &[("text", Text(&this.text()))]);
                let write = button("primary").on_click(move || it.talk(None)).say("send-us-a-message");
                nothing(icons::SEARCH, &title, &say("none-found-hint")).put(write)
            }
            (stage, false) => el("ul.rows lines-between")
                // What was found before, while something else is searched for.
                .set("aria-busy", if *stage == Stage::Searching { "true" } else { "false" })
                .put_all(found.iter().map(|one| article_row(it, one, hit(one)))),
        })
    })
}

fn hit(found: &Json) -> El {
    let title = pieces(el("strong").set("dir", "auto"), &found.get("titlePieces"));
    let excerpt = pieces(el("span.row-last two").set("dir", "auto"), &found.get("excerpt"));
    el("span").put(title).put(excerpt)
}

/// An excerpt with the words marked that were searched for (`shared::excerpt::Piece`).
fn pieces(into: El, pieces: &Json) -> El {
    pieces.each().iter().fold(into, |into, piece| {
        let text = piece.text("text").unwrap_or_default();
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
        if self.text().chars().count() < SHORTEST {
            self.found.set(Json::default().into());
            self.stage.set_if_other(Stage::Idle);
            return;
        }
        self.stage.set_if_other(Stage::Searching);
        let round = self.round.get_untracked();
        let ask = move || {
            if self.is_newest(round) {
                spawn_local(self.ask(round));
            }
        };
        if rest > 0 { after(rest, ask) } else { ask() }
    }

    /// False also once the screen is gone.
    fn is_newest(self, round: u32) -> bool {
        self.round.try_get_untracked() == Some(round)
    }

    async fn ask(self, round: u32) {
        let session = self.it.session;
        let (Some(workspace_id), Some(token)) = (session.workspace, session.token.get_untracked()) else {
            return;
        };
        let query = self.text();
        let search = SearchForVisitor { workspace_id, visitor_id: None, session_token: Some(token), query };
        let found = self.it.server.ask(search).await;
        if !self.is_newest(round) {
            return;
        }
        match found {
            Ok(found) => {
                let count = Number(found.each().len() as f64);
                self.it.announced.set(say_with("found", &[("count", count)]));
                self.found.set(found.into());
                self.stage.set(Stage::Done);
            }
            Err(error) => {
                session.check(&error);
                self.stage.set(Stage::Failed);
            }
        }
    }
}
