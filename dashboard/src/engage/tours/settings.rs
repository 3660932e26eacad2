//! What a tour is called, to whom and where it is shown, and how it behaves.

use super::mode_word;
use crate::{
    desk::desk,
    engage::{
        audience,
        draft::{Draft, Part},
        fields::{self as controls, Field},
        frame::section,
        mock,
    },
    parts::fields::filled,
    people, say,
};
use leptos::prelude::*;
use shared::{
    id::UserId,
    number::Number,
    tours::{DisplayMode, TargetingRules, Tour},
};

/// What is edited of a tour besides its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields {
    pub name: String,
    pub description: String,
    /// A pattern of pages.
    pub page: String,
    pub audience: audience::Draft,
    pub mode: DisplayMode,
    pub priority: Option<Number>,
    /// The workspace's without one.
    pub colour: Option<String>,
    pub sender: Option<UserId>,
    pub confetti: bool,
    pub snooze: bool,
    pub restart: bool,
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

    /// What a tour begins as.
    pub fn untitled() -> Self {
        Self {
            name: say!("tour-untitled"),
            description: String::new(),
            page: String::new(),
            audience: audience::Draft::default(),
            mode: DisplayMode::FirstTimeOnly,
            priority: None,
            colour: None,
            sender: None,
            confetti: true,
            snooze: true,
            restart: true,
            rest: TargetingRules::default(),
        }
    }

    /// Where it begins.
    pub fn rules(&self) -> TargetingRules {
        TargetingRules { page_url: filled(&self.page), ..self.rest.clone() }
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

/// Who shows the tour.
fn from(sender: Part<Option<UserId>>) -> impl IntoView {
    let desk = desk();
    move || {
        let members = desk.members.get().unwrap_or_default();
        let named = members.iter().map(|member| (Some(member.user_id), people::member_name(member)));
        let former = sender.get_untracked().filter(|id| people::member(&members, *id).is_none());
        let former = former.map(|id| (Some(id), say!("former")));
        let choices = std::iter::once((None, say!("nobody"))).chain(named).chain(former).collect();
        controls::choice(Field::of("tour-sender").hint("tour-sender-text"), choices, sender)
    }
}

fn colour(draft: Draft<Fields>) -> impl IntoView {
    let colours = mock::Colours::new();
    let own = draft.part(|it| &it.colour, |it| &mut it.colour);
    let shown = move || own.get().unwrap_or_else(|| colours.primary());
    view! {
        <div>
            <label>
                <span>{say!("tour-colour")}</span>
                <span class="tint"><input type="color" data-testid="tour-colour" prop:value=shown on:input:target=move |event| own.set(Some(event.target().value())) /> <code dir="ltr">{shown}</code></span>
                <small hidden=move || own.with(Option::is_some)>{say!("tour-colour-text")}</small>
            </label>
            <button type="button" class="plain" data-testid="tour-colour-clear" hidden=move || own.with(Option::is_none) on:click=move |_| own.set(None)>{say!("tour-colour-clear")}</button>
        </div>
    }
}
