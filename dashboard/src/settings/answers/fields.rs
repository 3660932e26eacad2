//! The fields of the settings.

use super::Edited;
use crate::{desk::desk, link, say};
use leptos::prelude::*;
use shared::{
    ai_agent::{KnowledgeSource, ListAvailableModels, WorkingHours},
    limits,
};

/// Changes what is edited.
type Change = Callback<Box<dyn Fn(&mut Edited)>>;

#[component]
pub fn Fields(shown: Memo<Option<Edited>>, change: Change, is_editor: bool) -> impl IntoView {
    let text =
        move |part: fn(&Edited) -> String| move || shown.with(|it| it.as_ref().map(part).unwrap_or_default());
    let is = move |part: fn(&Edited) -> bool| move || shown.with(|it| it.as_ref().is_some_and(part));
    let threshold =
        move || shown.with(|it| it.as_ref().map_or(0.0, |(it, _)| (it.confidence_threshold * 100.0).round()));
    view! {
        <section class="panel">
            {check("ai-enabled", "ai-enabled-text", is(|(it, _)| it.enabled), move |on| change.run(Box::new(move |(it, _)| it.enabled = on)))}
            {check("ai-suggests", "ai-suggests-text", is(|(it, _)| it.suggestions_enabled), move |on| change.run(Box::new(move |(it, _)| it.suggestions_enabled = on)))}
        </section>
        <section class="panel" role="group" aria-label=say!("ai-knows")>
            <h2>{say!("ai-knows")}</h2>
            {source(shown, change, KnowledgeSource::Articles, "ai-articles", "ai-articles-text")}
            {source(shown, change, KnowledgeSource::InternalArticles, "ai-internal", "ai-internal-text")}
            {source(shown, change, KnowledgeSource::Snippets, "ai-snippets", "ai-snippets-text")}
        </section>
        <section class="panel">
            <h2>{say!("ai-how")}</h2>
            <label>
                <span>{say!("ai-threshold")} <output dir="ltr">{threshold} " %"</output></span>
                <input type="range" min="0" max="100" step="5" data-testid="answers-threshold" prop:value=move || threshold().to_string() on:input:target=move |event| { if let Ok(percent) = event.target().value().parse::<f64>() { change.run(Box::new(move |(it, _)| it.confidence_threshold = percent / 100.0)) } } />
                <small>{say!("ai-threshold-text")}</small>
            </label>
            {lines("ai-personality", "ai-personality-text", text(|(it, _)| it.personality.clone().unwrap_or_default()), move |words| change.run(Box::new(move |(it, _)| it.personality = Some(words.clone()))))}
            {lines("ai-handoff", "ai-handoff-text", text(|(it, _)| it.handoff_message.clone()), move |words| change.run(Box::new(move |(it, _)| it.handoff_message = words.clone())))}
            <Model shown=shown change=change is_editor=is_editor />
        </section>
        <section class="panel">
            <h2>{say!("ai-hours")}</h2>
            <Hours shown=shown change=change />
        </section>
        <section class="panel">
            <h2>{say!("ai-budget")}</h2>
            <p>{say!("ai-budget-text")}</p>
            {number("ai-daily-answers", text(|(_, it)| it.daily_answers.to_string()), move |n| change.run(Box::new(move |(_, it)| it.daily_answers = n)))}
            {number("ai-daily-tokens", text(|(_, it)| it.daily_tokens.to_string()), move |n| change.run(Box::new(move |(_, it)| it.daily_tokens = n)))}
            {number("ai-conversation-answers", text(|(_, it)| it.conversation_answers.to_string()), move |n| change.run(Box::new(move |(_, it)| it.conversation_answers = n)))}
        </section>
    }
}

fn check(
    word: &'static str,
    more: &'static str,
    is_on: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="row">
            <input type="checkbox" data-testid=format!("answers-{word}") prop:checked=is_on on:change:target=move |event| set(event.target().checked()) />
            <span>{say!(word)} <small>{say!(more)}</small></span>
        </label>
    }
}

fn source(
    shown: Memo<Option<Edited>>,
    change: Change,
    source: KnowledgeSource,
    word: &'static str,
    more: &'static str,
) -> impl IntoView {
    let is_on =
        move || shown.with(|it| it.as_ref().is_some_and(|(it, _)| it.knowledge_sources.contains(&source)));
    let set = move |on: bool| {
        change.run(Box::new(move |(it, _)| {
            it.knowledge_sources.retain(|known| *known != source);
            if on {
                it.knowledge_sources.push(source);
            }
        }));
    };
    check(word, more, is_on, set)
}

fn lines(
    word: &'static str,
    more: &'static str,
    value: impl Fn() -> String + Send + Sync + 'static,
    set: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <label>
            <span>{say!(word)}</span>
            <textarea rows="3" dir="auto" maxlength="2000" data-testid=format!("answers-{word}") prop:value=value on:input:target=move |event| set(event.target().value())></textarea>
            <small>{say!(more)}</small>
        </label>
    }
}

fn number(
    word: &'static str,
    value: impl Fn() -> String + Send + Sync + 'static,
    set: impl Fn(i64) + 'static,
) -> impl IntoView {
    view! {
        <label class="row">
            <span>{say!(word)}</span>
            <input type="number" min="0" max="1000000000" step="1" dir="ltr" data-testid=format!("answers-{word}") prop:value=value on:change:target=move |event| { if let Ok(n) = event.target().value().parse::<i64>() { set(n.clamp(0, 1_000_000_000)) } } />
        </label>
    }
}

/// The model by its name; the endpoint's own names are offered.
#[component]
fn Model(shown: Memo<Option<Edited>>, change: Change, is_editor: bool) -> impl IntoView {
    let desk = desk();
    let names = RwSignal::new(Vec::<String>::new());
    if is_editor && let Some(workspace_id) = desk.workspace_id() {
        let called = link::call(ListAvailableModels { workspace_id });
        // Without it the name is typed by hand; what is wrong with the endpoint stands above.
        leptos::task::spawn_local(async move {
            if let Ok(models) = called.await {
                names.try_set(models.into_iter().map(|model| model.id).collect());
            }
        });
    }
    let value = move || shown.with(|it| it.as_ref().map(|(it, _)| it.model.clone()).unwrap_or_default());
    view! {
        <label>
            <span>{say!("ai-model")}</span>
            <input type="text" dir="ltr" list="models" maxlength=limits::TOKEN.to_string() data-testid="answers-model" prop:value=value on:input:target=move |event| { let name = event.target().value(); change.run(Box::new(move |(it, _)| it.model = name.clone())) } />
            <datalist id="models">{move || names.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
            <small>{say!("ai-model-text")}</small>
        </label>
    }
}

/// When it answers: always, or between two times of a zone.
#[component]
fn Hours(shown: Memo<Option<Edited>>, change: Change) -> impl IntoView {
    let hours = Memo::new(move |_| shown.with(|it| it.as_ref().and_then(|(it, _)| it.working_hours.clone())));
    let has_hours = Memo::new(move |_| hours.with(Option::is_some));
    let usual = move || WorkingHours {
        start: "09:00".into(),
        end: "17:00".into(),
        timezone: crate::browser::time_zone(),
    };
    let set = move |on: bool| {
        let usual = usual();
        change.run(Box::new(move |(it, _)| it.working_hours = on.then(|| usual.clone())));
    };
    let part = move |part: fn(&WorkingHours) -> String| {
        move || hours.with(|it| it.as_ref().map(part).unwrap_or_default())
    };
    let edit = move |edit: fn(&mut WorkingHours, String), text: String| {
        change.run(Box::new(move |(it, _)| {
            if let Some(hours) = &mut it.working_hours {
                edit(hours, text.clone());
            }
        }));
    };
    view! {
        {check("ai-has-hours", "ai-has-hours-text", move || has_hours.get(), set)}
        <Show when=move || has_hours.get()>
            <div class="row">
                <label><span>{say!("ai-from")}</span><input type="time" data-testid="answers-from" prop:value=part(|it| it.start.clone()) on:change:target=move |event| edit(|it, text| it.start = text, event.target().value()) /></label>
                <label><span>{say!("ai-until")}</span><input type="time" data-testid="answers-until" prop:value=part(|it| it.end.clone()) on:change:target=move |event| edit(|it, text| it.end = text, event.target().value()) /></label>
                <label><span>{say!("ai-zone")}</span><input type="text" dir="ltr" placeholder="Europe/Berlin" data-testid="answers-zone" prop:value=part(|it| it.timezone.clone()) on:change:target=move |event| edit(|it, text| it.timezone = text, event.target().value()) /></label>
            </div>
        </Show>
    }
}
