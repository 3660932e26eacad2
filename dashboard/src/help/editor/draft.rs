//! An article in the making. A draft saves itself; what readers already see changes when its author says so. Until the server has
//! it, everything is kept on this device too.

use crate::{
    browser,
    desk::{Desk, desk},
    failures,
    help::fields::{Fields, Merged, merge},
    link, say,
};
use client::Client;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    Millis,
    articles::{Article, Publish, Rendered, Status, Visibility},
    id::ArticleId,
    limits,
};
use std::time::Duration;

/// A pause in writing after which a draft is saved.
const PAUSE: Duration = Duration::from_millis(900);

/// The editor's state; a copy is the same.
#[derive(Clone, Copy)]
pub struct Draft {
    pub id: ArticleId,
    pub fields: RwSignal<Fields>,
    /// What the server has, as far as we know.
    base: RwSignal<Fields>,
    /// What is on its way there.
    sent: StoredValue<Option<Fields>>,
    pub is_saving: RwSignal<bool>,
    pub problem: RwSignal<Option<String>>,
    pub is_contested: RwSignal<bool>,
    pub status: Memo<Status>,
    /// The address that readers use now.
    pub slug: Memo<String>,
    pub saved_at: Memo<Millis>,
    /// Whether only some visitors are meant to read it.
    pub has_audience: Memo<bool>,
    desk: Desk,
    client: StoredValue<Client>,
}

/// What is kept on this device: what was written, and what it was written over.
#[derive(Serialize, Deserialize)]
struct Kept {
    fields: Fields,
    base: Fields,
}

impl Draft {
    pub fn new(first: &Article, found: link::Newest<Option<Rendered>>) -> Self {
        let id = first.id;
        let server = Fields::of(first);
        let kept: Option<Kept> = browser::kept(&key(id)).and_then(|text| serde_json::from_str(&text).ok());
        let Merged { fields, is_contested } = match kept {
            Some(kept) => merge(&kept.fields, &kept.base, &server),
            None => Merged { fields: server.clone(), is_contested: false },
        };
        // Deleted elsewhere: the editor goes, and until then shows what it had.
        let of = move |read: fn(&Article) -> Millis, last: Millis| {
            Memo::new(move |before: Option<&Millis>| {
                found
                    .with(|it| it.as_ref()?.as_ref().map(|it| read(&it.article)))
                    .or(before.copied())
                    .unwrap_or(last)
            })
        };
        let status = first.status;
        let slug = first.slug.clone();
        let draft = Self {
            id,
            fields: RwSignal::new(fields),
            base: RwSignal::new(server),
            sent: StoredValue::new(None),
            is_saving: RwSignal::new(false),
            problem: RwSignal::new(None),
            is_contested: RwSignal::new(is_contested),
            status: Memo::new(move |_| {
                found.with(|it| it.as_ref().and_then(|it| it.as_ref()).map_or(status, |it| it.article.status))
            }),
            slug: Memo::new(move |_| {
                found.with(|it| {
                    it.as_ref().and_then(|it| it.as_ref()).map_or(slug.clone(), |it| it.article.slug.clone())
                })
            }),
            saved_at: of(|article| article.updated_at, first.updated_at),
            has_audience: Memo::new(move |_| {
                found.with(|it| {
                    it.as_ref()
                        .and_then(|it| it.as_ref())
                        .is_some_and(|it| it.article.audience_rules.is_some())
                })
            }),
            desk: desk(),
            client: StoredValue::new(link::client()),
        };
        draft.follow(found);
        draft.save_by_itself();
        draft
    }

    /// Changes something.
    pub fn change(self, change: impl FnOnce(&mut Fields)) {
        self.fields.update(change);
        self.problem.set(None);
        self.keep();
    }

    pub fn is_changed(self) -> bool {
        self.base.with(|base| self.fields.with(|fields| base != fields))
    }

    /// Whether readers see it, so that a half-written sentence must not be saved.
    pub fn is_live(self) -> bool {
        self.status.get() == Status::Published
    }

    /// Whether the public page shows it.
    pub fn is_read(self) -> bool {
        self.is_live()
            && !self.has_audience.get()
            && self.base.with(|base| base.visibility == Visibility::Public)
    }

    /// Sends what has changed.
    pub fn save(self) {
        self.save_then(|_| ());
    }

    /// Sends what has changed and publishes it.
    pub fn publish(self) {
        self.save_then(|draft| {
            let (client, desk) = (draft.client.get_value(), draft.desk);
            let publish = Publish { id: draft.id };
            leptos::task::spawn_local(async move {
                match client.call(publish).await {
                    Ok(_) => desk.notices.done(say!("hc-is-published")),
                    Err(error) => desk.notices.failed(&error),
                }
            });
        });
    }

    /// Forgets what was written here and shows what the server has.
    pub fn discard(self) {
        self.fields.set(self.base.get_untracked());
        self.is_contested.set(false);
        self.problem.set(None);
        self.keep();
    }

    /// What was written here replaces what somebody else wrote.
    pub fn insist(self) {
        self.is_contested.set(false);
        self.save();
    }

    fn save_then(self, then: impl FnOnce(Self) + 'static) {
        if self.is_saving.get_untracked() {
            // After what is on its way.
            let again = move || {
                if self.is_saving.try_get_untracked().is_some() {
                    self.save_then(then);
                }
            };
            return set_timeout(again, Duration::from_millis(120));
        }
        let (fields, base) = (self.fields.get_untracked(), self.base.get_untracked());
        if fields == base {
            return then(self);
        }
        if let Some(problem) = problem(&fields) {
            return self.problem.set(Some(problem));
        }
        self.problem.set(None);
        self.is_saving.set(true);
        self.sent.set_value(Some(fields.clone()));
        let update = fields.since(&base, self.id);
        let client = self.client.get_value();
        leptos::task::spawn_local(async move {
            let answer = client.call(update).await;
            // The editor may have been left meanwhile.
            if self.is_saving.try_set(false).is_some() {
                return forget_if_kept(self.id, &fields, answer.is_ok());
            }
            self.sent.set_value(None);
            match answer {
                Ok(_) => {
                    self.arrived(&fields);
                    then(self);
                }
                Err(error) => self.problem.set(Some(failures::plain(&error.message).to_owned())),
            }
        });
    }

    /// The server has these. It may have shown them already, with an address of its own making.
    fn arrived(self, fields: &Fields) {
        let is_known = self.base.with_untracked(|base| fields.is_answered_by(base));
        if !is_known {
            self.base.set(fields.clone());
        }
        self.keep();
    }

    /// Takes over what others change.
    fn follow(self, found: link::Newest<Option<Rendered>>) {
        Effect::new(move |_| {
            let Some(theirs) = found.with(|it| Some(Fields::of(&it.as_ref()?.as_ref()?.article))) else {
                return;
            };
            let (ours, base) = (self.fields.get_untracked(), self.base.get_untracked());
            if theirs == base {
                return;
            }
            // Our own words come back: what was written since stays on top of them.
            let sent = self.sent.get_value().filter(|sent| sent.is_answered_by(&theirs));
            let merged = merge(&ours, sent.as_ref().unwrap_or(&base), &theirs);
            if merged.is_contested && sent.is_none() {
                self.is_contested.set(true);
            }
            self.base.set(theirs);
            if merged.fields != ours {
                self.fields.set(merged.fields);
            }
            self.keep();
        });
    }

    /// A draft is saved whenever its author pauses, and when it is left.
    fn save_by_itself(self) {
        let is_due = move || {
            self.is_changed() && !self.is_live() && !self.is_contested.get() && self.problem.get().is_none()
        };
        Effect::new(move |_| {
            self.fields.track();
            if !is_due() || self.is_saving.get() {
                return;
            }
            let handle = set_timeout_with_handle(move || self.save(), PAUSE);
            on_cleanup(move || {
                if let Ok(handle) = handle {
                    handle.clear();
                }
            });
        });
        on_cleanup(move || {
            if untrack(is_due) {
                self.save();
            }
        });
    }

    /// Keeps on this device what the server does not have.
    fn keep(self) {
        let (fields, base) = (self.fields.get_untracked(), self.base.get_untracked());
        if fields == base {
            return browser::keep(&key(self.id), None);
        }
        let text = serde_json::to_string(&Kept { fields, base }).ok();
        browser::keep(&key(self.id), text.as_deref());
    }
}

/// What is kept on this device of an editor that is gone, once the server has it.
fn forget_if_kept(id: ArticleId, sent: &Fields, is_saved: bool) {
    let kept = browser::kept(&key(id)).and_then(|text| serde_json::from_str::<Kept>(&text).ok());
    if is_saved && kept.is_some_and(|kept| kept.fields == *sent) {
        browser::keep(&key(id), None);
    }
}

fn key(id: ArticleId) -> String {
    format!("draft.article.{id}")
}

/// Why the server would refuse it.
fn problem(fields: &Fields) -> Option<String> {
    if fields.title.trim().is_empty() {
        return Some(say!("hc-needs-title"));
    }
    let size = (fields.content.len() / 1024) as f64;
    limits::content("", &fields.content).is_err().then(|| say!("too-long", size = size))
}
