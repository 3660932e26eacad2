//! Where the answer of a question leads.

use super::{
    questions::Asked,
    shape::{choices, compares, has_choices, operators, value_of, value_text},
};
use crate::{
    engage::draft::Part,
    icons::{Icon, icon},
    parts::fields::choose,
    say,
};
use leptos::prelude::*;
use shared::surveys::{
    answers::Given,
    questions::{Branch, BranchOperator, MOST_BRANCHES, QuestionType},
};

fn operator_word(operator: BranchOperator) -> &'static str {
    match operator {
        BranchOperator::Equals => "rule-equals",
        BranchOperator::NotEquals => "rule-not-equals",
        BranchOperator::GreaterThan => "sv-greater",
        BranchOperator::LessThan => "sv-less",
        BranchOperator::IsSet => "sv-answered",
        BranchOperator::IsNotSet => "sv-not-answered",
    }
}

#[component]
pub fn Branches(asked: Asked, at: Memo<usize>, kind: Memo<QuestionType>) -> impl IntoView {
    let count = Memo::new(move |_| asked.read(|question| question.branches.as_ref().map_or(0, Vec::len)));
    let add = move |_| {
        asked.change(|question| {
            let branch = Branch { operator: BranchOperator::Equals, value: None, go_to: None };
            question.branches.get_or_insert_default().push(branch);
        });
    };
    view! {
        <fieldset class="branches">
            <legend>{say!("sv-branches")}</legend>
            <p class="quiet">{say!("sv-branches-text")}</p>
            <For each=move || 0..count.get() key=|n| *n let:n>
                <Row asked=asked at=at kind=kind n=n />
            </For>
            <button type="button" class="button" data-testid="branch-add" disabled=move || { count.get() >= MOST_BRANCHES } on:click=add>{icon(Icon::Plus)} {say!("sv-branch-add")}</button>
        </fieldset>
    }
}

#[component]
fn Row(asked: Asked, at: Memo<usize>, kind: Memo<QuestionType>, n: usize) -> impl IntoView {
    let part = asked.part(
        move |question| question.branches.as_ref().and_then(|branches| branches.get(n).cloned()),
        move |question, branch: Option<Branch>| {
            let place = question.branches.as_mut().and_then(|branches| branches.get_mut(n));
            if let (Some(place), Some(branch)) = (place, branch) {
                *place = branch;
            }
        },
    );
    let change = move |edit: &dyn Fn(&mut Branch)| {
        if let Some(mut branch) = part.get_untracked() {
            edit(&mut branch);
            part.set(Some(branch));
        }
    };
    let operator = move || part.get().map_or(BranchOperator::Equals, |branch| branch.operator);
    let has_value = Memo::new(move |_| compares(operator()));
    let remove = move |_| {
        asked.change(|question| {
            if let Some(branches) = question.branches.as_mut().filter(|branches| n < branches.len()) {
                branches.remove(n);
            }
        });
    };
    let conditions = move || {
        let choices = operators(kind.get()).into_iter().map(|one| (one, say!(operator_word(one)))).collect();
        let set = move |operator| change(&|branch| branch.operator = operator);
        choose(say!("rule-operator"), "branch-operator", choices, operator, set)
    };
    let targets = Memo::new(move |_| {
        asked.draft.with(|draft| {
            let later = draft.questions.iter().enumerate().skip(at.get() + 1);
            later
                .map(|(at, question)| (question.id.clone(), at + 1, question.title.clone()))
                .collect::<Vec<_>>()
        })
    });
    let leads = move || {
        let later = targets.get().into_iter().map(|(id, number, title)| {
            let name = match title.trim() {
                "" => say!("sv-question", number = number as f64),
                title => format!("{number}. {title}"),
            };
            (Some(id), name)
        });
        // What it leads to may stand before it now, or be gone.
        let is_lost = move |id: &Option<String>| {
            targets.get_untracked().iter().all(|(one, ..)| Some(one) != id.as_ref())
        };
        let lost =
            part.get_untracked().and_then(|branch| branch.go_to).filter(|id| is_lost(&Some(id.clone())));
        let lost = lost.map(|id| (Some(id), say!("sv-branch-lost")));
        let choices = lost.into_iter().chain(later).chain([(None, say!("sv-branch-end"))]).collect();
        let value = move || part.get().and_then(|branch| branch.go_to);
        choose(say!("sv-branch-to"), "branch-to", choices, value, move |to| {
            change(&|branch| branch.go_to.clone_from(&to))
        })
    };
    view! {
        <div class="branch" data-testid="branch">
            <span class="word">{say!("sv-branch-if")}</span>
            {conditions}
            {move || has_value.get().then(|| value(asked, kind.get(), part))}
            <span class="word">{say!("sv-branch-then")}</span>
            {leads}
            <button type="button" class="plain" aria-label=say!("sv-branch-remove") on:click=remove>{icon(Icon::Close)}</button>
        </div>
    }
}

/// What the answer is compared with.
fn value(asked: Asked, kind: QuestionType, part: Part<Option<Branch>>) -> AnyView {
    let set = move |value: Option<Given>| {
        if let Some(branch) = part.get_untracked() {
            part.set(Some(Branch { value, ..branch }));
        }
    };
    let text = move || part.get().map(|branch| value_text(&branch)).unwrap_or_default();
    if has_choices(kind) {
        let offered = Memo::new(move |_| asked.read(choices));
        let chooser = move || {
            let none = (String::new(), say!("sv-branch-choose"));
            let all =
                std::iter::once(none).chain(offered.get().into_iter().map(|choice| (choice.clone(), choice)));
            choose(say!("rule-value"), "branch-value", all.collect(), text, move |text| {
                set(value_of(kind, text))
            })
        };
        return chooser.into_any();
    }
    if kind.is_numeric() {
        let scale = move || asked.read(|question| Some(question.scale())).unwrap_or((0.0, 10.0));
        return view! {
            <input type="number" step="1" min=move || scale().0.to_string() max=move || scale().1.to_string() dir="ltr" aria-label=say!("rule-value") data-testid="branch-value" prop:value=text on:change:target=move |event| set(value_of(kind, event.target().value())) />
        }
        .into_any();
    }
    view! {
        <input type="text" dir="auto" aria-label=say!("rule-value") data-testid="branch-value" prop:value=text on:input:target=move |event| set(value_of(kind, event.target().value())) />
    }
    .into_any()
}
