//! What questions are answered with. All of them are the browser's own controls, so that keys and screen readers work as everywhere.

use super::flow::Flow;
use crate::words::{Number, Says, say, say_with};
use client::{
    codec::{self, Json},
    decimal::decimal,
    dom::{El, el},
};
use reactive_graph::graph::untrack;
use shared::surveys::answers::{LONG, SHORT};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

const STAR: &str = "★";
/// From sad to glad.
const FACES: [&str; 5] = ["😞", "🙁", "😐", "🙂", "😄"];

/// Fills the group with the controls of that type of question.
pub fn control(this: Flow, at: usize, kind: &str, options: &Json, group: El) -> El {
    let number =
        |name: &str, without: i64| options.get(name).number().map_or(without, |number| number as i64);
    let label = |name: &str| options.filled(name);
    let words = |name: &str| {
        let labels = options.get(name);
        (labels.filled("low"), labels.filled("high"))
    };
    match kind {
        "nps" => {
            let ends = (label("startLabel"), label("endLabel"));
            let ends = (
                ends.0.or_else(|| Some(say("survey-unlikely"))),
                ends.1.or_else(|| Some(say("survey-likely"))),
            );
            scale(this, at, (0, 10), None, ends, group)
        }
        "numeric_scale" => {
            let ends = (label("startLabel"), label("endLabel"));
            scale(this, at, (number("scaleStart", 1), number("scaleEnd", 5)), None, ends, group)
        }
        "star_rating" => scale(this, at, (1, 5), Some(&[STAR; 5]), words("starLabels"), group),
        "emoji_rating" => {
            let few = [FACES[0], FACES[2], FACES[4]];
            let faces = if number("emojiCount", 5) == 3 { &few[..] } else { &FACES[..] };
            scale(this, at, (1, faces.len() as i64), Some(faces), words("emojiLabels"), group)
        }
        "dropdown" => dropdown(this, at, options, group),
        "multiple_choice" => choices(this, at, options, group),
        "short_text" => text(this, at, el("input").set("type", "text"), SHORT, group),
        _ => text(this, at, el("textarea").set("rows", "4"), LONG, group),
    }
}

/// Numbers side by side, as themselves or as pictures; words at both ends.
fn scale(
    this: Flow,
    at: usize,
    (from, to): (i64, i64),
    pictures: Option<&[&str]>,
    (low, high): (Option<String>, Option<String>),
    group: El,
) -> El {
    let is_star = pictures.is_some_and(|pictures| pictures[0] == STAR);
    let class = match pictures {
        None => "marks",
        Some(_) if is_star => "marks pictures stars-of",
        Some(_) => "marks pictures",
    };
    let chosen = move || this.answer(at).number().map(|number| number as i64);
    let mark = |value: i64| {
        let is_lit =
            move || chosen().is_some_and(|chosen| if is_star { value <= chosen } else { value == chosen });
        let input = radio(untrack(chosen) == Some(value))
            .set("data-testid", &["survey-mark-", &decimal(value)].concat())
            .on("change", move |_| this.give(at, (value as f64).into()));
        let (input, shown) = match pictures {
            Some(pictures) => {
                let given = [("value", Number(value as f64)), ("count", Number(to as f64))];
                let name = say_with("survey-mark", &given);
                let picture = pictures.get((value - from) as usize).copied().unwrap_or_default();
                (input.set("aria-label", &name), el("span").set("aria-hidden", "true").text(picture))
            }
            None => (input, el("span").text(&decimal(value))),
        };
        el("label").class_if("lit", is_lit).put(input).put(shown)
    };
    let marks = el("div").class(class).put_all((from..=to).map(mark));
    let end = |text: Option<String>| el("span").set("dir", "auto").text(&text.unwrap_or_default());
    let ends = (low.is_some() || high.is_some()).then(|| el("div.ends").put(end(low)).put(end(high)));
    group.put(marks).put_all(ends)
}

/// Of the only question that there is.
fn radio(is_chosen: bool) -> El {
    checked(el("input").set("type", "radio").set("name", "answer"), is_chosen)
}

fn checked(input: El, is_chosen: bool) -> El {
    if is_chosen { input.set("checked", "") } else { input }
}

fn words_of(options: &Json) -> Vec<String> {
    options.get("choices").each().iter().filter_map(Json::as_text).collect()
}

fn dropdown(this: Flow, at: usize, options: &Json, group: El) -> El {
    let known = untrack(|| this.answer(at)).as_text();
    let option = |text: &String| {
        let option = el("option").set("value", text).text(text);
        if known.as_ref() == Some(text) { option.set("selected", "") } else { option }
    };
    let select = el("select.input").set("data-testid", "survey-select");
    let node: HtmlSelectElement = select.cast();
    let select = select
        .on("change", move |_| this.give(at, node.value().as_str().into()))
        .put(el("option").set("value", "").say("survey-choose"))
        .put_all(words_of(options).iter().map(option));
    group.put(select)
}

fn choices(this: Flow, at: usize, options: &Json, group: El) -> El {
    let is_many = options.get("allowMultiple").is_true();
    let known = untrack(|| this.answer(at));
    let chosen = |answer: &Json| answer.each().iter().filter_map(Json::as_text).collect::<Vec<_>>();
    let before = chosen(&known);
    group.put_all(words_of(options).into_iter().map(|text| {
        let input = if is_many {
            checked(el("input").set("type", "checkbox"), before.contains(&text))
        } else {
            radio(known.as_text().as_ref() == Some(&text))
        };
        let shown = el("span").set("dir", "auto").text(&text);
        let input = input.set("data-testid", "survey-choice").on("change", move |event| {
            if !is_many {
                return this.give(at, text.as_str().into());
            }
            let mut all = chosen(&untrack(|| this.answer(at)));
            all.retain(|one| *one != text);
            let input = event.target().map(JsCast::unchecked_into::<HtmlInputElement>);
            if input.is_some_and(|input| input.checked()) {
                all.push(text.clone());
            }
            this.give(at, codec::write(&all));
        });
        el("label.choice-row").put(input).put(shown)
    }))
}

/// A field, and how much of it is used.
fn text(this: Flow, at: usize, field: El, most: usize, group: El) -> El {
    let count = move || this.answer(at).as_text().map_or(0, |text| text.chars().count());
    let most = decimal(most as i64);
    let field = field
        .set("class", "input")
        .set("dir", "auto")
        .set("maxlength", &most)
        .set("data-testid", "survey-text");
    // Both kinds of fields have their text here.
    let node: HtmlInputElement = field.cast();
    node.set_value(&untrack(|| this.answer(at)).as_text().unwrap_or_default());
    let field = field.on("input", move |_| this.give(at, node.value().as_str().into()));
    let counter = el("span.count")
        .set("aria-hidden", "true")
        .set("dir", "ltr")
        .text_by(move || [&decimal(count() as i64), " / ", &most].concat());
    group.put(field).put(counter)
}
