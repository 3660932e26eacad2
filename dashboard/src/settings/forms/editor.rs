//! The editor of a form, with its preview beside it.

use crate::{
    desk::desk,
    icons::{Icon, icon},
    link,
    parts::fields::{choose, filled, line, lines},
    say,
    settings::forms::{
        draft::{Draft, Editing, Question},
        preview::Preview,
    },
};
use leptos::prelude::*;
// `Update` is a trait of signals here.
use shared::ticket_forms::{self, Create, FieldType};

/// The kinds of questions.
const KINDS: [(FieldType, &str); 6] = [
    (FieldType::Text, "form-text"),
    (FieldType::Textarea, "form-textarea"),
    (FieldType::Select, "form-select"),
    (FieldType::MultiSelect, "form-multi"),
    (FieldType::Number, "form-number"),
    (FieldType::Date, "form-date"),
];

#[component]
pub fn Editor(of: Editing, editing: RwSignal<Option<Editing>>) -> impl IntoView {
    let draft = Draft::new(&of);
    let is_ready = move || draft.name.with(|text| filled(text).is_some()) && draft.fields().is_some();
    let saved = move || {
        desk().notices.done(say!("saved"));
        editing.set(None);
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (name, fields) = untrack(|| (draft.name.with(|text| filled(text)), draft.fields()));
        let (Some(name), Some(fields), Some(workspace_id)) = (name, fields, desk().workspace_id()) else {
            return;
        };
        let description = draft.description.get_untracked().trim().to_owned();
        let is_default = Some(draft.is_default.get_untracked());
        match draft.id {
            None => {
                let description = filled(&description);
                link::send_then(Create { workspace_id, name, description, fields, is_default }, move |_| {
                    saved()
                });
            }
            Some(id) => {
                let update = ticket_forms::Update {
                    id,
                    name: Some(name),
                    description: Some(description),
                    fields: Some(fields),
                    is_default,
                };
                link::send_then(update, move |_| saved());
            }
        }
    };
    view! {
        <form class="form-editor" on:submit=submit data-testid="form-editor">
            <header class="row">
                <button type="button" class="plain" aria-label=say!("back") on:click=move |_| editing.set(None)>{icon(Icon::Back)}</button>
                <h1>{if draft.id.is_some() { say!("form-edit") } else { say!("form-new") }}</h1>
                <button class="button primary" data-testid="form-save" disabled=move || !is_ready()>{say!("save")}</button>
            </header>
            <div class="look">
                <div class="panel">
                    {line("name", "form-name", draft.name)}
                    {lines("form-description", "form-description", "2", draft.description)}
                    <label class="row">
                        <input type="checkbox" data-testid="form-is-default" prop:checked=draft.is_default on:change:target=move |event| draft.is_default.set(event.target().checked()) />
                        <span>{say!("form-is-default")}</span>
                    </label>
                    <h2>{say!("form-questions")}</h2>
                    <For each=move || draft.questions.get().into_iter().enumerate() key=|(at, question)| (*at, question.id.get_value()) let((at, question))>
                        {fields(draft, at, question)}
                    </For>
                    <button type="button" class="button" data-testid="form-add" on:click=move |_| draft.questions.update(|all| all.push(Question::new()))>{icon(Icon::Plus)} {say!("form-add")}</button>
                </div>
                <Preview draft=draft />
            </div>
        </form>
    }
}

fn fields(draft: Draft, at: usize, question: Question) -> impl IntoView {
    let is_last = move || draft.questions.with(|all| at + 1 >= all.len());
    let kinds = KINDS.map(|(kind, word)| (kind, say!(word))).to_vec();
    let number = say!("form-question", number = (at + 1) as f64);
    view! {
        <fieldset class="question" data-testid="form-question">
            <legend class="visually-hidden">{number.clone()}</legend>
            <div class="row">
                <span class="caption">{number}</span>
                {choose(say!("form-kind"), "form-kind", kinds, move || question.kind.get(), move |kind| question.kind.set(kind))}
                <button type="button" class="plain" aria-label=say!("move-up") disabled=at == 0 on:click=move |_| draft.step(at, -1)>{icon(Icon::Up)}</button>
                <button type="button" class="plain" aria-label=say!("move-down") disabled=is_last on:click=move |_| draft.step(at, 1)>{icon(Icon::Down)}</button>
                <button type="button" class="plain" aria-label=say!("remove") on:click=move |_| draft.questions.update(|all| { all.remove(at); })>{icon(Icon::Remove)}</button>
            </div>
            {line("form-label", "form-label", question.label)}
            <Show when=move || question.has_placeholder()>{line("form-placeholder", "form-placeholder", question.placeholder)}</Show>
            <Show when=move || question.has_options()>{lines("form-options", "form-options", "4", question.options)}</Show>
            <label class="row">
                <input type="checkbox" data-testid="form-required" prop:checked=question.is_required on:change:target=move |event| question.is_required.set(event.target().checked()) />
                <span>{say!("form-required")}</span>
            </label>
        </fieldset>
    }
}
