//! A message in one line, without the marks that made it bold or a list.

use shared::rich_text::{Block, Span};

/// How much of a message a row can show, in characters.
const LONGEST: usize = 160;

/// The words of the blocks with single spaces between them; `content` is what was written, for a message without blocks.
pub fn line(blocks: &[Block], content: &str) -> String {
    let mut text = String::new();
    if blocks.is_empty() {
        text.push_str(content);
    }
    blocks.iter().for_each(|block| add_block(block, &mut text));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST).collect()
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
        assert_eq!(line(&blocks, "ignored"), "It was due on Monday. order cart let a; let b; so it is");
    }

    #[test]
    fn a_message_without_blocks_is_as_it_was_written_and_a_long_one_is_cut() {
        assert_eq!(line(&[], " as  it\nis "), "as it is");
        assert_eq!(line(&[], &"ä".repeat(500)).chars().count(), LONGEST);
    }
}
