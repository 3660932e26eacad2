//! The widget in small, drawn with the settings as they are being changed.

use crate::{desk::desk, parts::avatar, say};
use leptos::prelude::*;
use shared::messenger_settings::{Look, Side, ThemeMode};

#[component]
pub fn Preview(look: Memo<Option<Look>>) -> impl IntoView {
    let desk = desk();
    let read = move |part: fn(&Look) -> String| look.with(|look| look.as_ref().map(part).unwrap_or_default());
    let mode = move || {
        read(|look| match look.theme_mode {
            ThemeMode::Light => "light".into(),
            ThemeMode::Dark => "dark".into(),
            ThemeMode::System => String::new(),
        })
    };
    let workspace = move || desk.workspace.with(|it| it.as_ref().map(|it| it.workspace.name.clone()));
    let faces = move || {
        let members = desk.members.get().unwrap_or_default();
        members
            .iter()
            .take(3)
            .map(|member| avatar(member.user_id.0, &crate::people::member_name(member)))
            .collect_view()
    };
    view! {
        <div class="preview" aria-hidden="true" data-testid="look-preview">
            <div
                class="stage"
                class:left=move || look.with(|look| look.as_ref().is_some_and(|look| look.launcher_position == Side::Left))
                data-theme=mode
                style:--brand=move || read(|look| look.primary_color.clone())
                style:--brand-2=move || read(|look| look.background_color.clone())
                style:--ink=move || read(|look| ink(&look.primary_color).into())
                style:--ink-2=move || read(|look| ink(&look.background_color).into())
                style:--side=move || read(|look| format!("{}px", look.launcher_side_spacing))
                style:--bottom=move || read(|look| format!("{}px", look.launcher_bottom_spacing))
            >
                <div class="site">{""}<i></i><i></i><i></i></div>
                <div class="frame">
                    <div class="top">
                        <span class="faces">{faces}</span>
                        <strong dir="auto">{move || read(|look| look.welcome_message.clone())}</strong>
                        <span dir="auto">{move || read(|look| look.team_introduction.clone().unwrap_or_default())}</span>
                    </div>
                    <div class="talk">
                        <p class="theirs">{say!("preview-hello")} <small dir="auto">{workspace}</small></p>
                        <p class="ours">{say!("preview-question")}</p>
                    </div>
                    <div class="write">{say!("preview-write")}</div>
                </div>
                <span class="launcher" hidden=move || look.with(|look| look.as_ref().is_some_and(|look| !look.show_launcher))></span>
            </div>
        </div>
    }
}

/// Black or white, whichever can be read on the colour (WCAG's relative luminance); `#RGB` and `#RRGGBB`.
fn ink(colour: &str) -> &'static str {
    let digits: Vec<u32> = colour.trim_start_matches('#').chars().filter_map(|c| c.to_digit(16)).collect();
    let channels: [u32; 3] = match digits[..] {
        [r, g, b] => [r * 17, g * 17, b * 17],
        [r, r2, g, g2, b, b2] => [r * 16 + r2, g * 16 + g2, b * 16 + b2],
        _ => return "#ffffff",
    };
    let [r, g, b] = channels.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    let luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    // Where black and white are equally far: sqrt(1.05 * 0.05) - 0.05.
    if luminance > 0.179 { "#14141a" } else { "#ffffff" }
}

#[cfg(test)]
mod tests {
    use super::ink;

    #[test]
    fn text_on_a_brand_colour_can_be_read() {
        assert_eq!(ink("#792cd4"), "#ffffff");
        assert_eq!(ink("#ffe14d"), "#14141a");
        assert_eq!(ink("#000"), "#ffffff");
        assert_eq!(ink("#fff"), "#14141a");
        assert_eq!(ink("nonsense"), "#ffffff");
    }
}
