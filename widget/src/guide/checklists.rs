//! Checklists: a tab of the messenger with all of them, and above the launcher how far the first unfinished one is (widget-sdk.md §5.5).

mod cards;
mod pill;

use super::{
    Guide,
    acts::{on_another_visitor, session},
};
use crate::{
    later::parts::in_workspace,
    words::{Number, say_with},
};
use client::{
    Var,
    codec::{Json, Looked},
    decimal::decimal,
    dom::{El, effect, window},
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    checklists::{CompleteTask, GetEligible, UncompleteTask},
};

#[derive(Clone, Copy)]
struct Checklists {
    guide: Guide,
    /// Each with what is done of it, newest first. The last that were known: one that is on its way again takes no screen away.
    rows: Var<Looked>,
    has_failed: Var<bool>,
}

pub fn begin(guide: Guide) {
    if !guide.has("checklists") {
        return;
    }
    let it = guide.it;
    let list = it.server.live(GetEligible::NAME, move || in_workspace(it, &[]));
    it.session.watch(list);
    let rows = Var::new(Looked::from(Json::default()));
    let this = Checklists { guide, rows, has_failed: Var::new(false) };
    on_another_visitor(guide, move || rows.set(Json::default().into()));
    effect(move || {
        if let Some(list) = list.value() {
            rows.set_if_other(list);
        }
    });
    it.tasks.draw.replace(Some(Box::new(move || cards::screen(this))));
    effect(move || it.tasks.is_there.set_if_other(rows.with(|rows| !rows.json.each().is_empty())));
    guide.pieces.put_in_corner(move || pill::wanted(this), move |row| Some(pill::pill(this, row.as_ref()?)));
}

impl Checklists {
    fn all(self) -> Vec<Json> {
        self.rows.with(|rows| rows.json.each())
    }

    /// The tasks of a checklist that are done.
    fn done(self, id: &str) -> Vec<String> {
        let is_it = |row: &Json| row.get("checklist").says("_id", id);
        let row = self.all().into_iter().find(is_it).unwrap_or_default();
        row.get("progress").get("completedTaskIds").each().iter().filter_map(Json::as_text).collect()
    }

    /// How many tasks are done, and how many there are.
    fn count(self, checklist: &Json) -> (usize, usize) {
        let done = self.done(&checklist.said("_id"));
        let tasks = checklist.get("tasks").each();
        let is_done = |task: &&Json| task.text("id").is_some_and(|id| done.contains(&id));
        (tasks.iter().filter(is_done).count(), tasks.len())
    }

    /// The first checklist of which not everything is done.
    fn unfinished(self) -> Option<Json> {
        let is_unfinished = |checklist: &Json| {
            let (done, all) = self.count(checklist);
            done < all
        };
        self.all().iter().map(|row| row.get("checklist")).find(is_unfinished)
    }

    /// Has a task that is done by hand done, or not.
    fn set(self, checklist: &str, task: &str, is_done: bool) {
        let it = self.guide.it;
        let args = [("checklistId", checklist), ("taskId", task)];
        let Some(args) = untrack(|| in_workspace(it, &args)) else { return self.fail() };
        self.has_failed.set(false);
        let name = if is_done { CompleteTask::NAME } else { UncompleteTask::NAME };
        let failed = move |error| {
            it.session.check(&error);
            self.fail();
        };
        it.server.tell(name, args, failed);
    }

    /// Says so, and shows again what is known.
    fn fail(self) {
        self.has_failed.set(true);
        self.rows.update(|_| ());
    }
}

/// Puts its name, and how much of it is done in words and as a ring.
fn show_count(this: Checklists, checklist: &Json, into: &El) {
    drop(into.part("b").text(&checklist.said("name")));
    let (in_words, as_ring) = (checklist.clone(), checklist.clone());
    drop(into.part("small").text_by(move || {
        let (done, all) = this.count(&in_words);
        say_with("tasks-done", &[("done", Number(done as f64)), ("all", Number(all as f64))])
    }));
    drop(into.part(".part").set_by("stroke-dasharray", move || {
        let (done, all) = this.count(&as_ring);
        Some([&decimal((100 * done / all.max(1)) as i64), " 100"].concat())
    }));
}

/// Where this browser keeps that the visitor wants to see no progress, for as long as its session lasts.
const HIDDEN: &str = "docent_tasks_hidden";

fn is_hidden(guide: Guide) -> bool {
    let storage = window().local_storage().ok().flatten();
    let kept = storage.and_then(|storage| storage.get_item(HIDDEN).ok().flatten());
    kept.is_some_and(|kept| kept == session(guide))
}

fn hide(guide: Guide) {
    if let Some(storage) = window().local_storage().ok().flatten() {
        // Where it keeps nothing, it is hidden until the page is left.
        let _ = storage.set_item(HIDDEN, &session(guide));
    }
}
