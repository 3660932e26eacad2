//! Collections and the articles in them.

use super::tree::{self, Collection, children, count};
use crate::{
    later::parts::{article_row, in_workspace, leads, put_answer, row, screen, text_of},
    messenger::Messenger,
    words::{Number, say_with},
};
use client::{
    Live, Loaded,
    codec::{Json, Looked},
    dom::{El, el, template},
};
use shared::{Function, articles::ListForVisitor, collections::ListHierarchyForVisitor, id::CollectionId};

/// What stands where nothing is searched for: the collections, then the articles that are in none.
pub fn everything(it: Messenger) -> El {
    in_collection(it, el("div").set("data-testid", "widget-help-list"), collections(it), None)
}

pub fn collection(it: Messenger, id: CollectionId) -> El {
    let (answer, own) = (collections(it), id.text());
    let look = move |name: &'static str| {
        text_of(answer, |answer| answer.each().into_iter().find(|row| row.says("_id", &own))?.text(name))
    };
    let name = look.clone();
    let screen = screen(it, "help-collection");
    drop(screen.part("h1").text_by(move || name("name")));
    let scroll = screen.part(".scroll").put_by(
        move || look("description"),
        |text| (!text.is_empty()).then(|| el("p.about").set("dir", "auto").text(text)),
    );
    drop(in_collection(it, scroll, answer, Some(id)));
    screen
}

/// Appends the collections that are in one, or at the root, and the articles.
fn in_collection(it: Messenger, into: El, answer: Live<Looked>, id: Option<CollectionId>) -> El {
    let id = id.map(|id| id.text());
    let own = id.clone();
    let titles = it.server.live(ListForVisitor::NAME, move || {
        let all = in_workspace(it, &[])?.with("withoutContent", &true.into());
        Some(match &id {
            Some(id) => all.with("collectionId", &id.as_str().into()),
            None => all.with("withoutCollection", &true.into()),
        })
    });
    put_answer(into, answer, move |answer| {
        let tree = tree::read(answer);
        let rows: Vec<_> = children(&tree, own.as_deref()).map(|one| collection_row(&tree, one)).collect();
        let (list, has_any) = (el("div"), !rows.is_empty());
        let list = if has_any { list.put(el("ul.rows").put_all(rows)) } else { list };
        put_answer(list, titles, move |titles| articles(titles, has_any))
    })
}

/// How many articles the home shows.
const FEATURED: f64 = 5.0;

/// The first articles, as a card of the home; nothing where there is none.
pub fn featured(it: Messenger) -> El {
    let titles = it.server.live(ListForVisitor::NAME, move || {
        let all = in_workspace(it, &[])?.with("withoutContent", &true.into());
        Some(all.with("limit", &FEATURED.into()))
    });
    leads(it, el("div")).put_by(
        move || titles.get(),
        move |answer| {
            let Loaded::Ready(answer) = answer else { return None };
            let rows = answer.json.each();
            (!rows.is_empty()).then(|| template("featured").put(rows_of(&rows)))
        },
    )
}

fn collections(it: Messenger) -> Live<Looked> {
    let tree = it.server.live(ListHierarchyForVisitor::NAME, move || in_workspace(it, &[]));
    it.session.watch(tree);
    tree
}

fn collection_row(tree: &[Collection], one: &Collection) -> El {
    let places = [("strong", "name"), (".row-last", "description")];
    let drawn = row("collection-row", &one.row, &places);
    // An emoji; a name of some icon set says nothing here.
    if let Some(emoji) = one.row.filled("icon").filter(|icon| !icon.is_ascii() && icon.len() <= 32) {
        drop(drawn.clone().cut(".tile svg").fill(".tile", &emoji));
    }
    drawn.fill(".row-count", &say_with("articles", &[("count", Number(count(tree, one)))]))
}

/// The articles of a place; `has_others` says that something else stands above them.
fn articles(titles: &Json, has_others: bool) -> El {
    let titles = titles.each();
    match (titles.is_empty(), has_others) {
        (true, true) => el("div"),
        (true, false) => template("no-articles"),
        (false, true) => el("div").put(template("other-articles")).put(rows_of(&titles)),
        (false, false) => el("div").put(rows_of(&titles)),
    }
}

fn rows_of(titles: &[Json]) -> El {
    el("ul.rows lines-between").put_all(titles.iter().map(article_row))
}
