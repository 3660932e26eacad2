//! Messages of the team: a banner, a post and a chat at a time, each as soon as what it waits for has happened (widget-sdk.md §5.1).

mod views;

use super::{
    Guide,
    acts::{for_this_page, on_another_visitor, open_panel, session, tell},
};
use crate::{later::parts::with_token, messenger::Screen};
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::effect,
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    engagement::arbiter::Blocking,
    outbound_messages::{GetEligible, OpenConversation, TrackImpression},
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;

/// Of these there is one each at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Banner,
    Post,
    Chat,
}

const KINDS: [(Kind, &str); 3] = [(Kind::Banner, "banner"), (Kind::Post, "post"), (Kind::Chat, "chat")];

/// What there is to show, and what was shown.
#[derive(Clone)]
struct Messages {
    guide: Guide,
    list: Live<Looked>,
    /// Those that this page has shown.
    seen: Rc<RefCell<Vec<String>>>,
}

pub fn begin(guide: Guide) {
    if !guide.has("messages") {
        return;
    }
    let list = guide.it.server.live_json(GetEligible::NAME, move || {
        let session = guide.page.session.get()?;
        Some(for_this_page(guide)?.with("sessionId", &session.as_str().into()))
    });
    guide.it.session.watch(list);
    let this = Messages { guide, list, seen: Rc::default() };
    for (kind, word) in KINDS {
        this.clone().begin(kind, word);
    }
}

impl Messages {
    fn begin(self, kind: Kind, word: &'static str) {
        let shown: Var<Option<Looked>> = Var::new(None);
        let (guide, seen) = (self.guide, self.seen.clone());
        on_another_visitor(guide, move || {
            seen.take();
            shown.set_if_other(None);
        });
        let which = move || shown.get();
        let make = move |row: &Option<Looked>| {
            let message = Message { guide, kind, row: Rc::new(row.clone()?), shown };
            Some(views::draw(&message))
        };
        match kind {
            Kind::Chat => guide.pieces.put_in_corner(which, make),
            _ => guide.pieces.put_by(which, make),
        }
        effect(move || self.choose(kind, word, shown));
    }

    /// The first that may be shown. What left the list before that is not: another tab has shown it.
    fn choose(&self, kind: Kind, word: &str, shown: Var<Option<Looked>>) {
        if shown.with(Option::is_some) {
            return;
        }
        let (guide, next) = (self.guide, self.next(word));
        let it = guide.it;
        let may_be_shown = match kind {
            Kind::Post => {
                guide.offer(|ready| ready.post = next.is_some());
                guide.stage.get().blocking == Some(Blocking::Post) && !(it.is_open.get() && it.is_full.get())
            }
            // Who talks already is not talked to.
            Kind::Chat => !it.is_open.get(),
            Kind::Banner => true,
        };
        if let Some(row) = next.filter(|_| may_be_shown) {
            self.seen.borrow_mut().push(row.json.text("_id").unwrap_or_default());
            track(guide, &row.json, "shown", None);
            shown.set(Some(row));
        }
    }

    fn next(&self, word: &str) -> Option<Looked> {
        let rows = self.list.with_value(|list| list.json.each()).unwrap_or_default();
        let seen = self.seen.borrow();
        let is_new = |row: &Json| {
            row.text("type").as_deref() == Some(word)
                && !seen.contains(&row.text("_id").unwrap_or_default())
                && self.guide.page.meets(&row.get("triggers"))
        };
        rows.into_iter().find(is_new).map(Looked::from)
    }
}

/// One that is shown.
#[derive(Clone)]
struct Message {
    guide: Guide,
    kind: Kind,
    row: Rc<Looked>,
    shown: Var<Option<Looked>>,
}

impl Message {
    fn content(&self) -> Json {
        self.row.json.get("content")
    }

    fn track(&self, action: &str, button: Option<usize>) {
        track(self.guide, &self.row.json, action, button);
    }

    fn close(&self) {
        self.shown.set(None);
    }

    fn dismiss(&self) {
        self.track("dismissed", None);
        self.close();
    }

    /// The conversation that begins with it.
    fn open_conversation(&self) {
        let it = self.guide.it;
        let id = self.row.json.text("_id").unwrap_or_default();
        let args = untrack(|| with_token(it.session, &[("messageId", &id)]));
        spawn_local(async move {
            let begun = it.server.run(OpenConversation::NAME, args.unwrap_or_default()).await;
            match begun.map(|id| id.as_text().and_then(|id| id.parse().ok())) {
                Ok(Some(id)) => it.talk(Some(id)),
                _ => it.go(Screen::Conversations),
            }
            open_panel(it);
        });
    }
}

fn track(guide: Guide, row: &Json, action: &str, button: Option<usize>) {
    let id = row.text("_id").unwrap_or_default();
    let args = [("messageId", id.as_str()), ("action", action), ("sessionId", &session(guide))];
    tell(guide, TrackImpression::NAME, &args, |args| match button {
        Some(at) => args.with("buttonIndex", &(at as f64).into()),
        None => args,
    });
}
