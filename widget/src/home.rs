//! The first screen: a welcome, whether somebody is there, the way into a conversation.

use crate::{
    conversations::conversation_row,
    icons::{self, icon},
    later::featured,
    messenger::{Help, Messenger, Screen},
    panel::{button, close_button},
    rows::Team,
    session::now,
    words::{Number, Says, Text, say, say_with},
};
use client::{
    codec::Looked,
    dom::{El, el},
};
use shared::Millis;

/// How many conversations the card shows, and how old they may be.
const SHOWN: usize = 3;
const RECENT: Millis = 30 * 86_400_000;

pub fn home(it: Messenger) -> El {
    // A greeting that comes first stands above the cards.
    let greets = move || it.chosen("data-home").first().is_some_and(|first| first == GREETING);
    let keys = move || {
        let all = it.chosen("data-home");
        let greeted = usize::from(greets());
        all.into_iter().skip(greeted).collect()
    };
    // Nothing stands in for what is still to come: it would be gone when somebody presses what is below.
    let cards = el("div.cards").put_each(keys, move |word| card(it, word));
    el("div.screen home").put(hero(it, greets)).put(cards)
}

const GREETING: &str = "welcome";

/// The card of that word (widget/frame.html).
fn card(it: Messenger, word: &str) -> El {
    let place = el("div.card");
    match word {
        GREETING => greeting(it, el("section.card-box welcome"), "h2"),
        "conversations" => place.put_if(move || !recent(it).is_empty(), move || recent_card(it)),
        "start" => start_card(it),
        "search" if it.has_help => search_card(it),
        "articles" if it.has_help => featured(it, place),
        _ => place,
    }
}

fn hero(it: Messenger, greets: impl Fn() -> bool + 'static) -> El {
    let look = &it.look;
    let logo = match &look.logo {
        Some(logo) => el("img.logo").set("src", logo).set("alt", ""),
        None => el("span.logo mark").put(icon(icons::CHAT)),
    };
    let bar = el("div.hero-bar").put(logo).put(team(it)).put(close_button(it));
    el("header.hero").put(bar).put_if(greets, move || greeting(it, el("div"), "h1"))
}

fn greeting(it: Messenger, into: El, heading: &'static str) -> El {
    let title = el(heading).set("tabindex", "-1").set("dir", "auto").text(&it.look.welcome_message);
    let introduction = it.look.team_introduction.iter();
    into.put(title).put_all(introduction.map(|text| el("p").set("dir", "auto").text(text)))
}

fn recent(it: Messenger) -> Vec<Looked> {
    let oldest = (now() - RECENT) as f64;
    let is_recent = |row: &Looked| row.json.get("lastMessageAt").number().unwrap_or_default() > oldest;
    it.rows().into_iter().filter(is_recent).take(SHOWN).collect()
}

fn recent_card(it: Messenger) -> El {
    let all = button("link").on_click(move || it.go(Screen::Conversations)).say("see-all");
    let head = el("div.card-head").put(el("h2").say("recent")).put(all);
    let rows = el("ul.rows").put_each(move || recent(it), move |row| conversation_row(it, row));
    el("section.card-box").put(head).put(rows)
}

fn start_card(it: Messenger) -> El {
    let words = el("span").put(el("strong").say("send-us-a-message"));
    button("card-box start")
        .set("data-testid", "widget-start-conversation")
        .on_click(move || it.talk(None))
        .put(presence(it, words))
        .put(el("span.start-icon").put(icon(icons::FORWARD)))
}

fn search_card(it: Messenger) -> El {
    button("card-box start")
        .set("data-testid", "widget-search-help")
        .on_click(move || it.open(Screen::Help(Help::Search)))
        .put(el("span").put(el("strong").say("search-help")))
        .put(el("span.start-icon").put(icon(icons::SEARCH)))
}

/// Adds who is there, in words, with a dot that shows the same.
pub fn presence(it: Messenger, into: El) -> El {
    into.put_by(
        move || it.team(),
        |team| {
            let team = team.as_ref()?;
            let class = if team.is_online { "presence online" } else { "presence" };
            Some(el("span").class(class).put(el("i")).text(&who_is_there(team)))
        },
    )
}

fn who_is_there(team: &Team) -> String {
    match (team.is_online, team.names.as_slice()) {
        (false, _) => say("team-away"),
        (true, []) => say("team-online"),
        (true, names) => {
            let first: Vec<_> = names.iter().map(|name| first_name(name)).collect();
            let listed = first.join(", ");
            say_with("team-online-named", &[("names", Text(&listed)), ("count", Number(first.len() as f64))])
        }
    }
}

/// The names of who is there.
pub fn names(it: Messenger) -> Vec<String> {
    it.team().unwrap_or_default().names
}

/// Up to three faces: initials, since agents have no pictures yet.
fn team(it: Messenger) -> El {
    let shows_faces = it.look.shows_faces;
    let names = move || if shows_faces { names(it) } else { Vec::new() };
    el("div.faces").set("aria-hidden", "true").put_each(names, |name| face(name))
}

/// A disc with initials; its colour is the name's.
pub fn face(name: &str) -> El {
    const HUES: [&str; 6] = ["face hue0", "face hue1", "face hue2", "face hue3", "face hue4", "face hue5"];
    let hue = name.bytes().fold(5u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(16_777_619)) >> 16;
    let initials: String = name.split(' ').filter_map(|word| word.chars().next()).take(2).collect();
    el("span").class(HUES[hue as usize % HUES.len()]).set("aria-hidden", "true").text(&initials)
}

pub fn first_name(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}
