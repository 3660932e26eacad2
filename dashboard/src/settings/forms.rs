//! Forms that ask a visitor what a ticket needs: the list, and the editor of one.

pub mod draft;
pub mod editor;
pub mod preview;

use crate::{
    desk::{Confirm, Desk, Overlay, desk},
    icons::{Icon, icon},
    link,
    parts::{Empty, skeleton},
    say,
    settings::forms::{draft::Editing, editor::Editor},
};
use leptos::prelude::*;
use shared::{
    permissions::Permission,
    ticket_forms::{List, Remove, TicketForm},
};

#[component]
pub fn Forms() -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.may(Permission::SettingsWorkspace));
    let all = link::live(move || Some(List { workspace_id: desk.workspace_id()?, limit: None }));
    let editing = RwSignal::new(None::<Editing>);
    let is_empty = Memo::new(move |_| all.with(|all| all.as_ref().map(Vec::is_empty)));
    let new = move |_| {
        // The first one is for whoever names none.
        let is_default = all.with_untracked(|all| all.iter().flatten().count() == 0);
        editing.set(Some(Editing::New { is_default }));
    };
    let list = move || {
        match (may.get(), is_empty.get()) {
        (false, _) => view! { <p class="quiet">{say!("may-not-change")}</p> }.into_any(),
        (true, None) => skeleton(3).into_any(),
        (true, Some(true)) => view! {
            <Empty title=say!("forms-none") text=say!("forms-none-text")>
                <button class="button primary" on:click=new>{say!("form-new")}</button>
            </Empty>
        }
        .into_any(),
        (true, Some(false)) => view! {
            <section class="panel flush">
                <ul class="things" data-testid="forms-list">
                    <For each=move || all.get().unwrap_or_default() key=|form| (form.id, form.updated_at, form.is_default) let:form>
                        {row(desk, form, editing)}
                    </For>
                </ul>
            </section>
        }
        .into_any(),
    }
    };
    let body = move || {
        match editing.get() {
        Some(of) => view! { <Editor of=of editing=editing /> }.into_any(),
        None => view! {
            <header>
                <h1>{say!("forms")}</h1>
                <p class="lead">{say!("forms-lead")}</p>
                <Show when=move || may.get()>
                    <button class="button primary" data-testid="form-new" on:click=new>{icon(Icon::Plus)} {say!("form-new")}</button>
                </Show>
            </header>
            {list}
        }
        .into_any(),
    }
    };
    view! { <div class="page wide" data-testid="forms">{body}</div> }
}

fn row(desk: Desk, form: TicketForm, editing: RwSignal<Option<Editing>>) -> impl IntoView {
    let kept = StoredValue::new(form.clone());
    let fields = say!("form-fields-count", count = form.fields.len() as f64);
    view! {
        <li class="thing" data-testid="form-row">
            <button class="text" title=say!("edit-name", name = form.name.as_str()) on:click=move |_| editing.set(Some(Editing::Form(kept.get_value())))>
                <span class="title">
                    <strong dir="auto">{form.name.clone()}</strong>
                    {form.is_default.then(|| view! { <span class="badge">{say!("form-default")}</span> })}
                </span>
                <span class="sub">{fields}</span>
            </button>
            <button class="plain" aria-label=say!("remove-name", name = form.name.as_str()) on:click=move |_| remove(desk, kept.get_value())>{icon(Icon::Remove)}</button>
        </li>
    }
}

fn remove(desk: Desk, form: TicketForm) {
    let id = form.id;
    desk.open(Overlay::Confirm(Confirm {
        title: say!("remove-title", name = form.name.as_str()),
        text: say!("form-remove-text"),
        action: say!("remove"),
        run: Callback::new(move |()| {
            link::send_then(Remove { id }, move |_| desk.notices.done(say!("removed")))
        }),
    }));
}
