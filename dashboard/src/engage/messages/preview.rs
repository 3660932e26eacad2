//! The message as a visitor sees it. What it says is text alone.

use super::form::Form;
use crate::{
    desk::desk,
    engage::{draft::Draft, scene::Scene},
    icons::{Icon, icon},
    parts::avatar,
    people, say,
};
use leptos::prelude::*;
use shared::{
    engagement::link,
    outbound_messages::{Button, Content, MessageType},
};

#[component]
pub fn Preview(draft: Draft<Form>) -> impl IntoView {
    let form = Memo::new(move |_| draft.with(Form::cleaned));
    let kind = Memo::new(move |_| form.with(|form| form.kind));
    let is_floating = Memo::new(move |_| form.with(Form::is_floating));
    let place = Signal::derive(move || match (kind.get(), is_floating.get()) {
        (MessageType::Chat, _) => "corner",
        (MessageType::Post, _) => "middle",
        (MessageType::Banner, false) => "top",
        (MessageType::Banner, true) => "top floating",
    });
    let body = move || match kind.get() {
        MessageType::Chat => chat(form).into_any(),
        MessageType::Post => post(form).into_any(),
        MessageType::Banner => banner(form).into_any(),
    };
    view! { <Scene at=place label=say!("om-preview")>{body}</Scene> }
}

type Shown = Memo<Form>;

fn read(form: Shown, part: fn(&Content) -> &Option<String>) -> Option<String> {
    form.with(|form| part(&form.content).clone())
}

fn close(form: Shown) -> impl IntoView {
    view! { <span class="pv-close" aria-hidden="true" hidden=move || form.with(|form| !form.is_dismissible())>{icon(Icon::Close)}</span> }
}

/// The buttons; the first one of a post stands out.
fn buttons(form: Shown) -> impl IntoView {
    let all = Memo::new(move |_| form.with(|form| form.buttons().to_vec()));
    let drawn = move || {
        let button = |(at, button): (usize, Button)| {
            let text = if button.text.is_empty() {
                say!("om-button", number = (at + 1) as f64)
            } else {
                button.text
            };
            view! { <span class="pv-button" class:second={at > 0}><bdi>{text}</bdi></span> }
        };
        all.get().into_iter().enumerate().map(button).collect_view()
    };
    view! { <div class="pv-foot" hidden=move || all.with(Vec::is_empty)>{drawn}</div> }
}

fn or_nothing(text: Option<String>) -> String {
    text.unwrap_or_else(|| say!("om-says-nothing"))
}

fn chat(form: Shown) -> impl IntoView {
    let desk = desk();
    let sender = Memo::new(move |_| {
        let id = form.with(|form| form.content.sender_id)?;
        let members = desk.members.get().unwrap_or_default();
        people::member(&members, id).map(|member| (id, people::member_name(member)))
    });
    let face = move || {
        match sender.get() {
        Some((id, name)) => view! { {avatar(id.0, &name)} <strong><bdi>{name}</bdi></strong> }.into_any(),
        None => view! { <span class="avatar support" aria-hidden="true">{""}<i></i></span> <strong>{say!("om-support")}</strong> }.into_any(),
    }
    };
    view! {
        <div class="pv-card chat" data-testid="message-preview">
            {close(form)}
            <div class="pv-sender">{face}</div>
            <p class="plain-text" dir="auto">{move || or_nothing(read(form, |it| &it.text))}</p>
            {buttons(form)}
        </div>
    }
}

fn post(form: Shown) -> impl IntoView {
    let picture = move || {
        let address = read(form, |it| &it.image_url).filter(|address| link::is_web(address))?;
        Some(view! { <img src=address alt="" referrerpolicy="no-referrer" /> })
    };
    let video = move || {
        let address = read(form, |it| &it.video_url).filter(|address| link::is_web(address))?;
        Some(
            view! { <p class="pv-video"><span aria-hidden="true">{"▶"}</span> <bdi dir="ltr">{address}</bdi></p> },
        )
    };
    let says_nothing = move || {
        form.with(|form| {
            let it = &form.content;
            [&it.title, &it.body, &it.image_url, &it.video_url].iter().all(|text| text.is_none())
        })
    };
    view! {
        <div class="pv-card post" data-testid="message-preview">
            {close(form)}
            {picture}
            {video}
            <h3 dir="auto">{move || read(form, |it| &it.title)}</h3>
            <p class="plain-text" dir="auto">{move || read(form, |it| &it.body)}</p>
            <p class="quiet" hidden=move || !says_nothing()>{say!("om-says-nothing")}</p>
            {buttons(form)}
        </div>
    }
}

fn banner(form: Shown) -> impl IntoView {
    view! {
        <div class="pv-banner" data-testid="message-preview">
            <p dir="auto">{move || or_nothing(read(form, |it| &it.text))}</p>
            {buttons(form)}
            {close(form)}
        </div>
    }
}
