//! Closures behind a pointer. `Box<dyn Fn>` does the same, but has to offer the ways of `FnMut` and `FnOnce` too: two more functions to
//! download for each closure of the app.

use web_sys::Event;

/// Runs again and again.
pub trait Act {
    fn act(&mut self);
}

impl<F: FnMut()> Act for F {
    fn act(&mut self) {
        self();
    }
}

/// Hears of an event.
pub trait Hear {
    fn hear(&mut self, event: Event);
}

impl<F: FnMut(Event)> Hear for F {
    fn hear(&mut self, event: Event) {
        self(event);
    }
}

/// Tells what it is asked for.
pub trait Tell<T> {
    fn tell(&self) -> T;
}

impl<T, F: Fn() -> T> Tell<T> for F {
    fn tell(&self) -> T {
        self()
    }
}

/// Makes something of what it is given.
pub trait Make<K, T> {
    fn make(&self, of: &K) -> T;
}

impl<K, T, F: Fn(&K) -> T> Make<K, T> for F {
    fn make(&self, of: &K) -> T {
        self(of)
    }
}
