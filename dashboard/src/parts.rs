//! Small parts that many screens draw.
//!
//! Leptos writes an element without anything dynamic in it through `innerHTML`, which the page's Trusted Types refuse:
//! an empty block, `{""}`, keeps such an element out of that.

pub mod chooser;
pub mod dialog;
pub mod fields;
pub mod fuzzy;
pub mod icons;
pub mod notices;
pub mod pages;
pub mod rich_text;
pub mod savebar;

use crate::people;
use leptos::prelude::*;
use shared::{Error, id::Uuid};

/// A person as a disc with one or two letters.
pub fn avatar(id: Uuid, name: &str) -> impl IntoView + use<> {
    let letters = people::initials(name);
    let letters = if letters.is_empty() { "·".to_owned() } else { letters };
    view! {
        <span class="avatar" aria-hidden="true" style:--hue=people::hue(id).to_string()>{letters}</span>
    }
}

/// A spot of colour; of the line's own where there is none.
pub fn spot(colour: Option<String>) -> impl IntoView {
    view! { <span class="spot" aria-hidden="true" style:--spot=colour.unwrap_or_default()>{""}</span> }
}

/// A tag's colour where it is one: `#rgb` or `#rrggbb`. Anybody may have stored anything.
pub fn colour(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    let digits = text.strip_prefix('#')?;
    let is_colour = matches!(digits.len(), 3 | 6) && digits.chars().all(|c| c.is_ascii_hexdigit());
    is_colour.then(|| text.to_owned())
}

/// A key as it is printed on a keyboard.
pub fn key(text: impl Into<String>) -> impl IntoView {
    view! { <kbd>{text.into()}</kbd> }
}

/// Grey lines in the place of what is coming.
pub fn skeleton(lines: usize) -> impl IntoView {
    view! {
        <div class="skeleton" aria-hidden="true">
            {(0..lines).map(|_| view! { <div>{""}<i></i><b></b></div> }).collect_view()}
        </div>
    }
}

/// Says that there is nothing, and what to do next.
#[component]
pub fn Empty(title: String, text: String, children: Children) -> impl IntoView {
    view! {
        <div class="empty" data-testid="empty">
            <div class="empty-art" aria-hidden="true">{""}<i></i><i></i><i></i></div>
            <h2>{title}</h2>
            <p>{text}</p>
            {children()}
        </div>
    }
}

/// Says why there is nothing, in the place where it would be. A live query tries again by itself.
pub fn trouble(error: &Error) -> impl IntoView + use<> {
    view! { <p class="trouble" role="alert" data-testid="trouble">{notices::sentence(error)}</p> }
}

#[cfg(test)]
mod tests {
    use super::colour;

    #[test]
    fn only_a_colour_is_shown_as_one() {
        assert_eq!(colour(Some(" #1a8A5a ")).as_deref(), Some("#1a8A5a"));
        assert_eq!(colour(Some("#fff")).as_deref(), Some("#fff"));
        for text in ["red", "#12345", "#ggg", "url(https://evil.test)", "#fff;background:url(x)", ""] {
            assert_eq!(colour(Some(text)), None, "{text}");
        }
        assert_eq!(colour(None), None);
    }
}
