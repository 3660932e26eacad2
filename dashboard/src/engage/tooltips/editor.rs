//! What is written of a tooltip, with the tooltip as visitors see it beside it.

use super::KINDS;
use crate::{
    desk::Desk,
    engage::{
        audience,
        draft::{Draft, since},
        editing::{Page, Written, gone},
        fields::{self, Field},
        frame::section,
        list::{PAGE, Row},
        mock,
        on_site::{Work, on_site},
        place::Kind,
        selector::{Selector, plain, selector},
        stage::{Act, Stage},
        trigger,
    },
    say,
};
use leptos::prelude::*;
use shared::{
    id::{TooltipId, WorkspaceId},
    // `Get` and `Update` are traits of signals here.
    tooltips::{self as room, Create, List, Tooltip, TriggerKind},
};

/// What is edited of a tooltip.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields {
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

impl Written for Fields {
    const KIND: Kind = Kind::Tooltips;
    const STAGES: &'static [Stage] = &[];
    const ACTS: &'static [Act] = &[Act::Remove];
    const REMOVAL: &'static str = "engage-remove-text";
    type Id = TooltipId;
    type Stored = Tooltip;
    type List = List;
    type Get = room::Get;
    type Create = Create;
    type Update = room::Update;

    fn list(workspace_id: WorkspaceId, _: Option<Stage>, after: Option<TooltipId>) -> List {
        List { workspace_id, limit: Some(PAGE), after }
    }
    fn row(tooltip: Tooltip) -> Row {
        let word =
            KINDS.into_iter().find(|(kind, _)| *kind == tooltip.trigger_type).map_or("", |(_, word)| word);
        Row {
            id: tooltip.id.0,
            name: tooltip.name,
            about: format!("{} · {}", say!(word), plain(&tooltip.element_selector)),
            stage: None,
            changed_at: tooltip.updated_at,
        }
    }
    fn get(id: TooltipId) -> room::Get {
        room::Get { id }
    }
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

    fn name(&self) -> &String {
        &self.name
    }
    /// The first thing that is missing.
    fn missing(&self, _: bool) -> Vec<String> {
        let needed = [
            (&self.name, "engage-no-name"),
            (&self.content, "tooltip-no-content"),
            (&self.selector.text, "tooltip-no-selector"),
        ];
        let missing = needed.into_iter().filter(|(text, _)| text.trim().is_empty());
        missing.map(|(_, word)| say!(word)).take(1).collect()
    }
    fn to_create(&self, workspace_id: WorkspaceId) -> Result<Create, String> {
        let now = self.cleaned();
        Ok(Create {
            workspace_id,
            audience_rules: Some(now.audience.made().map_err(|fault| fault.sentence())?),
            triggers: Some(now.trigger.made()?),
            selector_quality: now.selector.quality(),
            name: now.name,
            element_selector: now.selector.text,
            content: now.content,
            trigger_type: now.opens,
        })
    }
    fn to_update(&self, before: &Self, id: TooltipId) -> Result<room::Update, String> {
        let now = self.cleaned();
        let has_moved = self.selector != before.selector;
        let (audience, trigger) =
            (now.audience.made().map_err(|fault| fault.sentence())?, now.trigger.made()?);
        Ok(room::Update {
            id,
            name: since(&now.name, &before.name),
            selector_quality: now.selector.quality().filter(|_| has_moved),
            element_selector: has_moved.then_some(now.selector.text),
            content: since(&now.content, &before.content),
            trigger_type: since(&now.opens, &before.opens),
            audience_rules: (self.audience != before.audience).then_some(audience),
            triggers: (self.trigger != before.trigger).then_some(trigger),
        })
    }

    fn act(desk: Desk, id: TooltipId, act: Act) {
        if act == Act::Remove {
            gone(desk, Kind::Tooltips, room::Remove { id });
        }
    }

    fn page(draft: Draft<Self>, id: Option<TooltipId>, _: Signal<Option<Tooltip>>) -> Page {
        let kinds = KINDS.map(|(kind, word)| (kind, say!(word))).to_vec();
        let element = draft.part(|it| &it.selector, |it| &mut it.selector);
        let what = view! {
            {fields::line(Field::of("name"), draft.part(|it| &it.name, |it| &mut it.name))}
            {fields::lines(Field::of("tooltip-content"), "3", draft.part(|it| &it.content, |it| &mut it.content))}
            {selector(Field::of("selector").hint("selector-text"), element)}
            {fields::choice(Field::of("tooltip-opens"), kinds, draft.part(|it| &it.opens, |it| &mut it.opens))}
        };
        let who = draft.part(|it| &it.audience, |it| &mut it.audience);
        let when = draft.part(|it| &it.trigger, |it| &mut it.trigger);
        let fields = view! {
            {section("tooltip-what", what)}
            {id.map(|id| on_site(Work::Tooltip(id)))}
            {section("audience", audience::audience(who, move || draft.is_checked.get()))}
            {section("trigger", trigger::trigger(when))}
        };
        Page::new(fields, preview(draft))
    }
}

impl Fields {
    /// What is sent: without blanks around texts.
    fn cleaned(&self) -> Self {
        let text = |text: &str| text.trim().to_owned();
        let mut cleaned = Self { name: text(&self.name), content: text(&self.content), ..self.clone() };
        cleaned.selector.text = text(&self.selector.text);
        cleaned
    }
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
