//! Messages as visitors see them: a strip at the top of the page, a card before it, a bubble above the launcher. All that an author wrote
//! is plain text; what they look like is in `widget/guide.html`.

use super::{
    super::{
        acts::{about, run},
        address::address,
        modal::modal,
    },
    Kind, Message,
};
use crate::{
    home::face,
    words::{Text, say, say_with},
};
use client::{
    codec::Json,
    decimal::decimal,
    dom::{El, el, template},
};

pub fn draw(this: Message, row: &Json) -> El {
    let content = row.get("content");
    let text = |name: &str| content.text(name).unwrap_or_default();
    let guide = this.queue.guide;
    let card = template(this.word());
    let is_post = this.kind == Kind::Post;
    drop(card.part(".plain-text").text(&text(if is_post { "body" } else { "text" })));
    buttons(this, &content, &card);
    // What came up without being asked for is said to who does not see it, and the focus stays where it is.
    let tell_readers = |text: &str| guide.page.ask("say", "text", text);
    match this.kind {
        Kind::Banner => {
            let is_floating = text("style") == "floating";
            if is_floating {
                drop(card.clone().class("strip floating").set("data-radius", "14"));
            }
            let dismissible = content.get("dismissible");
            if dismissible.is_some() && !dismissible.is_true() {
                card.part("[data-act=dismiss]").remove();
            }
            tell_readers(&text("text"));
        }
        Kind::Chat => {
            let name = row.filled("senderName").unwrap_or_else(|| say("team"));
            drop(card.part(".said-by b").text(&name));
            drop(card.part(".said-by").put(face(&name)));
            tell_readers(&say_with("said", &[("name", Text(&name)), ("text", Text(&text("text")))]));
        }
        Kind::Post => {
            let title = text("title");
            drop(card.part("h2").text(&title));
            if !title.is_empty() {
                drop(card.clone().set("aria-label", &title));
            }
            for (name, part) in [("imageUrl", "img"), ("videoUrl", "video")] {
                media(card.part(part), content.filled(name).and_then(|url| address(guide, &url)));
            }
        }
    }
    let acting = acting(this, &content, &card);
    let card = card.on_act("click", move |word, _| acting(word));
    if is_post { modal(guide, card, Some(Box::new(move || this.dismiss()))) } else { card }
}

/// Without it, or where it does not come, the words are there still.
fn media(part: El, address: Option<String>) {
    match address {
        None => part.remove(),
        Some(address) => {
            let node = part.node();
            drop(part.on("error", move |_| node.remove()).set("src", &address));
        }
    }
}

/// Draws the buttons; those that lack what they need would do nothing, and are not drawn.
fn buttons(this: Message, content: &Json, card: &El) {
    let place = card.part(".message-buttons");
    for (at, one) in content.get("buttons").each().iter().enumerate() {
        let kind = one.said("action");
        let Some(about) = about(this.queue.guide, &kind, one) else { continue };
        let button = if kind == "url" {
            let link = el("a").set("href", &about);
            link.set("target", "_blank").set("rel", "noopener noreferrer")
        } else {
            el("button").set("type", "button")
        };
        let class = if at == 0 { "primary" } else { "choice" };
        let button = button.class(class).set("data-act", &decimal(at as i64)).set("dir", "auto");
        let button = button.set("data-testid", "outbound-button");
        drop(place.clone().put(button.text(&one.said("text"))));
    }
}

/// What a click does: the body is pressed by what lies over it, so that its words stay words to a screen reader.
fn acting(this: Message, content: &Json, card: &El) -> impl Fn(&str) + 'static {
    let guide = this.queue.guide;
    let action = content.get("clickAction");
    let kind = action.text("type").unwrap_or_else(|| "open_messenger".into());
    let body = about(guide, &kind, &action);
    if body.is_none() {
        card.part(".over").remove();
    }
    let buttons = content.get("buttons").each();
    move |word| match word {
        "dismiss" => this.dismiss(),
        "open" => {
            this.track("clicked", None);
            if this.kind == Kind::Chat && kind == "open_messenger" {
                this.open_conversation();
            } else {
                run(guide, &kind, &body.clone().unwrap_or_default());
            }
            this.dismiss();
        }
        word => {
            let Some(at) = (0..buttons.len()).find(|at| decimal(*at as i64) == word) else { return };
            let kind = buttons[at].said("action");
            this.track("clicked", Some(at));
            run(guide, &kind, &about(guide, &kind, &buttons[at]).unwrap_or_default());
            if kind != "url" {
                this.queue.close();
            }
        }
    }
}
