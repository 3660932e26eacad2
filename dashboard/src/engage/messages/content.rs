//! What a message says; each type has its own parts.

use super::form::{Form, Shows, set_text, shows};
use crate::{
    desk::desk,
    engage::{
        bound::{address, bound},
        draft::{Draft, Part},
        fields::{Field, check, choice, line, lines, number},
    },
    parts::fields::choose,
    people, say,
};
use leptos::prelude::*;
use shared::outbound_messages::{Content, Frequency, MessageType, Style};

/// The types, in the order in which they are offered.
pub const KINDS: [(MessageType, &str); 3] =
    [(MessageType::Chat, "om-chat"), (MessageType::Post, "om-post"), (MessageType::Banner, "om-banner")];

/// The word of a type in the catalogue.
pub fn kind_word(kind: MessageType) -> &'static str {
    match kind {
        MessageType::Chat => "om-chat",
        MessageType::Post => "om-post",
        MessageType::Banner => "om-banner",
    }
}

/// The name and the type, which a stored message keeps.
#[component]
pub fn Basics(draft: Draft<Form>, is_new: bool) -> impl IntoView {
    let kinds = KINDS.map(|(kind, word)| {
        let is_it = move || draft.with(|form| form.kind) == kind;
        view! {
            <label class="option">
                <input type="radio" name="message-type" data-testid=word prop:checked=is_it on:change=move |_| draft.change(|form| form.kind = kind) />
                <span><strong>{say!(word)}</strong><small>{say!(&format!("{word}-text"))}</small></span>
            </label>
        }
    });
    view! {
        {line(Field { word: "name", ..Field::of("om-name") }, draft.part(|form| &form.name, |form| &mut form.name))}
        {is_new.then(|| view! {
            <fieldset class="options">
                <legend>{say!("om-type")}</legend>
                {kinds.into_iter().collect_view()}
            </fieldset>
        })}
    }
}

fn text(
    draft: Draft<Form>,
    read: fn(&Content) -> &Option<String>,
    write: fn(&mut Content) -> &mut Option<String>,
) -> Part<String> {
    bound(
        draft,
        move |form| read(&form.content).clone().unwrap_or_default(),
        move |form, text| set_text(write(&mut form.content), text),
    )
}

#[component]
pub fn Says(draft: Draft<Form>) -> impl IntoView {
    let kind = Memo::new(move |_| draft.with(|form| form.kind));
    let has = move |part: Shows| shows(kind.get(), part);
    view! {
        <Show when=move || has(Shows::Sender)><Sender draft=draft /></Show>
        <Show when=move || has(Shows::Title)>{line(Field::of("om-title"), text(draft, |it| &it.title, |it| &mut it.title))}</Show>
        <Show when=move || has(Shows::Body)>{lines(Field::of("om-body"), "5", text(draft, |it| &it.body, |it| &mut it.body))}</Show>
        <Show when=move || has(Shows::Text)>{lines(Field::of("om-text"), "3", text(draft, |it| &it.text, |it| &mut it.text))}</Show>
        <Show when=move || has(Shows::Picture)>{address(Field::of("om-picture"), text(draft, |it| &it.image_url, |it| &mut it.image_url))}</Show>
        <Show when=move || has(Shows::Video)>{address(Field::of("om-video"), text(draft, |it| &it.video_url, |it| &mut it.video_url))}</Show>
        <Show when=move || has(Shows::Style)><Banner draft=draft /></Show>
    }
}

/// Who of the team says it.
#[component]
fn Sender(draft: Draft<Form>) -> impl IntoView {
    let desk = desk();
    let value = draft.part(|form| &form.content.sender_id, |form| &mut form.content.sender_id);
    let members = move || {
        let members = desk.members.get().unwrap_or_default();
        let all = members.iter().map(|member| (Some(member.user_id), people::member_name(member)));
        let all: Vec<_> = std::iter::once((None, say!("om-support"))).chain(all).collect();
        choose(say!("om-sender"), "om-sender", all, move || value.get(), move |id| value.set(id))
    };
    view! { <label><span>{say!("om-sender")}</span>{members}</label> }
}

#[component]
fn Banner(draft: Draft<Form>) -> impl IntoView {
    let style = bound(
        draft,
        |form| form.content.style.unwrap_or(Style::Inline),
        |form, style| form.content.style = Some(style),
    );
    let dismissible = bound(
        draft,
        |form| form.content.dismissible != Some(false),
        |form, is| form.content.dismissible = Some(is),
    );
    let styles = vec![(Style::Inline, say!("om-inline")), (Style::Floating, say!("om-floating"))];
    view! {
        {choice(Field::of("om-style"), styles, style)}
        {check(Field::of("om-dismissible"), dismissible)}
    }
}

/// How often a visitor is shown it, and what goes before it.
#[component]
pub fn HowOften(draft: Draft<Form>) -> impl IntoView {
    let often = vec![
        (Frequency::Once, say!("om-once")),
        (Frequency::OncePerSession, say!("om-session")),
        (Frequency::Always, say!("om-always")),
    ];
    view! {
        {choice(Field { word: "en-frequency", ..Field::of("om-frequency") }, often, draft.part(|form| &form.frequency, |form| &mut form.frequency))}
        {number(Field::of("om-priority").hint("om-priority-text"), "0", draft.part(|form| &form.priority, |form| &mut form.priority))}
    }
}
