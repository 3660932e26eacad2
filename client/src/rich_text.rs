//! A message's markdown as elements. The tree has no markup in it and nothing here parses any, so a message cannot
//! become more than text, however it was written.

use crate::{
    codec::Json,
    decimal::decimal,
    dom::{El, el},
};

/// What a link becomes that is no address but leads to something of ours (`article:…`): an element that gets its words. None for one
/// that leads nowhere here.
pub type Inward<'a> = &'a dyn Fn(&str) -> Option<El>;

/// Draws blocks (`shared::rich_text::Block`, looked up key by key: the code that reads them into their type weighs more than this);
/// without any, the fallback as plain text.
pub fn rich_text(blocks: &Json, fallback: &str, inward: Inward) -> El {
    let place = el("div").class("rich-text");
    match blocks.each().as_slice() {
        [] => place.text(fallback),
        blocks => with_blocks(place, blocks, inward),
    }
}

fn with_blocks(into: El, blocks: &[Json], inward: Inward) -> El {
    into.put_all(blocks.iter().map(|one| block(one, inward)))
}

fn block(block: &Json, inward: Inward) -> El {
    const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let paragraph = block.get("paragraph");
    if paragraph.is_some() {
        return with_spans(el("p"), &paragraph, inward);
    }
    if let [level, spans] = block.get("heading").each().as_slice() {
        let level = level.number().unwrap_or_default() as usize;
        return with_spans(el(HEADINGS[level.clamp(1, 6) - 1]), spans, inward);
    }
    if let Some(code) = block.text("code") {
        return el("pre").put(el("code").text(&code));
    }
    let quote = block.get("quote");
    if quote.is_some() {
        return with_blocks(el("blockquote"), &quote.each(), inward);
    }
    if let [first, items] = block.get("list").each().as_slice() {
        let list = match first.number() {
            Some(first) => el("ol").set("start", &decimal(first as i64)),
            None => el("ul"),
        };
        return list.put_all(items.each().iter().map(|item| with_blocks(el("li"), &item.each(), inward)));
    }
    el("hr")
}

fn with_spans(into: El, spans: &Json, inward: Inward) -> El {
    spans.each().iter().fold(into, |into, span| put_span(into, span, inward))
}

fn put_span(into: El, span: &Json, inward: Inward) -> El {
    if let Some(content) = span.text("text") {
        return into.text(&content);
    }
    if let Some(code) = span.text("code") {
        return into.put(el("code").text(&code));
    }
    for (kind, tag) in [("strong", "strong"), ("emphasis", "em")] {
        let spans = span.get(kind);
        if spans.is_some() {
            return into.put(with_spans(el(tag), &spans, inward));
        }
    }
    if let [target, spans] = span.get("link").each().as_slice() {
        let target = target.as_text().unwrap_or_default();
        let place =
            if is_safe(&target) { link(&target) } else { inward(&target).unwrap_or_else(|| el("span")) };
        return into.put(with_spans(place, spans, inward));
    }
    let image = span.get("image");
    if let Some(source) = image.text("src").filter(|source| is_safe(source)) {
        return into.put(picture(&image, &source));
    }
    into.put(el("br"))
}

/// Its place is kept free where its size is known.
fn picture(image: &Json, source: &str) -> El {
    let drawn = el("img").set("loading", "lazy").set("src", source);
    let drawn = drawn.set("alt", &image.text("alt").unwrap_or_default());
    ["width", "height"].into_iter().fold(drawn, |drawn, side| match image.get(side).number() {
        Some(pixels) => drawn.set(side, &decimal(pixels as i64)),
        None => drawn,
    })
}

fn link(target: &str) -> El {
    el("a").set("href", target).set("target", "_blank").set("rel", "noopener noreferrer nofollow")
}

/// The server lets only these through; this is the second lock on the same door.
fn is_safe(target: &str) -> bool {
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "mailto"].iter().any(|safe| safe.eq_ignore_ascii_case(scheme))
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
