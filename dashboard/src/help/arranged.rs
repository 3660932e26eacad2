//! The articles of a collection in the order that readers see: moved here at once, and then at the server.

use crate::{
    desk::Desk,
    engage::order::{Handles, Order, moved},
    link,
};
use leptos::prelude::*;
use shared::{
    articles::{Article, Reorder},
    id::ArticleId,
};
use std::collections::HashMap;

/// How their rows are found again.
pub const ARTICLES: &str = "article-place";

/// A list whose articles can be moved; a copy is the same.
#[derive(Clone, Copy)]
pub struct Arranged {
    listed: link::Newest<Vec<Article>>,
    /// What was moved here and is not listed so yet.
    wish: RwSignal<Option<Vec<ArticleId>>>,
    order: Order,
}

impl Arranged {
    pub fn new(desk: Desk, listed: link::Newest<Vec<Article>>) -> Self {
        let wish = RwSignal::new(None::<Vec<ArticleId>>);
        // What is on its way there; it may be moved again before it arrives.
        let sent = StoredValue::new(HashMap::<ArticleId, i64>::new());
        let client = StoredValue::new(link::client());
        let count = move || listed.with(|all| all.as_ref().map_or(0, Vec::len));
        let order = Order::new(ARTICLES, count, move |from, to| {
            let mut all = shown(listed, wish).unwrap_or_default();
            moved(&mut all, from, to);
            wish.set(Some(all.iter().map(|article| article.id).collect()));
            for place in sent.with_value(|sent| renumbered(&all, sent)) {
                sent.update_value(|sent| _ = sent.insert(place.id, place.new_order));
                let client = client.get_value();
                leptos::task::spawn_local(async move {
                    if let Err(error) = client.call(place).await {
                        desk.notices.failed(&error);
                        wish.try_set(None);
                        sent.try_update_value(HashMap::clear);
                    }
                });
            }
        });
        Effect::new(move |_| {
            let is_done = listed.with(|all| {
                let ids = all.iter().flatten().map(|article| article.id);
                wish.with(|wish| wish.as_ref().is_some_and(|wish| ids.eq(wish.iter().copied())))
            });
            if is_done {
                wish.set(None);
                sent.update_value(HashMap::clear);
            }
        });
        Self { listed, wish, order }
    }

    pub fn shown(self) -> Option<Vec<Article>> {
        shown(self.listed, self.wish)
    }

    pub fn handles(self, article: &Article) -> Handles {
        let id = article.id;
        let at =
            move || self.shown().unwrap_or_default().iter().position(|one| one.id == id).unwrap_or_default();
        Handles {
            order: self.order,
            at: Memo::new(move |_| at()).into(),
            title: Signal::stored(article.title.clone()),
        }
    }
}

fn shown(listed: link::Newest<Vec<Article>>, wish: RwSignal<Option<Vec<ArticleId>>>) -> Option<Vec<Article>> {
    let mut all = listed.get()?;
    wish.with(|wish| {
        if let Some(wish) = wish {
            // What has come meanwhile stands at the end.
            all.sort_by_key(|one| wish.iter().position(|id| *id == one.id).unwrap_or(usize::MAX));
        }
    });
    Some(all)
}

/// The places to be written so that these stand in this order.
fn renumbered(all: &[Article], sent: &HashMap<ArticleId, i64>) -> Vec<Reorder> {
    let places = all
        .iter()
        .zip(0..)
        .filter(|(article, place)| sent.get(&article.id).unwrap_or(&article.order) != place);
    places.map(|(article, place)| Reorder { id: article.id, new_order: place }).collect()
}
