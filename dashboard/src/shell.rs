//! The frame around every screen: banners, sidebar, the screen, and the layer that is open over it.

use crate::{
    commands,
    commands::palette::{AssignChooser, Help, NewWorkspaceDialog, Palette, SnoozeChooser, WorkspaceChooser},
    conversation::tagging::TagChooser,
    desk::{Desk, Overlay, desk},
    dialog::ConfirmDialog,
    engage::{
        EngageScreen,
        place::{self, Kind},
    },
    help::{HelpCenterScreen, place::Place},
    inbox::{Inbox, InboxScreen},
    link,
    parts::skeleton,
    presence,
    reports::ReportsScreen,
    route::{Route, Section, TicketFilter},
    say,
    settings::answers::AnswersScreen,
    settings::email::Email,
    settings::install::Install,
    settings::invitations::InviteDialog,
    settings::look::LookScreen,
    settings::pages::SettingsScreen,
    settings::team::Team,
    settings::{forms::Forms, rules::Rules, snippets::Snippets, tags::Tags},
    sidebar::Sidebar,
    tickets::{Tickets, TicketsScreen},
    visitors::VisitorsScreen,
};
use leptos::prelude::*;

#[component]
pub fn Shell() -> impl IntoView {
    let desk = desk();
    let inbox = Inbox::new(desk);
    provide_context(inbox);
    provide_context(Tickets::new(desk));
    commands::listen(desk, inbox);
    presence::announce(desk, inbox);
    title(desk, inbox);
    // Keyed by workspace: another workspace is another desk from the ground up.
    let workspace = Memo::new(move |_| desk.workspace_id());
    view! {
        <a class="skip" href="#main">{say!("skip")}</a>
        <Banner />
        <div class="desk">
            <Sidebar />
            <main id="main" tabindex="-1">
                {move || match workspace.get() {
                    None => skeleton(8).into_any(),
                    Some(_) => screen(desk),
                }}
            </main>
        </div>
        {move || desk.overlay.get().map(layer)}
    }
}

fn screen(desk: Desk) -> AnyView {
    let kind = Memo::new(move |_| match desk.route.get() {
        Route::Inbox(..) | Route::Invite => Route::default(),
        Route::HelpCenter(_) => Route::HelpCenter(Place::All),
        Route::Engage(..) => Route::Engage(Kind::default(), place::Place::All),
        Route::Tickets(..) => Route::Tickets(TicketFilter::default(), None),
        Route::Visitors(_) => Route::Visitors(None),
        Route::Settings(_) => Route::Settings(Section::default()),
        other => other,
    });
    (move || match kind.get() {
        Route::HelpCenter(_) => view! { <HelpCenterScreen /> }.into_any(),
        Route::Engage(..) => view! { <EngageScreen /> }.into_any(),
        Route::Tickets(..) => view! { <TicketsScreen /> }.into_any(),
        Route::Visitors(_) => view! { <VisitorsScreen /> }.into_any(),
        Route::Reports => view! { <ReportsScreen /> }.into_any(),
        Route::Settings(_) => view! { <SettingsScreen /> }.into_any(),
        Route::Snippets => view! { <Snippets /> }.into_any(),
        Route::Tags => view! { <Tags /> }.into_any(),
        Route::Rules => view! { <Rules /> }.into_any(),
        Route::Forms => view! { <Forms /> }.into_any(),
        Route::Answers => view! { <AnswersScreen /> }.into_any(),
        Route::Team => view! { <Team /> }.into_any(),
        Route::Install => view! { <Install /> }.into_any(),
        Route::Look => view! { <LookScreen /> }.into_any(),
        Route::Email => view! { <Email /> }.into_any(),
        Route::Inbox(..) | Route::Invite => view! { <InboxScreen /> }.into_any(),
    })
    .into_any()
}

fn layer(overlay: Overlay) -> AnyView {
    match overlay {
        Overlay::Palette => view! { <Palette /> }.into_any(),
        Overlay::Help => view! { <Help /> }.into_any(),
        Overlay::Assign(id) => view! { <AssignChooser id=id /> }.into_any(),
        Overlay::Snooze(id) => view! { <SnoozeChooser id=id /> }.into_any(),
        Overlay::Workspaces => view! { <WorkspaceChooser /> }.into_any(),
        Overlay::NewWorkspace => view! { <NewWorkspaceDialog /> }.into_any(),
        Overlay::Tag(id) => view! { <TagChooser id=id /> }.into_any(),
        Overlay::Form(form) => form.run(),
        Overlay::Invite => view! { <InviteDialog /> }.into_any(),
        Overlay::Confirm(confirm) => view! { <ConfirmDialog confirm=confirm /> }.into_any(),
    }
}

/// Says when the server cannot be reached. A hiccup of a second is nobody's business, so it waits a little.
#[component]
fn Banner() -> impl IntoView {
    let status = link::client().status();
    let is_lost = Signal::derive(move || {
        matches!(status.get(), client::Status::Offline { .. } | client::Status::Outdated)
    });
    let is_shown = RwSignal::new(false);
    Effect::new(move |_| {
        if is_lost.get() {
            set_timeout(
                move || {
                    if is_lost.try_get_untracked() == Some(true) {
                        is_shown.set(true);
                    }
                },
                std::time::Duration::from_millis(2_500),
            );
        } else {
            is_shown.set(false);
        }
    });
    view! {
        <div class="banner" role="status" data-testid="offline-banner" hidden=move || !is_shown.get()>
            {move || is_shown.get().then(|| say!("offline"))}
        </div>
    }
}

/// The tab's title: what is unread, where we are.
fn title(desk: Desk, inbox: Inbox) {
    Effect::new(move |_| {
        let screen = match desk.route.get() {
            Route::Inbox(..) | Route::Invite => say!("inbox"),
            Route::HelpCenter(_) => say!("help-center"),
            Route::Engage(kind, _) => say!(&format!("engage-{}", kind.word())),
            Route::Tickets(..) => say!("tickets"),
            Route::Visitors(_) => say!("visitors"),
            Route::Reports => say!("reports"),
            Route::Settings(section) => say!(&format!("settings-{}", section.word())),
            Route::Snippets => say!("snippets"),
            Route::Tags => say!("tags"),
            Route::Rules => say!("rules"),
            Route::Forms => say!("forms"),
            Route::Answers => say!("ai-answers"),
            Route::Team => say!("team"),
            Route::Install => say!("install"),
            Route::Look => say!("look"),
            Route::Email => say!("email-channel"),
        };
        let unread = match inbox.unread.get() {
            0 => String::new(),
            unread => format!("({unread}) "),
        };
        crate::browser::document().set_title(&format!("{unread}{screen} · Docent"));
    });
}
