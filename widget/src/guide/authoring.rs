//! What an author sees on the own site: the steps of a tour, or a tooltip, and a tool that picks the page's element for it (widget-sdk.md
//! §8). A token in the page's address, good for half an hour, says for whom and for what; the words are written in the dashboard, and show
//! here as soon as they are. A chunk of its own, that no visitor fetches.

use super::Guide;
use crate::words::{self, Number, say, say_with};
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::{El, effect, el, template},
};
use reactive_graph::{graph::untrack, owner::Owner};
use shared::{Function, authoring_sessions, tooltip_authoring_sessions};
use wasm_bindgen_futures::spawn_local;

/// What is made: a token opens one of them.
#[derive(Clone, Copy, PartialEq)]
pub enum Work {
    Tour,
    Tooltip,
}

/// The token of the page's address.
pub fn token(url: &str) -> Option<(Work, String)> {
    let query = url.split('#').next()?.split('?').nth(1)?;
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let works = [("opencom_tooltip_authoring", Work::Tooltip), ("opencom_authoring", Work::Tour)];
    let (token, work) = works.into_iter().find_map(|(name, work)| Some((value(name)?, work)))?;
    let is_token = !token.is_empty() && token.bytes().all(|letter| letter.is_ascii_alphanumeric());
    is_token.then(|| (work, token.to_owned()))
}

#[derive(Clone, Copy)]
struct Author {
    guide: Guide,
    work: Work,
    token: &'static str,
    /// Of `authoring_sessions::Validity`, or of that for tooltips.
    opened: Live<Looked>,
    /// The place of the step that is worked on.
    at: Var<usize>,
    is_picking: Var<bool>,
    failed: Var<Option<String>>,
}

type Begin = fn(Guide, Work, String);

/// Fetches the tool and begins.
pub fn begin(guide: Guide, work: Work, token: String) {
    let owner = Owner::current().unwrap_or_default();
    guide.it.server.wake();
    spawn_local(async move {
        match load().await {
            Ok(start) => owner.with(|| start(guide, work, token)),
            Err(_) => client::dom::warn("Docent: the author's tool did not load"),
        }
    });
}

#[cfg(feature = "split")]
async fn load() -> Result<Begin, crate::later::Missing> {
    authoring().await
}

#[cfg(not(feature = "split"))]
async fn load() -> Result<Begin, crate::later::Missing> {
    authoring()
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(authoring, fallible))]
fn authoring() -> Result<Begin, crate::later::Missing> {
    Ok(start)
}

fn start(guide: Guide, work: Work, token: String) {
    let token: &'static str = token.leak();
    let workspace = guide.it.session.workspace;
    let name = match work {
        Work::Tour => authoring_sessions::Validate::NAME,
        Work::Tooltip => tooltip_authoring_sessions::Validate::NAME,
    };
    let opened = guide.it.server.live(name, move || {
        let args = Json::default().with("token", &token.into());
        Some(match work {
            Work::Tour => args,
            Work::Tooltip => args.with("workspaceId", &workspace?.text().as_str().into()),
        })
    });
    let (at, is_picking, failed) = (Var::new(0), Var::new(false), Var::new(None));
    let author = Author { guide, work, token, opened, at, is_picking, failed };
    effect(move || {
        let on = Json::default().with("t", &"pick".into()).with("isOn", &is_picking.get().into());
        guide.it.frame.post(&on);
    });
    let last = Var::new(None);
    effect(move || {
        let picked = guide.page.picked.get();
        if picked.is_some() && untrack(|| last.get()) != picked {
            last.set(picked.clone());
            untrack(|| author.take(&picked.map(|picked| picked.json).unwrap_or_default()));
        }
    });
    guide.pieces.put_by(
        move || author.opened.get().is_some_answer(),
        move |is_there| is_there.then(|| panel(author)),
    );
}

impl Author {
    fn answer(self) -> Json {
        self.opened.with_value(|answer| answer.json.clone()).unwrap_or_default()
    }

    /// The steps, or the one tooltip: each has words and a selector.
    fn entries(self) -> Vec<Json> {
        let answer = self.answer();
        match self.work {
            Work::Tour => answer.get("steps").each(),
            Work::Tooltip => {
                // What is still to be made has what was picked, and no words.
                let tooltip = answer.get("tooltip");
                let session = answer.get("session");
                let made = Json::default()
                    .with("elementSelector", &session.get("selectedSelector"))
                    .with("selectorQuality", &session.get("selectedSelectorQuality"));
                vec![if tooltip.is_some() { tooltip } else { made }]
            }
        }
    }

    /// The element that the author clicked becomes that of the step.
    fn take(self, picked: &Json) {
        self.is_picking.set(false);
        let Some(entry) = self.entries().into_iter().nth(self.at.get()) else { return };
        let args = Json::default()
            .with("token", &self.token.into())
            .with("elementSelector", &picked.get("selector"))
            .with("selectorQuality", &picked.get("quality"));
        let (name, args) = match self.work {
            Work::Tour => {
                let url = self.guide.page.url.get();
                let args = args.with("stepId", &entry.get("_id")).with("currentUrl", &url.as_str().into());
                (authoring_sessions::UpdateStep::NAME, args)
            }
            Work::Tooltip => {
                let workspace = self.guide.it.session.workspace.map(|id| id.text()).unwrap_or_default();
                (
                    tooltip_authoring_sessions::UpdateSelector::NAME,
                    args.with("workspaceId", &workspace.as_str().into()),
                )
            }
        };
        self.failed.set(None);
        self.guide.it.server.tell(name, args, move |error| self.failed.set(Some(error.message)));
    }

    fn end(self) {
        let args = Json::default().with("token", &self.token.into());
        let (name, args) = match self.work {
            Work::Tour => (authoring_sessions::End::NAME, args),
            Work::Tooltip => {
                let workspace = self.guide.it.session.workspace.map(|id| id.text()).unwrap_or_default();
                (tooltip_authoring_sessions::End::NAME, args.with("workspaceId", &workspace.as_str().into()))
            }
        };
        self.is_picking.set(false);
        self.guide.it.server.tell(name, args, |_| ());
        self.guide.page.ask("authored", "by", "visitor");
    }
}

trait Answered {
    fn is_some_answer(&self) -> bool;
}

impl Answered for client::Loaded<Looked> {
    fn is_some_answer(&self) -> bool {
        !matches!(self, client::Loaded::Waiting)
    }
}

fn panel(author: Author) -> El {
    let panel = template("author");
    let title = move || {
        let answer = author.answer();
        let name = answer.get("tour").text("name").or_else(|| answer.get("tooltip").text("name"));
        name.unwrap_or_else(|| say("author-tooltip"))
    };
    drop(panel.part("h2").text_by(title));
    let is_valid = move || author.answer().get("valid").is_true();
    let problem = move || {
        let refused = author.answer().text("reason").filter(|_| !is_valid());
        let refused = refused.map(|_| say("author-over"));
        author.failed.get().or(refused).unwrap_or_default()
    };
    drop(panel.part(".problem").text_by(problem));
    drop(
        panel
            .part("ol")
            .put_each(move || (0..author.entries().len()).collect::<Vec<_>>(), move |at| entry(author, *at)),
    );
    let now = move || author.entries().into_iter().nth(author.at.get()).unwrap_or_default();
    let quality = move || {
        let quality = now().get("selectorQuality");
        match quality.text("grade") {
            Some(grade) => {
                let score = quality.get("score").number().unwrap_or_default();
                let grade = match grade.as_str() {
                    "good" => say("author-good"),
                    "fair" => say("author-fair"),
                    _ => say("author-poor"),
                };
                say_with("author-quality", &[("grade", words::Text(&grade)), ("score", Number(score))])
            }
            None => say("author-none"),
        }
    };
    drop(panel.part(".quality").text_by(quality));
    let warnings = move || {
        let all = now().get("selectorQuality").get("warnings").each();
        all.iter().filter_map(Json::as_text).collect::<Vec<_>>()
    };
    drop(panel.part("ul").put_each(warnings, |word| el("li").text(&warning(word))));
    let selector = move || now().text("elementSelector").unwrap_or_default();
    drop(panel.part("code").text_by(selector));
    let pick = panel.part("[data-act=pick]");
    let word = move || say(if author.is_picking.get() { "author-stop" } else { "author-pick" });
    drop(pick.text_by(word).set_by("aria-pressed", move || Some(author.is_picking.get().to_string())));
    panel
        .on_act("click", move |word, from| match word {
            "pick" => author.is_picking.update(|is_on| *is_on = !*is_on),
            "entry" => {
                let at = from.node().get_attribute("value").and_then(|text| text.parse().ok());
                author.at.set(at.unwrap_or_default());
            }
            _ => author.end(),
        })
        .on("keydown", move |event| {
            if crate::panel::is_escape(wasm_bindgen::JsCast::unchecked_ref(&event)) {
                author.is_picking.set(false);
            }
        })
}

/// One step of the list; the one that is worked on is the current one.
fn entry(author: Author, at: usize) -> El {
    let row = template("author-entry");
    let title = move || {
        let entry = author.entries().into_iter().nth(at).unwrap_or_default();
        entry.filled("title").or_else(|| entry.filled("content")).unwrap_or_else(|| say("author-untitled"))
    };
    drop(
        row.part("button")
            .set("value", &client::decimal::decimal(at as i64))
            .set_by("aria-current", move || (author.at.get() == at).then(|| "step".into()))
            .text_by(title),
    );
    row
}

/// What a warning of `www/loader/parts/pick.js` says.
fn warning(word: &str) -> String {
    match word {
        "missing" => say("author-missing"),
        "several" => say("author-several"),
        "position" => say("author-position"),
        "deep" => say("author-deep"),
        "wildcard" => say("author-wildcard"),
        "anonymous" => say("author-anonymous"),
        _ => say("author-classes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_token_stands_in_the_pages_query_and_is_letters_and_digits() {
        for (url, expected) in [
            ("https://shop.test/?opencom_authoring=abc123", Some((false, "abc123"))),
            ("https://shop.test/a?n=1&opencom_tooltip_authoring=X9#top", Some((true, "X9"))),
            ("https://shop.test/?opencom_authoring=", None),
            ("https://shop.test/?opencom_authoring=a-b", None),
            ("https://shop.test/#?opencom_authoring=abc", None),
            ("https://shop.test/?my_opencom_authoring=abc", None),
            ("https://shop.test/", None),
        ] {
            let found = token(url);
            let found = found.as_ref().map(|(work, token)| (*work == Work::Tooltip, token.as_str()));
            assert_eq!(found, expected, "{url}");
        }
    }
}
