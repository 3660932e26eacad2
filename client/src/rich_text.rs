//! A message's markdown as elements. The tree has no markup in it and nothing here parses any, so a message cannot
//! become more than text, however it was written.

use leptos::{html, prelude::*};
use shared::rich_text::{Block, Span};

/// Renders blocks; without any, the fallback as plain text.
#[component]
pub fn RichText(blocks: Vec<Block>, #[prop(optional, into)] fallback: String) -> impl IntoView {
    let content = if blocks.is_empty() { vec![text(fallback)] } else { block_views(blocks) };
    element("div", content).attr("class", "rich-text")
}

fn block_views(blocks: Vec<Block>) -> Vec<AnyView> {
    blocks.into_iter().map(block_view).collect()
}

fn block_view(block: Block) -> AnyView {
    const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let (tag, content) = match block {
        Block::Paragraph(spans) => ("p", span_views(spans)),
        Block::Heading(level, spans) => (HEADINGS[usize::from(level.clamp(1, 6)) - 1], span_views(spans)),
        Block::Code(code) => ("pre", vec![element("code", vec![text(code)]).into_any()]),
        Block::Quote(blocks) => ("blockquote", block_views(blocks)),
        Block::List(Some(first), items) => {
            return element("ol", item_views(items)).attr("start", first.to_string()).into_any();
        }
        Block::List(None, items) => ("ul", item_views(items)),
        Block::Rule => ("hr", Vec::new()),
    };
    element(tag, content).into_any()
}

fn item_views(items: Vec<Vec<Block>>) -> Vec<AnyView> {
    items.into_iter().map(|blocks| element("li", block_views(blocks)).into_any()).collect()
}

fn span_views(spans: Vec<Span>) -> Vec<AnyView> {
    spans.into_iter().map(span_view).collect()
}

fn span_view(span: Span) -> AnyView {
    let (tag, content) = match span {
        Span::Text(content) => return text(content),
        Span::Code(code) => ("code", vec![text(code)]),
        Span::Strong(spans) => ("strong", span_views(spans)),
        Span::Emphasis(spans) => ("em", span_views(spans)),
        Span::Link(target, spans) if is_safe(&target) => return link(target, spans),
        Span::Link(_, spans) => ("span", span_views(spans)),
        Span::LineBreak => ("br", Vec::new()),
    };
    element(tag, content).into_any()
}

fn link(target: String, spans: Vec<Span>) -> AnyView {
    element("a", span_views(spans))
        .attr("href", target)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer nofollow")
        .into_any()
}

fn text(content: String) -> AnyView {
    content.into_any()
}

/// One Rust type for all elements: each further type of view would be compiled again, for every use of it.
fn element(
    tag: &'static str,
    content: Vec<AnyView>,
) -> html::HtmlElement<html::Custom<&'static str>, (), (Vec<AnyView>,)> {
    html::custom(tag).child(content)
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
