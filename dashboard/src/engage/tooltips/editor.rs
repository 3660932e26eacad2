//! The editor of a tooltip, with the tooltip as visitors see it beside it.

use super::{ACTS, KINDS, remove};
use crate::{
    desk::{Desk, desk},
    engage::{
        audience,
        draft::{Draft, since},
        fields::{self, Field},
        frame::{Head, frame, opened, section},
        mock,
        on_site::{Work, on_site},
        place::{Kind, Place},
        selector::{Selector, selector},
        trigger,
    },
    link,
    parts::fields::filled,
    route::Route,
    say,
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    id::{TooltipId, Uuid},
    // `Update` is a trait of signals here.
    tooltips::{self as room, Create, List, Tooltip, TriggerKind},
};

/// As many as are looked through for the one that is opened: the most that one answer has.
const MOST: i64 = 1_000;

/// What is edited of a tooltip.
#[derive(Clone, Debug, PartialEq)]
struct Fields {
    name: String,
    selector: Selector,
    content: String,
    opens: TriggerKind,
    audience: audience::Draft,
    trigger: trigger::Draft,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            name: String::new(),
            selector: Selector::default(),
            content: String::new(),
            opens: TriggerKind::Hover,
            audience: audience::Draft::default(),
            trigger: trigger::Draft::default(),
        }
    }
}

impl Fields {
    fn of(tooltip: &Tooltip) -> Self {
        Self {
            name: tooltip.name.clone(),
            selector: Selector::of(Some(&tooltip.element_selector), tooltip.selector_quality.as_ref()),
            content: tooltip.content.clone(),
            opens: tooltip.trigger_type,
            audience: audience::Draft::of(tooltip.audience_rules.as_ref()),
            trigger: trigger::Draft::of(tooltip.triggers.as_ref()),
        }
    }
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    let desk = desk();
    let Some(id) = id.map(TooltipId) else { return open(None, Draft::new(Fields::default())) };
    let all = link::loaded(move || {
        Some(List { workspace_id: desk.workspace_id()?, limit: Some(MOST), after: None })
    });
    let found = Signal::derive(move || match all.get() {
        Loaded::Ready(all) => Loaded::Ready(all.into_iter().find(|tooltip| tooltip.id == id)),
        Loaded::Waiting => Loaded::Waiting,
        Loaded::Failed(error) => Loaded::Failed(error),
    });
    let draw = move |first: Tooltip, news: Signal<Option<Tooltip>>| {
        let draft = Draft::new(Fields::of(&first));
        draft.follow(move || news.with(|news| news.as_ref().map(Fields::of)));
        open(Some(id), draft)
    };
    opened(Kind::Tooltips, found, draw).into_any()
}

fn open(id: Option<TooltipId>, draft: Draft<Fields>) -> AnyView {
    let desk = desk();
    let name = draft.part(|it| &it.name, |it| &mut it.name);
    let element = draft.part(|it| &it.selector, |it| &mut it.selector);
    let content = draft.part(|it| &it.content, |it| &mut it.content);
    let opens = draft.part(|it| &it.opens, |it| &mut it.opens);
    let who = draft.part(|it| &it.audience, |it| &mut it.audience);
    let when = draft.part(|it| &it.trigger, |it| &mut it.trigger);
    let act = move |_| {
        if let Some(id) = id {
            remove(desk, id, &name.get_untracked());
        }
    };
    let head = Head {
        kind: Kind::Tooltips,
        name: Signal::derive(move || name.get()),
        stage: Signal::derive(|| None),
        acts: if id.is_some() { ACTS } else { &[] },
        act: Callback::new(act),
    };
    let kinds = KINDS.map(|(kind, word)| (kind, say!(word))).to_vec();
    let what = view! {
        {fields::line(Field::of("name"), name)}
        {fields::lines(Field::of("tooltip-content"), "3", content)}
        {selector(Field::of("selector").hint("selector-text"), element)}
        {fields::choice(Field::of("tooltip-opens"), kinds, opens)}
    };
    let fields = view! {
        {section("tooltip-what", what)}
        {id.map(|id| on_site(Work::Tooltip(id)))}
        {section("audience", audience::audience(who, move || draft.is_checked.get()))}
        {section("trigger", trigger::trigger(when))}
    };
    frame(head, draft, move || save(desk, id, draft), fields, preview(draft)).into_any()
}

fn preview(draft: Draft<Fields>) -> impl IntoView {
    let colours = mock::Colours::new();
    let has_beacon = Memo::new(move |_| draft.with(|it| it.opens == TriggerKind::Click));
    let text = move || {
        let text = draft.with(|it| it.content.trim().to_owned());
        if text.is_empty() { say!("tooltip-nothing") } else { text }
    };
    let content = view! {
        <div class="mock-target">
            <span class="mock-element" aria-hidden="true">{""}</span>
            {move || has_beacon.get().then(|| view! { <span class="mock-beacon" aria-hidden="true">{""}</span> })}
            <p class="mock-tooltip" dir="auto">{text}</p>
        </div>
    };
    mock::page(colours, move || colours.primary(), content)
}

fn save(desk: Desk, id: Option<TooltipId>, draft: Draft<Fields>) {
    let (now, before) = draft.both();
    let Some(name) = filled(&now.name) else { return draft.refuse(say!("engage-no-name")) };
    let Some(content) = filled(&now.content) else { return draft.refuse(say!("tooltip-no-content")) };
    let Some(element_selector) = filled(&now.selector.text) else {
        return draft.refuse(say!("tooltip-no-selector"));
    };
    let audience = match now.audience.made() {
        Ok(audience) => audience,
        Err(fault) => return draft.refuse(fault.why.sentence()),
    };
    let trigger = match now.trigger.made() {
        Ok(trigger) => trigger,
        Err(why) => return draft.refuse(why),
    };
    match (id, desk.workspace_id()) {
        (None, Some(workspace_id)) => {
            let new = Create {
                workspace_id,
                name,
                element_selector,
                content,
                trigger_type: now.opens,
                selector_quality: now.selector.quality(),
                audience_rules: Some(audience),
                triggers: Some(trigger),
            };
            draft.save(desk, new, move |id| desk.turn(Route::Engage(Kind::Tooltips, Place::One(id.0))));
        }
        (Some(id), _) => {
            let has_moved = now.selector != before.selector;
            let change = room::Update {
                id,
                name: Some(name).filter(|name| *name != before.name),
                element_selector: has_moved.then_some(element_selector),
                selector_quality: now.selector.quality().filter(|_| has_moved),
                content: since(&now.content, &before.content),
                trigger_type: since(&now.opens, &before.opens),
                audience_rules: (now.audience != before.audience).then_some(audience),
                triggers: (now.trigger != before.trigger).then_some(trigger),
            };
            draft.save(desk, change, |_| ());
        }
        (None, None) => {}
    }
}
