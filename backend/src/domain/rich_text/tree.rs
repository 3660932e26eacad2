//! The tree in the making: a stack of open blocks and, inside the innermost one, a stack of open spans.

use super::{Pictures, links};
use pulldown_cmark::{Event, Tag, TagEnd};
use shared::rich_text::{Block, Image, Span};

/// Quotes and lists, or styles, deeper than this are left out; their content stays.
const DEEPEST: usize = 8;
/// More nodes than this are too much.
const MOST: usize = 4000;
/// So are more blocks that stand open at once. Nobody writes them, and each costs a look at all of them.
const MOST_OPEN: usize = 64;

pub struct Tree<'p> {
    pictures: &'p Pictures,
    done: Vec<Block>,
    blocks: Vec<Open>,
    /// Open spans of the text at the top of `blocks`; the first one is the text itself.
    spans: Vec<(Style, Vec<Span>)>,
    nodes: usize,
}

enum Open {
    /// Text that ends with its own event.
    Text(Option<u8>),
    /// The text of a tight list item, which no event begins or ends.
    BareText,
    Code(String),
    Quote(Vec<Block>),
    List(Option<u32>, Vec<Vec<Block>>),
    Item(Vec<Block>),
    /// Too deep: what is inside goes to whatever is around.
    Flat,
}

enum Style {
    None,
    Strong,
    Emphasis,
    Link(String),
    Image(Image),
}

impl<'p> Tree<'p> {
    pub fn showing(pictures: &'p Pictures) -> Self {
        Self { pictures, done: Vec::new(), blocks: Vec::new(), spans: Vec::new(), nodes: 0 }
    }

    /// Whether this is no message but an attack.
    pub fn is_too_much(&self) -> bool {
        self.nodes > MOST || self.blocks.len() > MOST_OPEN || self.spans.len() > MOST_OPEN
    }

    pub fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.span(Span::Code(code.into_string())),
            Event::SoftBreak | Event::HardBreak => self.span(Span::LineBreak),
            Event::Rule => self.block(Block::Rule),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            // Of extensions that are not turned on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text)
            }
            Event::TaskListMarker(_) => {}
        }
    }

    pub fn finish(mut self) -> Vec<Block> {
        while !self.blocks.is_empty() {
            self.close();
        }
        self.done
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.begin(Style::Strong),
            Tag::Emphasis => self.begin(Style::Emphasis),
            Tag::Image { dest_url, .. } if let Some(image) = self.picture(&dest_url) => {
                self.begin(Style::Image(image));
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.begin(links::target(&dest_url).map_or(Style::None, Style::Link));
            }
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.begin(Style::None),
            Tag::Heading { level, .. } => self.open(Open::Text(Some(level as u8))),
            Tag::CodeBlock(_) => self.open(Open::Code(String::new())),
            Tag::BlockQuote(_) => self.open_nested(Open::Quote(Vec::new())),
            Tag::List(start) => {
                let start = start.map(|start| u32::try_from(start).unwrap_or(u32::MAX));
                self.open_nested(Open::List(start, Vec::new()));
            }
            Tag::Item if matches!(self.blocks.last(), Some(Open::List(..))) => {
                self.open(Open::Item(Vec::new()))
            }
            Tag::Item => self.open(Open::Flat),
            // A paragraph, or a block of HTML, which is text.
            _ => self.open(Open::Text(None)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
        match tag {
            Strong | Emphasis | Link | Image | Strikethrough | Superscript | Subscript => self.end_span(),
            _ => {
                self.close_bare_text();
                self.close();
            }
        }
    }

    fn open(&mut self, block: Open) {
        self.close_bare_text();
        if matches!(block, Open::Text(_) | Open::BareText) {
            self.spans = vec![(Style::None, Vec::new())];
        }
        self.blocks.push(block);
    }

    fn open_nested(&mut self, block: Open) {
        let depth = self.blocks.iter().filter(|open| matches!(open, Open::Quote(_) | Open::List(..))).count();
        self.open(if depth < DEEPEST { block } else { Open::Flat });
    }

    fn close_bare_text(&mut self) {
        if matches!(self.blocks.last(), Some(Open::BareText)) {
            self.close();
        }
    }

    fn close(&mut self) {
        match self.blocks.pop() {
            Some(Open::Text(heading)) => self.close_text(heading),
            Some(Open::BareText) => self.close_text(None),
            Some(Open::Code(code)) => {
                let code = code.strip_suffix('\n').map(str::to_owned).unwrap_or(code);
                self.block(Block::Code(code));
            }
            Some(Open::Quote(blocks)) => self.block(Block::Quote(blocks)),
            Some(Open::List(start, items)) => self.block(Block::List(start, items)),
            Some(Open::Item(blocks)) => {
                if let Some(Open::List(_, items)) = self.blocks.last_mut() {
                    items.push(blocks);
                }
            }
            Some(Open::Flat) | None => {}
        }
    }

    fn close_text(&mut self, heading: Option<u8>) {
        while self.spans.len() > 1 {
            self.end_span();
        }
        let Some((_, mut spans)) = self.spans.pop() else { return };
        // The source of an HTML block ends with its line.
        if let Some(Span::Text(text)) = spans.last_mut() {
            text.truncate(text.trim_end_matches('\n').len());
        }
        let spans = self.with_links(spans);
        if !spans.is_empty() {
            self.block(match heading {
                Some(level) => Block::Heading(level, spans),
                None => Block::Paragraph(spans),
            });
        }
    }

    /// Adds a block to the innermost open block that holds blocks.
    fn block(&mut self, block: Block) {
        self.close_bare_text();
        self.nodes += 1;
        let holder = self.blocks.iter_mut().rev().find_map(|open| match open {
            Open::Quote(blocks) | Open::Item(blocks) => Some(blocks),
            _ => None,
        });
        holder.unwrap_or(&mut self.done).push(block);
    }

    fn picture(&self, address: &str) -> Option<Image> {
        self.pictures.get(&links::asset(address)?).cloned()
    }

    fn begin(&mut self, style: Style) {
        self.begin_text();
        let style = if self.spans.len() <= DEEPEST { style } else { Style::None };
        self.spans.push((style, Vec::new()));
    }

    /// Opens a text if none is open.
    fn begin_text(&mut self) {
        if !matches!(self.blocks.last(), Some(Open::Text(_) | Open::BareText)) {
            self.open(Open::BareText);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(Open::Code(code)) = self.blocks.last_mut() {
            return code.push_str(text);
        }
        self.begin_text();
        match self.spans.last_mut().and_then(|(_, spans)| spans.last_mut()) {
            Some(Span::Text(before)) => before.push_str(text),
            _ => self.span(Span::Text(text.to_owned())),
        }
    }

    fn span(&mut self, span: Span) {
        self.begin_text();
        self.nodes += 1;
        if let Some((_, spans)) = self.spans.last_mut() {
            spans.push(span);
        }
    }

    fn end_span(&mut self) {
        if self.spans.len() < 2 {
            return;
        }
        let Some((style, spans)) = self.spans.pop() else { return };
        match style {
            Style::None => spans.into_iter().for_each(|span| match span {
                Span::Text(text) => self.text(&text),
                span => self.span(span),
            }),
            Style::Image(image) => {
                let alt = links::words(&spans);
                self.span(Span::Image(Image { alt, ..image }));
            }
            Style::Link(target) => {
                let shown = links::honest(&target, spans);
                self.span(Span::Link(target, shown));
            }
            _ if spans.is_empty() => {}
            Style::Strong => {
                let spans = self.with_links(spans);
                self.span(Span::Strong(spans));
            }
            Style::Emphasis => {
                let spans = self.with_links(spans);
                self.span(Span::Emphasis(spans));
            }
        }
    }

    /// Makes links of the addresses in a text, unless it is inside a link.
    fn with_links(&mut self, spans: Vec<Span>) -> Vec<Span> {
        if self.spans.iter().any(|(style, _)| matches!(style, Style::Link(_))) {
            return spans;
        }
        let before = spans.len();
        let spans = links::found(spans);
        self.nodes += spans.len() - before;
        spans
    }
}
