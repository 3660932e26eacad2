//! The words of a mail that is written as HTML, as markdown source. It is read once from its beginning to its end, tag by tag and without a
//! tree, so that no markup takes longer than its length.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

/// Of markup no more is read, in bytes.
const MOST: usize = 512 * 1024;
/// Quotes in quotes that are told apart.
const DEEPEST: usize = 6;
/// What is between these tags is not for people.
const HIDDEN: [&[u8]; 9] =
    [b"script", b"style", b"title", b"template", b"svg", b"math", b"object", b"iframe", b"noframes"];
/// These begin a line, and an empty line comes before.
const PARAGRAPHS: [&[u8]; 15] = [
    b"p",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"ul",
    b"ol",
    b"table",
    b"blockquote",
    b"pre",
    b"hr",
    b"dl",
    b"section",
];
/// These begin a line.
const LINES: [&[u8]; 8] = [b"br", b"div", b"li", b"tr", b"dt", b"dd", b"article", b"header"];

/// The words of markup, links among them.
pub fn words(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut words = Words::default();
    let html = &html[..html.floor_char_boundary(MOST)];
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        words.take(&token);
    }
    words.end_link();
    words.out
}

#[derive(Default)]
struct Words {
    out: String,
    /// The element that hides what comes.
    hidden: Option<HtmlString>,
    /// Line ends before the next word; none within a line.
    breaks: usize,
    has_space: bool,
    quotes: usize,
    is_item: bool,
    is_as_written: bool,
    /// Where the words of an open link begin, and its address.
    link: Option<(usize, String)>,
}

impl Words {
    fn take(&mut self, token: &Token) {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) if self.hidden.is_some() => {
                self.hidden.take_if(|hidden| *hidden == tag.name);
            }
            Token::EndTag(tag) => self.end(&tag.name),
            Token::String(text) if self.hidden.is_none() => self.text(&String::from_utf8_lossy(text)),
            _ => {}
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if name == b"body" {
            self.hidden = None;
        }
        if self.hidden.is_some() {
            return;
        }
        if HIDDEN.contains(&name) && !tag.self_closing {
            self.hidden = Some(tag.name.clone());
            return;
        }
        self.space_of(name);
        match name {
            b"blockquote" => self.quotes = (self.quotes + 1).min(DEEPEST),
            b"li" => self.is_item = true,
            b"pre" => self.is_as_written = true,
            b"a" => {
                self.end_link();
                let address = tag.attributes.get(b"href".as_slice());
                let address = address.map(|address| String::from_utf8_lossy(address).trim().to_owned());
                // The place is set by the first word.
                self.link = address.map(|address| (usize::MAX, address));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"a" => self.end_link(),
            b"blockquote" => self.quotes = self.quotes.saturating_sub(1),
            b"pre" => self.is_as_written = false,
            _ => {}
        }
        if name != b"br" {
            self.space_of(name);
        }
    }

    /// The room that a tag makes.
    fn space_of(&mut self, name: &[u8]) {
        if PARAGRAPHS.contains(&name) {
            self.breaks = self.breaks.max(2);
        } else if name == b"br" {
            self.breaks = (self.breaks + 1).min(2);
        } else if LINES.contains(&name) {
            self.breaks = self.breaks.max(1);
        } else if name == b"td" || name == b"th" {
            self.has_space = true;
        }
    }

    fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '\n' if self.is_as_written => self.breaks = (self.breaks + 1).min(2),
                letter if letter.is_whitespace() => self.has_space = true,
                letter => {
                    self.begin();
                    self.out.push(letter);
                }
            }
        }
    }

    /// Makes the room before a letter.
    fn begin(&mut self) {
        if self.breaks > 0 || self.out.is_empty() {
            let lines = if self.out.is_empty() { 0 } else { self.breaks };
            for line in 0..lines {
                if line > 0 {
                    self.out.push_str(&"> ".repeat(self.quotes));
                }
                self.out.push('\n');
            }
            self.out.push_str(&"> ".repeat(self.quotes));
            if std::mem::take(&mut self.is_item) {
                self.out.push_str("- ");
            }
        } else if self.has_space {
            self.out.push(' ');
        }
        (self.breaks, self.has_space) = (0, false);
        if let Some((place, _)) = &mut self.link
            && *place == usize::MAX
        {
            *place = self.out.len();
        }
    }

    /// Makes a link of the words since its beginning, if following it can only open a page or a letter.
    fn end_link(&mut self) {
        let Some((place, address)) = self.link.take() else { return };
        let is_known = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
        let is_plain = !address.contains(|letter: char| letter.is_whitespace() || "<>\\".contains(letter));
        if place == usize::MAX || !is_known || !is_plain {
            return;
        }
        let shown = self.out.split_off(place);
        if shown == address || shown.contains('\n') {
            self.out.push_str(&shown);
            return;
        }
        let shown = shown.replace(['[', ']', '\\'], "");
        self.out.push_str(&format!("[{shown}](<{address}>)"));
    }
}
