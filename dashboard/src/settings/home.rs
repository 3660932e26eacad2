//! What the messenger's home shows, in which order and to whom, and which tabs there are.

use crate::{
    desk::desk,
    icons::{Icon, icon},
    link,
    parts::{fields::choose, savebar::savebar, skeleton, trouble},
    say,
    settings::pages::toggle,
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    messenger_settings::home::{
        CardType, GetHomeConfig, HomeCard, HomeConfig, Space, Tab, UpdateHomeConfig, VisibleTo,
    },
    permissions::Permission,
};

/// What can be added. Announcements do not exist, so their card, which other programs may have stored, would be empty.
const CARDS: [CardType; 5] = [
    CardType::Welcome,
    CardType::Search,
    CardType::Conversations,
    CardType::StartConversation,
    CardType::FeaturedArticles,
];

fn card_word(kind: CardType) -> &'static str {
    match kind {
        CardType::Welcome => "card-welcome",
        CardType::Search => "card-search",
        CardType::Conversations => "card-conversations",
        CardType::StartConversation => "card-start",
        CardType::FeaturedArticles => "card-articles",
        CardType::Announcements => "card-announcements",
    }
}

fn tab_word(tab: Tab) -> &'static str {
    match tab {
        Tab::Home => "tab-home",
        Tab::Messages => "tab-messages",
        Tab::Help => "tab-help",
        Tab::Tours => "tab-tours",
        Tab::Tasks => "tab-tasks",
        Tab::Tickets => "tab-tickets",
    }
}

/// What is being changed.
#[derive(Clone, Copy)]
struct Editing {
    shown: Memo<Option<HomeConfig>>,
    edited: RwSignal<Option<HomeConfig>>,
}

impl Editing {
    fn read<T: Default>(self, part: impl FnOnce(&HomeConfig) -> T) -> T {
        self.shown.with(|config| config.as_ref().map(part).unwrap_or_default())
    }

    fn change(self, edit: impl FnOnce(&mut HomeConfig)) {
        if let Some(mut next) = self.shown.get_untracked() {
            edit(&mut next);
            self.edited.set(Some(next));
        }
    }
}

#[component]
pub fn Home() -> impl IntoView {
    let desk = desk();
    let loaded = link::loaded(move || Some(GetHomeConfig { workspace_id: desk.workspace_id()? }));
    let saved = Memo::new(move |_| match loaded.get() {
        Loaded::Ready(config) => Some(config.normalised()),
        _ => None,
    });
    let edited = RwSignal::new(None::<HomeConfig>);
    let shown = Memo::new(move |_| edited.get().or_else(|| saved.get()));
    let editing = Editing { shown, edited };
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let is_changed = Memo::new(move |_| edited.with(|edited| edited.is_some() && *edited != saved.get()));
    let may = move || desk.may(Permission::SettingsWorkspace);
    let save = move || {
        let (Some(workspace_id), Some(home_config)) = (desk.workspace_id(), shown.get_untracked()) else {
            return;
        };
        link::send_then(UpdateHomeConfig { workspace_id, home_config }, move |_| {
            edited.set(None);
            desk.notices.done(say!("saved"));
        });
    };
    let error = move || match loaded.get() {
        Loaded::Failed(error) => Some(trouble(&error)),
        _ => None,
    };
    let is_on = move || editing.read(|config| config.enabled);
    let is_direct = move || editing.read(|config| config.launch_directly_to_conversation == Some(true));
    view! {
        {error}
        <Show when=move || is_there.get() fallback=|| skeleton(6)>
            <section class="panel settings-list">
                {toggle("home-on", "home-on", is_on, move || !may(), move |is_on| editing.change(|config| config.enabled = is_on))}
                {toggle("home-direct", "home-direct", is_direct, move || !may(), move |is_on| editing.change(|config| config.launch_directly_to_conversation = Some(is_on)))}
                <OpensAt editing=editing />
            </section>
            <Show when=is_on>
                <h2 class="caption">{say!("home-cards")}</h2>
                <Cards editing=editing />
            </Show>
            <h2 class="caption">{say!("home-tabs")}</h2>
            <Tabs editing=editing />
            <p class="quiet padded" hidden=may>{say!("may-not-change")}</p>
            {savebar(is_changed, move || edited.set(None), save)}
        </Show>
    }
}

#[component]
fn OpensAt(editing: Editing) -> impl IntoView {
    let desk = desk();
    let spaces = [(Space::Home, "tab-home"), (Space::Messages, "tab-messages"), (Space::Help, "tab-help")];
    let choices = spaces.map(|(space, word)| (space, say!(word))).into();
    let value = move || editing.shown.with(|it| it.as_ref().map_or(Space::Home, |it| it.default_space));
    view! {
        <fieldset class="row setting" disabled=move || !desk.may(Permission::SettingsWorkspace)>
            <span>{say!("home-opens-at")}</span>
            {choose(say!("home-opens-at"), "home-space", choices, value, move |space| editing.change(|config| config.default_space = space))}
        </fieldset>
    }
}

fn audience(
    label: String,
    value: impl Fn() -> VisibleTo + Copy + Send + Sync + 'static,
    set: impl Fn(VisibleTo) + 'static,
) -> impl IntoView {
    let all = [
        (VisibleTo::All, "visible-all"),
        (VisibleTo::Visitors, "visible-visitors"),
        (VisibleTo::Users, "visible-users"),
    ];
    choose(label, "home-visible", all.map(|(one, word)| (one, say!(word))).into(), value, set)
}

#[component]
fn Cards(editing: Editing) -> impl IntoView {
    let desk = desk();
    let ids = move || editing.read(|it| it.cards.iter().map(|card| card.id.clone()).collect::<Vec<_>>());
    let has_none = move || editing.read(|it| it.cards.is_empty());
    let missing = move || {
        let known = editing.read(|it| it.cards.iter().map(|card| card.kind).collect::<Vec<_>>());
        CARDS.into_iter().filter(|kind| !known.contains(kind)).collect::<Vec<_>>()
    };
    let add = move |kind: CardType| {
        editing.change(|config| {
            let id = fresh(config, kind);
            config.cards.push(HomeCard { id, kind, config: None, visible_to: VisibleTo::All });
        });
    };
    let offered = move || {
        let made = missing().into_iter().map(|kind| {
            view! { <button type="button" class="button" data-testid=format!("add-{}", card_word(kind)) on:click=move |_| add(kind)>{icon(Icon::Plus)} {say!(card_word(kind))}</button> }
        });
        made.collect_view()
    };
    view! {
        <fieldset class="panel flush" disabled=move || !desk.may(Permission::SettingsWorkspace)>
            <p class="quiet padded" hidden=move || !has_none()>{say!("home-no-cards")}</p>
            <ol class="things" data-testid="home-cards">
                <For each=ids key=Clone::clone let:id>
                    <Card id=id editing=editing />
                </For>
            </ol>
            <div class="offers" hidden=move || missing().is_empty()>{offered}</div>
        </fieldset>
    }
}

/// An id that no card of the home has.
fn fresh(config: &HomeConfig, kind: CardType) -> String {
    let word = card_word(kind).trim_start_matches("card-");
    let mut ids = (1..).map(|number| format!("{word}-{number}"));
    ids.find(|id| config.cards.iter().all(|card| card.id != *id)).unwrap_or_default()
}

#[component]
fn Card(id: String, editing: Editing) -> impl IntoView {
    let id = StoredValue::new(id);
    let is_it = move |card: &HomeCard| id.with_value(|id| card.id == *id);
    let place = move || editing.read(|it| it.cards.iter().position(is_it));
    let kind =
        untrack(move || editing.read(|it| it.cards.iter().find(|card| is_it(card)).map(|card| card.kind)));
    let name = say!(kind.map_or("card-welcome", card_word));
    let value = move || {
        let found = editing.read(|it| it.cards.iter().find(|card| is_it(card)).map(|card| card.visible_to));
        found.unwrap_or(VisibleTo::All)
    };
    let set = move |visible_to| {
        editing.change(|config| {
            if let Some(card) = config.cards.iter_mut().find(|card| is_it(card)) {
                card.visible_to = visible_to;
            }
        });
    };
    let step = move |by: isize| {
        editing.change(|config| {
            let Some(at) = config.cards.iter().position(is_it) else { return };
            let to = at.saturating_add_signed(by).min(config.cards.len() - 1);
            config.cards.swap(at, to);
        });
    };
    let is_last = move || editing.read(|it| it.cards.last().is_some_and(is_it));
    let remove = say!("remove-name", name = name.as_str());
    let label = say!("visible-to", name = name.as_str());
    view! {
        <li class="thing" data-testid="home-card">
            <strong class="text">{name}</strong>
            {audience(label, value, set)}
            <button type="button" class="plain" aria-label=say!("move-up") disabled=move || place() == Some(0) data-testid="card-up" on:click=move |_| step(-1)>{icon(Icon::Up)}</button>
            <button type="button" class="plain" aria-label=say!("move-down") disabled=is_last data-testid="card-down" on:click=move |_| step(1)>{icon(Icon::Down)}</button>
            <button type="button" class="plain" aria-label=remove data-testid="card-remove" on:click=move |_| editing.change(|config| config.cards.retain(|card| !is_it(card)))>{icon(Icon::Remove)}</button>
        </li>
    }
}

#[component]
fn Tabs(editing: Editing) -> impl IntoView {
    let desk = desk();
    let rows = Tab::ALL.into_iter().enumerate().map(|(at, tab)| {
        let name = say!(tab_word(tab));
        let label = say!("visible-to", name = name.as_str());
        let is_on = move || editing.read(|it| it.tabs.as_ref().is_some_and(|tabs| tabs[at].enabled));
        let value = move || {
            editing.read(|it| it.tabs.as_ref().map(|tabs| tabs[at].visible_to)).unwrap_or(VisibleTo::All)
        };
        let edit = move |change: &dyn Fn(&mut shared::messenger_settings::home::HomeTab)| {
            editing.change(|config| {
                if let Some(tab) = config.tabs.as_mut().and_then(|tabs| tabs.get_mut(at)) {
                    change(tab);
                }
            });
        };
        let is_fixed = tab == Tab::Messages;
        view! {
            <li class="thing" data-testid=tab_word(tab)>
                <input type="checkbox" role="switch" class="switch" aria-label=name.clone() disabled=is_fixed prop:checked=is_on on:change:target=move |event| { let is_on = event.target().checked(); edit(&|tab| tab.enabled = is_on) } />
                <strong class="text">{name}</strong>
                {if is_fixed { view! { <span class="quiet">{say!("tab-fixed")}</span> }.into_any() } else { audience(label, value, move |visible| edit(&|tab| tab.visible_to = visible)).into_any() }}
            </li>
        }
    });
    view! {
        <fieldset class="panel flush" disabled=move || !desk.may(Permission::SettingsWorkspace)>
            <ul class="things">{rows.collect_view()}</ul>
        </fieldset>
    }
}
