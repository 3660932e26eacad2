//! Where previews stand: a page of nobody, in the colours of the workspace's messenger.

use crate::{desk::desk, link, say, settings::look_preview::ink};
use leptos::prelude::*;
use shared::messenger_settings::{GetPublicSettings, Look, ThemeMode};

/// A site with something before it.
#[component]
pub fn Scene(
    /// Where on the site it stands: `corner`, `middle`, `top` or `top floating`.
    #[prop(into)]
    at: Signal<&'static str>,
    /// What it is a preview of, for a screen reader.
    label: String,
    children: Children,
) -> impl IntoView {
    let desk = desk();
    let look = link::live(move || Some(GetPublicSettings { workspace_id: desk.workspace_id()? }));
    let read = move |part: fn(&Look) -> String| look.with(|look| look.as_ref().map(part).unwrap_or_default());
    let mode = move || {
        read(|look| match look.theme_mode {
            ThemeMode::Light => "light".into(),
            ThemeMode::Dark => "dark".into(),
            ThemeMode::System => String::new(),
        })
    };
    view! {
        <section class="try" aria-label=label data-testid="stage">
            <p class="caption">{say!("preview")}</p>
            <div
                class=move || format!("stage shows {}", at.get())
                data-theme=mode
                style:--brand=move || read(|look| look.primary_color.clone())
                style:--ink=move || read(|look| ink(&look.primary_color).into())
            >
                <div class="site" aria-hidden="true">{""}<i></i><i></i><i></i></div>
                {children()}
            </div>
        </section>
    }
}
