//! What a visitor may ask for: all that is stored of it in a file, and that nothing is stored any more.

use crate::{
    browser,
    desk::{Desk, Overlay, desk},
    dialog::Dialog,
    link, people,
    route::Route,
    say,
    visitors::Visitors,
};
use leptos::prelude::*;
use shared::visitors::{
    Visitor,
    privacy::{EraseData, ExportData},
};

/// Saves everything of a visitor as a file.
pub fn export(desk: Desk, visitor: &Visitor) {
    let name = format!("{}.json", visitor.readable_id);
    link::send_then(ExportData { visitor_id: visitor.id }, move |export| match serde_json::to_string_pretty(
        &export,
    ) {
        Ok(text) => {
            browser::save(&name, "application/json", &text);
            desk.notices.done(say!("exported"));
        }
        Err(_) => desk.notices.problem(say!("failed-internal")),
    });
}

/// Asks whether a visitor is to be erased.
pub fn ask(desk: Desk, visitor: Visitor) {
    let visitors = expect_context::<Visitors>();
    let view = move || view! { <Erase visitor=visitor.clone() visitors=visitors /> };
    desk.open(Overlay::Form(view.into()));
}

#[component]
fn Erase(visitor: Visitor, visitors: Visitors) -> impl IntoView {
    let desk = desk();
    let id = visitor.id;
    let name = people::visitor_name(&visitor);
    let word = StoredValue::new(visitor.readable_id);
    let typed = RwSignal::new(String::new());
    let is_erasing = RwSignal::new(false);
    let is_ready = Memo::new(move |_| {
        !is_erasing.get() && typed.with(|typed| word.with_value(|word| typed.trim() == word))
    });
    let erase = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !is_ready.get_untracked() {
            return;
        }
        is_erasing.set(true);
        let called = link::call(EraseData { visitor_id: id });
        leptos::task::spawn_local(async move {
            match called.await {
                Ok(erased) => {
                    visitors.gone.try_update(|gone| gone.push(id));
                    desk.close_overlay();
                    if desk.route.get_untracked() == Route::Visitors(Some(id)) {
                        desk.turn(Route::Visitors(None));
                    }
                    let (conversations, tickets) = (erased.conversations as f64, erased.tickets as f64);
                    desk.notices.done(say!("erased", conversations = conversations, tickets = tickets));
                }
                Err(error) => {
                    is_erasing.try_set(false);
                    desk.notices.failed(&error);
                }
            }
        });
    };
    view! {
        <Dialog title=say!("erase-title")>
            <form on:submit=erase>
                <p class="question">{say!("erase-text", name = name.as_str())}</p>
                <label>
                    <span>{say!("erase-type")} " " <code dir="ltr" data-testid="erase-word">{word.get_value()}</code></span>
                    <input type="text" dir="ltr" autocomplete="off" spellcheck="false" autofocus data-testid="erase-typed" prop:value=typed on:input:target=move |event| typed.set(event.target().value()) />
                </label>
                <footer>
                    <button type="button" class="button" on:click=move |_| desk.close_overlay()>{say!("cancel")}</button>
                    <button class="button danger" data-testid="erase-confirm" disabled=move || !is_ready.get()>{say!("erase")}</button>
                </footer>
            </form>
        </Dialog>
    }
}
