//! The workspace's tags.

use crate::{
    desk::{Confirm, Desk, Overlay, desk},
    dialog::Dialog,
    icons::{Icon, icon},
    link,
    parts::{
        Empty, colour,
        fields::{filled, footer, line},
        skeleton, spot,
    },
    say,
    settings::snippets::save,
};
use leptos::prelude::*;
use shared::{
    permissions::Permission,
    tags::{Create, List, Remove, Tag, Update},
};

/// Colours to choose from; they are told apart in light and dark.
const COLOURS: [&str; 8] =
    ["#d64550", "#d97706", "#b59a00", "#1a8a5a", "#0e8ba0", "#3d6fd5", "#8250d6", "#7a7f87"];

#[component]
pub fn Tags() -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.may(Permission::ChecklistsManage));
    let all = link::live(move || Some(List { workspace_id: desk.workspace_id()?, limit: None }));
    let sorted = Memo::new(move |_| {
        let mut all = all.get()?;
        all.sort_by_key(|tag| tag.name.to_lowercase());
        Some(all)
    });
    let is_empty = Memo::new(move |_| sorted.with(|all| all.as_ref().map(Vec::is_empty)));
    let body = move || {
        match is_empty.get() {
        None => skeleton(5).into_any(),
        Some(true) => view! {
            <Empty title=say!("tags-none") text=say!("tags-none-text")>
                <Show when=move || may.get()>
                    <button class="button primary" on:click=move |_| desk.open(form(None))>{say!("tag-new")}</button>
                </Show>
            </Empty>
        }
        .into_any(),
        Some(false) => view! {
            <section class="panel flush">
                <ul class="things" data-testid="tags-list">
                    <For each=move || sorted.get().unwrap_or_default() key=|tag| (tag.id, tag.updated_at, tag.name.clone()) let:tag>
                        {row(desk, tag, may)}
                    </For>
                </ul>
            </section>
        }
        .into_any(),
    }
    };
    view! {
        <div class="page" data-testid="tags-page">
            <header>
                <h1>{say!("tags")}</h1>
                <p class="lead">{say!("tags-lead")}</p>
                <Show when=move || may.get()>
                    <button class="button primary" data-testid="tag-new" on:click=move |_| desk.open(form(None))>{icon(Icon::Plus)} {say!("tag-new")}</button>
                </Show>
            </header>
            {body}
        </div>
    }
}

fn row(desk: Desk, tag: Tag, may: Memo<bool>) -> impl IntoView {
    let kept = StoredValue::new(tag.clone());
    let edit = move |_| desk.open(form(Some(kept.get_value())));
    let named = move |word: &'static str| {
        kept.with_value(|tag| match word {
            "edit-name" => say!("edit-name", name = tag.name.as_str()),
            _ => say!("remove-name", name = tag.name.as_str()),
        })
    };
    view! {
        <li class="thing" data-testid="tag-row">
            {spot(colour(tag.color.as_deref()))}
            <strong class="text" dir="auto">{tag.name}</strong>
            <Show when=move || may.get()>
                <button class="plain" aria-label=named("edit-name") data-testid="tag-edit" on:click=edit>{icon(Icon::Edit)}</button>
                <button class="plain" aria-label=named("remove-name") data-testid="tag-delete" on:click=move |_| remove(desk, kept.get_value())>{icon(Icon::Remove)}</button>
            </Show>
        </li>
    }
}

fn remove(desk: Desk, tag: Tag) {
    let id = tag.id;
    desk.open(Overlay::Confirm(Confirm {
        title: say!("remove-title", name = tag.name.as_str()),
        text: say!("tag-remove-text"),
        action: say!("remove"),
        run: Callback::new(move |()| {
            link::send_then(Remove { id }, move |()| desk.notices.done(say!("removed")))
        }),
    }));
}

/// The form of a new tag, or of one that is there.
fn form(tag: Option<Tag>) -> Overlay {
    let view = move || view! { <Form tag=tag.clone() /> };
    Overlay::Form(view.into())
}

#[component]
fn Form(tag: Option<Tag>) -> impl IntoView {
    let desk = desk();
    let id = tag.as_ref().map(|tag| tag.id);
    let name = RwSignal::new(tag.as_ref().map(|tag| tag.name.clone()).unwrap_or_default());
    let chosen = RwSignal::new(tag.and_then(|tag| tag.color).unwrap_or_else(|| COLOURS[5].to_owned()));
    let problem = RwSignal::new(None::<String>);
    let is_ready = move || name.with(|text| filled(text).is_some());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (Some(name), Some(workspace_id)) = (filled(&name.get_untracked()), desk.workspace_id()) else {
            return;
        };
        let color = Some(chosen.get_untracked());
        match id {
            None => save(desk, Create { workspace_id, name, color }, problem),
            Some(id) => save(desk, Update { id, name: Some(name), color }, problem),
        }
    };
    let colours = COLOURS.into_iter().enumerate().map(move |(at, one)| {
        view! {
            <button
                type="button"
                class="swatch"
                style:--spot=one
                aria-label=say!("colour-number", number = (at + 1) as f64)
                aria-pressed=move || (chosen.get() == one).to_string()
                on:click=move |_| chosen.set(one.to_owned())
            ></button>
        }
    });
    view! {
        <Dialog title=if id.is_some() { say!("tag-edit") } else { say!("tag-new") }>
            <form on:submit=submit>
                {line("name", "tag-name", name)}
                <div class="swatches" role="group" aria-label=say!("colour")>{colours.collect_view()}</div>
                <p class="problem" role="alert" data-testid="form-problem">{move || problem.get()}</p>
                {footer(say!("save"), "tag-save", is_ready)}
            </form>
        </Dialog>
    }
}
