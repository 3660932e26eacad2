//! Things that have an order: dragged by a grip with the pointer, moved by buttons with the keyboard.

use crate::{
    browser,
    icons::{Icon, icon},
    notices::Notices,
    say,
};
use leptos::prelude::*;

/// One list that is put in order.
#[derive(Clone, Copy)]
pub struct Order {
    /// Its test id, and how its rows are found again.
    name: &'static str,
    count: Signal<usize>,
    /// From where to where.
    shift: Callback<(usize, usize)>,
    dragged: RwSignal<Option<usize>>,
    over: RwSignal<Option<usize>>,
    notices: Notices,
}

impl Order {
    pub fn new(
        name: &'static str,
        count: impl Fn() -> usize + Send + Sync + 'static,
        shift: impl Fn(usize, usize) + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            count: Signal::derive(count),
            shift: Callback::new(move |(from, to)| shift(from, to)),
            dragged: RwSignal::new(None),
            over: RwSignal::new(None),
            notices: expect_context(),
        }
    }

    /// Moves a row by its buttons; the focus goes with it.
    fn step(self, from: usize, by: isize) {
        let Some(to) = from.checked_add_signed(by).filter(|to| *to < self.count.get_untracked()) else {
            return;
        };
        self.shift.run((from, to));
        self.notices.say(say!(
            "moved-to",
            place = (to + 1) as f64,
            count = self.count.get_untracked() as f64
        ));
        let way = if by < 0 { "up" } else { "down" };
        let row = format!("[data-order={}][data-place=\"{to}\"]", self.name);
        request_animation_frame(move || {
            browser::focus(&format!("{row} .{way}"));
            // At the end of the list there is one way left.
            browser::focus_if_lost(&format!("{row} .plain:enabled"));
        });
    }

    fn drop_on(self, to: usize) {
        if let Some(from) = self.dragged.get_untracked().filter(|from| *from != to) {
            self.shift.run((from, to));
        }
        self.end();
    }

    fn end(self) {
        self.dragged.set(None);
        self.over.set(None);
    }
}

/// One of them: its grip and its buttons, and where others are dropped.
#[derive(Clone, Copy)]
pub struct Handles {
    pub order: Order,
    /// Its place, from 0.
    pub at: Signal<usize>,
    /// What it is called: "Question 2".
    pub title: Signal<String>,
}

impl Handles {
    pub fn is_dragged(self) -> bool {
        self.order.dragged.get() == Some(self.at.get())
    }

    /// Whether another is held over it.
    pub fn is_target(self) -> bool {
        self.order.over.get() == Some(self.at.get()) && self.order.dragged.get() != self.order.over.get()
    }

    pub fn comes(self, event: &web_sys::DragEvent) {
        if self.order.dragged.get_untracked().is_some() {
            event.prevent_default();
            self.order.over.set(Some(self.at.get_untracked()));
        }
    }

    pub fn lands(self, event: &web_sys::DragEvent) {
        if self.order.dragged.get_untracked().is_some() {
            event.prevent_default();
            self.order.drop_on(self.at.get_untracked());
        }
    }

    fn begins(self, event: &web_sys::DragEvent) {
        if let Some(data) = event.data_transfer() {
            // Firefox drags only what carries something.
            let _ = data.set_data("text/plain", &self.title.get_untracked());
            data.set_effect_allowed("move");
        }
        self.order.dragged.set(Some(self.at.get_untracked()));
    }

    pub fn grip(self) -> impl IntoView {
        view! { <span class="grip" draggable="true" aria-hidden="true" title=say!("drag") on:dragstart=move |event| self.begins(&event) on:dragend=move |_| self.order.end()>{icon(Icon::Grip)}</span> }
    }

    pub fn buttons(self) -> impl IntoView {
        let Self { order, at, title } = self;
        let is_last = move || at.get() + 1 >= order.count.get();
        let about = move |word: &'static str| move || say!(word, name = title.get().as_str());
        view! {
            <button type="button" class="plain up" aria-label=about("move-name-up") disabled=move || at.get() == 0 on:click=move |_| order.step(at.get_untracked(), -1)>{icon(Icon::Up)}</button>
            <button type="button" class="plain down" aria-label=about("move-name-down") disabled=is_last on:click=move |_| order.step(at.get_untracked(), 1)>{icon(Icon::Down)}</button>
        }
    }
}

/// One of them in a frame of its own, with what it holds.
#[component]
pub fn Ordered(
    order: Order,
    /// Its place, from 0.
    #[prop(into)]
    at: Signal<usize>,
    /// What it is called: "Question 2".
    #[prop(into)]
    title: Signal<String>,
    remove: Callback<()>,
    children: Children,
) -> impl IntoView {
    let handles = Handles { order, at, title };
    let label = move || say!("remove-name", name = title.get().as_str());
    view! {
        <li
            class="ordered"
            class:over=move || handles.is_target()
            class:dragged=move || handles.is_dragged()
            data-order=order.name
            data-testid=order.name
            data-place=move || at.get().to_string()
            on:dragover=move |event| handles.comes(&event)
            on:drop=move |event| handles.lands(&event)
        >
            <fieldset>
                <legend class="visually-hidden">{move || title.get()}</legend>
                <div class="row">
                    {handles.grip()}
                    <span class="caption" dir="auto">{move || title.get()}</span>
                    {handles.buttons()}
                    <button type="button" class="plain" aria-label=label data-testid=format!("{}-remove", order.name) on:click=move |_| remove.run(())>{icon(Icon::Remove)}</button>
                </div>
                {children()}
            </fieldset>
        </li>
    }
}

/// Moves one of a list to another place; the others keep their order.
pub fn moved<T>(all: &mut Vec<T>, from: usize, to: usize) {
    if from < all.len() && to < all.len() {
        let one = all.remove(from);
        all.insert(to, one);
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn what_is_moved_leaves_the_others_in_their_order() {
        for (from, to, expected) in
            [(0, 2, "bcad"), (3, 0, "dabc"), (1, 1, "abcd"), (1, 9, "abcd"), (9, 0, "abcd")]
        {
            let mut all: Vec<char> = "abcd".chars().collect();
            moved(&mut all, from, to);
            assert_eq!(all.into_iter().collect::<String>(), expected, "{from} to {to}");
        }
    }
}
