//! A list to choose from by typing: the palette, assignment, snoozing and workspaces are all one of these.

use crate::{
    browser,
    desk::desk,
    dialog::Modal,
    icons::{Icon, icon},
    parts,
    parts::fuzzy,
    say,
};
use leptos::prelude::*;
use shared::id::Uuid;

/// What stands before a choice.
#[derive(Clone, PartialEq)]
pub enum Mark {
    /// A colour, as CSS says it.
    Colour(Option<String>),
    Icon(Icon),
    Person(Uuid),
}

/// Something to choose.
#[derive(Clone)]
pub struct Choice {
    pub mark: Mark,
    pub label: String,
    /// A key, a time, a role.
    pub hint: String,
    pub is_current: bool,
    pub run: Callback<()>,
}

impl Choice {
    pub fn new(
        mark: Mark,
        label: String,
        hint: impl Into<String>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self { mark, label, hint: hint.into(), is_current: false, run: Callback::new(move |()| run()) }
    }

    pub fn current(self, is_current: bool) -> Self {
        Self { is_current, ..self }
    }
}

/// A field and the choices that match it. Arrows move, Enter chooses, Escape closes.
#[component]
pub fn Chooser(
    label: String,
    /// The test id of the whole.
    name: &'static str,
    choices: Signal<Vec<Choice>>,
    /// What is offered besides for what was typed.
    #[prop(optional)]
    more: Option<Callback<String, Option<Choice>>>,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> impl IntoView {
    let desk = desk();
    let query = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new_with_compare(
        move |_| {
            let ranked = fuzzy::rank(&query.get(), choices.get(), |choice| {
                format!("{} {}", choice.label, choice.hint)
            });
            let more = more.and_then(|more| more.run(query.with(|query| query.trim().to_owned())));
            ranked.into_iter().take(60).chain(more).collect::<Vec<_>>()
        },
        |_, _| true,
    );
    let choose = move |index: usize| {
        let Some(choice) = found.with_untracked(|found| found.get(index).cloned()) else { return };
        desk.close_overlay();
        choice.run.run(());
    };
    let step = move |by: isize| {
        let count = found.with_untracked(Vec::len);
        if count > 0 {
            at.update(|at| *at = at.saturating_add_signed(by + count as isize) % count);
            browser::reveal(&format!("#choice-{}", at.get_untracked()));
        }
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if browser::is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "Enter" => choose(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let options = move || {
        let drawn = found.get().into_iter().enumerate();
        drawn.map(|(index, choice)| option(index, choice, at, choose)).collect_view()
    };
    view! {
        <Modal class="chooser" label=label.clone()>
            <div class="field" data-testid=name>
                {icon(Icon::Search)}
                <input
                    type="text"
                    role="combobox"
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    aria-expanded="true"
                    aria-controls="choices"
                    aria-activedescendant=move || (at.get() < found.with(Vec::len)).then(|| format!("choice-{}", at.get()))
                    aria-label=label.clone()
                    placeholder=label.clone()
                    data-testid="chooser-input"
                    on:input:target=move |event| {
                        query.set(event.target().value());
                        at.set(0);
                    }
                    on:keydown=pressed
                />
            </div>
            <ul id="choices" role="listbox" aria-label=label>{options}</ul>
            <p class="nothing" hidden=move || found.with(|found| !found.is_empty())>{say!("nothing-found")}</p>
            {children.map(|children| children())}
        </Modal>
    }
}

fn option(
    index: usize,
    choice: Choice,
    at: RwSignal<usize>,
    choose: impl Fn(usize) + 'static,
) -> impl IntoView {
    let mark = match choice.mark {
        Mark::Icon(which) => icon(which).into_any(),
        Mark::Colour(colour) => parts::spot(colour).into_any(),
        Mark::Person(id) => parts::avatar(id, &choice.label).into_any(),
    };
    view! {
        <li
            id=format!("choice-{index}")
            role="option"
            data-testid="chooser-option"
            aria-selected=move || (at.get() == index).to_string()
            on:mousemove=move |_| at.set(index)
            on:click=move |_| choose(index)
        >
            {mark}
            <span class="label" dir="auto">{choice.label}</span>
            {choice.is_current.then(|| icon(Icon::Check))}
            <span class="hint">{choice.hint}</span>
        </li>
    }
}
