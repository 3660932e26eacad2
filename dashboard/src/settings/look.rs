//! How the widget looks: changed here, seen beside it at once, saved with one press.

use crate::{
    desk::{Desk, desk},
    link,
    parts::skeleton,
    say,
    settings::{logo::Logo, look_preview::Preview},
};
use leptos::prelude::*;
use shared::{
    messenger_settings::{GetPublicSettings, Look, Side, ThemeMode, Upsert},
    permissions::Permission,
};

#[component]
pub fn LookScreen() -> impl IntoView {
    let desk = desk();
    let saved = link::live(move || Some(GetPublicSettings { workspace_id: desk.workspace_id()? }));
    let draft = RwSignal::new(None::<Look>);
    let look = Memo::new(move |_| draft.get().or_else(|| saved.get()));
    let is_changed = Memo::new(move |_| draft.with(|draft| draft.is_some() && *draft != saved.get()));
    let change = move |edit: &dyn Fn(&mut Look)| {
        if let Some(mut next) = look.get_untracked() {
            edit(&mut next);
            draft.set(Some(next));
        }
    };
    let may =
        Memo::new(move |_| saved.with(Option::is_some).then(|| desk.may(Permission::SettingsWorkspace)));
    let body = move || match may.get() {
        None => skeleton(8).into_any(),
        Some(false) => view! {
            <p class="quiet">{say!("may-not-change")}</p>
            <Preview look=look />
        }
        .into_any(),
        Some(true) => view! {
            <div class="look">
                <div class="panel">
                    <Logo logo=Signal::derive(move || saved.get()?.logo) />
                    {fields(look, change)}
                </div>
                <Preview look=look />
            </div>
            <SaveBar desk=desk draft=draft look=look is_changed=is_changed />
        }
        .into_any(),
    };
    view! {
        <div class="page wide" data-testid="look">
            <header><h1>{say!("look-title")}</h1><p class="lead">{say!("look-lead")}</p></header>
            {body}
        </div>
    }
}

/// Saves what was changed, or throws it away.
#[component]
fn SaveBar(
    desk: Desk,
    draft: RwSignal<Option<Look>>,
    look: Memo<Option<Look>>,
    is_changed: Memo<bool>,
) -> impl IntoView {
    let save = move |_| {
        let (Some(workspace_id), Some(look)) = (desk.workspace_id(), look.get_untracked()) else { return };
        let change = Upsert {
            workspace_id,
            primary_color: Some(look.primary_color),
            background_color: Some(look.background_color),
            theme_mode: Some(look.theme_mode),
            launcher_position: Some(look.launcher_position),
            launcher_side_spacing: Some(look.launcher_side_spacing),
            launcher_bottom_spacing: Some(look.launcher_bottom_spacing),
            show_launcher: Some(look.show_launcher),
            welcome_message: Some(look.welcome_message),
            team_introduction: Some(look.team_introduction.filter(|text| !text.trim().is_empty())),
            show_teammate_avatars: None,
            supported_languages: None,
            default_language: None,
            mobile_enabled: None,
            launcher_icon_url: None,
            privacy_policy_url: None,
        };
        link::send_then(change, move |_| desk.notices.done(say!("saved")));
    };
    let may = move || desk.may(Permission::SettingsWorkspace);
    view! {
        <div class="savebar" class:shown=move || is_changed.get() && may()>
            <span>{say!("unsaved")}</span>
            <button class="button" disabled=move || !is_changed.get() on:click=move |_| draft.set(None)>{say!("discard")}</button>
            <button class="button primary" data-testid="look-save" disabled=move || !is_changed.get() on:click=save>{say!("save")}</button>
        </div>
    }
}

fn fields(
    look: Memo<Option<Look>>,
    change: impl Fn(&dyn Fn(&mut Look)) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let read = move |part: fn(&Look) -> String| look.with(|look| look.as_ref().map(part).unwrap_or_default());
    view! {
        {colour("primary-color", move || read(|look| look.primary_color.clone()), move |text| change(&|look| look.primary_color = text.clone()))}
        {colour("background-color", move || read(|look| look.background_color.clone()), move |text| change(&|look| look.background_color = text.clone()))}
        {segments("theme-mode", [(ThemeMode::System, "theme-system"), (ThemeMode::Light, "theme-light"), (ThemeMode::Dark, "theme-dark")], move || look.with(|look| look.as_ref().map(|look| look.theme_mode)), move |mode| change(&|look| look.theme_mode = mode))}
        {segments("side", [(Side::Left, "side-left"), (Side::Right, "side-right")], move || look.with(|look| look.as_ref().map(|look| look.launcher_position)), move |side| change(&|look| look.launcher_position = side))}
        {spacing("side-spacing", move || read(|look| look.launcher_side_spacing.to_string()), move |pixels| change(&|look| look.launcher_side_spacing = pixels))}
        {spacing("bottom-spacing", move || read(|look| look.launcher_bottom_spacing.to_string()), move |pixels| change(&|look| look.launcher_bottom_spacing = pixels))}
        <label>
            <span>{say!("welcome")}</span>
            <textarea rows="2" maxlength="500" dir="auto" data-testid="look-welcome" prop:value=move || read(|look| look.welcome_message.clone()) on:input:target=move |event| { let text = event.target().value(); change(&|look| look.welcome_message = text.clone()) }></textarea>
        </label>
        <label>
            <span>{say!("introduction")}</span>
            <textarea rows="2" maxlength="500" dir="auto" data-testid="look-introduction" prop:value=move || read(|look| look.team_introduction.clone().unwrap_or_default()) on:input:target=move |event| { let text = event.target().value(); change(&|look| look.team_introduction = Some(text.clone())) }></textarea>
        </label>
        <label class="row">
            <input type="checkbox" data-testid="look-launcher" prop:checked=move || look.with(|look| look.as_ref().is_some_and(|look| look.show_launcher)) on:change:target=move |event| { let is_shown = event.target().checked(); change(&|look| look.show_launcher = is_shown) } />
            <span>{say!("show-launcher")} <small>{say!("show-launcher-text")}</small></span>
        </label>
    }
}

fn colour(
    word: &'static str,
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    set: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <label class="row">
            <span>{say!(word)}</span>
            <code dir="ltr">{value}</code>
            <input type="color" data-testid=format!("look-{word}") prop:value=value on:input:target=move |event| set(event.target().value()) />
        </label>
    }
}

fn spacing(
    word: &'static str,
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    set: impl Fn(i64) + 'static,
) -> impl IntoView {
    view! {
        <label class="row">
            <span>{say!(word)}</span>
            <input type="range" min="0" max="100" data-testid=format!("look-{word}") prop:value=value on:input:target=move |event| { if let Ok(pixels) = event.target().value().parse() { set(pixels) } } />
            <output dir="ltr">{value} " px"</output>
        </label>
    }
}

fn segments<T: Copy + PartialEq + Send + Sync + 'static, const N: usize>(
    word: &'static str,
    choices: [(T, &'static str); N],
    value: impl Fn() -> Option<T> + Copy + Send + Sync + 'static,
    set: impl Fn(T) + Copy + 'static,
) -> impl IntoView {
    let buttons = choices.map(|(choice, word)| {
        view! {
            <button type="button" data-testid=format!("look-{word}") aria-pressed=move || (value() == Some(choice)).to_string() on:click=move |_| set(choice)>{say!(word)}</button>
        }
    });
    view! {
        <div class="row" role="group" aria-label=say!(word)>
            <span>{say!(word)}</span>
            <div class="segments">{buttons.into_iter().collect_view()}</div>
        </div>
    }
}
