//! A page in small on which previews stand, in the colours that visitors see.

use crate::{desk::desk, link};
use leptos::prelude::*;
use shared::{
    colour::{Rgb, gradient},
    messenger_settings::{GetPublicSettings, Look, ThemeMode},
};

/// The colours of the workspace.
#[derive(Clone, Copy)]
pub struct Colours {
    look: Signal<Option<Look>>,
}

impl Colours {
    pub fn new() -> Self {
        let desk = desk();
        Self { look: link::live(move || Some(GetPublicSettings { workspace_id: desk.workspace_id()? })) }
    }

    /// The workspace's own colour.
    pub fn primary(self) -> String {
        let own = self.look.with(|look| look.as_ref().map(|look| look.primary_color.clone()));
        own.unwrap_or_else(|| Look::default().primary_color)
    }

    fn theme(self) -> &'static str {
        match self.look.with(|look| look.as_ref().map(|look| look.theme_mode)) {
            Some(ThemeMode::Light) => "light",
            Some(ThemeMode::Dark) => "dark",
            _ => "",
        }
    }
}

/// A ground and the ink that can be read on it.
pub fn inked(colour: &str) -> (String, String) {
    let wide = gradient(Rgb::parse(colour).unwrap_or(Rgb([0x79, 0x2c, 0xd4])));
    (wide.start.css(), wide.text.css())
}

/// A page with something on it; `colour` is that of buttons and marks.
pub fn page(
    colours: Colours,
    colour: impl Fn() -> String + Copy + Send + Sync + 'static,
    content: impl IntoView,
) -> impl IntoView {
    view! {
        <div
            class="mock"
            data-theme=move || colours.theme()
            data-testid="engage-preview"
            style:--brand=move || inked(&colour()).0
            style:--brand-ink=move || inked(&colour()).1
        >
            <div class="site" aria-hidden="true">{""}<i></i><i></i><i></i></div>
            {content}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::inked;

    #[test]
    fn what_is_no_colour_is_ours() {
        assert_eq!(inked("#ffe14d").1, "#10131a");
        assert_eq!(inked("red; background: url(//evil.test)"), inked("#792cd4"));
    }
}
