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
use shared::{
    engagement::trigger::{DELAY, DEPTH},
    number::Number,
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
        is_met(trigger, &self)
    }
}

/// What has happened on a page so far; looked at only where a trigger asks for it, since who looks follows it.
trait Happened {
    fn seconds(&self) -> i64;
    fn scroll(&self) -> i64;
    fn is_leaving(&self) -> bool;
    fn fired(&self) -> Json;
}

impl Happened for Page {
    fn seconds(&self) -> i64 {
        self.seconds.get()
    }

    fn scroll(&self) -> i64 {
        self.scroll.get()
    }

    fn is_leaving(&self) -> bool {
        self.is_leaving.get()
    }

    fn fired(&self) -> Json {
        self.fired.with(|fired| fired.as_ref().map(|fired| fired.json.clone())).unwrap_or_default()
    }
}

fn is_met(trigger: &Json, happened: &impl Happened) -> bool {
    let number = |name: &str, without: Number| trigger.get(name).number().unwrap_or(without.0);
    match trigger.text("type").as_deref() {
        Some("time_on_page") => happened.seconds() as f64 >= number("delaySeconds", DELAY),
        Some("scroll_depth") => happened.scroll() as f64 >= number("scrollPercent", DEPTH),
        Some("exit_intent") => happened.is_leaving(),
        Some("event") => is_event(trigger, &happened.fired()),
        _ => true,
    }
}

fn is_event(trigger: &Json, fired: &Json) -> bool {
    let (name, is) = (trigger.text("eventName"), fired.text("name"));
    let wanted = trigger.get("eventProperties");
    let had = fired.get("properties");
    let names = had.keys();
    let is_same = |key: &String| names.contains(key) && wanted.get(key).print() == had.get(key).print();
    is.is_some() && (name.is_none() || name == is) && wanted.keys().iter().all(is_same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use shared::engagement::{Context, Pages, Trigger};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    struct Then(Value);

    impl Happened for Then {
        fn seconds(&self) -> i64 {
            self.0["timeOnPageSeconds"].as_i64().unwrap()
        }

        fn scroll(&self) -> i64 {
            self.0["scrollPercent"].as_i64().unwrap()
        }

        fn is_leaving(&self) -> bool {
            self.0["isExitIntent"] == true
        }

        fn fired(&self) -> Json {
            match &self.0["firedEventName"] {
                Value::Null => Json::default(),
                name => read(&json!({ "name": name, "properties": self.0["firedEventProperties"] })),
            }
        }
    }

    fn read(value: &Value) -> Json {
        Json::parse(&value.to_string()).expect("JSON")
    }

    #[test]
    fn what_is_shown_waits_for_the_same_as_the_server_says() {
        let triggers = [
            json!({"type": "immediate"}),
            json!({"type": "page_visit", "pageUrl": "elsewhere"}),
            json!({"type": "time_on_page"}),
            json!({"type": "time_on_page", "delaySeconds": 0}),
            json!({"type": "time_on_page", "delaySeconds": 7.5}),
            json!({"type": "scroll_depth"}),
            json!({"type": "scroll_depth", "scrollPercent": 80}),
            json!({"type": "exit_intent"}),
            json!({"type": "event"}),
            json!({"type": "event", "eventName": "order"}),
            json!({"type": "event", "eventName": "order", "eventProperties": {"total": 3, "paid": true, "note": null}}),
            json!({"type": "event", "eventProperties": {"total": "3"}}),
            json!({"type": "event", "eventProperties": {"note": null}}),
        ];
        let moments = [
            json!({"timeOnPageSeconds": 0, "scrollPercent": 0}),
            json!({"timeOnPageSeconds": 5, "scrollPercent": 50, "isExitIntent": true}),
            json!({"timeOnPageSeconds": 8, "scrollPercent": 79, "firedEventName": "order", "firedEventProperties": {}}),
            json!({"timeOnPageSeconds": 7, "scrollPercent": 100, "firedEventName": "other", "firedEventProperties": {"total": "3"}}),
            json!({"timeOnPageSeconds": 4, "scrollPercent": 49, "firedEventName": "order",
                "firedEventProperties": {"total": 3.0, "paid": true, "note": null, "more": 1}}),
            json!({"timeOnPageSeconds": 4, "scrollPercent": 49, "firedEventName": "order",
                "firedEventProperties": {"total": 3, "paid": false, "note": null}}),
        ];
        let mut met = 0;
        for (trigger, moment) in triggers.iter().flat_map(|one| moments.iter().map(move |then| (one, then))) {
            let theirs: Trigger = serde_json::from_value(trigger.clone()).expect("a trigger");
            let context: Context = serde_json::from_value(moment.clone()).expect("a context");
            let expected = theirs.is_met(&context, Pages::Decided);
            assert_eq!(is_met(&read(trigger), &Then(moment.clone())), expected, "{trigger} {moment}");
            met += usize::from(expected);
        }
        assert!(met > 20 && met < 60, "{met}");
    }
}
