//! Articles that may answer what is being written, until the team has answered (widget-sdk.md §4.3).

use crate::{
    composer::Composer,
    later::parts::{article_row, in_workspace},
    thread::Thread,
    words::Says,
};
use client::{
    Var,
    codec::{Json, Looked},
    dom::{El, after, effect, el},
};
use reactive_graph::graph::untrack;
use shared::{Function, articles::SearchForVisitor};
use wasm_bindgen_futures::spawn_local;

/// Whoever rests for so many milliseconds has written what is to be searched for.
const REST: i32 = 300;
/// A shorter text is not searched for, nor more of a longer one, in characters.
const SHORTEST: usize = 2;
const LONGEST: usize = 200;
/// How many articles are shown.
const MOST: usize = 3;

#[derive(Clone, Copy)]
struct Suggest {
    thread: Thread,
    found: Var<Looked>,
    /// Grows with each search, so that what an earlier one finds late is not shown.
    round: Var<u32>,
}

pub fn put(thread: Thread, composer: Composer, into: El) -> El {
    let this = Suggest { thread, found: Var::new(Json::default().into()), round: Var::new(0) };
    effect(move || {
        let text = composer.text.with(|text| text.trim().to_owned());
        this.look_for(if thread.is_answered() { String::new() } else { text });
    });
    into.put_by(
        move || this.found.get(),
        move |found| {
            let found = found.json.each();
            let rows = found.iter().take(MOST).map(|one| {
                let title = el("span").set("dir", "auto").text(&one.text("title").unwrap_or_default());
                article_row(thread.it, one, title)
            });
            let list = el("ul.rows").put_all(rows);
            let heading = el("h2").say("suggested");
            let place = el("section.suggested").set("data-testid", "widget-suggested-articles");
            (!found.is_empty()).then(|| place.put(heading).put(list))
        },
    )
}

impl Suggest {
    fn look_for(self, text: String) {
        self.round.update(|round| *round += 1);
        let round = self.round.get_untracked();
        if text.chars().count() < SHORTEST {
            self.found.set_if_other(Json::default().into());
            return;
        }
        let query: String = text.chars().take(LONGEST).collect();
        after(REST, move || {
            if self.is_newest(round) {
                spawn_local(self.ask(query, round));
            }
        });
    }

    /// False also once the screen is gone.
    fn is_newest(self, round: u32) -> bool {
        self.round.try_get_untracked() == Some(round)
    }

    async fn ask(self, query: String, round: u32) {
        let it = self.thread.it;
        let Some(args) = untrack(|| in_workspace(it, &[("query", &query)])) else { return };
        // Nobody waits for what cannot be found.
        let found = it.server.ask_json(SearchForVisitor::NAME, args).await.unwrap_or_default();
        if self.is_newest(round) {
            self.found.set_if_other(found.into());
        }
    }
}
