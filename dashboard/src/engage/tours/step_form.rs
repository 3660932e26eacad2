//! The fields of one step.

use super::{
    step::Fields,
    steps::{Steps, close, kind_word},
};
use crate::{
    desk::desk,
    engage::{
        draft::Draft,
        fields::{self, Field},
        selector::selector,
    },
    say,
};
use leptos::prelude::*;
use shared::tour_steps::{AdvanceOn, MediaType, Position, Size, Step, StepType};

const KINDS: [StepType; 3] = [StepType::Pointer, StepType::Post, StepType::Video];

const PLACES: [(Position, &str); 5] = [
    (Position::Auto, "step-auto"),
    (Position::Above, "step-above"),
    (Position::Below, "step-below"),
    (Position::Left, "step-left"),
    (Position::Right, "step-right"),
];

const SIZES: [(Size, &str); 2] = [(Size::Small, "step-small"), (Size::Large, "step-large")];

const ADVANCES: [(AdvanceOn, &str); 3] = [
    (AdvanceOn::Click, "step-on-button"),
    (AdvanceOn::ElementClick, "step-on-element"),
    (AdvanceOn::FieldFill, "step-on-fill"),
];

const MEDIA: [(MediaType, &str); 2] = [(MediaType::Image, "step-image"), (MediaType::Video, "step-film")];

fn said<T: Copy, const N: usize>(all: [(T, &'static str); N]) -> Vec<(T, String)> {
    all.map(|(one, word)| (one, say!(word))).to_vec()
}

#[component]
pub fn StepForm(steps: Steps, step: Option<Step>) -> impl IntoView {
    let desk = desk();
    let id = step.as_ref().map(|step| step.id);
    let draft = Draft::new(step.as_ref().map(Fields::of).unwrap_or_default());
    Effect::new(move |_| steps.written.set(Some(draft.get())));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        // Not the tour's own form.
        event.stop_propagation();
        let (now, before) = draft.both();
        if let Some(fault) = now.fault() {
            return draft.refuse(say!(fault));
        }
        match id {
            None => draft.save(desk, now.create(steps.tour), move |id| {
                steps.looked_at.set(Some(id));
                close(steps);
            }),
            Some(id) => draft.save(desk, now.update(id, &before), move |_| close(steps)),
        }
    };
    let kind = draft.part(|it| &it.kind, |it| &mut it.kind);
    let title = draft.part(|it| &it.title, |it| &mut it.title);
    let content = draft.part(|it| &it.content, |it| &mut it.content);
    let element = draft.part(|it| &it.selector, |it| &mut it.selector);
    let advance = draft.part(|it| &it.advance, |it| &mut it.advance);
    let route = draft.part(|it| &it.route, |it| &mut it.route);
    let button = draft.part(|it| &it.button, |it| &mut it.button);
    let has_place = Memo::new(move |_| draft.with(Fields::has_place));
    let has_media = Memo::new(move |_| draft.with(Fields::has_media));
    let has_button = Memo::new(move |_| draft.with(Fields::has_button));
    // A post needs an element only where that leads on.
    let has_element = Memo::new(move |_| has_place.get() || !has_button.get());
    let kinds = KINDS.map(|kind| (kind, say!(kind_word(kind)))).to_vec();
    view! {
        <form data-testid="step-form" on:submit=submit>
            {fields::choice(Field::of("step-kind"), kinds, kind)}
            {fields::line(Field::of("step-title"), title)}
            {fields::lines(Field::of("step-content"), "3", content)}
            <Show when=move || has_element.get()>{selector(Field::of("selector").hint("selector-text"), element)}</Show>
            <Show when=move || has_place.get()>{beside(draft)}</Show>
            <Show when=move || has_media.get()>{media(draft)}</Show>
            {fields::choice(Field::of("step-advance"), said(ADVANCES), advance)}
            <Show when=move || has_button.get()>{fields::line(Field::of("step-button").hint("step-button-text"), button)}</Show>
            {fields::code(Field::of("step-route").hint("step-route-text"), route)}
            <p class="problem" role="alert" data-testid="step-problem">{move || draft.problem.get()}</p>
            <div class="row">
                <button class="button primary" data-testid="step-save" disabled=move || draft.is_saving()>{say!("step-save")}</button>
                <button type="button" class="button" on:click=move |_| close(steps)>{say!("cancel")}</button>
            </div>
        </form>
    }
}

fn beside(draft: Draft<Fields>) -> impl IntoView {
    let placement = draft.part(|it| &it.placement, |it| &mut it.placement);
    let size = draft.part(|it| &it.size, |it| &mut it.size);
    view! {
        <div class="two">
            {fields::choice(Field::of("step-placement"), said(PLACES), placement)}
            {fields::choice(Field::of("step-size"), said(SIZES), size)}
        </div>
    }
}

fn media(draft: Draft<Fields>) -> impl IntoView {
    let address = draft.part(|it| &it.media, |it| &mut it.media);
    let kind = draft.part(|it| &it.media_type, |it| &mut it.media_type);
    let is_post = Memo::new(move |_| draft.with(|it| it.kind == StepType::Post));
    view! {
        {fields::code(Field::of("step-media").hint("step-media-text"), address)}
        <Show when=move || is_post.get()>{fields::choice(Field::of("step-media-type"), said(MEDIA), kind)}</Show>
    }
}
