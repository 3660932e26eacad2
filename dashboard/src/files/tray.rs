//! The files of a draft under the field, and the ways that they come there.

use crate::{
    files::{State, Upload, Uploads, choice::Choice, names, shown},
    icons::{Icon, icon},
    say,
};
use leptos::prelude::*;
use shared::{id::WorkspaceId, support_attachments::SORTS};
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, File, FileList};

/// Takes files that are chosen, pasted or dropped.
pub trait TakesFiles: Copy {
    /// False where there is none to take.
    fn add(self, files: Option<FileList>) -> bool;

    /// Whether files are held over it.
    fn is_over(self) -> RwSignal<bool>;

    /// Takes pasted files. What has a text too is pasted as that: a table is not meant as its picture.
    fn pasted(self, event: &ClipboardEvent) {
        let Some(data) = event.clipboard_data() else { return };
        let has_text = data.get_data("text/plain").is_ok_and(|text| !text.is_empty());
        if !has_text && self.add(data.files()) {
            event.prevent_default();
        }
    }

    fn dragged(self, event: &DragEvent) {
        if event.data_transfer().is_some_and(|data| holds_files(&data)) {
            event.prevent_default();
            self.is_over().set(true);
        }
    }

    fn dropped(self, event: &DragEvent) {
        self.is_over().set(false);
        let Some(data) = event.data_transfer().filter(holds_files) else { return };
        event.prevent_default();
        self.add(data.files());
    }
}

/// Where files are put: a draft of a workspace.
#[derive(Clone, Copy)]
pub struct Tray {
    pub uploads: Uploads,
    pub workspace: Signal<Option<WorkspaceId>>,
    pub place: Signal<String>,
    /// Whether files are held over it.
    pub is_over: RwSignal<bool>,
}

impl TakesFiles for Tray {
    fn add(self, files: Option<FileList>) -> bool {
        let files = listed(files);
        let Some(workspace) = self.workspace.get_untracked().filter(|_| !files.is_empty()) else {
            return false;
        };
        self.uploads.add(workspace, &self.place.get_untracked(), files);
        true
    }

    fn is_over(self) -> RwSignal<bool> {
        self.is_over
    }
}

impl Tray {
    pub fn new(
        uploads: Uploads,
        workspace: Signal<Option<WorkspaceId>>,
        place: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        Self { uploads, workspace, place: Signal::derive(place), is_over: RwSignal::new(false) }
    }

    pub fn is_empty(self) -> bool {
        self.uploads.of(&self.place.get()).is_empty()
    }

    pub fn is_ready(self) -> bool {
        self.uploads.are_ready(&self.place.get())
    }

    /// The button that opens the browser's own choice of files.
    pub fn button(self) -> impl IntoView {
        let choice = Choice::default();
        let endings = SORTS.map(|(ending, _)| format!(".{ending}")).join(",");
        let take = move |files| {
            self.add(files);
        };
        view! {
            <button type="button" class="plain attach" aria-label=say!("attach") title=say!("attach-hint") data-testid="attach" on:click=move |_| choice.open()>{icon(Icon::Attach)}</button>
            {choice.field(endings, true, say!("attach"), "attach-input", take)}
        }
    }

    /// The files, each with how far it is.
    pub fn view(self) -> impl IntoView {
        let ids = move || {
            let all = self.uploads.of(&self.place.get());
            all.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        view! {
            <ul class="tray" aria-label=say!("files") hidden=move || self.is_empty() data-testid="tray">
                <For each=ids key=|id| *id let:id>
                    {self.row(id)}
                </For>
            </ul>
            <p class="drop-here" aria-hidden="true" hidden=move || !self.is_over.get()>{icon(Icon::Attach)} {say!("drop-here")}</p>
        }
    }

    /// One file. Its buttons stay, with the focus, while it goes on.
    fn row(self, id: u32) -> impl IntoView {
        let one = Memo::new(move |_| {
            let all = self.uploads.of(&self.place.get());
            all.into_iter().find(|one| one.id == id)
        });
        let found = one.get_untracked();
        let name = names::shown(&found.as_ref().map(|one| one.name.clone()).unwrap_or_default());
        let size = found.map(|one| one.size).unwrap_or_default();
        let percent = move || match one.get().map(|one| one.state) {
            Some(State::Sending(percent)) => percent.to_string(),
            _ => String::new(),
        };
        let stage = Memo::new(move |_| match one.get().map(|one| one.state) {
            Some(State::Sending(_)) | None => State::Sending(0),
            Some(state) => state,
        });
        let can_retry = move || matches!(stage.get(), State::Failed { can_retry: true, .. });
        let label = say!("file-sending", name = name.as_str());
        let detail = move || match stage.get() {
            State::Sending(_) => {
                view! { <progress max="100" value=percent aria-label=label.clone()></progress> }.into_any()
            }
            State::Ready(_) => {
                view! { <small data-testid="file-ready">{shown::size(size)}</small> }.into_any()
            }
            State::Failed { why, .. } => {
                view! { <small class="problem" role="alert" data-testid="file-problem">{why}</small> }
                    .into_any()
            }
        };
        let remove = say!("remove-name", name = name.as_str());
        view! {
            <li class:failed=move || one.with(|one| is_failed(one.as_ref()))>
                {icon(Icon::File)}
                <span class="text"><bdi>{name}</bdi>{detail}</span>
                <button type="button" class="plain" aria-label=say!("retry") title=say!("retry") data-testid="file-retry" hidden=move || !can_retry() on:click=move |_| self.uploads.retry(id)>{icon(Icon::Retry)}</button>
                <button type="button" class="plain" aria-label=remove data-testid="file-remove" on:click=move |_| self.uploads.remove(id)>{icon(Icon::Close)}</button>
            </li>
        }
    }
}

fn is_failed(one: Option<&Upload>) -> bool {
    one.is_some_and(|one| matches!(one.state, State::Failed { .. }))
}

pub fn listed(files: Option<FileList>) -> Vec<File> {
    files.map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect()).unwrap_or_default()
}

fn holds_files(data: &DataTransfer) -> bool {
    data.types().iter().any(|sort| sort.as_string().as_deref() == Some("Files"))
}
