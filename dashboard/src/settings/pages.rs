//! The settings of a workspace: one page for each matter, and the way from one to the other.

use crate::{
    browser,
    desk::desk,
    route::{Route, Section},
    say,
    settings::{
        audit::Audit, automation::Automation, home::Home, hours::OfficeHoursPage, identity::Identity,
        keys::Keys,
    },
    sidebar::follow,
};
use leptos::prelude::*;

#[component]
pub fn SettingsScreen() -> impl IntoView {
    let desk = desk();
    let section = Memo::new(move |_| match desk.route.get() {
        Route::Settings(section) => section,
        _ => Section::default(),
    });
    Effect::new(move |_| {
        section.track();
        // On a phone the tabs are scrolled.
        request_animation_frame(|| browser::reveal(".tabs [aria-current]"));
    });
    let tab = move |one: Section| {
        let route = Route::Settings(one);
        let word = one.word();
        view! {
            <a class="chip" href=route.path() data-testid=format!("settings-{word}") aria-current=move || (section.get() == one).then_some("page") on:click=follow(route)>
                {say!(&format!("settings-{word}"))}
            </a>
        }
    };
    let body = move || match section.get() {
        Section::Automation => view! { <Automation /> }.into_any(),
        Section::Hours => view! { <OfficeHoursPage /> }.into_any(),
        Section::Home => view! { <Home /> }.into_any(),
        Section::Security => view! { <Identity /> }.into_any(),
        Section::Keys => view! { <Keys /> }.into_any(),
        Section::Audit => view! { <Audit /> }.into_any(),
    };
    view! {
        <div class="page" class:wide=move || section.get() == Section::Audit data-testid="settings">
            <nav class="chips always tabs" aria-label=say!("settings")>{Section::ALL.map(tab).into_iter().collect_view()}</nav>
            <header>
                <h1>{move || say!(&format!("settings-{}", section.get().word()))}</h1>
                <p class="lead">{move || say!(&format!("settings-{}-lead", section.get().word()))}</p>
            </header>
            {body}
        </div>
    }
}

/// A switch with what it does.
pub fn toggle(
    word: &'static str,
    name: &'static str,
    value: impl Fn() -> bool + Copy + Send + Sync + 'static,
    is_off: impl Fn() -> bool + Copy + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="row setting">
            <span><span>{say!(word)}</span> <small>{say!(&format!("{word}-text"))}</small></span>
            <input type="checkbox" role="switch" class="switch" data-testid=name prop:checked=value disabled=is_off on:change:target=move |event| set(event.target().checked()) />
        </label>
    }
}
