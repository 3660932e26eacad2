//! Signing in and signing up: one form, two flows; an invitation's link fills in the e-mail.

use crate::{
    account::session::{Credentials, Flow, Session},
    browser,
    failures::{self, Sentence},
    route::Route,
    say,
};
use leptos::prelude::*;

#[component]
pub fn SignIn(route: RwSignal<Route>) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_invited = route.get_untracked() == Route::Invite;
    let invited = if is_invited { browser::parameter("email") } else { None };
    let flow = RwSignal::new(if is_invited { Flow::SignUp } else { Flow::SignIn });
    let form = Form::new(invited.clone().unwrap_or_default());
    let is_new = move || flow.get() == Flow::SignUp;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.submit(session, flow.get_untracked(), is_invited, route);
    };
    let other = move |_| {
        form.failure.set(None);
        flow.update(|flow| *flow = if *flow == Flow::SignIn { Flow::SignUp } else { Flow::SignIn });
    };
    view! {
        <main class="sign-in">
            <div class="card">
                <span class="mark" aria-hidden="true">{""}</span>
                <h1>{move || say!(if is_new() { "sign-up-title" } else { "sign-in-title" })}</h1>
                <p class="lead">
                    {move || match (is_new(), &invited) {
                        (true, Some(email)) => say!("sign-up-invited", email = email.as_str()),
                        (true, None) => say!("sign-up-lead"),
                        (false, _) => say!("sign-in-lead"),
                    }}
                </p>
                <form on:submit=submit>
                    <Show when=is_new>
                        <Field label=say!("your-name") kind="text" complete="name" name="dashboard-name" value=form.name />
                    </Show>
                    <Field label=say!("email") kind="email" complete="username" name="dashboard-email" value=form.email />
                    <PasswordField is_new=Signal::derive(is_new) value=form.password />
                    <Show when=move || is_new() && !is_invited>
                        <Field
                            label=say!("workspace-name")
                            kind="text"
                            complete="organization"
                            name="dashboard-workspace"
                            value=form.workspace
                        />
                    </Show>
                    <p class="problem" role="alert" data-testid="dashboard-sign-in-error">
                        {move || form.failure.get()}
                    </p>
                    <button
                        class="button primary"
                        type="submit"
                        data-testid="dashboard-sign-in"
                        aria-busy=move || form.is_busy.get().to_string()
                        disabled=move || form.is_busy.get()
                    >
                        {move || say!(if is_new() { "sign-up" } else { "sign-in" })}
                    </button>
                </form>
                <p class="switch">
                    {move || say!(if is_new() { "have-account" } else { "no-account" })} " "
                    <button class="link" data-testid="dashboard-switch-flow" on:click=other>
                        {move || say!(if is_new() { "sign-in" } else { "sign-up" })}
                    </button>
                </p>
            </div>
        </main>
    }
}

/// What is typed, and how sending it goes.
#[derive(Clone, Copy)]
struct Form {
    email: RwSignal<String>,
    password: RwSignal<String>,
    name: RwSignal<String>,
    workspace: RwSignal<String>,
    failure: RwSignal<Option<String>>,
    is_busy: RwSignal<bool>,
}

impl Form {
    fn new(email: String) -> Self {
        Self {
            email: RwSignal::new(email),
            password: RwSignal::default(),
            name: RwSignal::default(),
            workspace: RwSignal::default(),
            failure: RwSignal::default(),
            is_busy: RwSignal::default(),
        }
    }

    fn submit(self, session: Session, flow: Flow, is_invited: bool, route: RwSignal<Route>) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.failure.set(None);
        let given = |text: RwSignal<String>| {
            Some(text.get_untracked().trim().to_owned())
                .filter(|text| !text.is_empty() && flow == Flow::SignUp)
        };
        let credentials = Credentials {
            flow,
            email: self.email.get_untracked().trim().to_owned(),
            password: self.password.get_untracked(),
            name: given(self.name),
            workspace_name: given(self.workspace),
        };
        // A new owner has a widget to install; everybody else has conversations.
        let next = if flow == Flow::SignUp && !is_invited { Route::Install } else { Route::default() };
        leptos::task::spawn_local(async move {
            let result = session.sign_in(credentials).await;
            self.is_busy.try_set(false);
            match result {
                Ok(()) if flow == Flow::SignUp || is_invited => {
                    browser::go(&next.path(), true);
                    route.set(next);
                }
                Ok(()) => (),
                Err(error) => {
                    self.failure.try_set(Some(match failures::of_sign_in(&error) {
                        Sentence::Ours(key) => say!(key),
                        Sentence::Theirs(text) => text.to_owned(),
                    }));
                }
            }
        });
    }
}

#[component]
fn Field(
    label: String,
    kind: &'static str,
    complete: &'static str,
    name: &'static str,
    value: RwSignal<String>,
) -> impl IntoView {
    let is_required = kind == "email";
    view! {
        <label>
            <span>{label}</span>
            <input
                type=kind
                autocomplete=complete
                maxlength="254"
                required=is_required
                data-testid=name
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </label>
    }
}

#[component]
fn PasswordField(is_new: Signal<bool>, value: RwSignal<String>) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    view! {
        <label>
            <span>{say!("password")}</span>
            <span class="with-button">
                <input
                    type=move || if is_shown.get() { "text" } else { "password" }
                    autocomplete=move || if is_new.get() { "new-password" } else { "current-password" }
                    minlength=move || is_new.get().then_some("8")
                    required
                    data-testid="dashboard-password"
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                />
                <button
                    type="button"
                    class="plain"
                    aria-pressed=move || is_shown.get().to_string()
                    on:click=move |_| is_shown.update(|shown| *shown = !*shown)
                >
                    {move || say!(if is_shown.get() { "hide" } else { "show" })}
                </button>
            </span>
            <small hidden=move || !is_new.get()>{say!("password-hint")}</small>
        </label>
    }
}
