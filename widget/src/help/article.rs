//! An article, and whether it helped.

use crate::{
    bubble::to_article,
    later::parts::{in_workspace, put_answer, screen, time, with_token},
    messenger::Messenger,
    panel::focus,
    words::{DAY, Text, date, say, say_with},
};
use client::{
    Var,
    codec::Json,
    dom::{El, before_drawing, template},
    rich_text::rich_text,
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    articles::{GetForVisitor, SubmitFeedback},
    id::ArticleId,
};
use web_sys::Element;

pub fn article(it: Messenger, id: ArticleId) -> El {
    let article = it.server.live(GetForVisitor::NAME, move || in_workspace(it, &[("id", &id.text())]));
    it.session.watch(article);
    let is_new = Var::new(true);
    let is_there = move || article.with_value(|article| article.json.is_some()) == Some(true);
    let screen = screen(it, "help-article");
    let content = put_answer(screen.part(".scroll"), article, move |article| {
        if !article.is_some() {
            return template("no-article");
        }
        let text = text(it, article);
        // One that is changed while it is read takes no focus.
        if is_new.get_untracked() {
            is_new.set(false);
            focus_soon(text.part("h1").node());
        }
        text
    });
    drop(content.put_if(is_there, move || feedback(it, id)));
    screen
}

/// Of `articles::Rendered`.
fn text(it: Messenger, article: &Json) -> El {
    let day = date(time(article, "updatedAt"), &DAY);
    template("article")
        .fill("h1", &article.said("title"))
        .fill("p", &say_with("updated", &[("date", Text(&day))]))
        .put(rich_text(&article.get("blocks"), "", &|target| to_article(it, target)).set("dir", "auto"))
}

/// Once it stands in the page.
fn focus_soon(element: Element) {
    before_drawing(move || focus(Some(element)));
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
    template("feedback").put_by(move || rated.get(), |rated| Some(answered(*rated))).on_act(
        "click",
        move |word, _| {
            if matches!(word, "yes" | "no") {
                rate(it, id, rated, word == "yes");
            }
        },
    )
}

fn answered(rated: Rated) -> El {
    let word = match rated {
        Rated::Not => "did-it-help",
        Rated::Failed => "not-saved",
        Rated::Helpful(true) | Rated::Before => "it-helped",
        Rated::Helpful(false) => "it-did-not",
    };
    let drawn = template("rated").fill("p", &say(word));
    let drawn = if rated == Rated::Helpful(false) { drawn } else { drawn.cut(".primary") };
    if let Rated::Not | Rated::Failed = rated {
        return drawn;
    }
    if let Rated::Helpful(_) = rated {
        // The button that had the focus is gone.
        focus_soon(drawn.part("p").node());
    }
    drawn.cut(".choices")
}

fn rate(it: Messenger, id: ArticleId, rated: Var<Rated>, is_helpful: bool) {
    let Some(args) = untrack(|| with_token(it.session, &[("articleId", &id.text())])) else { return };
    rated.set(Rated::Helpful(is_helpful));
    it.kept.borrow_mut().rated.push(id);
    let failed = move |error| {
        it.session.check(&error);
        it.kept.borrow_mut().rated.retain(|rated| *rated != id);
        rated.set(Rated::Failed);
    };
    it.server.tell(SubmitFeedback::NAME, args.with("helpful", &is_helpful.into()), failed);
}
