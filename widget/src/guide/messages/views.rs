//! How messages look: a strip at the top of the page, a card before it, a bubble above the launcher. All that an author wrote is plain text.

use super::{
    super::{acts::act, address::address, modal::modal},
    Kind, Message,
};
use crate::{
    home::face,
    icons,
    panel::{button, round},
    words::{Says, Text, say, say_with},
};
use client::{
    codec::Json,
    dom::{El, el},
};

pub fn draw(this: Message, row: &Json) -> El {
    let content = row.get("content");
    match this.kind {
        Kind::Banner => banner(this, &content),
        Kind::Post => post(this, &content),
        Kind::Chat => chat(this, &content, row),
    }
}

fn banner(this: Message, content: &Json) -> El {
    let is_floating = content.text("style").as_deref() == Some("floating");
    let (class, radius) = if is_floating { ("strip floating", "14") } else { ("strip", "0") };
    let dismissible = content.get("dismissible");
    let may_close = dismissible.is_true() || !dismissible.is_some();
    tell_readers(this, &content.text("text").unwrap_or_default());
    let strip = el("section")
        .class(class)
        .set("data-radius", radius)
        .set("data-testid", "outbound-banner")
        .label("message-label-banner");
    let strip = filled(this, content, strip, el("div.said").put_all(text(content, "text")));
    strip.put_all(may_close.then(|| close(this)))
}

fn post(this: Message, content: &Json) -> El {
    let title = content.filled("title");
    let name = title.clone().unwrap_or_else(|| say("message-label-post"));
    let title = title.map(|title| el("h2").set("dir", "auto").text(&title));
    let words = el("div.said").put_all(picture(this, content)).put_all(title).put_all(text(content, "body"));
    let card = el("div.post").set("data-testid", "outbound-post").set("aria-label", &name).put(close(this));
    modal(this.queue.guide, filled(this, content, card, words), Some(Box::new(move || this.dismiss())))
}

fn chat(this: Message, content: &Json, row: &Json) -> El {
    let name = row.filled("senderName").unwrap_or_else(|| say("team"));
    let written = content.text("text").unwrap_or_default();
    tell_readers(this, &say_with("said", &[("name", Text(&name)), ("text", Text(&written))]));
    let who = el("p.said-by").put(face(&name)).put(el("b").set("dir", "auto").text(&name));
    let card = el("section.corner-card hello")
        .set("data-radius", "18")
        .set("data-testid", "outbound-chat")
        .label("message-label-chat");
    filled(this, content, card, el("div.said").put(who).put_all(text(content, "text"))).put(close(this))
}

fn filled(this: Message, content: &Json, card: El, body: El) -> El {
    let video = video(this, content);
    card.put(said(this, content, body)).put_all(video).put(buttons(this, content))
}

/// What came up without being asked for is said to who does not see it, and the focus stays where it is.
fn tell_readers(this: Message, text: &str) {
    this.queue.guide.page.ask("say", "text", text);
}

fn text(content: &Json, name: &str) -> Option<El> {
    let text = content.filled(name)?;
    Some(el("p.plain-text").set("dir", "auto").text(&text))
}

fn picture(this: Message, content: &Json) -> Option<El> {
    let address = address(this.queue.guide, &content.filled("imageUrl")?)?;
    let picture = el("img").set("alt", "").set("src", &address);
    let node = picture.node();
    // Without it the words are there still.
    Some(picture.on("error", move |_| node.remove()))
}

fn video(this: Message, content: &Json) -> Option<El> {
    let address = address(this.queue.guide, &content.filled("videoUrl")?)?;
    let video = el("video").set("controls", "").set("preload", "metadata").set("src", &address);
    (this.kind == Kind::Post).then(|| video.label("message-video"))
}

/// The whole body is pressed by what lies over it, so that its words stay words to a screen reader.
fn said(this: Message, content: &Json, body: El) -> El {
    let action = content.get("clickAction");
    let kind = action.text("type").unwrap_or_else(|| "open_messenger".into());
    let begins = this.kind == Kind::Chat && kind == "open_messenger";
    let over = if begins { Some(button("over")) } else { act(this.queue.guide, &kind, &action, "over") };
    let over = over.map(|over| {
        let word = if kind == "dismiss" { "close" } else { "message-open" };
        over.label(word).set("data-testid", "outbound-body").on_click(move || {
            this.track("clicked", None);
            if begins {
                this.open_conversation();
            }
            this.dismiss();
        })
    });
    body.put_all(over)
}

/// Those that lack what they need do nothing, and are not drawn.
fn buttons(this: Message, content: &Json) -> El {
    let row = el("div.message-buttons");
    content.get("buttons").each().iter().enumerate().fold(row, |row, (at, one)| {
        let kind = one.text("action").unwrap_or_default();
        let class = if at == 0 { "primary" } else { "choice" };
        let stays = kind == "url";
        match act(this.queue.guide, &kind, one, class) {
            None => row,
            Some(act) => row.put(
                act.set("data-testid", "outbound-button")
                    .set("dir", "auto")
                    .text(&one.text("text").unwrap_or_default())
                    .on_click(move || {
                        this.track("clicked", Some(at));
                        if !stays {
                            this.queue.close();
                        }
                    }),
            ),
        }
    })
}

fn close(this: Message) -> El {
    round("close", icons::CLOSE, "outbound-close").on_click(move || this.dismiss())
}
