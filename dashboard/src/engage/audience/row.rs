//! The fields of one condition.

use super::{
    Editing,
    condition::{Condition, SYSTEM, Source, needs_value, operator_word},
    draft::condition_part,
    take_away,
};
use crate::{
    engage::{draft::Part, scalar},
    icons::{Icon, icon},
    parts::fields::choose,
    say,
};
use leptos::prelude::*;
use shared::{audience::CountOperator, limits};

/// What a condition can look at.
#[derive(Clone, PartialEq)]
enum What {
    System(String),
    Custom,
    Event,
}

impl What {
    fn of(condition: &Condition) -> Self {
        match condition.source {
            Source::System => Self::System(condition.key.clone()),
            Source::Custom => Self::Custom,
            Source::Event => Self::Event,
        }
    }

    fn all(now: &Self) -> Vec<(Self, String)> {
        let system = SYSTEM.map(|(key, word)| (Self::System(key.to_owned()), say!(word)));
        let mut all: Vec<_> = system.into();
        // One that no visitor has, but somebody asked for.
        if let Self::System(key) = now
            && !all.iter().any(|(what, _)| what == now)
        {
            all.push((now.clone(), key.clone()));
        }
        all.push((Self::Custom, say!("rule-attribute")));
        all.push((Self::Event, say!("audience-event")));
        all
    }
}

pub fn condition_row(editing: Editing, key: u32) -> impl IntoView {
    let draft = editing.draft;
    let condition = condition_part(draft, key);
    let what = Memo::new(move |_| condition.with(What::of));
    let is_event = Memo::new(move |_| what.get() == What::Event);
    let set = move |wanted: What| {
        condition.change(|it| match wanted {
            What::System(key) => it.look_at(Source::System, key),
            What::Custom => it.look_at(Source::Custom, String::new()),
            What::Event => it.source = Source::Event,
        });
    };
    let said =
        move || editing.fault.get().filter(|fault| fault.row == Some(key)).map(|fault| fault.why.sentence());
    let is_wrong =
        move || editing.fault.with(|fault| fault.as_ref().is_some_and(|fault| fault.row == Some(key)));
    let choices = What::all(&what.get_untracked());
    let fields = move || match is_event.get() {
        true => event_fields(condition).into_any(),
        false => property_fields(condition).into_any(),
    };
    view! {
        <div id=format!("rule-{key}") class="rule" class:wrong=is_wrong role="group" aria-label=say!("audience-condition") data-testid="audience-condition">
            <div class="rule-fields">
                {choose(say!("rule-field"), "audience-what", choices, move || what.get(), set)}
                {fields}
            </div>
            <button type="button" class="plain" aria-label=say!("rule-remove") title=say!("rule-remove") on:click=move |_| take_away(draft, key)>{icon(Icon::Close)}</button>
            <p class="problem" role="alert">{said}</p>
        </div>
    }
}

fn property_fields(condition: Part<Condition>) -> impl IntoView {
    let is_custom = Memo::new(move |_| condition.with(|it| it.source == Source::Custom));
    let key = condition.part(|it| &it.key, |it| &mut it.key);
    let value = condition.part(|it| &it.value, |it| &mut it.value);
    let operators = Memo::new(move |_| condition.with(|it| (it.operators(), it.is_moment())));
    let compare = move || {
        let (all, is_moment) = operators.get();
        let choices = all.into_iter().map(|one| (one, say!(operator_word(one, is_moment)))).collect();
        let read = move || condition.with(|it| it.operator);
        choose(say!("rule-operator"), "audience-operator", choices, read, move |operator| {
            condition.change(|it| it.compare(operator))
        })
    };
    let sorts = Memo::new(move |_| condition.with(Condition::sorts));
    let has_value = Memo::new(move |_| condition.with(|it| needs_value(it.operator)));
    let is_moment = Memo::new(move |_| condition.with(Condition::is_moment));
    view! {
        <Show when=move || is_custom.get()>
            <input type="text" dir="auto" autocomplete="off" maxlength=limits::TITLE.to_string() aria-label=say!("rule-attribute-key") placeholder=say!("rule-attribute-key") data-testid="audience-key" prop:value=move || key.get() on:input:target=move |event| key.set(event.target().value()) />
        </Show>
        {compare}
        <Show when=move || has_value.get()>
            {move || scalar::sort(sorts.get(), value)}
            {move || scalar::control(value, is_moment.get())}
        </Show>
    }
}

fn event_fields(condition: Part<Condition>) -> impl IntoView {
    let event = condition.part(|it| &it.event, |it| &mut it.event);
    let name = event.part(|it| &it.name, |it| &mut it.name);
    let count = event.part(|it| &it.count, |it| &mut it.count);
    let days = event.part(|it| &it.days, |it| &mut it.days);
    let operators = [
        (CountOperator::AtLeast, "audience-at-least"),
        (CountOperator::AtMost, "audience-at-most"),
        (CountOperator::Exactly, "audience-exactly"),
    ];
    let operators = operators.map(|(one, word)| (one, say!(word))).to_vec();
    let set = move |operator| event.change(|it| it.operator = operator);
    view! {
        <input type="text" dir="auto" autocomplete="off" maxlength=limits::TITLE.to_string() aria-label=say!("audience-event-name") placeholder=say!("audience-event-name") data-testid="audience-event-name" prop:value=move || name.get() on:input:target=move |event| name.set(event.target().value()) />
        {choose(say!("audience-how-often"), "audience-count-operator", operators, move || event.with(|it| it.operator), set)}
        <input type="text" inputmode="numeric" dir="ltr" class="short" autocomplete="off" aria-label=say!("audience-times") data-testid="audience-count" prop:value=move || count.get() on:input:target=move |event| count.set(event.target().value()) />
        <span class="between">{say!("audience-times-within")}</span>
        <input type="text" inputmode="numeric" dir="ltr" class="short" autocomplete="off" aria-label=say!("audience-days") placeholder=say!("audience-ever") data-testid="audience-days" prop:value=move || days.get() on:input:target=move |event| days.set(event.target().value()) />
        <span class="between">{say!("audience-days")}</span>
    }
}
