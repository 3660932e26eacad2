//! What a tour is called, to whom and where it is shown, and how it behaves.

use super::mode_word;
use crate::{
    desk::{Desk, desk},
    engage::{
        audience,
        draft::{Draft, Part, since},
        fields::{self as controls, Field},
        frame::section,
        mock,
    },
    parts::fields::filled,
    people, say,
};
use leptos::prelude::*;
use shared::{
    id::{TourId, UserId},
    number::Number,
    tours::{self as room, DisplayMode, TargetingRules, Tour},
};

/// What is edited of a tour besides its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields {
    pub name: String,
    description: String,
    /// A pattern of pages.
    page: String,
    audience: audience::Draft,
    mode: DisplayMode,
    priority: Option<Number>,
    /// The workspace's without one.
    pub colour: Option<String>,
    sender: Option<UserId>,
    confetti: bool,
    snooze: bool,
    restart: bool,
    /// What else says where it begins, which nobody looks at.
    rest: TargetingRules,
}

impl Fields {
    pub fn of(tour: &Tour) -> Self {
        let rest = tour.targeting_rules.clone().unwrap_or_default();
        Self {
            name: tour.name.clone(),
            description: tour.description.clone().unwrap_or_default(),
            page: rest.page_url.clone().unwrap_or_default(),
            audience: audience::Draft::of(tour.audience_rules.as_ref()),
            mode: tour.display_mode,
            priority: Some(tour.priority),
            colour: tour.button_color.clone(),
            sender: tour.sender_id,
            confetti: tour.show_confetti,
            snooze: tour.allow_snooze,
            restart: tour.allow_restart,
            rest,
        }
    }
}

pub fn fields(draft: Draft<Fields>) -> impl IntoView {
    let name = draft.part(|it| &it.name, |it| &mut it.name);
    let description = draft.part(|it| &it.description, |it| &mut it.description);
    let page = draft.part(|it| &it.page, |it| &mut it.page);
    let who = draft.part(|it| &it.audience, |it| &mut it.audience);
    let about = view! {
        {controls::line(Field { word: "name", name: "tour-name", hint: None }, name)}
        {controls::lines(Field::of("engage-description").hint("tour-description-text"), "2", description)}
    };
    let place = controls::code(Field::of("tour-page").hint("tour-page-text"), page);
    view! {
        {section("engage-about", about)}
        {section("audience", audience::audience(who, move || draft.is_checked.get()))}
        {section("tour-where", place)}
        {section("tour-how", behaviour(draft))}
    }
}

fn behaviour(draft: Draft<Fields>) -> impl IntoView {
    let mode = draft.part(|it| &it.mode, |it| &mut it.mode);
    let priority = draft.part(|it| &it.priority, |it| &mut it.priority);
    let sender = draft.part(|it| &it.sender, |it| &mut it.sender);
    let confetti = draft.part(|it| &it.confetti, |it| &mut it.confetti);
    let snooze = draft.part(|it| &it.snooze, |it| &mut it.snooze);
    let restart = draft.part(|it| &it.restart, |it| &mut it.restart);
    let modes =
        [DisplayMode::FirstTimeOnly, DisplayMode::UntilDismissed].map(|one| (one, say!(mode_word(one))));
    view! {
        <div class="two">
            {controls::choice(Field::of("tour-mode"), modes.to_vec(), mode)}
            {controls::number(Field::of("tour-priority").hint("tour-priority-text"), "0", priority)}
        </div>
        <div class="two">{from(sender)} {colour(draft)}</div>
        {controls::check(Field::of("tour-snooze").hint("tour-snooze-text"), snooze)}
        {controls::check(Field::of("tour-restart").hint("tour-restart-text"), restart)}
        {controls::check(Field::of("tour-confetti").hint("tour-confetti-text"), confetti)}
    }
}

/// Who shows the tour. Once there is somebody, it stays somebody.
fn from(sender: Part<Option<UserId>>) -> impl IntoView {
    let desk = desk();
    let has_none = sender.get_untracked().is_none();
    move || {
        let members = desk.members.get().unwrap_or_default();
        let named = members.iter().map(|member| (Some(member.user_id), people::member_name(member)));
        let nobody = has_none.then(|| (None, say!("nobody")));
        let former = sender.get_untracked().filter(|id| people::member(&members, *id).is_none());
        let former = former.map(|id| (Some(id), say!("former")));
        let choices = nobody.into_iter().chain(named).chain(former).collect();
        controls::choice(Field::of("tour-sender").hint("tour-sender-text"), choices, sender)
    }
}

fn colour(draft: Draft<Fields>) -> impl IntoView {
    let colours = mock::Colours::new();
    let own = draft.part(|it| &it.colour, |it| &mut it.colour);
    let shown = move || own.get().unwrap_or_else(|| colours.primary());
    view! {
        <label>
            <span>{say!("tour-colour")}</span>
            <span class="row"><input type="color" data-testid="tour-colour" prop:value=shown on:input:target=move |event| own.set(Some(event.target().value())) /> <code dir="ltr">{shown}</code></span>
            <small hidden=move || own.with(Option::is_some)>{say!("tour-colour-text")}</small>
        </label>
    }
}

pub fn save(desk: Desk, id: TourId, draft: Draft<Fields>) {
    let (now, before) = draft.both();
    let Some(name) = filled(&now.name) else { return draft.refuse(say!("engage-no-name")) };
    let audience = match now.audience.made() {
        Ok(audience) => audience,
        Err(fault) => return draft.refuse(fault.why.sentence()),
    };
    let page_url = filled(&now.page);
    let is_elsewhere = now.page != before.page;
    let change = room::Update {
        id,
        name: Some(name).filter(|name| *name != before.name),
        description: since(&now.description, &before.description),
        targeting_rules: is_elsewhere.then(|| TargetingRules { page_url, ..now.rest.clone() }),
        audience_rules: (now.audience != before.audience).then_some(audience),
        display_mode: since(&now.mode, &before.mode),
        priority: Some(now.priority.unwrap_or(Number(0.0))).filter(|_| now.priority != before.priority),
        button_color: now.colour.clone().filter(|_| now.colour != before.colour),
        sender_id: now.sender.filter(|_| now.sender != before.sender),
        show_confetti: since(&now.confetti, &before.confetti),
        allow_snooze: since(&now.snooze, &before.snooze),
        allow_restart: since(&now.restart, &before.restart),
    };
    draft.save(desk, change, |_| ());
}
