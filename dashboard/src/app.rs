//! The root: who is signed in decides between the form and the desk.

use crate::{
    account::session::{Phase, Session},
    account::sign_in::SignIn,
    browser,
    conversation::outbox::Kept,
    desk::Desk,
    notices::{NoticeBoard, Notices},
    parts::skeleton,
    route::Route,
    say,
    settings::invitations::Followed,
    shell::Shell,
};
use client::{Client, TokenSource};
use leptos::prelude::*;

#[component]
pub fn App() -> impl IntoView {
    apply_preferences();
    let session = Session::restore();
    provide_context(session);
    provide_context(Notices::new());
    provide_context(Followed::from_address());
    provide_context(Kept::new());
    let route = routed();
    view! {
        {move || match session.phase.get() {
            Phase::Restoring => view! { <main class="loading">{skeleton(6)}<p class="late" role="status">{say!("connecting")}</p></main> }.into_any(),
            Phase::SignedOut => view! { <SignIn route=route /> }.into_any(),
            Phase::SignedIn => view! { <SignedIn session=session route=route /> }.into_any(),
        }}
        <NoticeBoard />
    }
}

/// Everything behind the sign-in; it lives as long as the session, and so does its socket.
#[component]
fn SignedIn(session: Session, route: RwSignal<Route>) -> impl IntoView {
    let tokens = TokenSource::new(move |is_forced| session.token(is_forced));
    provide_context(Client::connect(&browser::origin(), Some(tokens)));
    let desk = Desk::new(session, route);
    provide_context(desk);
    expect_context::<Followed>().accept(desk);
    view! { <Shell /> }
}

/// The route, following the address and the browser's buttons.
fn routed() -> RwSignal<Route> {
    let route = RwSignal::new(Route::parse(&browser::path()));
    let handle =
        window_event_listener_untyped("popstate", move |_| route.set(Route::parse(&browser::path())));
    on_cleanup(move || handle.remove());
    route
}

/// Theme as it was chosen on this device.
fn apply_preferences() {
    browser::set_root("data-theme", browser::kept("theme").as_deref());
}
