//! What stands on the page beside the panel. Each piece is an element of ours; the loader lets it through the frame's clip where it
//! stands (design §7, `www/loader/parts/stage.js`).

use crate::{frame::Frame, messenger::Messenger, server::for_ever};
use client::{
    Var,
    codec::Json,
    dom::{El, after, at_end, document, effect, el, on_window},
};
use std::{cell::RefCell, ops::Deref};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// All that there are.
#[derive(Clone, Copy)]
pub struct Pieces(&'static Parts);

impl Deref for Pieces {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What they consist of.
pub struct Parts {
    frame: Frame,
    root: El,
    /// Above the launcher, on its side of the window.
    corner: El,
    observer: Option<ResizeObserver>,
    /// What the loader was told last.
    said: RefCell<String>,
    /// Follow it to hear of a piece that has another size, or of a window that has.
    pub resized: Var<()>,
}

impl Pieces {
    pub fn new(it: Messenger) -> Self {
        let corner = el("div.corner");
        let root = el("div.pieces").put(corner.clone());
        if let Some(body) = document().body() {
            drop(El::of(body.into()).put(root.clone()));
        }
        let resized = Var::new(());
        let stirred = Closure::<dyn Fn()>::new(move || resized.set(()));
        let observer = ResizeObserver::new(stirred.as_ref().unchecked_ref()).ok();
        stirred.forget();
        let this = Self(for_ever(Parts {
            frame: it.frame,
            root,
            corner,
            observer,
            said: RefCell::default(),
            resized,
        }));
        on_window("resize", move |_| resized.set(()));
        effect(move || {
            resized.get();
            this.measure();
        });
        // An open panel takes the corner's place.
        effect(move || {
            it.is_open.get();
            after(0, move || resized.set(()));
        });
        // Behind pieces that stand on the page alone there is no panel to be seen.
        let body = document().body().map(|body| El::of(body.into()));
        drop(body.map(|body| body.class_if("closed", move || !it.is_open.get())));
        this
    }

    /// Shows what `make` makes of what `which` answers. `data-radius` is the corner's in pixels, `data-modal` that the page waits
    /// meanwhile, `data-hole` the key of the page's element that is seen and used through it.
    pub fn put_by<K: PartialEq + 'static>(
        self,
        which: impl Fn() -> K + 'static,
        make: impl Fn(&K) -> Option<El> + 'static,
    ) {
        self.put_into(self.root.clone(), which, make);
    }

    /// The same in the corner above the launcher, where several stand above each other.
    pub fn put_in_corner<K: PartialEq + 'static>(
        self,
        which: impl Fn() -> K + 'static,
        make: impl Fn(&K) -> Option<El> + 'static,
    ) {
        self.put_into(self.corner.clone(), which, make);
    }

    fn put_into<K: PartialEq + 'static>(
        self,
        into: El,
        which: impl Fn() -> K + 'static,
        make: impl Fn(&K) -> Option<El> + 'static,
    ) {
        drop(into.put_by(which, move |key| {
            let piece = make(key)?;
            self.add(&piece);
            Some(piece)
        }));
    }

    /// Appends a piece to an element of ours while the claim is true.
    pub fn put_in(self, place: &El, claim: impl Fn() -> bool + 'static, make: impl Fn() -> El + 'static) {
        drop(place.clone().put_if(claim, move || {
            let piece = make();
            self.add(&piece);
            piece
        }));
    }

    fn add(self, piece: &El) {
        let node = piece.node();
        // Only an empty name is refused.
        let _ = node.class_list().add_1("piece");
        if let Some(observer) = &self.observer {
            observer.observe(&node);
        }
        at_end(move || after(0, move || self.resized.set(())));
        after(0, move || self.until_it_has_a_size(50));
    }

    /// A frame that is not laid out tells nobody when it is, so this asks, as the panel does.
    fn until_it_has_a_size(self, tries: u32) {
        if !self.measure() && tries > 0 {
            after(30, move || self.until_it_has_a_size(tries - 1));
        } else {
            self.resized.set(());
        }
    }

    /// Tells the loader where everything stands; false while something has no size yet.
    pub fn measure(self) -> bool {
        let Ok(all) = document().query_selector_all(".piece") else { return true };
        let pieces: Vec<Element> = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into().ok()).collect();
        let mut rects = Vec::new();
        for piece in &pieces {
            let place = piece.get_bounding_client_rect();
            if place.width() >= 1.0 && place.height() >= 1.0 {
                let radius = piece.get_attribute("data-radius").and_then(|text| text.parse::<u8>().ok());
                let edges =
                    [place.x(), place.y(), place.width(), place.height(), radius.unwrap_or_default().into()];
                rects.push(edges.into_iter().map(Json::from).collect::<Json>());
            }
        }
        let is_all = rects.len() == pieces.len();
        let hole = pieces.iter().find_map(|piece| piece.get_attribute("data-hole"));
        let is_modal = pieces.iter().any(|piece| piece.has_attribute("data-modal"));
        let say = Json::default()
            .with("t", &"stage".into())
            .with("rects", &rects.into_iter().collect())
            .with("hole", &hole.map(|hole| Json::from(hole.as_str())).unwrap_or_default())
            .with("isModal", &is_modal.into())
            .with("isWanted", &(!pieces.is_empty()).into())
            .print();
        if *self.said.borrow() != say {
            self.frame.post_text(&say);
            self.said.replace(say);
        }
        is_all
    }
}
