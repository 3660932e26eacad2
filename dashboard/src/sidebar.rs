//! The sidebar: workspace, filters of the inbox, screens, account. On phones it is the bar at the bottom.

use crate::{
    browser,
    desk::{Confirm, Overlay, desk},
    engage,
    help::place::Place,
    icons::{Icon, icon},
    inbox::Inbox,
    parts::avatar,
    route::{Filter, Route, Section, TicketFilter},
    say, words,
};
use leptos::{ev::MouseEvent, prelude::*};

#[component]
pub fn Sidebar() -> impl IntoView {
    let desk = desk();
    let inbox = expect_context::<Inbox>();
    // The first kind that the agent may see.
    let engaging = Memo::new(move |_| engage::allowed(desk).first().copied());
    let name =
        move || desk.workspace.with(|it| it.as_ref().map(|it| it.workspace.name.clone())).unwrap_or_default();
    view! {
        <aside class="sidebar">
            <button class="workspace" data-testid="workspace-switcher" on:click=move |_| desk.open(Overlay::Workspaces)>
                <span class="mark" aria-hidden="true">{""}</span>
                <span class="name" dir="auto">{name}</span>
                <span class="visually-hidden">{say!("switch-workspace")}</span>
                {icon(Icon::Switch)}
            </button>
            <button class="jump" data-testid="open-palette" on:click=move |_| desk.open(Overlay::Palette)>
                {icon(Icon::Search)} <span>{say!("jump")}</span>
                <kbd>{browser::modifier()} " K"</kbd>
            </button>
            <nav aria-label=say!("navigation")>
                <h2 class="caption">{say!("inbox")}</h2>
                {Filter::ALL.map(|filter| filter_link(filter, inbox)).collect_view()}
                <h2 class="caption">{say!("work")}</h2>
                {screen_link(Route::Tickets(TicketFilter::All, None), Icon::Ticket, "tickets")}
                {screen_link(Route::Visitors(None), Icon::Visitors, "visitors")}
                {screen_link(Route::Reports, Icon::Report, "reports")}
                {move || engaging.get().map(|kind| screen_link(Route::Engage(kind, engage::place::Place::All), Icon::Engage, "engage"))}
                <h2 class="caption">{say!("library")}</h2>
                {screen_link(Route::Snippets, Icon::Snippet, "snippets")}
                {screen_link(Route::Tags, Icon::Tag, "tags")}
                {screen_link(Route::Rules, Icon::Rules, "rules")}
                {screen_link(Route::Forms, Icon::Form, "forms")}
                {screen_link(Route::Answers, Icon::Answers, "ai-answers")}
                <h2 class="caption">{say!("workspace")}</h2>
                {screen_link(Route::HelpCenter(Place::All), Icon::Book, "help-center")}
                {screen_link(Route::Team, Icon::Team, "team")}
                {screen_link(Route::Install, Icon::Install, "install")}
                {screen_link(Route::Look, Icon::Look, "look")}
                {screen_link(Route::Settings(Section::default()), Icon::Toggle, "settings")}
                {screen_link(Route::Email, Icon::Mail, "email-channel")}
                <button class="entry all" data-testid="nav-all" on:click=move |_| desk.open(Overlay::Palette)>
                    {icon(Icon::More)} <span>{say!("more-screens")}</span>
                </button>
            </nav>
            <div class="foot">
                <Account />
                <button class="plain" aria-label=say!("help") title=say!("help") data-testid="open-help" on:click=move |_| desk.open(Overlay::Help)>
                    {icon(Icon::Help)}
                </button>
            </div>
        </aside>
    }
}

/// The icon of a filter.
pub fn filter_icon(filter: Filter) -> Icon {
    match filter {
        Filter::Open => Icon::Inbox,
        Filter::Mine => Icon::Mine,
        Filter::Unassigned => Icon::Unassigned,
        Filter::Snoozed => Icon::Snooze,
        Filter::Closed => Icon::Closed,
    }
}

fn filter_link(filter: Filter, inbox: Inbox) -> impl IntoView {
    let desk = desk();
    let is_here = move || matches!(desk.route.get(), Route::Inbox(here, _) if here == filter);
    let unread = move || match inbox.unread.get() {
        unread if unread > 0 && filter == Filter::Open => Some(unread),
        _ => None,
    };
    view! {
        <a
            href=Route::Inbox(filter, None).path()
            class="entry"
            class:first=filter == Filter::Open
            data-testid=format!("filter-{}", filter.word())
            aria-current=move || is_here().then_some("page")
            on:click=follow(Route::Inbox(filter, None))
        >
            {icon(filter_icon(filter))} <span>{say!(&format!("filter-{}", filter.word()))}</span>
            {move || unread().map(|unread| view! { <span class="count">{unread}<span class="visually-hidden">" "{say!("unread")}</span></span> })}
        </a>
    }
}

/// The screens that have a place in the bar of a phone; the palette has the others.
const ON_PHONES: [&str; 3] = ["tickets", "snippets", "team"];

/// Whether `here` is the screen of the link, whatever is open on it.
fn is_at(here: Route, link: Route) -> bool {
    here == link
        || (here.is_tickets() && link.is_tickets())
        || (here.is_visitors() && link.is_visitors())
        || (here.is_settings() && link.is_settings())
        || (here.is_help_center() && link.is_help_center())
        || (here.is_engage() && link.is_engage())
}

fn screen_link(route: Route, which: Icon, word: &'static str) -> impl IntoView {
    let desk = desk();
    view! {
        <a
            href=route.path()
            class="entry"
            class:screen=ON_PHONES.contains(&word)
            data-testid=format!("nav-{word}")
            aria-current=move || is_at(desk.route.get(), route).then_some("page")
            on:click=follow(route)
        >
            {icon(which)} <span>{say!(word)}</span>
        </a>
    }
}

/// Follows a link inside the app; with a modifier the browser opens its tab.
pub fn follow(route: Route) -> impl Fn(MouseEvent) + 'static {
    let desk = desk();
    move |event| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0) {
            event.prevent_default();
            desk.go(route);
        }
    }
}

/// Who is signed in; opens the menu with theme, language and sign-out.
#[component]
fn Account() -> impl IntoView {
    let desk = desk();
    let user = move || desk.me.get().map(|me| me.user);
    let name = move || user().map(|user| user.name.unwrap_or(user.email)).unwrap_or_default();
    let leave = move || {
        leptos::task::spawn_local(async move {
            desk.outbox.clear().await;
            desk.session.sign_out().await;
        });
    };
    let sign_out = move |_| {
        if desk.outbox.is_empty() {
            return leave();
        }
        desk.open(Overlay::Confirm(Confirm {
            title: say!("unsent-title"),
            text: say!("unsent-text"),
            action: say!("sign-out"),
            run: Callback::new(move |()| leave()),
        }));
    };
    view! {
        <button class="account" popovertarget="account" data-testid="account-menu">
            {move || user().map(|user| avatar(user.id.0, &user.name.unwrap_or(user.email)))}
            <span class="name" dir="auto">{name}</span>
        </button>
        <div id="account" class="menu" popover="auto" aria-label=say!("account")>
            <p class="who">
                <strong dir="auto">{name}</strong>
                <span dir="auto">{move || user().map(|user| user.email)}</span>
            </p>
            <ThemeChoice />
            <LanguageChoice />
            <button class="entry" data-testid="sign-out" on:click=sign_out>{say!("sign-out")}</button>
        </div>
    }
}

#[component]
fn ThemeChoice() -> impl IntoView {
    let chosen = RwSignal::new(browser::kept("theme"));
    let choose = move |theme: Option<&'static str>| {
        browser::keep("theme", theme);
        browser::set_root("data-theme", theme);
        chosen.set(theme.map(str::to_owned));
    };
    let themes = [(None, "theme-system"), (Some("light"), "theme-light"), (Some("dark"), "theme-dark")];
    view! {
        <div class="segments" role="group" aria-label=say!("theme")>
            {themes
                .map(|(theme, word)| {
                    view! {
                        <button
                            data-testid=word
                            aria-pressed=move || (chosen.get().as_deref() == theme).to_string()
                            on:click=move |_| choose(theme)
                        >
                            {say!(word)}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn LanguageChoice() -> impl IntoView {
    let here = words::language();
    let changed = move |language: String| {
        browser::keep("language", Some(&language));
        let _ = browser::window().location().reload();
    };
    view! {
        <label class="row">
            <span>{say!("language")}</span>
            <select data-testid="language" on:change:target=move |event| changed(event.target().value())>
                {words::LANGUAGES
                    .map(|(code, name)| view! { <option value=code lang=code selected=here == code>{name}</option> })
                    .collect_view()}
            </select>
        </label>
    }
}
