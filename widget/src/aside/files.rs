//! Files on their way to the server, and those that wait there for the message (functions-inbox.md §10).

use crate::{
    composer::Composer,
    later::parts::in_workspace,
    messenger::Messenger,
    words::{Number, Text, say, say_with},
};
use client::{
    Var,
    codec::Json,
    decimal::decimal,
    dom::{El, at_end, effect, el, follow, template},
    outbox::Attached,
};
use reactive_graph::graph::untrack;
use shared::{
    Code, Error, Function,
    support_attachments::{FinalizeUpload, GenerateUploadUrl, LARGEST, MOST, SORTS},
};
use wasm_bindgen::{JsCast, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, XmlHttpRequest};

#[wasm_bindgen(module = "/src/aside/upload.js")]
extern "C" {
    fn send_file(
        request: &XmlHttpRequest,
        address: &str,
        file: &File,
        moved: &js_sys::Function,
    ) -> js_sys::Promise;
}

#[derive(Clone, Debug, PartialEq)]
enum State {
    /// From 0 to 1; what stands is still looked at.
    Sending(f64),
    /// Why, and whether it makes sense to try again.
    Failed(String, bool),
    Ready(Attached),
}

/// One file; lives as long as the screen.
#[derive(Clone, Copy)]
struct Upload {
    it: Messenger,
    file: Var<File>,
    state: Var<State>,
    request: Var<Option<XmlHttpRequest>>,
}

impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file
    }
}

pub fn put(it: Messenger, composer: Composer, into: El) -> El {
    let uploads: Var<Vec<Upload>> = Var::new(Vec::new());
    let owner = reactive_graph::owner::Owner::current().unwrap_or_default();
    let is_refused = Var::new(false);
    effect(move || {
        let chosen = composer.chosen.get();
        if chosen.is_empty() {
            return;
        }
        composer.chosen.set(Vec::new());
        let places = MOST.saturating_sub(uploads.with_untracked(Vec::len));
        is_refused.set(chosen.len() > places);
        for file in chosen.into_iter().take(places).filter_map(|file| file.dyn_into::<File>().ok()) {
            let upload = owner.with(|| Upload::new(it, file));
            uploads.update(|all| all.push(upload));
            upload.start();
        }
    });
    // What the composer sends, and whether it has to wait.
    let mut known = Vec::new();
    effect(move || {
        let ready = composer.files.get();
        if ready.is_empty() && !known.is_empty() {
            // The message was sent, and they with it.
            known.clear();
            untrack(|| uploads.update(|all| all.retain(|one| !matches!(one.state.get(), State::Ready(_)))));
            return;
        }
        let states: Vec<_> = uploads.with(|all| all.iter().map(|one| one.state.get()).collect());
        let files: Vec<_> = states.iter().filter_map(State::ready).collect();
        composer.is_uploading.set_if_other(states.iter().any(|state| matches!(state, State::Sending(_))));
        known = files.clone();
        composer.files.set_if_other(files);
    });
    at_end(move || uploads.with_untracked(|all| all.iter().for_each(|one| one.abort())));
    let list = template("uploads").put_each(
        move || uploads.get(),
        move |upload| {
            let upload = *upload;
            row(upload, move || {
                upload.abort();
                uploads.update(|all| all.retain(|one| *one != upload));
            })
        },
    );
    into.put(list).put_if(
        move || is_refused.get(),
        || {
            let words = say_with("too-many-files", &[("count", Number(MOST as f64))]);
            el("p.problem").set("role", "alert").text(&words)
        },
    )
}

fn row(upload: Upload, remove: impl Fn() + 'static) -> El {
    let name = upload.name();
    let row = template("upload").fill("b", &name);
    let says = move || match upload.state.get() {
        State::Sending(_) => say("uploading"),
        State::Failed(why, _) => why,
        State::Ready(_) => say("uploaded"),
    };
    drop(row.part("small").text_by(says));
    let label = say_with("remove-file", &[("name", Text(&name))]);
    drop(row.part("[data-act=remove]").set("aria-label", &label));
    let (progress, again) = (row.part("progress").set("aria-label", &name), row.part("[data-act=again]"));
    let classes = row.node().class_list();
    follow(move || {
        let state = upload.state.get();
        if let State::Sending(part) = state {
            drop(progress.clone().set("value", &decimal((part * 100.0) as i64)));
        }
        progress.flag("hidden", !matches!(state, State::Sending(_)));
        again.flag("hidden", !matches!(state, State::Failed(_, true)));
        // Only an empty name is refused.
        let _ = classes.toggle_with_force("failed", matches!(state, State::Failed(..)));
    });
    row.on_act("click", move |word, _| if word == "again" { upload.start() } else { remove() })
}

impl State {
    fn ready(&self) -> Option<Attached> {
        if let Self::Ready(file) = self { Some(file.clone()) } else { None }
    }
}

impl Upload {
    fn new(it: Messenger, file: File) -> Self {
        Self { it, file: Var::new(file), state: Var::new(State::Sending(0.0)), request: Var::new(None) }
    }

    fn name(self) -> String {
        self.file.get_untracked().name()
    }

    fn abort(self) {
        if let Some(request) = self.request.try_get_untracked().flatten() {
            // One that is over already is left alone.
            let _ = request.abort();
        }
    }

    fn start(self) {
        if let Some(why) = refusal(&self.name(), self.file.get_untracked().size()) {
            self.state.set(State::Failed(say(why), false));
            return;
        }
        self.state.set(State::Sending(0.0));
        spawn_local(async move {
            let state = match self.run().await {
                Ok(Ok(file)) => State::Ready(file),
                // The server looked into it and says no.
                Ok(Err(())) => State::Failed(say("file-refused"), false),
                Err(error) => {
                    self.it.session.check(&error);
                    let is_busy = error.code == Code::RateLimited;
                    State::Failed(say(if is_busy { "too-many-uploads" } else { "not-uploaded" }), true)
                }
            };
            // The screen may be gone.
            self.state.set(state);
        });
    }

    /// Asks for an address, sends the bytes there, has them checked.
    async fn run(self) -> Result<Result<Attached, ()>, Error> {
        let server = self.it.server;
        let args =
            |args: &[(&str, &str)]| untrack(|| in_workspace(self.it, args)).ok_or_else(client::unreachable);
        let address = server.run(GenerateUploadUrl::NAME, args(&[])?).await?.as_text().unwrap_or_default();
        let answer = self.send(&address).await.and_then(|text| Json::parse(&text));
        let answer = answer.and_then(|answer| answer.text("storageId"));
        let (storage, name) = (answer.ok_or_else(client::unreachable)?, self.name());
        let check = args(&[("storageId", &storage), ("fileName", &name)]);
        // Of `support_attachments::Finalized`.
        let checked = server.run(FinalizeUpload::NAME, check?).await?;
        let id = checked.text("attachmentId").and_then(|id| id.parse().ok());
        let name = checked.text("fileName").unwrap_or_else(|| self.name());
        let size = self.file.get_untracked().size() as i64;
        Ok(id.map(|id| Attached { id, name, size }).ok_or(()))
    }

    /// The answer to the bytes; none if they did not arrive.
    async fn send(self, address: &str) -> Option<String> {
        let request = XmlHttpRequest::new().ok()?;
        self.request.set(Some(request.clone()));
        let moved = Closure::<dyn Fn(f64)>::new(move |part| self.state.set(State::Sending(part)));
        let function = moved.as_ref().unchecked_ref();
        let sent = send_file(&request, address, &self.file.get_untracked(), function);
        JsFuture::from(sent).await.ok()?.as_string()
    }
}

/// Why a file is not even tried; the server looks again, and into it.
fn refusal(name: &str, size: f64) -> Option<&'static str> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !SORTS.iter().any(|(known, _)| known.eq_ignore_ascii_case(ending)) {
        return Some("file-kind");
    }
    (size > LARGEST as f64).then_some("file-large")
}

#[cfg(test)]
mod tests {
    use super::refusal;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_the_server_would_refuse_is_not_sent() {
        assert_eq!(refusal("cat.PNG", 3.0), None);
        assert_eq!(refusal("a.b.pdf", 10_485_760.0), None);
        assert_eq!(refusal("a.pdf", 10_485_761.0), Some("file-large"));
        for name in ["page.html", "png", "run.exe", "", "a."] {
            assert_eq!(refusal(name, 3.0), Some("file-kind"), "{name}");
        }
    }
}
