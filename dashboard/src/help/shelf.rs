//! The help centre from above: its collections beside the articles of the one that is chosen.

use super::{
    Collections, access::Access, begin, collection_form, list::ArticleList, place::Place, public_address,
    tree,
};
use crate::{
    desk::{Confirm, Desk, Overlay, desk},
    icons::{Icon, icon},
    link,
    parts::skeleton,
    route::Route,
    say,
    sidebar::follow,
};
use leptos::prelude::*;
use shared::{
    collections::{Collection, Remove, Reorder},
    id::CollectionId,
    permissions::Permission,
};
use tree::Branch;

#[component]
pub fn Shelf(collections: Collections) -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.may(Permission::ArticlesCreate));
    let chosen = Memo::new(move |_| match desk.route.get() {
        Route::HelpCenter(Place::Collection(id)) => Some(id),
        _ => None,
    });
    let collection = Memo::new(move |_| {
        let id = chosen.get()?;
        collections
            .with(|all| Some(all.as_ref()?.iter().find(|row| row.collection.id == id)?.collection.clone()))
    });
    view! {
        <div class="help-center" class:inside=move || chosen.get().is_some() data-testid="help-center">
            <Tree collections=collections may=may />
            <section class="shelf" aria-label=say!("hc-articles")>
                <header>
                    <a class="plain back" href=Route::HelpCenter(Place::All).path() aria-label=say!("hc-all") on:click=follow(Route::HelpCenter(Place::All))>{icon(Icon::Back)}</a>
                    <h1 dir="auto">{move || collection.get().map_or_else(|| say!("help-center"), |it| it.name)}</h1>
                    <Show when=move || may.get()>
                        <button class="button primary" data-testid="article-new" on:click=move |_| begin(desk, chosen.get_untracked())>
                            {icon(Icon::Plus)} <span>{say!("hc-new-article")}</span>
                        </button>
                    </Show>
                    {move || collection.get().map(|it| view! { <About collection=it collections=collections may=may /> })}
                </header>
                {move || chosen.get().is_none().then(|| view! { <Access /> })}
                <ArticleList chosen=chosen collections=collections />
            </section>
        </div>
    }
}

#[component]
fn Tree(collections: Collections, may: Memo<bool>) -> impl IntoView {
    let desk = desk();
    let branches = Memo::new(move |_| collections.with(|all| all.as_deref().map(tree::branches)));
    let is_all = move || desk.route.get() == Route::HelpCenter(Place::All);
    view! {
        <nav class="shelves" aria-label=say!("hc-collections")>
            <header>
                <h2 class="caption">{say!("hc-collections")}</h2>
                <Show when=move || may.get()>
                    <button class="plain" aria-label=say!("hc-new-collection") title=say!("hc-new-collection") data-testid="collection-new" on:click=move |_| collection_form::open(desk, None, None)>
                        {icon(Icon::Plus)}
                    </button>
                </Show>
            </header>
            <a class="entry" href=Route::HelpCenter(Place::All).path() aria-current=move || is_all().then_some("page") on:click=follow(Route::HelpCenter(Place::All))>
                <span class="sign" aria-hidden="true">{"∗"}</span> <span class="name">{say!("hc-all")}</span>
            </a>
            {move || branches.with(Option::is_none).then(|| skeleton(3))}
            <ul data-testid="collections">
                <For
                    each=move || branches.get().unwrap_or_default()
                    key=|branch| (branch.row.collection.id, branch.depth, branch.row.collection.updated_at, branch.row.article_count)
                    let:branch
                >
                    {leaf(desk, branch)}
                </For>
            </ul>
            {move || branches.with(|all| all.as_ref().is_some_and(Vec::is_empty)).then(|| view! { <p class="quiet">{say!("hc-no-collections")}</p> })}
        </nav>
    }
}

fn leaf(desk: Desk, branch: Branch) -> impl IntoView {
    let Branch { row, depth } = branch;
    let place = Route::HelpCenter(Place::Collection(row.collection.id));
    let sign = row.collection.icon.filter(|icon| icon.chars().count() <= 8).unwrap_or_else(|| "·".into());
    view! {
        <li style:--depth=depth.to_string()>
            <a
                class="entry"
                href=place.path()
                data-testid="collection"
                aria-current=move || (desk.route.get() == place).then_some("page")
                on:click=follow(place)
            >
                <span class="sign" aria-hidden="true">{sign}</span>
                <span class="name" dir="auto">{row.collection.name}</span>
                <small>{row.article_count}</small>
            </a>
        </li>
    }
}

/// What the chosen collection is, and what can be done with it.
#[component]
fn About(collection: Collection, collections: Collections, may: Memo<bool>) -> impl IntoView {
    let desk = desk();
    let id = collection.id;
    let kept = StoredValue::new(collection.clone());
    let step = move |by: isize| {
        let moves = collections.with_untracked(|all| tree::moved(all.as_deref().unwrap_or_default(), id, by));
        for (id, new_order) in moves {
            link::send_then(Reorder { id, new_order }, |_| ());
        }
    };
    let cannot = move |by: isize| {
        collections.with(|all| tree::moved(all.as_deref().unwrap_or_default(), id, by).is_empty())
    };
    view! {
        <div class="about">
            {collection.description.map(|text| view! { <p class="lead" dir="auto">{text}</p> })}
            <Show when=move || may.get()>
                <div class="row-actions">
                    <button class="button" data-testid="collection-edit" on:click=move |_| collection_form::open(desk, Some(kept.get_value()), None)>{say!("hc-edit")}</button>
                    <button class="button" data-testid="collection-sub" on:click=move |_| collection_form::open(desk, None, Some(id))>{say!("hc-new-inside")}</button>
                    <button class="button" data-testid="collection-up" disabled=move || cannot(-1) on:click=move |_| step(-1)>{say!("hc-up")}</button>
                    <button class="button" data-testid="collection-down" disabled=move || cannot(1) on:click=move |_| step(1)>{say!("hc-down")}</button>
                    <button class="button" data-testid="collection-delete" on:click=move |_| remove(desk, id, &kept.get_value().name)>{say!("hc-delete")}</button>
                </div>
            </Show>
        </div>
    }
}

fn remove(desk: Desk, id: CollectionId, name: &str) {
    desk.open(Overlay::Confirm(Confirm {
        title: say!("hc-delete-title", name = name),
        text: say!("hc-delete-collection-text"),
        action: say!("hc-delete"),
        // A collection that is not empty is refused, and the notice says so.
        run: Callback::new(move |()| {
            link::send_then(Remove { id }, move |_| {
                desk.go(Route::HelpCenter(Place::All));
                desk.notices.done(say!("hc-deleted"));
            });
        }),
    }));
}

/// A link to the pages that the public reads.
pub fn public_link(desk: Desk) -> impl IntoView {
    move || {
        desk.workspace_id().map(|workspace| {
            let address = public_address(workspace, None);
            view! { <a class="button" href=address target="_blank" rel="noopener" data-testid="public-help">{icon(Icon::Globe)} <span>{say!("hc-visit")}</span></a> }
        })
    }
}
