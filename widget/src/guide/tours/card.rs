//! A step as the visitor sees it: a card beside its element under a spotlight, or in the middle; and the cards for a step that belongs to
//! another page or whose element is not there. What they look like is in `widget/guide.html`.

use super::{
    Leave, Tours,
    step::{Shown, Step},
};
use crate::{
    guide::{
        address::address,
        page::Sight,
        place::{Side, beside, set, window_size},
    },
    panel::{focus, is_escape},
    words::{Number, Text, say, say_with},
};
use client::dom::{El, after, before_drawing, effect, el, template};
use shared::colour::{Rgb, gradient};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How long confetti falls, in milliseconds.
const FESTIVE: i32 = 3_000;
/// Between an element and the edge of the spotlight on it.
const RING: f64 = 6.0;

/// Draws whatever the tour that runs shows.
pub fn show(tours: Tours) {
    let which = move || {
        let step = tours.step.get()?;
        let shown = step.shown(tours);
        (shown != Shown::Nothing).then_some((step, shown))
    };
    tours.guide.pieces.put_by(which, move |which| {
        let (step, shown) = which.as_ref()?;
        Some(match shown {
            Shown::Itself => itself(tours, step),
            shown => aside(tours, step, *shown == Shown::Elsewhere),
        })
    });
    tours.guide.pieces.put_by(
        move || tours.is_done.get(),
        move |is_done| {
            is_done.then(|| {
                after(FESTIVE, move || tours.is_done.set(false));
                template("tour-done")
            })
        },
    );
}

/// In the middle, while the page waits; or beside its element, which is seen and used through a hole in the shade.
fn itself(tours: Tours, step: &Step) -> El {
    let card = card(tours, step);
    let veil = el("div.veil").set("data-testid", "tour-overlay").on("keydown", move |event| {
        if is_escape(event.unchecked_ref()) {
            // Closed for now: it goes on when the page is loaded anew.
            tours.end();
        }
    });
    let Some(target) = &step.target else {
        card.part(".edge").remove();
        take_focus(tours, &card);
        return veil.class("veil centred").set("data-modal", "").put(card.set("aria-modal", "true"));
    };
    let ring = el("span.ring");
    stand(tours, step, &card, &ring);
    let key = target.key.clone();
    if step.advances_on() == "click" {
        take_focus(tours, &card);
    } else {
        // Here the element is what is to be used; the words come with it.
        let words = [step.text("title"), step.text("content")].map(Option::unwrap_or_default);
        tours.guide.page.ask("say", "text", &[&words[0], ". ", &words[1]].concat());
        tours.guide.page.ask("focus", "key", &key);
    }
    let veil = veil.set("data-hole", &key).put(ring);
    drop(card.part(".edge").on("focus", move |_| tours.guide.page.ask("focus", "key", &key)));
    veil.put(card)
}

/// Keeps the card beside its element, and the ring around that.
fn stand(tours: Tours, step: &Step, card: &El, ring: &El) {
    let (card, ring) = (card.cast::<HtmlElement>(), ring.cast::<HtmlElement>());
    let wish = Side::read(&step.row.json.said("position"));
    let step = step.clone();
    let mut is_first = true;
    effect(move || {
        tours.guide.pieces.resized.get();
        let Some(Sight::At(rect)) = step.sight() else { return };
        let (view, size) = (window_size(), card.get_bounding_client_rect());
        if size.width() < 1.0 {
            return;
        }
        if is_first
            && (rect[1] < 0.0 || rect[1] + rect[3] > view.1)
            && let Some(target) = &step.target
        {
            tours.guide.page.ask("reach", "key", &target.key);
        }
        is_first = false;
        let placed = beside(rect, (size.width(), size.height()), view, wish);
        let layout = if placed.side.is_some() { "anchored" } else { "fallback" };
        // Only an impossible name is refused.
        let _ = card.set_attribute("data-tour-layout", layout);
        set(&card, "left", placed.x);
        set(&card, "top", placed.y);
        set(&ring, "left", rect[0] - RING);
        set(&ring, "top", rect[1] - RING);
        set(&ring, "width", rect[2] + 2.0 * RING);
        set(&ring, "height", rect[3] + 2.0 * RING);
    });
}

fn card(tours: Tours, step: &Step) -> El {
    let card = template("tour");
    let at = tours.at.get();
    let count = tours.steps().len();
    let name = tours.tour("name").as_text().unwrap_or_default();
    let title = step.text("title");
    let (now, all) = (|| Number((at + 1) as f64), || Number(count as f64));
    let progress = say_with("tour-progress", &[("at", now()), ("count", all())]);
    let steps = say_with("tour-steps", &[("at", now()), ("count", all())]);
    drop(card.part(".steps").set("aria-label", &progress).text(&steps));
    let heading = card.part("h2");
    drop(match &title {
        Some(title) => heading.text(title),
        None => heading.class("unseen").text(&name),
    });
    drop(card.part(".tour-words").text(&step.row.json.said("content")));
    match media(tours, step) {
        Some(media) => drop(card.part(".media").put(media)),
        None => card.part(".media").remove(),
    }
    let is_by_click = step.advances_on() == "click";
    let how = match step.advances_on().as_str() {
        "elementClick" => Some("tour-click-it"),
        "fieldFill" => Some("tour-fill-it"),
        _ => None,
    };
    let hint = move || tours.blocked.get().or(how).map(say).unwrap_or_default();
    drop(card.part(".tour-hint").text_by(hint));
    if at == 0 {
        card.part("[data-act=back]").remove();
    }
    if at == 0 || !tours.tour("allowRestart").is_true() {
        card.part("[data-act=restart]").remove();
    }
    if !tours.tour("allowSnooze").is_true() {
        card.part("[data-act=later]").remove();
    }
    let next = card.part("[data-act=next]");
    if is_by_click || at < tours.reached.get() {
        let own = step.text("customButtonText");
        drop(
            next.text(&own.unwrap_or_else(|| say(if at + 1 == count { "tour-finish" } else { "tour-next" }))),
        );
    } else {
        next.remove();
    }
    if step.row.json.says("size", "large") {
        drop(card.clone().class("tour-card large"));
    }
    paint(tours, &card);
    let (menu, more) = (card.part(".tour-menu"), card.part("[data-act=more]"));
    card.set("aria-label", &title.unwrap_or(name)).on_act("click", move |word, _| match word {
        "more" => {
            let is_closed = menu.node().has_attribute("hidden");
            // Only an impossible name is refused.
            let _ = menu.node().toggle_attribute("hidden");
            drop(more.clone().set("aria-expanded", if is_closed { "true" } else { "false" }));
        }
        "back" => tours.at.set(at - 1),
        "next" => tours.advance("click"),
        "ever" => tours.leave(Leave::ForEver),
        "later" => tours.leave(Leave::Later),
        "restart" => tours.restart(),
        _ => tours.leave(Leave::Dismiss),
    })
}

/// The picture of a post, or the video of any step.
fn media(tours: Tours, step: &Step) -> Option<El> {
    let url = address(tours.guide, &step.text("mediaUrl")?)?;
    let is_post = step.target.is_none();
    let is_video = !is_post || step.row.json.says("mediaType", "video");
    if is_post || step.row.json.says("type", "video") {
        let tag = if is_video { "video" } else { "img" };
        let media = el(tag).set("src", &url).set("alt", "");
        return Some(match (is_video, is_post) {
            (true, true) => media.set("controls", ""),
            (true, false) => {
                // The attribute alone does not mute one that is made by a script.
                let _ = js_sys::Reflect::set(&media.node(), &"muted".into(), &true.into());
                media.set("autoplay", "").set("loop", "").set("playsinline", "")
            }
            _ => media,
        });
    }
    None
}

/// A card in the corner, which leaves the page to the visitor: the step belongs to another one, or its element is not in this one. Should
/// it come after all, the step is shown.
fn aside(tours: Tours, step: &Step, is_elsewhere: bool) -> El {
    let card = template("tour-aside");
    let route = step.row.json.said("routePath");
    let (title, words, go) = if is_elsewhere {
        ("tour-continue", say_with("tour-route", &[("route", Text(&route))]), "tour-go")
    } else {
        ("tour-paused", say("tour-missing"), "tour-skip")
    };
    let title = say(title);
    drop(card.part("h2").text(&title));
    let hint = if is_elsewhere { "tour-route-hint" } else { "tour-recovery-hint" };
    drop(card.part(".tour-words").set("data-testid", hint).text(&words));
    let button = card.part(".primary");
    if is_elsewhere && route.bytes().any(|letter| letter == b'*') {
        button.remove();
    } else {
        drop(button.text(&say(go)));
    }
    paint(tours, &card);
    tours.guide.page.ask("say", "text", &words);
    let reason = step.reason(tours);
    card.set("aria-label", &title).on_act("click", move |word, _| match (word, is_elsewhere) {
        ("go", true) => tours.guide.page.ask("go", "url", &route),
        ("go", false) => tours.skip(reason),
        _ => tours.leave(Leave::Dismiss),
    })
}

/// The tour's own colour on its buttons.
fn paint(tours: Tours, card: &El) {
    let colour = tours.tour("buttonColor").as_text();
    if let Some(colour) = colour.and_then(|colour| Rgb::parse(&colour)) {
        let shades = gradient(colour);
        let style = card.cast::<HtmlElement>().style();
        for (name, value) in [("--own", shades.start), ("--own-end", shades.end), ("--on-own", shades.text)] {
            let _ = style.set_property(name, &value.css());
        }
    }
}

/// Moves the focus into the frame and to the card's heading, once both can take it.
fn take_focus(tours: Tours, card: &El) {
    let heading = card.part("h2").node();
    after(60, move || {
        tours.guide.page.ask("focus", "key", "");
        before_drawing(move || focus(Some(heading)));
    });
}
