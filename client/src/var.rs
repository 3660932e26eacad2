//! A value that views follow.

use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    signal::RwSignal,
    traits::{Notify, Track, UpdateValue, WithValue},
};

/// As Leptos' `RwSignal`, but what makes it reactive is compiled once for all types: a signal of its own for each type is
/// 3 KB to download. Copies are the same value; it lives as long as the owner under which it was made. What
/// is asked of one that is gone is nothing, and nobody hears what it is told.
pub struct Var<T: 'static> {
    value: StoredValue<T, LocalStorage>,
    changed: RwSignal<()>,
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
        self.value == other.value
    }
}

impl<T: 'static> Var<T> {
    pub fn new(value: T) -> Self {
        Self { value: StoredValue::new_local(value), changed: RwSignal::new(()) }
    }

    /// Looks at the value, and follows it.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.changed.track();
        self.with_untracked(look)
    }

    /// Looks at the value without following it.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.value.with_value(look)
    }

    /// True once the owner is gone.
    pub fn is_gone(self) -> bool {
        self.value.try_with_value(|_| ()).is_none()
    }

    /// Changes the value and tells who follows it.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if self.value.try_update_value(change).is_some() {
            self.changed.notify();
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
        if self.value.try_with_value(|held| *held != value) == Some(true) {
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
        self.value.try_with_value(T::clone)
    }
}
