//! What has to happen before something is shown: the kind of it, and what that kind asks for.

mod draft;

use super::{
    draft::Part,
    fields::{self, Field},
    scalar::{self, Sort},
};
use crate::{
    browser,
    icons::{Icon, icon},
    say,
};
pub use draft::Draft;
use draft::Property;
use leptos::prelude::*;
use shared::{
    engagement::{PageMatch, TriggerType},
    limits,
};

const KINDS: [(TriggerType, &str); 6] = [
    (TriggerType::Immediate, "trigger-immediate"),
    (TriggerType::PageVisit, "trigger-page"),
    (TriggerType::TimeOnPage, "trigger-time"),
    (TriggerType::ScrollDepth, "trigger-scroll"),
    (TriggerType::Event, "trigger-event"),
    (TriggerType::ExitIntent, "trigger-exit"),
];

const MATCHES: [(PageMatch, &str); 4] = [
    (PageMatch::Contains, "trigger-contains"),
    (PageMatch::Exact, "trigger-exact"),
    (PageMatch::Prefix, "trigger-prefix"),
    (PageMatch::Regex, "trigger-regex"),
];

/// The words of a kind.
pub fn word(kind: TriggerType) -> &'static str {
    KINDS.into_iter().find(|(one, _)| *one == kind).map_or("trigger-immediate", |(_, word)| word)
}

/// Edits a trigger.
pub fn trigger(draft: Part<Draft>) -> impl IntoView {
    let kind = draft.part(|it| &it.kind, |it| &mut it.kind);
    let kinds = KINDS.map(|(one, word)| (one, say!(word))).to_vec();
    let asks = move || match kind.get() {
        TriggerType::Immediate | TriggerType::ExitIntent => {
            let hint = format!("{}-text", word(kind.get()));
            view! { <p class="quiet">{say!(&hint)}</p> }.into_any()
        }
        TriggerType::PageVisit => page(draft).into_any(),
        TriggerType::TimeOnPage => {
            let seconds = draft.part(|it| &it.seconds, |it| &mut it.seconds);
            fields::number(Field::of("trigger-seconds"), "5", seconds).into_any()
        }
        TriggerType::ScrollDepth => {
            let percent = draft.part(|it| &it.percent, |it| &mut it.percent);
            fields::number(Field::of("trigger-percent"), "50", percent).into_any()
        }
        TriggerType::Event => event(draft).into_any(),
    };
    view! {
        <div class="trigger" data-testid="trigger">
            {fields::choice(Field::of("trigger-kind"), kinds, kind)}
            {asks}
        </div>
    }
}

fn page(draft: Part<Draft>) -> impl IntoView {
    let url = draft.part(|it| &it.url, |it| &mut it.url);
    let how = draft.part(|it| &it.how, |it| &mut it.how);
    let matches = MATCHES.map(|(one, word)| (one, say!(word))).to_vec();
    view! {
        {fields::choice(Field::of("trigger-match"), matches, how)}
        {fields::code(Field::of("trigger-url").hint("trigger-url-text"), url)}
    }
}

fn event(draft: Part<Draft>) -> impl IntoView {
    let name = draft.part(|it| &it.event, |it| &mut it.event);
    let keys =
        Memo::new(move |_| draft.with(|it| it.properties.iter().map(|one| one.key).collect::<Vec<_>>()));
    let add = move |_| {
        let mut added = 0;
        draft.change(|it| added = it.add());
        request_animation_frame(move || browser::focus(&format!("#property-{added} input")));
    };
    view! {
        {fields::line(Field::of("trigger-event-name").hint("trigger-event-name-text"), name)}
        <fieldset class="properties">
            <legend>{say!("trigger-properties")}</legend>
            <For each=move || keys.get() key=|key| *key let:key>{property(draft, key)}</For>
            <div><button type="button" class="button" data-testid="trigger-add" on:click=add>{icon(Icon::Plus)} {say!("trigger-add")}</button></div>
        </fieldset>
    }
}

fn property(draft: Part<Draft>, key: u32) -> impl IntoView {
    let one = Part::new(
        move || draft.with(|it| it.properties.iter().find(|one| one.key == key).cloned().unwrap_or_default()),
        move |edit: &mut dyn FnMut(&mut Property)| {
            draft.change(|it| it.properties.iter_mut().filter(|one| one.key == key).for_each(&mut *edit));
        },
    );
    let name = one.part(|it| &it.name, |it| &mut it.name);
    let value = one.part(|it| &it.value, |it| &mut it.value);
    let remove = move |_| {
        draft.change(|it| it.properties.retain(|one| one.key != key));
        browser::focus_if_lost("[data-testid='trigger-add']");
    };
    view! {
        <div id=format!("property-{key}") class="rule" role="group" aria-label=say!("trigger-property")>
            <div class="rule-fields">
                <input type="text" dir="auto" autocomplete="off" maxlength=limits::TITLE.to_string() aria-label=say!("name") placeholder=say!("name") data-testid="trigger-property-name" prop:value=move || name.get() on:input:target=move |event| name.set(event.target().value()) />
                {scalar::sort(vec![Sort::Text, Sort::Number, Sort::Truth, Sort::Nothing], value)}
                {scalar::control(value, false)}
            </div>
            <button type="button" class="plain" aria-label=say!("trigger-remove") title=say!("trigger-remove") on:click=remove>{icon(Icon::Close)}</button>
        </div>
    }
}
