//! A message's markdown as a part of a view.

use client::rich_text;
use leptos::{html, prelude::*};
use shared::rich_text::Block;

/// Renders blocks; without any, the fallback as plain text.
#[component]
pub fn RichText(blocks: Vec<Block>, fallback: String) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    place.on_load(move |place| {
        // Only an element that is inside the child is refused.
        let _ = place.append_child(&rich_text::rich_text(&blocks, &fallback).node());
    });
    html::div().node_ref(place)
}
