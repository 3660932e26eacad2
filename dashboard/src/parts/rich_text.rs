//! A message's markdown as a part of a view.

use client::{codec, rich_text::rich_text};
use leptos::{html, prelude::*};
use shared::rich_text::Block;

/// Renders blocks; without any, the fallback as plain text.
#[component]
pub fn RichText(blocks: Vec<Block>, fallback: String) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    place.on_load(move |place| {
        // A view that is drawn again keeps its element, and what was in it.
        let blocks = codec::write(&blocks);
        place.replace_children_with_node_1(&rich_text(&blocks, &fallback, &|_| None).node());
    });
    html::div().node_ref(place)
}
