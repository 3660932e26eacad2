//! The form of a collection: name, sign, description, and what it is in.

use super::tree;
use crate::{
    desk::{Desk, Overlay, desk},
    dialog::Dialog,
    failures, link, say,
};
use leptos::prelude::*;
use shared::{
    collections::{Collection, Create, ListHierarchy, Update},
    id::CollectionId,
};
use std::collections::HashSet;

/// Opens the form of a new collection inside `parent`, or of one that is there.
pub fn open(desk: Desk, collection: Option<Collection>, parent: Option<CollectionId>) {
    let view = move || view! { <Form collection=collection.clone() parent=parent /> };
    desk.open(Overlay::Form(view.into()));
}

#[component]
fn Form(collection: Option<Collection>, parent: Option<CollectionId>) -> impl IntoView {
    let desk = desk();
    let id = collection.as_ref().map(|it| it.id);
    let text = |part: fn(&Collection) -> Option<String>| {
        RwSignal::new(collection.as_ref().and_then(part).unwrap_or_default())
    };
    let name = text(|it| Some(it.name.clone()));
    let sign = text(|it| it.icon.clone());
    let description = text(|it| it.description.clone());
    let parent = RwSignal::new(collection.as_ref().map_or(parent, |it| it.parent_id));
    let problem = RwSignal::new(None::<String>);
    let is_ready = move || name.with(|name| !name.trim().is_empty());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(workspace_id) = desk.workspace_id() else { return };
        if !is_ready() {
            return;
        }
        let name = name.get_untracked().trim().to_owned();
        let (sign, description) = (sign.get_untracked(), description.get_untracked());
        let parent_id = parent.get_untracked();
        match id {
            None => {
                let filled = |text: String| Some(text).filter(|text| !text.trim().is_empty());
                let new = Create {
                    workspace_id,
                    name,
                    description: filled(description),
                    icon: filled(sign),
                    parent_id,
                };
                save(desk, new, problem);
            }
            Some(id) => {
                let update = Update {
                    id,
                    name: Some(name),
                    description: Some(description),
                    icon: Some(sign),
                    parent_id: Some(parent_id),
                };
                save(desk, update, problem);
            }
        }
    };
    view! {
        <Dialog title=if id.is_some() { say!("hc-edit-collection") } else { say!("hc-new-collection") }>
            <form on:submit=submit>
                <label>
                    <span>{say!("hc-name")}</span>
                    <input dir="auto" required maxlength="255" autofocus data-testid="collection-name" prop:value=name on:input:target=move |event| name.set(event.target().value()) />
                </label>
                <label>
                    <span>{say!("hc-description")}</span>
                    <textarea dir="auto" rows="3" data-testid="collection-description" prop:value=description on:input:target=move |event| description.set(event.target().value())></textarea>
                </label>
                <div class="row-field">
                    <label class="short">
                        <span>{say!("hc-sign")}</span>
                        <input maxlength="8" placeholder="📦" prop:value=sign on:input:target=move |event| sign.set(event.target().value()) />
                    </label>
                    <label class="grow">
                        <span>{say!("hc-inside")}</span>
                        <Parents own=id chosen=parent />
                    </label>
                </div>
                <p class="problem" role="alert" data-testid="form-problem">{move || problem.get()}</p>
                <footer>
                    <button class="button" type="button" on:click=move |_| desk.close_overlay()>{say!("cancel")}</button>
                    <button class="button primary" type="submit" data-testid="collection-save" disabled=move || !is_ready()>{say!("save")}</button>
                </footer>
            </form>
        </Dialog>
    }
}

/// Every collection that this one can be put into.
#[component]
fn Parents(own: Option<CollectionId>, chosen: RwSignal<Option<CollectionId>>) -> impl IntoView {
    let desk = desk();
    let all =
        link::live(move || Some(ListHierarchy { workspace_id: desk.workspace_id()?, public_only: None }));
    let options = move || {
        let all = all.get().unwrap_or_default();
        let closed: HashSet<CollectionId> = own.map(|own| tree::within(&all, own)).unwrap_or_default();
        let branches = tree::branches(&all).into_iter().filter(|it| !closed.contains(&it.row.collection.id));
        branches.map(|it| option(it, move |id| chosen.get_untracked() == Some(id))).collect_view()
    };
    view! {
        <select data-testid="collection-parent" on:change:target=move |event| chosen.set(event.target().value().parse().ok())>
            <option value="" selected=move || chosen.get_untracked().is_none()>{say!("hc-top")}</option>
            {options}
        </select>
    }
}

/// A collection to choose in a list, set in by its depth.
pub fn option(branch: tree::Branch, is_chosen: impl Fn(CollectionId) -> bool) -> impl IntoView {
    let collection = branch.row.collection;
    let indent = "\u{2003}".repeat(branch.depth);
    view! { <option value=collection.id.to_string() selected=is_chosen(collection.id)>{indent}{collection.name}</option> }
}

/// Saves and closes the form; a refusal is said in it, so that nothing that was written is lost.
fn save<F>(desk: Desk, function: F, problem: RwSignal<Option<String>>)
where
    F: shared::Function + serde::Serialize,
    F::Output: serde::de::DeserializeOwned,
{
    let called = link::call(function);
    leptos::task::spawn_local(async move {
        match called.await {
            Ok(_) => {
                desk.close_overlay();
                desk.notices.done(say!("saved"));
            }
            Err(error) => {
                problem.try_set(Some(failures::plain(&error.message).to_owned()));
            }
        }
    });
}
