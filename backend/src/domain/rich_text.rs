//! Markdown to a tree of blocks, once, when a message is stored (design §7 "Text"). The source is hostile: HTML is text, a link leads
//! to http, https or mailto only and shows no other address than its own, and depth and size of the tree are bounded.

pub mod html;
mod links;
#[cfg(test)]
mod tests;
mod tree;

use pulldown_cmark::{Options, Parser};
use shared::rich_text::{Block, Span};
use tree::Tree;

/// Reads CommonMark, with chat's habits: a line break in the source is one on the screen, and bare addresses are links.
pub fn parse(source: &str) -> Vec<Block> {
    let mut tree = Tree::default();
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
