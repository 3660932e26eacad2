//! The help centre's editor: collections and articles, writing with a preview, publishing, and who may read.

pub mod fields;
pub mod markdown;
pub mod place;
pub mod tree;

mod access;
mod arranged;
mod collection_form;
mod editor;
mod list;
mod shelf;

use crate::{
    desk::{Desk, desk},
    link,
    route::Route,
    say,
};
use editor::Editor;
use leptos::prelude::*;
use place::Place;
use shared::{
    articles::{Create, Status},
    collections::{Counted, ListHierarchy},
    id::{CollectionId, WorkspaceId},
};
use shelf::Shelf;

/// Every collection of the workspace, by place.
type Collections = link::Newest<Vec<Counted>>;

#[component]
pub fn HelpCenterScreen() -> impl IntoView {
    let desk = desk();
    let collections =
        link::live(move || Some(ListHierarchy { workspace_id: desk.workspace_id()?, public_only: None }));
    let open = Memo::new(move |_| match desk.route.get() {
        Route::HelpCenter(Place::Article(id)) => Some(id),
        _ => None,
    });
    move || match open.get() {
        Some(id) => view! { <Editor id=id collections=collections /> }.into_any(),
        None => view! { <Shelf collections=collections /> }.into_any(),
    }
}

/// Begins an article and shows it.
fn begin(desk: Desk, collection_id: Option<CollectionId>) {
    let Some(workspace_id) = desk.workspace_id() else { return };
    let new = Create {
        workspace_id,
        title: say!("hc-untitled"),
        content: String::new(),
        collection_id,
        visibility: None,
        tags: None,
        author_id: None,
    };
    link::send_then(new, move |id| desk.go(Route::HelpCenter(Place::Article(id))));
}

/// Where the public reads it.
fn public_address(workspace: WorkspaceId, slug: Option<&str>) -> String {
    match slug {
        Some(slug) => format!("/help/{workspace}/articles/{slug}"),
        None => format!("/help/{workspace}"),
    }
}

/// The word of a status in the catalogue.
fn status_word(status: Status) -> &'static str {
    match status {
        Status::Draft => "hc-draft",
        Status::Published => "hc-published",
        Status::Archived => "hc-archived",
    }
}
