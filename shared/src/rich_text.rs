//! Markdown after parsing: a small tree that clients map to elements one by one. HTML in the source is text, links are
//! http(s) and mailto only, so nothing here can carry markup (design §7 "Text").

use serde::{Deserialize, Serialize};

/// A block of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Block {
    Paragraph(Vec<Span>),
    /// Level 1 to 6.
    Heading(u8, Vec<Span>),
    /// Code as it was written; the language is not kept.
    Code(String),
    Quote(Vec<Block>),
    /// The number an ordered list starts with, else none; then its items.
    List(Option<u32>, Vec<Vec<Block>>),
    Rule,
}

/// A run of text inside a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Span {
    Text(String),
    Code(String),
    Strong(Vec<Span>),
    Emphasis(Vec<Span>),
    /// Target (http, https or mailto), then what is shown.
    Link(String, Vec<Span>),
    LineBreak,
}
