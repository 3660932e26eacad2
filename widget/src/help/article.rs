//! An article, and whether it helped.

use crate::{
    bubble::to_article,
    icons::{self, icon},
    later::parts::{nothing, put_answer, sub_header, time, who},
    messenger::Messenger,
    panel::{button, focus},
    words::{DAY, Says, Text, date, say, say_with},
};
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::{El, before_drawing, el},
    rich_text::rich_text,
};
use shared::{
    articles::{GetForVisitor, SubmitFeedback},
    id::ArticleId,
};
use web_sys::Element;

pub fn article(it: Messenger, id: ArticleId) -> El {
    let article: Live<Looked> = it.server.live(move || {
        let (workspace_id, session_token) = who(it)?;
        Some(GetForVisitor { id, workspace_id, visitor_id: None, session_token })
    });
    it.session.watch(article);
    let is_new = Var::new(true);
    let is_there = move || article.with_value(|article| article.json.is_some()) == Some(true);
    let content = el("div.scroll").set("tabindex", "0").set("data-testid", "widget-article");
    let content = put_answer(content, article, move |article| {
        if !article.is_some() {
            return nothing(icons::BOOK, &say("no-article"), &say("no-article-hint"));
        }
        let text = text(it, article);
        // One that is changed while it is read takes no focus.
        if is_new.get_untracked() {
            is_new.set(false);
            focus_soon(text.node().first_element_child());
        }
        text
    });
    let title = el("p.bar-title").say("help");
    el("div.screen").put(sub_header(it, title)).put(content.put_if(is_there, move || feedback(it, id)))
}

/// Of `articles::Rendered`.
fn text(it: Messenger, article: &Json) -> El {
    let day = date(time(article, "updatedAt"), &DAY);
    let title = el("h1").set("tabindex", "-1").set("dir", "auto");
    el("article.article")
        .put(title.text(&article.text("title").unwrap_or_default()))
        .put(el("p.about").text(&say_with("updated", &[("date", Text(&day))])))
        .put(rich_text(&article.get("blocks"), "", &|target| to_article(it, target)).set("dir", "auto"))
}

/// Once it stands in the page.
fn focus_soon(element: Option<Element>) {
    before_drawing(move || focus(element));
}

/// What the visitor said of the article.
#[derive(Clone, Copy, PartialEq)]
enum Rated {
    Not,
    Failed,
    Helpful(bool),
    /// On an earlier look at it.
    Before,
}

fn feedback(it: Messenger, id: ArticleId) -> El {
    let is_rated = it.kept.borrow().rated.contains(&id);
    let rated = Var::new(if is_rated { Rated::Before } else { Rated::Not });
    let rate = move |helpful| {
        rated.set(Rated::Helpful(helpful));
        it.kept.borrow_mut().rated.push(id);
        let session_token = it.session.token.get_untracked();
        let say = SubmitFeedback { article_id: id, helpful, visitor_id: None, session_token };
        it.server.tell(say, move |error| {
            it.session.check(&error);
            it.kept.borrow_mut().rated.retain(|rated| *rated != id);
            rated.set(Rated::Failed);
        });
    };
    let choice = move |word: &str, path: &str, test_id: &str, helpful| {
        button("choice").set("data-testid", test_id).on_click(move || rate(helpful)).put(icon(path)).say(word)
    };
    el("section.feedback").label("did-it-help").put_by(
        move || rated.get(),
        move |rated| {
            let word = match rated {
                Rated::Not => "did-it-help",
                Rated::Failed => "not-saved",
                Rated::Helpful(true) | Rated::Before => "it-helped",
                Rated::Helpful(false) => "it-did-not",
            };
            let words = el("p").set("tabindex", "-1").set("data-testid", "widget-article-feedback").say(word);
            if let Rated::Not | Rated::Failed = rated {
                let choices = el("div.choices")
                    .put(choice("yes", icons::CHECK, "widget-article-helpful", true))
                    .put(choice("no", icons::CLOSE, "widget-article-not-helpful", false));
                return Some(el("div").put(words).put(choices));
            }
            if let Rated::Helpful(_) = rated {
                // The button that had the focus is gone.
                focus_soon(Some(words.node()));
            }
            let talk = (*rated == Rated::Helpful(false))
                .then(|| button("primary").on_click(move || it.talk(None)).say("send-us-a-message"));
            Some(el("div").put(words).put_all(talk))
        },
    )
}
