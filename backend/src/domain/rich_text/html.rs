//! A tree of blocks as elements, for pages and mail without scripts. The templates escape every text, and the tree has no markup in it.

use askama::Template;
use shared::rich_text::{Block, Span, plain};

/// A block, and the name by which its heading can be linked to.
pub struct Part<'a> {
    pub anchor: Option<String>,
    pub block: &'a Block,
}

/// A heading of the article's own list of contents.
pub struct Entry {
    pub anchor: String,
    pub text: String,
    /// Whether it stands below another one.
    pub is_below: bool,
}

/// The whole of a text, or what is in a quote or an item of it.
#[derive(Template)]
#[template(path = "help/blocks.html")]
pub struct Blocks<'a> {
    parts: Vec<Part<'a>>,
}

#[derive(Template)]
#[template(path = "help/spans.html")]
struct Spans<'a> {
    spans: &'a [Span],
}

impl<'a> Blocks<'a> {
    /// An article: its headings get names.
    pub fn article(blocks: &'a [Block]) -> Self {
        let mut number = 0;
        let parts = blocks.iter().map(|block| {
            let anchor = matches!(block, Block::Heading(..)).then(|| {
                number += 1;
                format!("section-{number}")
            });
            Part { anchor, block }
        });
        Self { parts: parts.collect() }
    }

    /// What is inside a quote or an item, or a text whose headings nobody links to.
    pub fn within(blocks: &'a [Block]) -> Self {
        Self { parts: blocks.iter().map(|block| Part { anchor: None, block }).collect() }
    }

    /// Its headings of the two highest levels that it uses.
    pub fn contents(&self) -> Vec<Entry> {
        let headings = || {
            self.parts.iter().filter_map(|part| match (part.block, &part.anchor) {
                (Block::Heading(level, _), Some(anchor)) => Some((*level, anchor, part.block)),
                _ => None,
            })
        };
        let Some(highest) = headings().map(|(level, ..)| level).min() else { return Vec::new() };
        let shown = headings().filter(|(level, ..)| *level <= highest + 1);
        let entry = |(level, anchor, block): (u8, &String, &Block)| Entry {
            anchor: anchor.clone(),
            text: plain(std::slice::from_ref(block)),
            is_below: level > highest,
        };
        shown.map(entry).collect()
    }
}

/// The page's own title is the first level.
fn level(level: &u8) -> u8 {
    level.saturating_add(1).clamp(2, 6)
}

/// The parser lets only these through; this is the second lock on the same door.
fn is_safe(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto"))
}
