//! Messages of the team: a banner, a post and a chat at a time, each as soon as what it waits for has happened (widget-sdk.md §5.1).

mod views;

use super::{
    Guide,
    acts::{for_this_page, open_panel, session, tell},
    queue::{Queue, id},
};
use crate::{later::parts::with_token, messenger::Screen};
use client::{
    codec::{Json, Looked},
    dom::effect,
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    engagement::arbiter::Blocking,
    outbound_messages::{GetEligible, OpenConversation, TrackImpression},
};
use wasm_bindgen_futures::spawn_local;

/// Of these there is one each at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Banner,
    Post,
    Chat,
}

const KINDS: [(Kind, &str); 3] = [(Kind::Banner, "banner"), (Kind::Post, "post"), (Kind::Chat, "chat")];

pub fn begin(guide: Guide) {
    if !guide.has("messages") {
        return;
    }
    let list = guide.it.server.live(GetEligible::NAME, move || {
        let session = guide.page.session.get()?;
        Some(for_this_page(guide)?.with("sessionId", &session.as_str().into()))
    });
    guide.it.session.watch(list);
    for (kind, word) in KINDS {
        let queue = Queue::new(guide, list);
        let which = move || queue.shown.get();
        let make = move |row: &Option<Looked>| {
            let row = row.as_ref()?;
            Some(views::draw(Message { queue, kind }, &row.json))
        };
        if kind == Kind::Chat {
            guide.pieces.put_in_corner(which, make);
        } else {
            guide.pieces.put_by(which, make);
        }
        effect(move || choose(queue, kind, word));
    }
}

fn choose(queue: Queue, kind: Kind, word: &str) {
    if queue.shown.with(Option::is_some) {
        return;
    }
    let (guide, it) = (queue.guide, queue.guide.it);
    let next = queue.next(Some(word));
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
        track(guide, &row.json, "shown", None);
        queue.show(row);
    }
}

/// One that is shown.
#[derive(Clone, Copy)]
struct Message {
    queue: Queue,
    kind: Kind,
}

impl Message {
    /// Of its kind, which is its template's too.
    fn word(self) -> &'static str {
        KINDS.into_iter().find(|(kind, _)| *kind == self.kind).map_or("", |(_, word)| word)
    }

    fn track(self, action: &str, button: Option<usize>) {
        if let Some(row) = self.queue.shown.get_untracked() {
            track(self.queue.guide, &row.json, action, button);
        }
    }

    fn dismiss(self) {
        self.track("dismissed", None);
        self.queue.close();
    }

    /// The conversation that begins with it.
    fn open_conversation(self) {
        let it = self.queue.guide.it;
        let id = self.queue.shown.with_untracked(|row| row.as_ref().map(|row| id(&row.json)));
        let args = untrack(|| with_token(it.session, &[("messageId", &id.unwrap_or_default())]));
        let begun = it.server.run(OpenConversation::NAME, args.unwrap_or_default());
        spawn_local(async move {
            match begun.await.ok().and_then(|id| id.as_text()?.parse().ok()) {
                Some(id) => it.talk(Some(id)),
                None => it.go(Screen::Conversations),
            }
            open_panel(it);
        });
    }
}

fn track(guide: Guide, row: &Json, action: &str, button: Option<usize>) {
    let args = [("messageId", &id(row) as &str), ("action", action), ("sessionId", &session(guide))];
    tell(guide, TrackImpression::NAME, &args, button.map(|at| ("buttonIndex", (at as f64).into())));
}
