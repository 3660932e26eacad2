//! A message's markdown as elements. The tree has no markup in it and nothing here parses any, so a message cannot
//! become more than text, however it was written.

use crate::dom::{El, el};
use shared::rich_text::{Block, Span};

/// Draws blocks; without any, the fallback as plain text.
pub fn rich_text(blocks: &[Block], fallback: &str) -> El {
    let place = el("div").class("rich-text");
    if blocks.is_empty() { place.text(fallback) } else { place.put_all(blocks.iter().map(block)) }
}

fn block(block: &Block) -> El {
    const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    match block {
        Block::Paragraph(spans) => with_spans("p", spans),
        Block::Heading(level, spans) => with_spans(HEADINGS[usize::from((*level).clamp(1, 6)) - 1], spans),
        Block::Code(code) => el("pre").put(el("code").text(code)),
        Block::Quote(blocks) => with_blocks("blockquote", blocks),
        Block::List(Some(first), items) => list("ol", items).set("start", &first.to_string()),
        Block::List(None, items) => list("ul", items),
        Block::Rule => el("hr"),
    }
}

fn with_blocks(tag: &str, blocks: &[Block]) -> El {
    el(tag).put_all(blocks.iter().map(block))
}

fn list(tag: &str, items: &[Vec<Block>]) -> El {
    el(tag).put_all(items.iter().map(|blocks| with_blocks("li", blocks)))
}

fn with_spans(tag: &str, spans: &[Span]) -> El {
    spans.iter().fold(el(tag), put_span)
}

fn put_span(into: El, span: &Span) -> El {
    match span {
        Span::Text(content) => into.text(content),
        Span::Code(code) => into.put(el("code").text(code)),
        Span::Strong(spans) => into.put(with_spans("strong", spans)),
        Span::Emphasis(spans) => into.put(with_spans("em", spans)),
        Span::Link(target, spans) if is_safe(target) => into.put(link(target, spans)),
        Span::Link(_, spans) => into.put(with_spans("span", spans)),
        Span::LineBreak => into.put(el("br")),
    }
}

fn link(target: &str, spans: &[Span]) -> El {
    with_spans("a", spans)
        .set("href", target)
        .set("target", "_blank")
        .set("rel", "noopener noreferrer nofollow")
}

/// The server lets only these through; this is the second lock on the same door.
fn is_safe(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto"))
}

#[cfg(test)]
mod tests {
    use super::is_safe;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_link_leads_to_a_page_or_a_mailbox_only() {
        for target in [
            "https://example.com",
            "http://example.com/?a=javascript:b",
            "mailto:ana@example.com",
            "HTTPS://x",
        ] {
            assert!(is_safe(target), "{target}");
        }
        for target in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "/relative",
            "//host",
            "",
            ":",
        ] {
            assert!(!is_safe(target), "{target}");
        }
    }
}
