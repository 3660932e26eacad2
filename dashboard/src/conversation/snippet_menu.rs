//! Snippets by typing a slash: a list over the field, moved through by arrows, taken by Enter or Tab.

use crate::{
    browser,
    conversation::slash::{self, Slash},
    desk::{Desk, desk},
    link::{self, Newest},
    parts::fuzzy,
    route::Route,
    say,
    sidebar::follow,
};
use leptos::prelude::*;
use shared::{
    permissions::Permission,
    snippets::{List, Snippet},
};

/// Snippets that are looked through.
const MOST: i64 = 1000;
/// Snippets that are offered at once.
const SHOWN: usize = 8;

/// The list of one field.
#[derive(Clone, Copy)]
pub struct SnippetMenu {
    /// What was typed; none while there is nothing to offer.
    slash: RwSignal<Option<Slash>>,
    at: RwSignal<usize>,
    all: Newest<Vec<Snippet>>,
    found: Memo<Vec<Snippet>>,
}

impl SnippetMenu {
    pub fn new(desk: Desk) -> Self {
        let all = link::live(move || {
            let workspace_id = desk.workspace_id()?;
            desk.may(Permission::SnippetsManage).then_some(List {
                workspace_id,
                limit: Some(MOST),
                after: None,
            })
        });
        let slash = RwSignal::new(None::<Slash>);
        let found = Memo::new(move |_| {
            let Some(slash) = slash.get() else { return Vec::new() };
            let ranked = fuzzy::rank(&slash.query, all.get().unwrap_or_default(), |snippet| {
                format!("{} {}", snippet.shortcut.as_deref().unwrap_or_default(), snippet.name)
            });
            ranked.into_iter().take(SHOWN).collect()
        });
        let menu = Self { slash, at: RwSignal::new(0), all, found };
        Effect::new(move |before: Option<usize>| {
            let count = found.with(Vec::len);
            if count > 0 && before != Some(count) {
                desk.notices.say(say!("snippet-count", count = count as f64));
            }
            count
        });
        menu
    }

    /// Looks at what stands before the caret.
    pub fn look(self, field: &web_sys::HtmlTextAreaElement) {
        let caret = field.selection_end().ok().flatten().unwrap_or(0) as usize;
        let is_one_place = field.selection_start().ok().flatten() == Some(caret as u32);
        let slash = is_one_place.then(|| slash::find(&field.value(), caret)).flatten();
        if self.slash.with_untracked(|known| *known != slash) {
            self.at.set(0);
            self.slash.set(slash);
        }
    }

    pub fn close(self) {
        self.slash.try_set(None);
    }

    /// Whether there is something to choose.
    pub fn is_open(self) -> bool {
        self.found.with(|found| !found.is_empty())
    }

    /// The chosen option's id.
    pub fn active(self) -> Option<String> {
        self.is_open().then(|| format!("snippet-{}", self.at.get()))
    }

    /// Takes a key that is the list's; true if it was one. `insert` is given the new text and where the caret goes.
    pub fn press(self, key: &str, text: &str, insert: impl Fn(String, usize)) -> bool {
        if !untrack(|| self.is_open()) {
            return false;
        }
        match key {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Enter" | "Tab" => self.take(self.at.get_untracked(), text, insert),
            "Escape" => self.close(),
            _ => return false,
        }
        true
    }

    fn step(self, by: isize) {
        let count = self.found.with_untracked(Vec::len);
        self.at.update(|at| *at = at.saturating_add_signed(by + count as isize) % count.max(1));
        browser::reveal(&format!("#snippet-{}", self.at.get_untracked()));
    }

    /// Puts a snippet in the place of what was typed.
    fn take(self, at: usize, text: &str, insert: impl Fn(String, usize)) {
        let content = self.found.with_untracked(|found| found.get(at).map(|it| it.content.clone()));
        let (Some(content), Some(slash)) = (content, self.slash.get_untracked()) else { return };
        let (text, caret) = slash::replace(text, &slash, &content);
        self.close();
        insert(text, caret);
    }

    /// The list; `insert` as of [`press`](Self::press).
    pub fn view(
        self,
        text: RwSignal<String>,
        insert: impl Fn(String, usize) + Copy + Send + Sync + 'static,
    ) -> impl IntoView {
        let has_none = move || {
            self.slash.with(|slash| slash.as_ref().is_some_and(|slash| slash.query.is_empty()))
                && self.all.with(|all| all.as_ref().is_some_and(Vec::is_empty))
        };
        let options = move || {
            let drawn = self.found.get().into_iter().enumerate();
            drawn.map(|(index, snippet)| {
                view! {
                    <li
                        id=format!("snippet-{index}")
                        role="option"
                        data-testid="snippet-option"
                        aria-selected=move || (self.at.get() == index).to_string()
                        on:mousemove=move |_| self.at.set(index)
                        // The field keeps the focus.
                        on:mousedown=move |event| {
                            event.prevent_default();
                            text.with_untracked(|text| self.take(index, text, insert));
                        }
                    >
                        <span class="label" dir="auto">{snippet.name}</span>
                        {snippet.shortcut.map(|shortcut| view! { <code dir="auto">"/" {shortcut}</code> })}
                        <span class="preview" dir="auto">{snippet.content.chars().take(160).collect::<String>()}</span>
                    </li>
                }
            })
            .collect_view()
        };
        view! {
            <ul id="snippets" class="snippet-menu" role="listbox" aria-label=say!("snippets") hidden=move || !self.is_open()>
                {options}
            </ul>
            <Show when=has_none>
                <p class="snippet-menu none">
                    <span>{say!("snippets-none")}</span>
                    <a href=Route::Snippets.path() on:mousedown=|event| event.prevent_default() on:click=follow(Route::Snippets)>{say!("snippet-new")}</a>
                </p>
            </Show>
        }
    }
}

/// The menu of the current agent.
pub fn snippet_menu() -> SnippetMenu {
    SnippetMenu::new(desk())
}
