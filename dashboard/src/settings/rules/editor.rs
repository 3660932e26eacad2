//! The form of a rule, whatever it does: its name, its conditions, and what is the rule's own.

use super::conditions::Drafts;
use crate::{
    desk::{Confirm, Desk, Overlay},
    dialog::Dialog,
    link,
    parts::fields::{filled, first_line, footer},
    say,
};
use leptos::prelude::*;
use shared::{Function, conditions::Condition};

/// A rule being edited.
#[derive(Clone, Copy)]
pub struct Editor {
    name: RwSignal<String>,
    conditions: Drafts,
    /// Why it was not saved.
    pub problem: RwSignal<Option<String>>,
}

impl Editor {
    pub fn new(name: Option<String>, conditions: &[Condition]) -> Self {
        let name = RwSignal::new(name.unwrap_or_default());
        Self { name, conditions: Drafts::new(conditions), problem: RwSignal::new(None) }
    }

    /// The name and the conditions, once both can be saved.
    pub fn made(self) -> Option<(String, Vec<Condition>)> {
        Some((self.name.with(|text| filled(text))?, self.conditions.made()?))
    }

    /// The form, with `does` below the conditions.
    pub fn view(
        self,
        title: String,
        does: impl IntoView + 'static,
        is_chosen: impl Fn() -> bool + Copy + Send + Sync + 'static,
        save: impl Fn() + Send + 'static,
    ) -> impl IntoView {
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            save();
        };
        let is_ready = move || self.made().is_some() && is_chosen();
        view! {
            <Dialog title=title is_wide=true>
                <form on:submit=submit>
                    {first_line("name", "rule-name", self.name)}
                    {self.conditions.view()}
                    {does}
                    <p class="problem" role="alert" data-testid="form-problem">{move || self.problem.get()}</p>
                    {footer(say!("save"), "rule-save", is_ready)}
                </form>
            </Dialog>
        }
    }
}

/// Asks whether a rule is to go.
pub fn remove<F>(desk: Desk, name: &str, function: F)
where
    F: Function<Output = ()> + serde::Serialize + Clone + Send + Sync + 'static,
{
    desk.open(Overlay::Confirm(Confirm {
        title: say!("remove-title", name = name),
        text: say!("rule-remove-text"),
        action: say!("remove"),
        run: Callback::new(move |()| {
            link::send_then(function.clone(), move |()| desk.notices.done(say!("removed")))
        }),
    }));
}
