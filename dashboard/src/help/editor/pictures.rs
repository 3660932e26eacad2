//! Pictures of an article: chosen, pasted or dropped, uploaded at once, and written into the text after the line of the caret.

use super::toolbar::{Field, replace, selection};
use crate::{
    browser,
    desk::Desk,
    files::{
        State,
        choice::Choice,
        names,
        sending::Sending,
        tray::{TakesFiles, listed},
    },
    help::markdown,
    icons::{Icon, icon},
    link,
    notices::sentence,
    say,
};
use client::Client;
use leptos::prelude::*;
use shared::{
    Error,
    articles::assets::{GenerateAssetUploadUrl, LARGEST, SORTS, SaveAsset, SavedAsset},
    id::{ArticleId, WorkspaceId},
};
use web_sys::{File, FileList};

/// A picture on its way.
#[derive(Clone, Copy)]
struct Upload {
    id: u32,
    name: StoredValue<String>,
    state: RwSignal<State>,
}

/// Those of one article; a copy is the same.
#[derive(Clone, Copy)]
pub struct Pictures {
    article: ArticleId,
    field: Field,
    all: RwSignal<Vec<Upload>>,
    /// Whether files are held over the text.
    pub is_over: RwSignal<bool>,
    last: StoredValue<u32>,
    client: StoredValue<Client>,
    desk: Desk,
}

impl TakesFiles for Pictures {
    fn add(self, files: Option<FileList>) -> bool {
        let files = listed(files);
        let Some(workspace) = self.desk.workspace_id().filter(|_| !files.is_empty()) else { return false };
        for file in files {
            let id = self.last.with_value(|last| last + 1);
            self.last.set_value(id);
            let refused = refusal(&file.type_(), file.size());
            let state = match refused {
                Some(word) => failed(word),
                None => State::Sending(0),
            };
            let name = StoredValue::new(names::shown(&file.name()));
            let upload = Upload { id, name, state: RwSignal::new(state) };
            self.all.update(|all| all.push(upload));
            if refused.is_none() {
                self.start(workspace, upload, file);
            }
        }
        true
    }

    fn is_over(self) -> RwSignal<bool> {
        self.is_over
    }
}

impl Pictures {
    pub fn new(desk: Desk, article: ArticleId, field: Field) -> Self {
        Self {
            article,
            field,
            all: RwSignal::default(),
            is_over: RwSignal::new(false),
            last: StoredValue::new(0),
            client: StoredValue::new(link::client()),
            desk,
        }
    }

    fn start(self, workspace: WorkspaceId, upload: Upload, file: File) {
        let written = self.text();
        let client = self.client.get_value();
        leptos::task::spawn_local(async move {
            match send(&client, workspace, self.article, upload, &file).await {
                Ok(saved) => {
                    self.remove(upload.id);
                    self.insert(&alt(&file.name()), &saved.reference, &written);
                }
                Err(why) => drop(upload.state.try_set(why)),
            }
        });
    }

    fn remove(self, id: u32) {
        self.all.try_update(|all| all.retain(|one| one.id != id));
    }

    fn text(self) -> String {
        self.field.try_get_untracked().flatten().map(|field| field.value()).unwrap_or_default()
    }

    /// Writes a picture into the text, and leaves its author at what is said of it unless they are at something else.
    fn insert(self, alt: &str, reference: &str, written: &str) {
        // The editor may have been left meanwhile; the picture is kept with the article.
        let Some(field) = self.field.try_get_untracked().flatten() else { return };
        let Some(caret) = selection(&field).map(|selected| selected.end) else { return };
        let text = field.value();
        let is_elsewhere = browser::document().active_element().is_some_and(|element| {
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                && !element.is_same_node(Some(field.as_ref()))
        });
        if !is_elsewhere {
            let _ = field.focus();
        }
        let mut edit = markdown::picture(&text, caret, alt, reference);
        if text != written {
            edit.selected = caret..caret;
        }
        replace(&field, &edit);
    }

    /// The button that opens the browser's own choice of files.
    pub fn button(self) -> impl IntoView {
        let choice = Choice::default();
        let kinds = SORTS.map(|(_, kind)| kind).join(",");
        let take = move |files| {
            self.add(files);
        };
        let path = "M3 4h14v12H3zM3 14l4.500-4.500 3.500 3.500 2-2 4 4M13 7.500h.010";
        view! {
            <button type="button" class="plain" aria-label=say!("hc-picture") title=say!("hc-picture-hint") data-testid="hc-picture" on:mousedown=|event| event.prevent_default() on:click=move |_| choice.open()>
                <svg viewBox="0 0 20 20" aria-hidden="true"><path d=path /></svg>
            </button>
            {choice.field(kinds, true, say!("hc-picture"), "hc-picture-input", take)}
        }
    }

    /// The pictures that are on their way, each with how far it is, or with what is wrong.
    pub fn view(self) -> impl IntoView {
        view! {
            <ul class="tray" aria-label=say!("hc-pictures") hidden=move || self.all.with(Vec::is_empty) data-testid="pictures">
                <For each=move || self.all.get() key=|one| one.id let:one>
                    {self.row(one)}
                </For>
            </ul>
            <p class="drop-here" aria-hidden="true" hidden=move || !self.is_over.get()>{icon(Icon::Attach)} {say!("drop-here")}</p>
        }
    }

    fn row(self, one: Upload) -> impl IntoView {
        let name = one.name.get_value();
        let label = say!("file-sending", name = name.as_str());
        let remove = say!("remove-name", name = name.as_str());
        let is_failed = move || matches!(one.state.get(), State::Failed { .. });
        let percent = move || match one.state.get() {
            State::Sending(percent) => percent.to_string(),
            _ => "100".to_owned(),
        };
        let problem = move || match one.state.get() {
            State::Failed { why, .. } => Some(
                view! { <small class="problem" role="alert" data-testid="picture-problem">{why}</small> },
            ),
            _ => None,
        };
        view! {
            <li class:failed=is_failed>
                {icon(Icon::File)}
                <span class="text"><bdi>{name}</bdi> <progress max="100" value=percent aria-label=label hidden=is_failed></progress> {problem}</span>
                <button type="button" class="plain" aria-label=remove hidden=move || !is_failed() data-testid="picture-dismiss" on:click=move |_| self.remove(one.id)>{icon(Icon::Close)}</button>
            </li>
        }
    }
}

async fn send(
    client: &Client,
    workspace_id: WorkspaceId,
    article: ArticleId,
    upload: Upload,
    file: &File,
) -> Result<SavedAsset, State> {
    let address =
        client.call(GenerateAssetUploadUrl { workspace_id }).await.map_err(|error| refused(&error))?;
    let sending = Sending::begin(&browser::own(&address), file, move |percent| {
        upload.state.try_set(State::Sending(percent));
    });
    let storage_id = sending.map_err(|()| failed("file-unreachable"))?.answer().await.map_err(failed)?;
    let save =
        SaveAsset { workspace_id, article_id: Some(article), storage_id, file_name: Some(file.name()) };
    client.call(save).await.map_err(|error| refused(&error))
}

/// Why a file is not even sent: the key of a phrase. What it is the server sees for itself.
fn refusal(kind: &str, size: f64) -> Option<&'static str> {
    let is_known = kind.is_empty() || SORTS.iter().any(|(_, known)| *known == kind);
    match (is_known, size) {
        (false, _) => Some("hc-picture-type"),
        (_, size) if size < 1.0 => Some("file-empty"),
        (_, size) if size > LARGEST as f64 => Some("hc-picture-too-large"),
        _ => None,
    }
}

fn refused(error: &Error) -> State {
    let known = [("Unsupported image type", "hc-picture-type"), ("exceeds", "hc-picture-too-large")];
    match known.into_iter().find(|(text, _)| error.message.contains(text)) {
        Some((_, word)) => failed(word),
        None => State::Failed { why: sentence(error), can_retry: false },
    }
}

fn failed(word: &'static str) -> State {
    State::Failed { why: say!(word), can_retry: false }
}

/// What is said of a picture until its author says it better: its file's name, without what Markdown would read.
fn alt(name: &str) -> String {
    let shown = names::shown(name);
    let stem = shown.rsplit_once('.').map_or(shown.as_str(), |(stem, _)| stem);
    let plain: String =
        stem.chars().map(|c| if "[]()\\`*_<>!&".contains(c) { ' ' } else { c }).take(100).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_becomes_words_that_markdown_leaves_alone() {
        for (name, words) in [
            ("Front wheel.png", "Front wheel"),
            ("a](javascript:x)![b.png", "a javascript:x b"),
            ("shot_2026*.final.webp", "shot 2026 .final"),
            ("\u{202e}gnp.exe", "gnp"),
            ("image", "image"),
        ] {
            assert_eq!(alt(name), words, "{name}");
        }
    }

    #[test]
    fn what_the_server_would_refuse_is_not_sent() {
        assert_eq!(refusal("image/avif", 10.0), None);
        assert_eq!(refusal("", 10.0), None, "the server looks");
        assert_eq!(refusal("image/svg+xml", 10.0), Some("hc-picture-type"));
        assert_eq!(refusal("image/png", 0.0), Some("file-empty"));
        assert_eq!(refusal("image/png", LARGEST as f64 + 1.0), Some("hc-picture-too-large"));
    }
}
