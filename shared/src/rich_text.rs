//! Markdown after parsing: a small tree that clients map to elements one by one. HTML in the source is text, links are
//! http(s), mailto and articles only, pictures are our own files, so nothing here can carry markup (design §7 "Text").

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
    /// Target (http, https, mailto, or `article:` and an article's id), then what is shown.
    Link(String, Vec<Span>),
    /// Of articles alone.
    Image(Image),
    LineBreak,
}

/// A picture that was uploaded for articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Address on this server, for whom the text was made.
    pub src: String,
    /// What is to be seen; empty for mere decoration.
    pub alt: String,
    /// Pixels, both or none: known before the file is there, it moves nothing when it comes.
    #[serde(flatten)]
    pub size: Option<Size>,
}

/// Of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// The words of the blocks on one line, without the marks that made them bold or a list.
pub fn plain(blocks: &[Block]) -> String {
    let mut text = String::new();
    blocks.iter().for_each(|block| add_block(block, &mut text));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add_block(block: &Block, text: &mut String) {
    match block {
        Block::Paragraph(spans) | Block::Heading(_, spans) => {
            spans.iter().for_each(|span| add_span(span, text))
        }
        Block::Code(code) => text.push_str(code),
        Block::Quote(blocks) => blocks.iter().for_each(|block| add_block(block, text)),
        Block::List(_, items) => items.iter().flatten().for_each(|block| add_block(block, text)),
        Block::Rule => (),
    }
    text.push(' ');
}

fn add_span(span: &Span, text: &mut String) {
    match span {
        Span::Text(words) | Span::Code(words) => text.push_str(words),
        Span::Strong(spans) | Span::Emphasis(spans) | Span::Link(_, spans) => {
            spans.iter().for_each(|span| add_span(span, text));
        }
        Span::Image(image) => text.push_str(&image.alt),
        Span::LineBreak => text.push(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Span {
        Span::Text(words.into())
    }

    #[test]
    fn marks_are_left_out_and_words_stay_apart() {
        let blocks = [
            Block::Paragraph(vec![text("It was due on "), Span::Strong(vec![text("Monday")]), text(".")]),
            Block::List(
                None,
                vec![vec![Block::Paragraph(vec![text("order")])], vec![Block::Paragraph(vec![text("cart")])]],
            ),
            Block::Code("let a;\nlet b;".into()),
            Block::Rule,
            Block::Quote(vec![Block::Paragraph(vec![text("so"), Span::LineBreak, text("it is")])]),
        ];
        assert_eq!(plain(&blocks), "It was due on Monday. order cart let a; let b; so it is");
    }
}
