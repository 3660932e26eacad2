//! One question: what is asked, what it is answered with, and the ways on. All controls are the browser's own, so that keys and screen
//! readers work as everywhere; the sheet shows what is chosen.

use super::{card::title, flow::Flow};
use crate::{
    session::letters,
    words::{Number, say, say_with},
};
use client::{
    codec::Json,
    decimal::decimal,
    dom::{El, el, template},
};
use reactive_graph::graph::untrack;
use shared::surveys::answers::{LONG, SHORT};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// From sad to glad.
const FACES: [&str; 5] = ["😞", "🙁", "😐", "🙂", "😄"];

pub fn question(this: Flow, at: usize) -> El {
    let row = this.question(at);
    let kind = row.said("type");
    let form = template("survey-question");
    title(&form, &row);
    if at == 0 && !this.get("introStep").is_some() {
        form.part("[data-act=back]").remove();
    }
    control(this, at, &kind, &row.get("options"), &form);
    let is_required = row.get("required").is_true();
    // Past a question that needs no answer.
    let word = move || {
        say(if this.is_last(at) {
            "send"
        } else if is_required || this.answer(at).is_some() {
            "survey-next"
        } else {
            "survey-skip"
        })
    };
    let next = form.part(".primary").set_by("disabled", move || this.waits(at).then(String::new));
    drop(next.text_by(word));
    let node = form.node();
    form.on("input", move |_| this.give(at, given(&node, &kind))).on("submit", move |event| {
        event.prevent_default();
        this.next(at);
    })
}

/// What the controls say now.
fn given(form: &Element, kind: &str) -> Json {
    if kind.ends_with("_text") {
        let field = form.query_selector(".input").ok().flatten();
        return field
            .map(|field| field.unchecked_into::<HtmlInputElement>().value().as_str().into())
            .unwrap_or_default();
    }
    let Ok(all) = form.query_selector_all(":checked") else { return Json::default() };
    let chosen =
        (0..all.length()).filter_map(|at| all.get(at)?.unchecked_into::<Element>().get_attribute("value"));
    let mut chosen = chosen.map(|value| {
        if is_of_words(kind) { value.as_str().into() } else { Json::parse(&value).unwrap_or_default() }
    });
    match form.query_selector("[type=checkbox]") {
        Ok(Some(_)) => chosen.collect(),
        _ => chosen.next().unwrap_or_default(),
    }
}

fn is_of_words(kind: &str) -> bool {
    matches!(kind, "dropdown" | "multiple_choice")
}

/// Puts the controls of that type of question.
fn control(this: Flow, at: usize, kind: &str, options: &Json, form: &El) {
    let place = form.part(".ask-answers");
    let known = untrack(|| this.answer(at));
    let printed = |one: &Json| one.as_text().unwrap_or_else(|| one.print());
    let known = if known.each().is_empty() {
        vec![printed(&known)]
    } else {
        known.each().iter().map(printed).collect()
    };
    let choices = options.get("choices").each();
    let choices = choices.iter().filter_map(Json::as_text);
    match kind {
        "dropdown" => {
            let field = template(kind);
            let select = field.part("select");
            for text in choices {
                let option = el("option").set("value", &text).text(&text);
                let option = if known.contains(&text) { option.set("selected", "") } else { option };
                drop(select.clone().put(option));
            }
            drop(place.put(field));
        }
        "multiple_choice" => {
            let is_many = options.get("allowMultiple").is_true();
            for text in choices {
                let row = mark(&place, &text, &text, &known).class("choice-row");
                let input = row.part("input").set("data-testid", "survey-choice");
                if is_many {
                    drop(input.set("type", "checkbox"));
                }
            }
        }
        "short_text" | "long_text" => {
            let field = template(kind);
            let most = decimal(if kind == "short_text" { SHORT } else { LONG } as i64);
            let count = move || this.answer(at).as_text().map_or(0, |text| letters(&text));
            drop(field.part(".count").text_by(move || [&decimal(count() as i64), " / ", &most].concat()));
            // Both kinds of fields have their text here.
            let node: HtmlInputElement = field.part(".input").cast();
            node.set_value(if untrack(|| this.answer(at)).is_some() { &known[0] } else { "" });
            drop(place.put(field));
        }
        _ => {
            drop(form.part("fieldset").set("role", "radiogroup"));
            scale(kind, options, form, &known);
        }
    }
}

/// Something to choose, which is chosen if it is known.
fn mark(place: &El, value: &str, shown: &str, known: &[String]) -> El {
    let mark = template("survey-mark");
    let input = mark.part("input").set("value", value);
    if known.iter().any(|known| known == value) {
        drop(input.set("checked", ""));
    }
    drop(mark.part("span").text(shown));
    drop(place.clone().put(mark.clone()));
    mark
}

/// Numbers side by side, as themselves or as pictures; words at both ends.
fn scale(kind: &str, options: &Json, form: &El, known: &[String]) {
    let number =
        |name: &str, without: i64| options.get(name).number().map_or(without, |number| number as i64);
    let few = number("emojiCount", 5) == 3;
    let (from, to, class, labels) = match kind {
        "nps" => (0, 10, "marks", ""),
        "star_rating" => (1, 5, "marks pictures stars-of", "starLabels"),
        "emoji_rating" => (1, if few { 3 } else { 5 }, "marks pictures faces-of", "emojiLabels"),
        _ => (number("scaleStart", 1), number("scaleEnd", 5), "marks", ""),
    };
    let place = form.part(".ask-answers").class(class);
    for value in from..=to {
        let name = decimal(value);
        let shown = match labels {
            "" => name.as_str(),
            "starLabels" => "★",
            _ => FACES[(if few { 2 * value - 2 } else { value - 1 }) as usize],
        };
        let input = mark(&place, &name, shown, known).part("input");
        let input = input.set("data-testid", &["survey-mark-", &name].concat());
        if !labels.is_empty() {
            let name =
                say_with("survey-mark", &[("value", Number(value as f64)), ("count", Number(to as f64))]);
            drop(input.set("aria-label", &name));
        }
    }
    let ends = match labels {
        "" => [options.filled("startLabel"), options.filled("endLabel")],
        labels => ["low", "high"].map(|end| options.get(labels).filled(end)),
    };
    let defaults = if kind == "nps" {
        ["survey-unlikely", "survey-likely"].map(|key| Some(say(key)))
    } else {
        [None, None]
    };
    for (part, text) in [":first-child", ":last-child"].iter().zip(ends.into_iter().zip(defaults)) {
        let text = text.0.or(text.1).unwrap_or_default();
        drop(form.part(".ends").part(part).text(&text));
    }
}
