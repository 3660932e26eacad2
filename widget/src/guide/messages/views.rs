//! How messages look: a strip at the top of the page, a card before it, a bubble above the launcher. All that an author wrote is plain text.

use super::{
    super::{
        acts::act,
        address::address,
        modal::modal,
    },
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

pub fn draw(this: &Message) -> El {
    match this.kind {
        Kind::Banner => banner(this),
        Kind::Post => post(this),
        Kind::Chat => chat(this),
    }
}

fn banner(this: &Message) -> El {
    let content = this.content();
    let is_floating = content.text("style").as_deref() == Some("floating");
    let (class, radius) = if is_floating { ("strip floating", "14") } else { ("strip", "0") };
    // An author who forbids to close it has given it a button.
    let may_close = !is_no(&content.get("dismissible"));
    tell_readers(this, &content.text("text").unwrap_or_default());
    el("section")
        .class(class)
        .set("data-radius", radius)
        .set("data-testid", "outbound-banner")
        .label("message-label-banner")
        .put(said(this, el("div.said").put_all(text(this, "text"))))
        .put_all(buttons(this))
        .put_all(may_close.then(|| close(this)))
}

fn is_no(claim: &Json) -> bool {
    claim.is_some() && !claim.is_true()
}

fn post(this: &Message) -> El {
    let content = this.content();
    let title = content.filled("title");
    let picture = picture(this);
    let words = el("div.said").put_all(picture).put_all(title.iter().map(|title| heading(title)));
    let card = el("div.post").set("data-testid", "outbound-post");
    let card = match &title {
        Some(title) => card.set("aria-label", title),
        None => card.label("message-label-post"),
    };
    let dismisses = this.clone();
    let card = card
        .put(close(this))
        .put(said(this, words.put_all(text(this, "body"))))
        .put_all(video(this))
        .put_all(buttons(this));
    modal(this.guide, card, Some(Box::new(move || dismisses.dismiss())))
}

fn heading(title: &str) -> El {
    el("h2").set("dir", "auto").text(title)
}

fn chat(this: &Message) -> El {
    let name = this.row.json.filled("senderName").unwrap_or_else(|| say("team"));
    let written = this.content().text("text").unwrap_or_default();
    tell_readers(this, &say_with("said", &[("name", Text(&name)), ("text", Text(&written))]));
    let who = el("p.said-by").put(face(&name)).put(el("b").set("dir", "auto").text(&name));
    el("section.corner-card hello")
        .set("data-radius", "18")
        .set("data-testid", "outbound-chat")
        .label("message-label-chat")
        .put(said(this, el("div.said").put(who).put_all(text(this, "text"))))
        .put_all(buttons(this))
        .put(close(this))
}

/// What came up without being asked for is said to who does not see it, and the focus stays where it is.
fn tell_readers(this: &Message, text: &str) {
    this.guide.page.ask("say", "text", text);
}

fn text(this: &Message, name: &str) -> Option<El> {
    let text = this.content().filled(name)?;
    Some(el("p.plain-text").set("dir", "auto").text(&text))
}

fn picture(this: &Message) -> Option<El> {
    let address = address(this.guide, &this.content().filled("imageUrl")?)?;
    let picture = el("img").set("alt", "").set("src", &address);
    let node = picture.node();
    // Without it the words are there still.
    Some(picture.on("error", move |_| node.remove()))
}

fn video(this: &Message) -> Option<El> {
    let address = address(this.guide, &this.content().filled("videoUrl")?)?;
    Some(el("video").set("controls", "").set("preload", "metadata").label("message-video").set("src", &address))
}

/// The whole body is pressed by what lies over it, so that its words stay words to a screen reader.
fn said(this: &Message, body: El) -> El {
    let action = this.content().get("clickAction");
    let kind = action.text("type").unwrap_or_else(|| "open_messenger".into());
    let begins = this.kind == Kind::Chat && kind == "open_messenger";
    let over = if begins {
        Some(button("over").on_click({
            let this = this.clone();
            move || this.open_conversation()
        }))
    } else {
        act(this.guide, &kind, &action, "over")
    };
    let this = this.clone();
    let over = over.map(|over| {
        let word = if kind == "dismiss" { "close" } else { "message-open" };
        over.label(word).set("data-testid", "outbound-body").on_click(move || {
            this.track("clicked", None);
            this.dismiss();
        })
    });
    body.put_all(over)
}

/// Those that lack what they need do nothing, and are not drawn.
fn buttons(this: &Message) -> Option<El> {
    let all = this.content().get("buttons").each();
    let drawn: Vec<El> = all
        .iter()
        .enumerate()
        .filter_map(|(at, one)| {
            let kind = one.text("action")?;
            let class = if at == 0 { "primary" } else { "choice" };
            let (this, stays) = (this.clone(), kind == "url");
            let act = act(this.guide, &kind, one, class)?.set("data-testid", "outbound-button");
            let act = act.set("dir", "auto").text(&one.text("text").unwrap_or_default());
            Some(act.on_click(move || {
                this.track("clicked", Some(at));
                if !stays {
                    this.close();
                }
            }))
        })
        .collect();
    (!drawn.is_empty()).then(|| el("div.message-buttons").put_all(drawn))
}

fn close(this: &Message) -> El {
    let this = this.clone();
    round("close", icons::CLOSE, "outbound-close").on_click(move || this.dismiss())
}
