//! What happens in the page around us, as `www/loader/hands.js` tells it: where the visitor is, for how long, how far down, what the site
//! told of; and the elements of the page that are followed.

use crate::{
    frame::{Frame, Heard},
    server::for_ever,
};
use client::{
    Var,
    codec::{Json, Looked},
    decimal::decimal,
    dom::{after, at_end, every},
};
use std::{
    cell::{Cell, RefCell},
    ops::Deref,
};

/// The page, as triggers ask for it.
#[derive(Clone, Copy)]
pub struct Page(&'static Parts);

impl Deref for Page {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What is known of it. Another address begins all but the session anew.
pub struct Parts {
    frame: Frame,
    pub url: Var<String>,
    /// So many seconds the visitor has had the page in view.
    pub seconds: Var<i64>,
    /// How far down the page was scrolled at most, in percent.
    pub scroll: Var<i64>,
    /// The pointer left the page by its upper edge.
    pub is_leaving: Var<bool>,
    /// What the site told of last: `name` and `properties`.
    pub fired: Var<Option<Looked>>,
    /// One session of the browser, shared by its tabs; none before the page's part is there.
    pub session: Var<Option<String>>,
    /// What an author picked: `selector` and `quality`.
    pub picked: Var<Option<Looked>>,
    targets: RefCell<Vec<Target>>,
    next: Cell<i64>,
    is_due: Cell<bool>,
}

/// Where an element of the page is: x, y, width, height in the frame's pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// Nobody has looked yet.
    Unknown,
    Missing,
    At([f64; 4]),
}

/// What a visitor does with an element that is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Click,
    /// Something is written in it now.
    Fill,
    /// The pointer came, or it left.
    Over,
    Out,
}

const ACTS: [(Act, &str); 4] =
    [(Act::Click, "click"), (Act::Fill, "fill"), (Act::Over, "over"), (Act::Out, "out")];

/// An element that is followed.
#[derive(Clone)]
pub struct Target {
    /// What the page's part calls it, and a hole in a piece.
    pub key: String,
    pub sight: Var<Sight>,
    selector: String,
    on: Vec<Act>,
    act: std::rc::Rc<dyn Fn(Act)>,
}

impl Target {
    fn told(&self) -> Json {
        let on = ACTS.iter().filter(|(act, _)| self.on.contains(act)).map(|(_, word)| Json::from(*word));
        Json::default()
            .with("key", &self.key.as_str().into())
            .with("selector", &self.selector.as_str().into())
            .with("on", &on.collect())
    }
}

impl Page {
    pub fn new(frame: Frame, is_visible: Var<bool>) -> Self {
        let this = Self(for_ever(Parts {
            frame,
            url: Var::new(String::new()),
            seconds: Var::new(0),
            scroll: Var::new(0),
            is_leaving: Var::new(false),
            fired: Var::new(None),
            session: Var::new(None),
            picked: Var::new(None),
            targets: RefCell::default(),
            next: Cell::new(0),
            is_due: Cell::new(false),
        }));
        every(1_000, move || {
            if is_visible.get_untracked() {
                this.seconds.update(|seconds| *seconds += 1);
            }
        });
        this
    }

    /// The visitor is at another address.
    pub fn moved(self, url: &str) {
        if self.url.with_untracked(|known| known == url) {
            return;
        }
        self.url.set(url.into());
        self.seconds.set(0);
        self.scroll.set(0);
        self.is_leaving.set_if_other(false);
        self.fired.set(None);
    }

    pub fn hear(self, heard: &Heard) {
        match heard.text("t").as_str() {
            "hands" => {
                self.session.set(Some(heard.text("session")));
                self.tell_targets();
            }
            // The first word is the loader's greeting.
            "page" | "" => self.moved(&heard.page().url.unwrap_or_default()),
            "event" => self.fired.set(Some(heard.0.get("event").into())),
            "saw" => {
                if heard.is("exit") {
                    self.is_leaving.set(true);
                } else if let Some(scroll) = heard.0.get("scroll").number() {
                    self.scroll.set(scroll as i64);
                }
            }
            "found" => {
                let rect = heard.0.get("rect").each();
                let sight = match rect.iter().filter_map(Json::number).collect::<Vec<_>>()[..] {
                    [x, y, width, height] => Sight::At([x, y, width, height]),
                    _ => Sight::Missing,
                };
                if let Some(target) = self.target(&heard.text("key")) {
                    target.sight.set_if_other(sight);
                }
            }
            "acted" => {
                let what = heard.text("what");
                let act = ACTS.iter().find(|(_, word)| *word == what);
                if let (Some((act, _)), Some(target)) = (act, self.target(&heard.text("key"))) {
                    (target.act)(*act);
                }
            }
            "picked" => self.picked.set(Some(heard.0.with("t", &Json::default()).into())),
            _ => {}
        }
    }

    fn target(self, key: &str) -> Option<Target> {
        self.targets.borrow().iter().find(|target| target.key == key).cloned()
    }

    /// Follows the element of the page that a selector means, as long as the current owner lives, and calls `act` with what the visitor
    /// does with it of what is named.
    pub fn follow(self, selector: &str, on: &[Act], act: impl Fn(Act) + 'static) -> Target {
        self.next.set(self.next.get() + 1);
        let target = Target {
            key: decimal(self.next.get()),
            sight: Var::new(Sight::Unknown),
            selector: selector.into(),
            on: on.to_vec(),
            act: std::rc::Rc::new(act),
        };
        self.targets.borrow_mut().push(target.clone());
        self.tell_soon();
        let key = target.key.clone();
        at_end(move || {
            self.targets.borrow_mut().retain(|target| target.key != key);
            self.tell_soon();
        });
        target
    }

    /// Several that begin or end together are told of at once.
    fn tell_soon(self) {
        if !self.is_due.replace(true) {
            after(0, move || {
                self.is_due.set(false);
                self.tell_targets();
            });
        }
    }

    fn tell_targets(self) {
        if self.session.with_untracked(Option::is_none) {
            return;
        }
        let list: Json = self.targets.borrow().iter().map(Target::told).collect();
        self.frame.post(&Json::default().with("t", &"targets".into()).with("list", &list));
    }

    /// Says one word to the page's part, about an element or with another argument.
    pub fn ask(self, word: &str, name: &str, value: &str) {
        self.frame.post(&Json::default().with("t", &word.into()).with(name, &value.into()));
    }

    /// Whether what a row waits for has happened (`triggers`, shared/src/engagement/trigger.rs); which page it waits for the server has
    /// decided. A row that waits for nothing may be shown at once.
    pub fn meets(self, trigger: &Json) -> bool {
        let number = |name: &str, without: f64| trigger.get(name).number().unwrap_or(without);
        match trigger.text("type").as_deref() {
            Some("time_on_page") => self.seconds.get() as f64 >= number("delaySeconds", 5.0),
            Some("scroll_depth") => self.scroll.get() as f64 >= number("scrollPercent", 50.0),
            Some("exit_intent") => self.is_leaving.get(),
            Some("event") => {
                self.fired.with(|fired| fired.as_ref().is_some_and(|fired| is_event(trigger, &fired.json)))
            }
            _ => true,
        }
    }
}

fn is_event(trigger: &Json, fired: &Json) -> bool {
    let name = trigger.text("eventName");
    let wanted = trigger.get("eventProperties");
    let had = fired.get("properties");
    (name.is_none() || name == fired.text("name"))
        && wanted.keys().iter().all(|key| wanted.get(key).print() == had.get(key).print())
}

/// Where authors write from: a token in the page's address.
pub fn authoring(url: &str, name: &str) -> Option<String> {
    let query = url.split('#').next()?.split('?').nth(1)?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let is_token = |text: &&str| {
        text.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-')
    };
    value.filter(|text| !text.is_empty()).filter(is_token).map(str::to_owned)
}
