//! The workspace's look as custom properties of the page; set through the object model, which a strict policy allows.

use crate::{
    colour::{Rgb, gradient, readable},
    rows::Look,
};
use client::{
    decimal::pixels,
    dom::{document, window},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const FALLBACK: Rgb = Rgb([0x79, 0x2c, 0xd4]);
const LIGHT: Rgb = Rgb([255, 255, 255]);
const DARK: Rgb = Rgb([0x15, 0x17, 0x1c]);

/// Colours, and where the launcher stands.
pub fn apply(look: &Look) {
    let primary = Rgb::parse(&look.primary_color).unwrap_or(FALLBACK);
    let header = gradient(Rgb::parse(&look.background_color).unwrap_or(primary));
    let own = gradient(primary);
    set("--head", &header.start.css());
    set("--head-end", &header.end.css());
    set("--on-head", &header.text.css());
    set("--own", &own.start.css());
    set("--own-end", &own.end.css());
    set("--on-own", &own.text.css());
    set("--link-light", &readable(primary, LIGHT).css());
    set("--link-dark", &readable(primary, DARK).css());
    set("--side", &pixels(look.side_spacing.into()));
    set("--bottom", &pixels(look.bottom_spacing.into()));
    attribute("data-side", if look.is_left { "left" } else { "right" });
}

/// `light` or `dark`, as the loader found it; alone, the browser's own choice.
pub fn scheme(name: &str) {
    let prefers_dark = || {
        window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches())
    };
    let is_dark = if name.is_empty() { prefers_dark() } else { name == "dark" };
    attribute("data-scheme", if is_dark { "dark" } else { "light" });
}

/// The safe area: top, right, bottom, left.
pub fn insets(insets: [f64; 4]) {
    for (name, inset) in
        ["--inset-top", "--inset-right", "--inset-bottom", "--inset-left"].into_iter().zip(insets)
    {
        // Whole pixels: to print fractions would cost the download 10 KB.
        set(name, &pixels(inset.ceil() as i64));
    }
}

fn root() -> Option<HtmlElement> {
    document().document_element().and_then(|root| root.dyn_into().ok())
}

fn set(name: &str, value: &str) {
    if let Some(root) = root() {
        // Custom properties take any value.
        let _ = root.style().set_property(name, value);
    }
}

fn attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}
