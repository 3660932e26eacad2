//! Articles that may answer what is being written, until the team has answered (widget-sdk.md §4.3).

use crate::{
    composer::Composer,
    later::parts::{article_row, in_workspace, leads},
    session::letters,
    thread::Thread,
};
use client::{
    Loaded, Var,
    codec::Looked,
    dom::{El, after, effect, template},
};
use reactive_graph::graph::untrack;
use shared::{Function, suggestions::SearchForWidget};
use wasm_bindgen_futures::spawn_local;

/// Whoever rests for so many milliseconds has written what is to be searched for.
const REST: i32 = 300;
/// A shorter text is not searched for, nor more of a longer one, in characters.
const SHORTEST: usize = 2;
const LONGEST: usize = 200;

#[derive(Clone, Copy)]
struct Suggest {
    thread: Thread,
    found: Var<Loaded<Looked>>,
    /// Grows with each search, so that what an earlier one finds late is not shown.
    round: Var<u32>,
}

pub fn put(thread: Thread, composer: Composer, into: El) -> El {
    let this = Suggest { thread, found: Var::new(Loaded::Waiting), round: Var::new(0) };
    effect(move || {
        let text = composer.text.with(|text| text.trim().to_owned());
        this.look_for(if thread.is_answered() { String::new() } else { text });
    });
    into.put_by(
        move || this.found.get(),
        move |found| {
            let Loaded::Ready(found) = found else { return None };
            let found = found.json.each();
            let place = leads(thread.it, template("suggested"));
            drop(place.part("ul").put_all(found.iter().map(article_row)));
            (!found.is_empty()).then_some(place)
        },
    )
}

impl Suggest {
    fn look_for(self, text: String) {
        self.round.update(|round| *round += 1);
        let round = self.round.get_untracked();
        if letters(&text) < SHORTEST {
            self.found.set_if_other(Loaded::Waiting);
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
        let args = untrack(|| in_workspace(it, &[("query", &query), ("origin", &it.frame.origin())]));
        let Some(args) = args else { return };
        // Nobody waits for what cannot be found.
        let found = it.server.act(SearchForWidget::NAME, args).await.unwrap_or_default();
        if self.is_newest(round) {
            self.found.set_if_other(Loaded::Ready(found.into()));
        }
    }
}
