//! The browser's own choice of files, which a button of ours opens.

use leptos::{html, prelude::*};
use web_sys::FileList;

#[derive(Clone, Copy, Default)]
pub struct Choice(NodeRef<html::Input>);

impl Choice {
    pub fn open(self) {
        if let Some(input) = self.0.get_untracked() {
            input.click();
        }
    }

    /// The field that does it, in nobody's sight. `sorts` is what its attribute `accept` says.
    pub fn field(
        self,
        sorts: String,
        is_many: bool,
        label: String,
        id: &'static str,
        take: impl Fn(Option<FileList>) + 'static,
    ) -> impl IntoView {
        let chosen = move |_| {
            if let Some(input) = self.0.get_untracked() {
                take(input.files());
                // The same file can be chosen again.
                input.set_value("");
            }
        };
        view! { <input type="file" multiple=is_many hidden node_ref=self.0 accept=sorts aria-label=label data-testid=id on:change=chosen /> }
    }
}
