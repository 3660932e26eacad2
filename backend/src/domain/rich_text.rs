//! Markdown to a tree of blocks, once, when a message is stored (design §7 "Text"). The source is hostile: HTML is text, a link leads
//! to http, https or mailto only and shows no other address than its own, and depth and size of the tree are bounded.

pub mod html;
mod links;
#[cfg(test)]
mod tests;
mod tree;

use pulldown_cmark::{Options, Parser};
use shared::{
    id::AttachmentId,
    rich_text::{Block, Image, Span},
};
use std::collections::HashMap;
use tree::Tree;

/// The pictures that a text may show, without what is said of them.
pub type Pictures = HashMap<AttachmentId, Image>;

/// Reads CommonMark, with chat's habits: a line break in the source is one on the screen, and bare addresses are links.
pub fn parse(source: &str) -> Vec<Block> {
    parse_with(source, &Pictures::new())
}

/// The same, with pictures of our own. Any other one is a link to it, as in a message.
pub fn parse_with(source: &str, pictures: &Pictures) -> Vec<Block> {
    let mut tree = Tree::showing(pictures);
    for event in Parser::new_ext(source, Options::empty()) {
        tree.take(event);
        if tree.is_too_much() {
            return as_written(source);
        }
    }
    let blocks = tree.finish();
    if blocks.is_empty() && !source.trim().is_empty() {
        return as_written(source);
    }
    blocks
}

/// What no tree is made of.
fn as_written(source: &str) -> Vec<Block> {
    vec![Block::Paragraph(vec![Span::Text(source.to_owned())])]
}
