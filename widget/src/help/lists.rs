//! Collections and the articles in them.

use super::tree::{self, Collection, children, count};
use crate::{
    icons::{self, icon},
    later::parts::{article_row, forward, nothing, put_answer, sub_header, text_of, who},
    messenger::{Help, Messenger, Screen},
    panel::button,
    words::{Number, Says, say, say_with},
};
use client::{
    Live,
    codec::{Json, Looked},
    dom::{El, el},
};
use shared::{articles::ListForVisitor, collections::ListHierarchyForVisitor, id::CollectionId};

/// What stands where nothing is searched for: the collections, then the articles that are in none.
pub fn everything(it: Messenger) -> El {
    let titles = titles(it, None);
    put_answer(el("div").set("data-testid", "widget-help-list"), collections(it), move |answer| {
        let tree = tree::read(answer);
        let has_any = !tree.is_empty();
        let list = el("div").put_all(list(it, &tree, None));
        put_answer(list, titles, move |titles| articles(it, titles, has_any))
    })
}

pub fn collection(it: Messenger, id: CollectionId) -> El {
    let (answer, titles, own) = (collections(it), titles(it, Some(id)), id.text());
    let find = {
        let own = own.clone();
        move |answer: &Json| answer.each().into_iter().find(|row| row.text("_id").as_ref() == Some(&own))
    };
    let name = {
        let find = find.clone();
        move || text_of(answer, |answer| find(answer)?.text("name"))
    };
    let description = move || text_of(answer, |answer| find(answer)?.filled("description"));
    let title = el("h1").set("tabindex", "-1").set("dir", "auto").text_by(name);
    let scroll = el("div.scroll")
        .set("data-testid", "widget-collection")
        .put_by(description, |text| (!text.is_empty()).then(|| el("p.about").set("dir", "auto").text(text)));
    let scroll = put_answer(scroll, answer, move |answer| {
        let tree = tree::read(answer);
        let has_any = children(&tree, Some(&own)).next().is_some();
        let list = el("div").put_all(list(it, &tree, Some(&own)));
        put_answer(list, titles, move |titles| articles(it, titles, has_any))
    });
    el("div.screen").put(sub_header(it, title)).put(scroll)
}

/// How many articles the home shows.
const FEATURED: i64 = 5;

/// The first articles, as a card of the home; nothing where there is none.
pub fn featured(it: Messenger) -> El {
    let titles = it.server.live(move || {
        let (workspace_id, session_token) = who(it)?;
        Some(ListForVisitor {
            workspace_id,
            visitor_id: None,
            session_token,
            collection_id: None,
            without_collection: None,
            without_content: Some(true),
            limit: Some(FEATURED),
        })
    });
    el("div").put_by(
        move || titles.with_value(Clone::clone),
        move |answer| {
            let rows = answer.as_ref()?.json.each();
            let head = el("div.card-head").put(el("h2").say("featured"));
            let card = el("section.card-box").set("data-testid", "widget-featured").put(head);
            (!rows.is_empty()).then(|| card.put(rows_of(it, &rows)))
        },
    )
}

fn collections(it: Messenger) -> Live<Looked> {
    let tree = it.server.live(move || {
        let (workspace_id, session_token) = who(it)?;
        Some(ListHierarchyForVisitor { workspace_id, visitor_id: None, session_token })
    });
    it.session.watch(tree);
    tree
}

/// The titles in a collection, or of what is in none.
fn titles(it: Messenger, collection_id: Option<CollectionId>) -> Live<Looked> {
    it.server.live(move || {
        let (workspace_id, session_token) = who(it)?;
        Some(ListForVisitor {
            workspace_id,
            visitor_id: None,
            session_token,
            collection_id,
            without_collection: collection_id.is_none().then_some(true),
            without_content: Some(true),
            limit: None,
        })
    })
}

fn list(it: Messenger, tree: &[Collection], parent: Option<&str>) -> Option<El> {
    let rows: Vec<_> = children(tree, parent).map(|one| collection_row(it, one, count(tree, one))).collect();
    (!rows.is_empty()).then(|| el("ul.rows").put_all(rows))
}

fn collection_row(it: Messenger, row: &Collection, count: f64) -> El {
    let id = row.id.parse();
    // An emoji; a name of some icon set says nothing here.
    let picture = match row.icon.as_deref().filter(|icon| !icon.is_ascii() && icon.len() <= 32) {
        Some(emoji) => el("span.tile").text(emoji),
        None => el("span.tile").put(icon(icons::BOOK)),
    };
    let description = row.description.as_deref();
    let description = description.map(|text| el("span.row-last two").set("dir", "auto").text(text));
    let words = el("span.row-text")
        .put(el("strong").set("dir", "auto").text(&row.name))
        .put_all(description)
        .put(el("span.row-count").text(&say_with("articles", &[("count", Number(count))])));
    let opens = button("row")
        .set("data-testid", "widget-collection-item")
        .on_click(move || {
            if let Ok(id) = id {
                it.open(Screen::Help(Help::Collection(id)));
            }
        })
        .put(picture.set("aria-hidden", "true"))
        .put(words)
        .put(forward());
    el("li").put(opens)
}

/// The articles of a place; `has_others` says that something else stands above them.
fn articles(it: Messenger, titles: &Json, has_others: bool) -> El {
    let titles = titles.each();
    if titles.is_empty() {
        return if has_others { el("div") } else { nothing(icons::BOOK, &say("no-articles"), "") };
    }
    let heading = has_others.then(|| el("h2.group").say("other-articles"));
    el("div").put_all(heading).put(rows_of(it, &titles))
}

fn rows_of(it: Messenger, titles: &[Json]) -> El {
    let row = |row: &Json| {
        article_row(it, row, el("span").set("dir", "auto").text(&row.text("title").unwrap_or_default()))
    };
    el("ul.rows lines-between").put_all(titles.iter().map(row))
}
