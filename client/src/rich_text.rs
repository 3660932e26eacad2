//! A message's markdown as elements. The tree has no markup in it and nothing here parses any, so a message cannot
//! become more than text, however it was written.

use crate::dom::{El, el};
use shared::rich_text::{Block, Span};

/// What a link becomes that is no address but leads to something of ours (`article:…`): an element that gets its words. None for one
/// that leads nowhere here.
pub type Inward<'a> = &'a dyn Fn(&str) -> Option<El>;

/// Draws blocks; without any, the fallback as plain text.
pub fn rich_text(blocks: &[Block], fallback: &str) -> El {
    rich_text_with(blocks, fallback, &|_| None)
}

/// As [`rich_text`], with links that lead inward.
pub fn rich_text_with(blocks: &[Block], fallback: &str, inward: Inward) -> El {
    let place = el("div").class("rich-text");
    if blocks.is_empty() { place.text(fallback) } else { with_blocks(place, blocks, inward) }
}

fn block(block: &Block, inward: Inward) -> El {
    const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    match block {
        Block::Paragraph(spans) => with_spans(el("p"), spans, inward),
        Block::Heading(level, spans) => {
            with_spans(el(HEADINGS[usize::from((*level).clamp(1, 6)) - 1]), spans, inward)
        }
        Block::Code(code) => el("pre").put(el("code").text(code)),
        Block::Quote(blocks) => with_blocks(el("blockquote"), blocks, inward),
        Block::List(Some(first), items) => list(el("ol").set("start", &first.to_string()), items, inward),
        Block::List(None, items) => list(el("ul"), items, inward),
        Block::Rule => el("hr"),
    }
}

fn with_blocks(into: El, blocks: &[Block], inward: Inward) -> El {
    into.put_all(blocks.iter().map(|one| block(one, inward)))
}

fn list(into: El, items: &[Vec<Block>], inward: Inward) -> El {
    into.put_all(items.iter().map(|blocks| with_blocks(el("li"), blocks, inward)))
}

fn with_spans(into: El, spans: &[Span], inward: Inward) -> El {
    spans.iter().fold(into, |into, span| put_span(into, span, inward))
}

fn put_span(into: El, span: &Span, inward: Inward) -> El {
    let within = |place, spans: &[Span]| with_spans(place, spans, inward);
    match span {
        Span::Text(content) => into.text(content),
        Span::Code(code) => into.put(el("code").text(code)),
        Span::Strong(spans) => into.put(within(el("strong"), spans)),
        Span::Emphasis(spans) => into.put(within(el("em"), spans)),
        Span::Link(target, spans) if is_safe(target) => into.put(within(link(target), spans)),
        Span::Link(target, spans) => into.put(within(inward(target).unwrap_or_else(|| el("span")), spans)),
        Span::LineBreak => into.put(el("br")),
    }
}

fn link(target: &str) -> El {
    el("a").set("href", target).set("target", "_blank").set("rel", "noopener noreferrer nofollow")
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
