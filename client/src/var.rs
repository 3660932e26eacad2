//! A value that views follow.

use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    signal::ArcTrigger,
    traits::{GetValue, Notify, Track},
};
use std::{any::Any, cell::RefCell, marker::PhantomData, rc::Rc};
use wasm_bindgen::UnwrapThrowExt;

/// As Leptos' `RwSignal`, but what makes it reactive and what keeps it is compiled once for all types: a signal of its own for each
/// type is 3 KB to download. Copies are the same value; it lives as long as the owner under which it was made. Nobody hears what one that
/// is gone is told.
pub struct Var<T: 'static> {
    held: Held,
    of: PhantomData<fn() -> T>,
}

/// The value, whatever its type.
#[derive(Clone, Copy, PartialEq)]
struct Held(StoredValue<Kept, LocalStorage>);

#[derive(Clone)]
struct Kept {
    value: Rc<dyn Any>,
    changed: ArcTrigger,
}

impl Held {
    fn new(value: Rc<dyn Any>) -> Self {
        Self(StoredValue::new_local(Kept { value, changed: ArcTrigger::new() }))
    }

    fn find(self) -> Option<Rc<dyn Any>> {
        Some(self.0.try_get_value()?.value)
    }

    fn track(self) {
        if let Some(kept) = self.0.try_get_value() {
            kept.changed.track();
        }
    }

    fn notify(self) {
        if let Some(kept) = self.0.try_get_value() {
            kept.changed.notify();
        }
    }
}

impl<T> Clone for Var<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Var<T> {}

/// Whether they are the same one, whatever is in them.
impl<T> PartialEq for Var<T> {
    fn eq(&self, other: &Self) -> bool {
        self.held == other.held
    }
}

impl<T: 'static> Var<T> {
    pub fn new(value: T) -> Self {
        Self { held: Held::new(Rc::new(RefCell::new(value))), of: PhantomData }
    }

    /// None once the owner is gone.
    fn find(self) -> Option<Rc<RefCell<T>>> {
        self.held.find()?.downcast().ok()
    }

    /// Looks at the value, and follows it.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.held.track();
        self.with_untracked(look)
    }

    /// Looks at the value without following it.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.find().unwrap_throw().borrow())
    }

    /// True once the owner is gone.
    pub fn is_gone(self) -> bool {
        self.held.find().is_none()
    }

    /// Changes the value and tells who follows it.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(value) = self.find() {
            change(&mut value.borrow_mut());
            self.held.notify();
        }
    }

    /// Replaces the value and tells who follows it, whether it is another or not.
    pub fn set(self, value: T) {
        self.update(|held| *held = value);
    }

    /// Replaces the value; who follows it is told only of another one.
    pub fn set_if_other(self, value: T)
    where
        T: PartialEq,
    {
        if self.find().is_some_and(|held| *held.borrow() != value) {
            self.set(value);
        }
    }
}

impl<T: Clone + 'static> Var<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The same, or none once the owner is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        self.find().map(|value| value.borrow().clone())
    }
}
