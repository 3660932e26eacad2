//! Elements of one Rust type, driven by Leptos' signals.
//!
//! A Leptos view has a type for each of its shapes, and its code is compiled again for each of those types: half of the
//! widget's download was that. Here an element is made at once, what may change follows its signals through
//! one kind of effect, and everything is compiled once. What an element starts (effects, handlers) ends with the
//! owner under which it was made, as in any Leptos view.

use crate::{
    closure::{Act, Hear, Make, Tell},
    time,
};
use js_sys::Function;
use reactive_graph::{
    effect::{Effect, RenderEffect},
    graph::untrack,
    owner::{Owner, on_cleanup},
};
use send_wrapper::SendWrapper;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, UnwrapThrowExt, closure::Closure};
use web_sys::{Document, Element, Event, EventTarget, HtmlTemplateElement, Node, Text, Window};

/// Runs when the current owner ends.
pub fn at_end(run: impl FnOnce() + 'static) {
    at_end_boxed(Box::new(run));
}

/// Runs soon, and again after a signal changed that it has read, for as long as the current owner lives: for what is
/// not drawing.
pub fn effect(run: impl FnMut() + 'static) {
    effect_boxed(Box::new(run));
}

/// An element. Clones are the same element.
#[derive(Clone, Debug, PartialEq)]
pub struct El(Element);

/// The document: there is none in a worker only, where nothing here runs.
pub fn document() -> Document {
    window().document().unwrap_throw()
}

/// The window of the document.
pub fn window() -> Window {
    time::window().unwrap_throw()
}

/// A new HTML element; `tag` is a literal, so no name is refused. Behind a dot its classes may follow, separated by spaces:
/// `el("span.badge new")`.
pub fn el(tag: &str) -> El {
    match tag.bytes().position(|letter| letter == b'.') {
        Some(dot) => made(&tag[..dot]).class(&tag[dot + 1..]),
        None => made(tag),
    }
}

fn made(tag: &str) -> El {
    El(document().create_element(tag).unwrap_throw())
}

/// A new SVG element.
pub fn svg(tag: &str) -> El {
    const SVG: &str = "http://www.w3.org/2000/svg";
    El(document().create_element_ns(Some(SVG), tag).unwrap_throw())
}

/// A copy of what the `<template>` of this id draws: markup costs a download less than the code that makes the same. Empty where there is
/// none.
pub fn template(id: &str) -> El {
    let template =
        document().get_element_by_id(id).map(|template| template.unchecked_into::<HtmlTemplateElement>());
    let first = template.and_then(|template| template.content().first_element_child());
    let copy = first.and_then(|first| first.clone_node_with_deep(true).ok());
    copy.map_or_else(|| el("div"), |copy| El(copy.unchecked_into()))
}

/// Starts an app: what `start` makes lives as long as the document.
pub fn mount(start: impl FnOnce() -> El) {
    start_reacting();
    let owner = Owner::new();
    if let Some(body) = document().body() {
        append(&body, &owner.with(start).0);
    }
    std::mem::forget(owner);
}

/// Lets effects run; once is enough.
pub fn start_reacting() {
    // Refused only where something else, such as a Leptos app, did it before.
    let _ = any_spawner::Executor::init_wasm_bindgen();
}

/// Runs once after so many milliseconds, whatever happens meanwhile.
pub fn after(milliseconds: i32, run: impl FnOnce() + 'static) {
    // Only a handler that is no function is refused.
    let _ = window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(&function(Box::new(run)), milliseconds);
}

/// Runs again and again, so many milliseconds apart.
pub fn every(milliseconds: i32, run: impl FnMut() + 'static) {
    let run = Closure::<dyn FnMut()>::new(run).into_js_value();
    let _ =
        window().set_interval_with_callback_and_timeout_and_arguments_0(run.unchecked_ref(), milliseconds);
}

/// Runs before the browser draws next.
pub fn before_drawing(run: impl FnOnce() + 'static) {
    let _ = window().request_animation_frame(&function(Box::new(run)));
}

/// Tells the developer who looks at the console.
pub fn warn(text: &str) {
    web_sys::console::warn_1(&text.into());
}

/// Calls `act` on each such event of the window, for as long as the current owner lives.
pub fn on_window(event: &str, act: impl FnMut(Event) + 'static) {
    listen(&window(), event, Box::new(act));
}

/// Calls `act` on each such event of the document, for as long as the current owner lives.
pub fn on_document(event: &str, act: impl FnMut(Event) + 'static) {
    listen(&document(), event, Box::new(act));
}

/// Runs now, and again whenever a signal changes that it has read, for as long as the current owner lives.
pub fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

impl El {
    /// Sets an attribute.
    pub fn set(self, name: &str, value: &str) -> Self {
        put_attribute(&self.0, name, Some(value));
        self
    }

    /// An attribute that follows its signals; none takes it away.
    pub fn set_by(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        follow_attribute(&self.0, name, Box::new(value));
        self
    }

    /// The classes, separated by spaces.
    pub fn class(self, names: &str) -> Self {
        self.set("class", names)
    }

    /// A class that is there while the claim is true.
    pub fn class_if(self, name: &'static str, claim: impl Fn() -> bool + 'static) -> Self {
        follow_class(&self.0, name, Box::new(claim));
        self
    }

    /// Calls `act` on each such event.
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(act));
        self
    }

    /// Calls `act` on each click.
    pub fn on_click(self, mut act: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| act())
    }

    /// Appends a text.
    pub fn text(self, text: &str) -> Self {
        append(&self.0, &document().create_text_node(text));
        self
    }

    /// Appends a text that follows its signals.
    pub fn text_by(self, text: impl Fn() -> String + 'static) -> Self {
        follow_text(&self.0, Box::new(text));
        self
    }

    /// Appends an element.
    pub fn put(self, child: El) -> Self {
        append(&self.0, &child.0);
        self
    }

    /// Puts an element before what is in it.
    pub fn put_first(&self, child: El) {
        // Only an element that is inside the child is refused.
        let _ = self.0.prepend_with_node_1(&child.0);
    }

    /// Appends elements.
    pub fn put_all(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, Self::put)
    }

    /// Appends an element that is made anew whenever `which` answers another value; `make` itself follows nothing.
    pub fn put_by<K: PartialEq + 'static>(
        self,
        which: impl Fn() -> K + 'static,
        make: impl Fn(&K) -> Option<El> + 'static,
    ) -> Self {
        swap_by(&self.0, Box::new(which), Box::new(make));
        self
    }

    /// Appends an element while the claim is true.
    pub fn put_if(self, claim: impl Fn() -> bool + 'static, make: impl Fn() -> El + 'static) -> Self {
        swap_if(&self.0, Box::new(claim), Box::new(make));
        self
    }

    /// Appends an element for each key, and keeps the elements of keys that stay.
    pub fn put_each<K: PartialEq + Clone + 'static>(
        self,
        keys: impl Fn() -> Vec<K> + 'static,
        make: impl Fn(&K) -> El + 'static,
    ) -> Self {
        keep_each(&self.0, Box::new(keys), Box::new(make));
        self
    }

    /// The first element in it that the selector finds; an empty one in nobody's sight where none is.
    pub fn part(&self, selector: &str) -> El {
        self.0.query_selector(selector).ok().flatten().map_or_else(|| el("i"), El)
    }

    /// Appends a text to the first element in it that the selector finds.
    pub fn fill(self, selector: &str, text: &str) -> Self {
        drop(self.part(selector).text(text));
        self
    }

    /// Takes the first element away that the selector finds.
    pub fn cut(self, selector: &str) -> Self {
        self.part(selector).remove();
        self
    }

    /// An attribute without a value, which is there or not.
    pub fn flag(&self, name: &str, is_there: bool) {
        // Only an impossible name is refused.
        let _ = self.0.toggle_attribute_with_force(name, is_there);
    }

    /// Whether there is an attribute of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.has_attribute(name)
    }

    /// Calls `act` on each such event in it, with the word that the nearest element names by `data-act`, and that element. One handler for
    /// all of a template's buttons is smaller than one each.
    pub fn on_act(self, event: &str, act: impl FnMut(&str, El) + 'static) -> Self {
        hear_acts(&self.0, event, Box::new(act));
        self
    }

    /// Takes it away, with what is in it.
    pub fn remove(&self) {
        self.0.remove();
    }

    /// An element that is there already.
    pub fn of(element: Element) -> Self {
        Self(element)
    }

    /// The element itself.
    pub fn node(&self) -> Element {
        self.0.clone()
    }

    /// The element as its own interface: `el("textarea").cast::<HtmlTextAreaElement>()`.
    pub fn cast<T: JsCast>(&self) -> T {
        self.0.clone().unchecked_into()
    }
}

/// An element with the owner of everything that it started.
struct Kept {
    element: Option<El>,
    _owner: Owner,
}

impl Kept {
    fn make(parent: Option<&Owner>, make: impl FnOnce() -> Option<El>) -> Self {
        let owner = parent.map_or_else(Owner::new, Owner::child);
        let element = owner.with(|| untrack(make));
        Self { element, _owner: owner }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(El(element)) = &self.element {
            element.remove();
        }
    }
}

fn swap_if(parent: &Element, claim: Box<dyn Tell<bool>>, make: Box<dyn Tell<El>>) {
    swap_by(parent, claim, Box::new(move |is_shown: &bool| is_shown.then(|| make.tell())));
}

/// Compiled once for each type of keys and not for each caller.
fn swap_by<K: PartialEq + 'static>(
    parent: &Element,
    which: Box<dyn Tell<K>>,
    make: Box<dyn Make<K, Option<El>>>,
) {
    let key: Rc<RefCell<Option<K>>> = Rc::default();
    let known = key.clone();
    let has_changed = move || {
        let now = Some(which.tell());
        let has_changed = *known.borrow() != now;
        known.replace(now);
        has_changed
    };
    let make = move || key.borrow().as_ref().and_then(|key| make.make(key));
    swap(parent, Box::new(has_changed), Box::new(make));
}

/// Compiled once for each type of keys and not for each caller.
fn keep_each<K: PartialEq + Clone + 'static>(
    parent: &Element,
    keys: Box<dyn Tell<Vec<K>>>,
    make: Box<dyn Make<K, El>>,
) {
    let known: Rc<RefCell<Vec<K>>> = Rc::default();
    let shown = known.clone();
    let order = move || {
        let now = keys.tell();
        let before = shown.replace(now.clone());
        found(before.len(), now.len(), &|old, new| before.get(old) == now.get(new))
    };
    let make = move |at: &usize| known.borrow().get(*at).map(|key| make.make(key));
    keep_in_order(parent, Box::new(order), Box::new(make));
}

/// For each element to come: which of the present ones it is, if any.
fn found(before: usize, now: usize, is_same: &dyn Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let mut next = 0;
    let mut find = |new: usize| {
        // Mostly the one behind the last found: a long list is not searched for each of its keys.
        let is_next = next < before && is_same(next, new);
        let found = if is_next { Some(next) } else { (0..before).find(|old| is_same(*old, new)) };
        next = found.map_or(next, |at| at + 1);
        found
    };
    (0..now).map(&mut find).collect()
}

fn follow_attribute(element: &Element, name: &'static str, value: Box<dyn Tell<Option<String>>>) {
    let element = element.clone();
    follow(move || put_attribute(&element, name, value.tell().as_deref()));
}

fn follow_class(element: &Element, name: &'static str, claim: Box<dyn Tell<bool>>) {
    let classes = element.class_list();
    // Only an empty name, or one with a space, is refused.
    follow(move || drop(classes.toggle_with_force(name, claim.tell())));
}

fn follow_text(parent: &Element, text: Box<dyn Tell<String>>) {
    let node = document().create_text_node("");
    append(parent, &node);
    follow(move || show_text(&node, &text.tell()));
}

fn swap(parent: &Element, has_changed: Box<dyn Tell<bool>>, make: Box<dyn Tell<Option<El>>>) {
    let (owner, end) = (Owner::current(), end_of(parent));
    let mut shown: Option<Kept> = None;
    follow(move || {
        if !has_changed.tell() {
            return;
        }
        drop(shown.take());
        let fresh = Kept::make(owner.as_ref(), || make.tell());
        if let Some(El(element)) = &fresh.element {
            insert(&end, element);
        }
        shown = Some(fresh);
    });
}

type Order = Box<dyn Tell<Vec<Option<usize>>>>;

fn keep_in_order(parent: &Element, order: Order, make: Box<dyn Make<usize, Option<El>>>) {
    let (owner, end) = (Owner::current(), end_of(parent));
    let mut shown: Vec<Kept> = Vec::new();
    follow(move || {
        let mut old: Vec<_> = shown.drain(..).map(Some).collect();
        let known: Vec<_> = order
            .tell()
            .into_iter()
            .map(|before| before.and_then(|before| old.get_mut(before)?.take()))
            .collect();
        drop(old);
        let make = |(at, known): (usize, Option<Kept>)| {
            known.unwrap_or_else(|| Kept::make(owner.as_ref(), || make.make(&at)))
        };
        shown.extend(known.into_iter().enumerate().map(make));
        let mut next: Node = end.clone().into();
        for El(element) in shown.iter().rev().filter_map(|kept| kept.element.as_ref()) {
            // One that stands right is not moved: it would lose the focus.
            if element.next_sibling().as_ref() != Some(&next) {
                insert(&next, element);
            }
            next = element.clone().into();
        }
    });
}

/// An empty text that marks where changing content of this parent ends.
fn end_of(parent: &Element) -> Text {
    let end = document().create_text_node("");
    append(parent, &end);
    end
}

fn insert(before: &Node, element: &Element) {
    if let Some(parent) = before.parent_node() {
        // Only a node that is no child of this parent is refused.
        let _ = parent.insert_before(element, Some(before));
    }
}

fn append(parent: &Element, child: &Node) {
    // Only an element that is inside the child is refused.
    let _ = parent.append_child(child);
}

fn show_text(node: &Text, text: &str) {
    // Setting the same again would end a selection.
    if node.data() != text {
        node.set_data(text);
    }
}

fn put_attribute(element: &Element, name: &str, value: Option<&str>) {
    let is_done = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
    debug_assert!(is_done.is_ok(), "{name} is no name of an attribute");
}

fn listen(target: &EventTarget, event: &str, mut act: Box<dyn Hear>) {
    let heard = Closure::<dyn FnMut(Event)>::new(move |event| act.hear(event));
    let function: &Function = heard.as_ref().unchecked_ref();
    // Refused only for an object that is no event target.
    let _ = target.add_event_listener_with_callback(event, function);
    let (target, event) = (target.clone(), event.to_owned());
    at_end(move || {
        let _ = target.remove_event_listener_with_callback(&event, heard.as_ref().unchecked_ref());
    });
}

type Acts = Box<dyn FnMut(&str, El)>;

fn hear_acts(target: &Element, event: &str, mut act: Acts) {
    let heard = move |event: Event| {
        let from = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(near) = from.and_then(|from| from.closest("[data-act]").ok().flatten()) {
            let word = near.get_attribute("data-act").unwrap_or_default();
            act(&word, El(near));
        }
    };
    listen(target, event, Box::new(heard));
}

fn effect_boxed(mut run: Box<dyn Act>) {
    Effect::new(move |_| run.act());
}

fn follow_boxed(mut run: Box<dyn Act>) {
    let effect = RenderEffect::new(move |_| run.act());
    at_end(move || drop(effect));
}

/// That is called once at most.
fn function(run: Box<dyn FnOnce()>) -> Function {
    Closure::once_into_js(run).unchecked_into()
}

fn at_end_boxed(run: Box<dyn FnOnce()>) {
    let run = SendWrapper::new(run);
    on_cleanup(move || run.take()());
}
