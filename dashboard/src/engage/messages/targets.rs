//! What a button can lead to inside of Docent: a tour, an article, a part of the messenger.

use crate::{
    desk::desk,
    engage::{
        draft::Part,
        fields::{Field, choice},
    },
    link,
    parts::fields::choose,
    say,
};
use leptos::prelude::*;
use shared::{
    articles,
    id::{ArticleId, TourId},
    tours,
};

/// What can be chosen from; asked for once by the editor.
#[derive(Clone, Copy)]
pub struct Targets {
    tours: Signal<Option<Vec<(TourId, String)>>>,
    articles: Signal<Option<Vec<(ArticleId, String)>>>,
}

/// Articles that are offered.
const MOST: i64 = 500;

impl Targets {
    pub fn new() -> Self {
        let desk = desk();
        let tours = link::live(move || {
            Some(tours::List { workspace_id: desk.workspace_id()?, status: None, limit: None, after: None })
        });
        let articles = link::live(move || {
            Some(articles::List {
                workspace_id: desk.workspace_id()?,
                status: Some(articles::Status::Published),
                collection_id: None,
                visibility: None,
                by_order: None,
                limit: Some(MOST),
                cursor: None,
            })
        });
        Self {
            tours: Signal::derive(move || {
                Some(tours.get()?.into_iter().map(|tour| (tour.id, tour.name)).collect())
            }),
            articles: Signal::derive(move || {
                Some(articles.get()?.into_iter().map(|article| (article.id, article.title)).collect())
            }),
        }
    }
}

/// The tour that begins.
pub fn tour(targets: Targets, value: Part<Option<TourId>>) -> impl IntoView {
    chosen(Field::of("om-tour-which"), targets.tours, value)
}

/// The article that opens.
pub fn article(targets: Targets, value: Part<Option<ArticleId>>) -> impl IntoView {
    chosen(Field::of("om-article-which"), targets.articles, value)
}

/// One of what there is; what is chosen and not among it is still said to be something.
fn chosen<I: Copy + PartialEq + Send + Sync + 'static>(
    field: Field,
    known: Signal<Option<Vec<(I, String)>>>,
    value: Part<Option<I>>,
) -> impl IntoView {
    let options = move || {
        let known = known.get().unwrap_or_default();
        let other = value.get().filter(|id| known.iter().all(|(one, _)| one != id));
        let none = (None, say!("om-choose"));
        let other = other.map(|id| (Some(id), say!("om-other")));
        let all: Vec<_> = std::iter::once(none)
            .chain(known.into_iter().map(|(id, name)| (Some(id), name)))
            .chain(other)
            .collect();
        choose(say!(field.word), field.name, all, move || value.get(), move |id| value.set(id))
    };
    view! { <label><span>{say!(field.word)}</span>{options}</label> }
}

/// The part of the messenger that opens.
pub fn tab(value: Part<Option<String>>) -> impl IntoView {
    let tabs = [
        ("home", "tab-home"),
        ("messages", "tab-messages"),
        ("help", "tab-help"),
        ("tours", "tab-tours"),
        ("tasks", "tab-tasks"),
        ("tickets", "tab-tickets"),
    ];
    let tabs = tabs.map(|(id, word)| (Some(id.to_owned()), say!(word)));
    let all = std::iter::once((None, say!("om-choose"))).chain(tabs).collect();
    choice(Field::of("om-tab-which"), all, value)
}
