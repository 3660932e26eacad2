//! The form as a visitor would be asked. Nothing that is typed here goes anywhere.

use crate::{
    say,
    settings::forms::draft::{Draft, Question},
};
use leptos::prelude::*;
use shared::ticket_forms::FieldType;

#[component]
pub fn Preview(draft: Draft) -> impl IntoView {
    let name = move || {
        draft.name.with(|text| if text.trim().is_empty() { say!("form-untitled") } else { text.clone() })
    };
    view! {
        <aside class="panel form-preview" aria-label=say!("preview") data-testid="form-preview">
            <p class="caption">{say!("preview")}</p>
            <h2 dir="auto">{name}</h2>
            <p dir="auto" hidden=move || draft.description.with(|text| text.trim().is_empty())>{move || draft.description.get()}</p>
            {move || draft.questions.get().into_iter().map(question).collect_view()}
        </aside>
    }
}

fn question(question: Question) -> impl IntoView {
    let label = move || {
        question.label.with(|text| if text.trim().is_empty() { say!("form-label") } else { text.clone() })
    };
    let example = move || question.placeholder.get();
    let control = move || match question.kind.get() {
        FieldType::Text => view! { <input type="text" dir="auto" placeholder=example /> }.into_any(),
        FieldType::Number => view! { <input type="number" placeholder=example /> }.into_any(),
        FieldType::Date => view! { <input type="date" aria-label=label /> }.into_any(),
        FieldType::Textarea => {
            view! { <textarea rows="3" dir="auto" placeholder=example></textarea> }.into_any()
        }
        FieldType::Select => view! { <select>{options(question)}</select> }.into_any(),
        FieldType::MultiSelect => {
            let boxes = question.choices().into_iter().map(|choice| {
                view! { <label class="row"><input type="checkbox" value=choice.clone() /> <bdi>{choice}</bdi></label> }
            });
            view! { <div class="choices">{boxes.collect_view()}</div> }.into_any()
        }
    };
    let is_required = move || question.is_required.get();
    view! {
        <div class="question" role="group" aria-label=label>
            <span class="label"><bdi>{label}</bdi> {move || is_required().then(|| view! { <small>{say!("form-required")}</small> })}</span>
            {control}
        </div>
    }
}

fn options(question: Question) -> impl IntoView {
    question.choices().into_iter().map(|choice| view! { <option>{choice}</option> }).collect_view()
}
