//! The steps of a tour: their order, and which of them is edited.

use super::{
    order::{moved, stepped},
    step::Fields,
    step_form::StepForm,
};
use crate::{
    browser,
    desk::{Desk, desk},
    engage::{frame::section, list::confirm_removal, selector},
    icons::{Icon, icon},
    link,
    parts::{skeleton, trouble},
    say,
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    id::{TourId, TourStepId},
    tour_steps::{List, MOST_STEPS, Remove, Reorder, Step, StepType},
};

/// Which step is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    None,
    New,
    Step(TourStepId),
}

/// The steps, and which of them is edited or looked at.
#[derive(Clone, Copy)]
pub struct Steps {
    pub tour: TourId,
    loaded: Signal<Loaded<Vec<Step>>>,
    /// Until the server has the new order.
    order: RwSignal<Option<Vec<TourStepId>>>,
    pub open: RwSignal<Open>,
    /// What is being written in the one that is open.
    pub written: RwSignal<Option<Fields>>,
    /// Which one the preview shows while none is open.
    pub looked_at: RwSignal<Option<TourStepId>>,
    dragged: RwSignal<Option<TourStepId>>,
}

impl Steps {
    pub fn new(tour: TourId) -> Self {
        let loaded = link::loaded(move || Some(List { tour_id: tour }));
        let order = RwSignal::new(None);
        Effect::new(move |_| {
            loaded.track();
            order.set(None);
        });
        Self {
            tour,
            loaded,
            order,
            open: RwSignal::new(Open::None),
            written: RwSignal::new(None),
            looked_at: RwSignal::new(None),
            dragged: RwSignal::new(None),
        }
    }

    /// In their order.
    pub fn all(self) -> Vec<Step> {
        let Loaded::Ready(mut steps) = self.loaded.get() else { return Vec::new() };
        if let Some(order) = self.order.get() {
            steps.sort_by_key(|step| order.iter().position(|id| *id == step.id).unwrap_or(usize::MAX));
        }
        steps
    }

    fn ids(self) -> Vec<TourStepId> {
        self.all().into_iter().map(|step| step.id).collect()
    }

    /// Whether it is known that there is none.
    pub fn is_empty(self) -> bool {
        self.loaded.with_untracked(|loaded| matches!(loaded, Loaded::Ready(steps) if steps.is_empty()))
    }

    fn show(self, open: Open) {
        self.written.set(None);
        if let Open::Step(id) = open {
            self.looked_at.set(Some(id));
        }
        self.open.set(open);
    }

    /// Puts the steps into an order, here at once.
    fn arrange(self, desk: Desk, one: TourStepId, order: Option<Vec<TourStepId>>) {
        let Some(order) = order else { return };
        let (number, count) = (order.iter().position(|id| *id == one).unwrap_or(0) + 1, order.len());
        let (tour_id, kept) = (self.tour, self.order);
        kept.set(Some(order.clone()));
        let said = say!("step-moved", number = number as f64, count = count as f64);
        let call = link::call(Reorder { tour_id, step_ids: order });
        leptos::task::spawn_local(async move {
            match call.await {
                Ok(_) => desk.notices.say(said),
                Err(error) => {
                    kept.try_set(None);
                    desk.notices.failed(&error);
                }
            }
        });
    }
}

pub fn kind_word(kind: StepType) -> &'static str {
    match kind {
        StepType::Pointer => "step-pointer",
        StepType::Post => "step-post",
        StepType::Video => "step-video",
    }
}

pub fn steps(steps: Steps) -> impl IntoView {
    let state = Memo::new(move |_| match steps.loaded.get() {
        Loaded::Waiting => None,
        Loaded::Ready(all) => Some(Ok(all.len())),
        Loaded::Failed(error) => Some(Err(error)),
    });
    let ids = Memo::new(move |_| steps.ids());
    let rows = move || match state.get() {
        None => skeleton(2).into_any(),
        Some(Err(error)) => trouble(&error).into_any(),
        Some(Ok(0)) => view! { <p class="quiet">{say!("tour-steps-none")}</p> }.into_any(),
        Some(Ok(_)) => view! {
            <ol class="tour-steps" data-testid="tour-steps">
                <For each=move || ids.get() key=|id| *id let:id><Row steps=steps id=id /></For>
            </ol>
        }
        .into_any(),
    };
    let is_full = move || ids.with(|ids| ids.len() as i64 >= MOST_STEPS);
    let is_new = Memo::new(move |_| steps.open.get() == Open::New);
    let content = view! {
        {rows}
        <Show
            when=move || is_new.get()
            fallback=move || view! { <div><button type="button" class="button" data-testid="step-new" disabled=is_full on:click=move |_| steps.show(Open::New)>{icon(Icon::Plus)} {say!("step-new")}</button></div> }
        >
            <div class="step-open"><h3>{say!("step-new")}</h3><StepForm steps=steps step=None /></div>
        </Show>
    };
    section("tour-steps", content)
}

#[component]
fn Row(steps: Steps, id: TourStepId) -> impl IntoView {
    let desk = desk();
    let step = Memo::new(move |_| steps.all().into_iter().find(|step| step.id == id));
    let place = Memo::new(move |_| steps.ids().iter().position(|one| *one == id).unwrap_or(0));
    let is_last = Memo::new(move |_| place.get() + 1 >= steps.ids().len());
    let is_open = Memo::new(move |_| steps.open.get() == Open::Step(id));
    let read = move |part: fn(&Step) -> String| step.with(|step| step.as_ref().map(part).unwrap_or_default());
    let name = move || {
        let name = read(|step| {
            step.title.clone().filter(|it| !it.trim().is_empty()).unwrap_or_else(|| step.content.clone())
        });
        if name.trim().is_empty() { say!("engage-unnamed") } else { name }
    };
    let about = move || {
        let kind = say!(&read(|step| kind_word(step.kind).to_owned()));
        let element =
            read(|step| selector::plain(step.element_selector.as_deref().unwrap_or_default()).to_owned());
        if element.is_empty() { kind } else { format!("{kind} · {element}") }
    };
    let go = move |by: isize| {
        let order = untrack(|| steps.ids());
        steps.arrange(desk, id, stepped(&order, id, by));
        browser::focus_if_lost(&format!("#step-{id} .text"));
    };
    let remove = move |_| {
        confirm_removal(desk, &untrack(name), say!("step-remove-text"), move || {
            link::send_then(Remove { id }, move |_| {
                if steps.open.get_untracked() == Open::Step(id) {
                    steps.show(Open::None);
                }
                desk.notices.done(say!("removed"));
                browser::focus_if_lost("[data-testid='step-new']");
            });
        });
    };
    let dropped = move |event: web_sys::DragEvent| {
        let Some(one) = steps.dragged.get_untracked() else { return };
        event.prevent_default();
        steps.dragged.set(None);
        let order = untrack(|| steps.ids());
        steps.arrange(desk, one, moved(&order, one, place.get_untracked()));
    };
    let over = move |event: web_sys::DragEvent| {
        if steps.dragged.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    };
    let began = move |event: web_sys::DragEvent| {
        steps.dragged.set(Some(id));
        if let Some(data) = event.data_transfer() {
            let _ = data.set_data("text/plain", &id.text());
        }
    };
    let open = move |_| steps.show(if is_open.get_untracked() { Open::None } else { Open::Step(id) });
    view! {
        <li class="tour-step" id=format!("step-{id}") class:dragged=move || steps.dragged.get() == Some(id) data-testid="tour-step" on:dragover=over on:drop=dropped>
            <div class="thing">
                <span class="grip" draggable="true" title=say!("step-drag") aria-hidden="true" on:dragstart=began on:dragend=move |_| steps.dragged.set(None)>{icon(Icon::Grip)}</span>
                <span class="number" aria-hidden="true">{move || (place.get() + 1).to_string()}</span>
                <button type="button" class="text" aria-expanded=move || is_open.get().to_string() data-testid="step-open" on:click=open>
                    <strong dir="auto">{name}</strong>
                    <span class="sub" dir="auto">{about}</span>
                </button>
                <span class="row-icons">
                    <button type="button" class="plain" aria-label=move || format!("{}: {}", say!("move-up"), name()) disabled=move || place.get() == 0 data-testid="step-up" on:click=move |_| go(-1)>{icon(Icon::Up)}</button>
                    <button type="button" class="plain" aria-label=move || format!("{}: {}", say!("move-down"), name()) disabled=move || is_last.get() data-testid="step-down" on:click=move |_| go(1)>{icon(Icon::Down)}</button>
                    <button type="button" class="plain" aria-label=move || format!("{}: {}", say!("remove"), name()) data-testid="step-remove" on:click=remove>{icon(Icon::Remove)}</button>
                </span>
            </div>
            {move || is_open.get().then(|| step.get_untracked()).flatten().map(|step| view! { <div class="step-open"><StepForm steps=steps step=Some(step) /></div> })}
        </li>
    }
}

/// Closes the step that is open, and leaves the focus where it was opened.
pub fn close(steps: Steps) {
    let open = steps.open.get_untracked();
    steps.show(Open::None);
    match open {
        Open::Step(id) => browser::focus_if_lost(&format!("#step-{id} .text")),
        _ => browser::focus_if_lost("[data-testid='step-new']"),
    }
}
