//! Which addresses may be links, and what they may show.

use linkify::{LinkFinder, LinkKind};
use shared::{
    articles::assets::SCHEME,
    id::{ArticleId, AttachmentId},
    limits,
    rich_text::Span,
};

/// The address, if following it can do no more than open a page or a letter.
pub fn safe(address: &str) -> Option<String> {
    let is_known = ["http://", "https://", "mailto:"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    });
    let is_plain = !address.chars().any(|c| c.is_whitespace() || c.is_control() || is_invisible(c));
    (is_known && is_plain && address.len() <= limits::URL).then(|| address.to_owned())
}

/// The address of a page or a mailbox, or `article:` and an article's id, which our own clients follow (widget-sdk.md §4.3).
pub fn target(address: &str) -> Option<String> {
    let article = address.strip_prefix("article:").and_then(|id| id.parse::<ArticleId>().ok());
    article.map(|id| format!("article:{id}")).or_else(|| safe(address))
}

/// The picture that a reference names.
pub fn asset(address: &str) -> Option<AttachmentId> {
    address.strip_prefix(SCHEME)?.parse().ok()
}

/// What a link shows: its text, but its own address when the text looks like another one.
pub fn honest(target: &str, shown: Vec<Span>) -> Vec<Span> {
    let text: String = words(&shown).chars().filter(|c| !is_invisible(*c)).collect();
    let text = text.trim();
    let is_nothing = text.is_empty() && !shown.iter().any(|span| matches!(span, Span::Image(_)));
    let claims_an_address = finder().links(text).next().is_some() || text.to_lowercase().starts_with("www.");
    let is_own = target == text || target.strip_prefix("mailto:") == Some(text);
    if is_nothing || (claims_an_address && !is_own) { vec![Span::Text(target.to_owned())] } else { shown }
}

/// The spans with the bare addresses in their texts turned into links.
pub fn found(spans: Vec<Span>) -> Vec<Span> {
    let mut all = Vec::with_capacity(spans.len());
    for span in spans {
        match span {
            Span::Text(text) => split(text, &mut all),
            span => all.push(span),
        }
    }
    all
}

fn split(text: String, all: &mut Vec<Span>) {
    let mut rest = 0;
    for link in finder().links(&text) {
        let target = match link.kind() {
            LinkKind::Email => format!("mailto:{}", link.as_str()),
            _ => link.as_str().to_owned(),
        };
        let Some(target) = safe(&target) else { continue };
        if rest < link.start() {
            all.push(Span::Text(text[rest..link.start()].to_owned()));
        }
        all.push(Span::Link(target, vec![Span::Text(link.as_str().to_owned())]));
        rest = link.end();
    }
    match rest {
        0 => all.push(Span::Text(text)),
        _ if rest < text.len() => all.push(Span::Text(text[rest..].to_owned())),
        _ => {}
    }
}

fn finder() -> LinkFinder {
    LinkFinder::new()
}

/// The words of spans, without their marks.
pub fn words(spans: &[Span]) -> String {
    let mut text = String::new();
    spans.iter().for_each(|span| collect(span, &mut text));
    text
}

fn collect(span: &Span, text: &mut String) {
    match span {
        Span::Text(part) | Span::Code(part) => text.push_str(part),
        Span::Strong(spans) | Span::Emphasis(spans) | Span::Link(_, spans) => {
            spans.iter().for_each(|span| collect(span, text))
        }
        Span::Image(image) => text.push_str(&image.alt),
        Span::LineBreak => text.push(' '),
    }
}

/// Characters that have no width or turn the direction of what follows.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
