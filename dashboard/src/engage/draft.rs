//! What is being edited against what the server has, and its parts as something that fields are bound to.

use crate::{desk::Desk, failures, link, say};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use shared::Function;
use std::sync::Arc;

/// What is edited; a copy is the same.
pub struct Draft<T: Send + Sync + 'static> {
    fields: RwSignal<T>,
    /// What the server had when the first of the changes was made.
    base: RwSignal<T>,
    is_saving: RwSignal<bool>,
    /// Why it was not saved.
    pub problem: RwSignal<Option<String>>,
    /// It was tried to be saved: what is missing is said beside its field.
    pub is_checked: RwSignal<bool>,
}

impl<T: Send + Sync + 'static> Clone for Draft<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Draft<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Draft<T> {
    pub fn new(first: T) -> Self {
        Self {
            fields: RwSignal::new(first.clone()),
            base: RwSignal::new(first),
            is_saving: RwSignal::new(false),
            problem: RwSignal::new(None),
            is_checked: RwSignal::new(false),
        }
    }

    /// Takes over what others change while nothing is changed here. What is changed here is sent alone, so that nobody's work is lost.
    pub fn follow(self, news: impl Fn() -> Option<T> + Send + Sync + 'static) {
        Effect::new(move |_| {
            let Some(theirs) = news() else { return };
            let is_news = self.base.with_untracked(|base| *base != theirs);
            if is_news && !untrack(|| self.differs()) {
                self.fields.set(theirs.clone());
                self.base.set(theirs);
            }
        });
    }

    pub fn get(self) -> T {
        self.fields.get()
    }

    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.fields.with(read)
    }

    pub fn change(self, edit: impl FnOnce(&mut T)) {
        self.fields.update(edit);
        self.problem.set(None);
    }

    /// One field, to be bound to a control.
    pub fn part<P: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: fn(&T) -> &P,
        write: fn(&mut T) -> &mut P,
    ) -> Part<P> {
        Part::new(
            move || self.fields.with(|fields| read(fields).clone()),
            move |edit| self.change(|fields| edit(write(fields))),
        )
    }

    pub fn is_changed(self) -> Memo<bool> {
        Memo::new(move |_| self.differs())
    }

    fn differs(self) -> bool {
        self.base.with(|base| self.fields.with(|fields| fields != base))
    }

    /// What the fields are, and what they were.
    pub fn both(self) -> (T, T) {
        (self.fields.get_untracked(), self.base.get_untracked())
    }

    pub fn is_saving(self) -> bool {
        self.is_saving.get()
    }

    /// Forgets what was changed here.
    pub fn discard(self) {
        self.fields.set(self.base.get_untracked());
        self.problem.set(None);
        self.is_checked.set(false);
    }

    /// Says what is missing, instead of saving.
    pub fn refuse(self, why: String) {
        self.is_checked.set(true);
        self.problem.set(Some(why));
    }

    /// Sends what has changed; a refusal stays on the page.
    pub fn save<F>(self, desk: Desk, function: F, then: impl FnOnce(F::Output) + 'static)
    where
        F: Function + Serialize,
        F::Output: DeserializeOwned,
    {
        if self.is_saving.get_untracked() {
            return;
        }
        self.is_saving.set(true);
        self.problem.set(None);
        let sent = self.fields.get_untracked();
        let called = link::call(function);
        let owner = Owner::current();
        leptos::task::spawn_local(async move {
            let answer = called.await;
            // The editor may have been left meanwhile.
            let is_here = self.is_saving.try_set(false).is_none();
            match answer {
                Ok(answer) => {
                    if is_here {
                        self.base.set(sent);
                        self.is_checked.set(false);
                    }
                    desk.notices.done(say!("saved"));
                    match owner {
                        Some(owner) if is_here => owner.with(|| then(answer)),
                        _ => {}
                    }
                }
                Err(error) if is_here => {
                    self.is_checked.set(true);
                    self.problem.set(Some(failures::plain(&error.message).to_owned()));
                }
                Err(error) => desk.notices.failed(&error),
            }
        });
    }
}

/// The new value where it differs from the old one: what is left out of an update stays.
pub fn since<V: Clone + PartialEq>(now: &V, before: &V) -> Option<V> {
    (now != before).then(|| now.clone())
}

type Write<P> = Arc<dyn Fn(&mut dyn FnMut(&mut P)) + Send + Sync>;

/// Something that is shown and changed; a copy is the same.
pub struct Part<P: Send + Sync + 'static> {
    read: Memo<P>,
    write: StoredValue<Write<P>>,
}

impl<P: Send + Sync + 'static> Clone for Part<P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P: Send + Sync + 'static> Copy for Part<P> {}

impl<P: Clone + PartialEq + Send + Sync + 'static> Part<P> {
    pub fn new(
        read: impl Fn() -> P + Send + Sync + 'static,
        write: impl Fn(&mut dyn FnMut(&mut P)) + Send + Sync + 'static,
    ) -> Self {
        let write: Write<P> = Arc::new(write);
        Self { read: Memo::new(move |_| read()), write: StoredValue::new(write) }
    }

    pub fn get(self) -> P {
        self.read.get()
    }

    pub fn get_untracked(self) -> P {
        self.read.get_untracked()
    }

    pub fn with<U>(self, look: impl FnOnce(&P) -> U) -> U {
        self.read.with(look)
    }

    pub fn set(self, value: P) {
        self.change(move |it| *it = value);
    }

    pub fn change(self, edit: impl FnOnce(&mut P)) {
        let Some(write) = self.write.try_get_value() else { return };
        let mut edit = Some(edit);
        write(&mut |value| {
            if let Some(edit) = edit.take() {
                edit(value);
            }
        });
    }

    /// A field of it.
    pub fn part<Q: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: fn(&P) -> &Q,
        write: fn(&mut P) -> &mut Q,
    ) -> Part<Q> {
        Part::new(move || self.with(|it| read(it).clone()), move |edit| self.change(|it| edit(write(it))))
    }
}

#[cfg(test)]
mod tests {
    use super::since;

    #[test]
    fn what_is_as_it_was_is_not_sent() {
        assert_eq!(since(&"a", &"a"), None);
        assert_eq!(since(&"b", &"a"), Some("b"));
    }
}
