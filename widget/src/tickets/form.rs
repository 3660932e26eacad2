//! The questions of a form as fields (`ticket_forms::Field`), and what is answered in them.

use crate::words::{Number, Says, say, say_with};
use client::{
    codec::{self, Json},
    dom::{El, el},
};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Element;

/// A question, and where its answer stands.
pub struct Question {
    pub id: String,
    pub label: String,
    pub is_required: bool,
    kind: String,
    /// The field; for several choices, one for each.
    inputs: Vec<Element>,
}

impl Question {
    /// The question with its element.
    pub fn new(field: &Json) -> (Self, El) {
        let text = |name| field.text(name).unwrap_or_default();
        let mut this = Self {
            id: text("id"),
            label: text("label"),
            is_required: field.get("required").is_true(),
            kind: text("type"),
            inputs: Vec::new(),
        };
        let options: Vec<_> = field.get("options").each().iter().filter_map(Json::as_text).collect();
        let drawn = if this.kind == "multi-select" {
            this.choices(&options)
        } else {
            this.single(&options, field.text("placeholder"))
        };
        (this, drawn)
    }

    /// True for one whose answer is some words.
    pub fn is_text(&self) -> bool {
        ["text", "textarea", "select"].iter().any(|kind| self.kind == *kind)
    }

    /// The text that stands in the field.
    pub fn text(&self) -> String {
        let text = self.inputs.first().and_then(|input| of(input, "value").as_string()).unwrap_or_default();
        text.trim().to_owned()
    }

    /// None while nothing is answered.
    pub fn answer(&self) -> Option<Json> {
        if self.kind == "multi-select" {
            let chosen = self.inputs.iter().filter(|input| of(input, "checked").is_truthy());
            let chosen: Vec<_> = chosen.filter_map(|input| of(input, "value").as_string()).collect();
            return (!chosen.is_empty()).then(|| codec::write(&chosen));
        }
        let text = self.text();
        if text.is_empty() {
            return None;
        }
        if self.kind == "number" {
            let number = self.inputs.first().and_then(|input| of(input, "valueAsNumber").as_f64());
            return number.filter(|number| number.is_finite()).map(Json::from);
        }
        Some(text.as_str().into())
    }

    pub fn node(&self) -> Option<Element> {
        self.inputs.first().cloned()
    }

    fn single(&mut self, options: &[String], hint: Option<String>) -> El {
        let input = match self.kind.as_str() {
            "textarea" => el("textarea").set("rows", "5"),
            "select" => {
                let none = hint.clone().unwrap_or_else(|| say("choose"));
                let option = |one: &String| el("option").set("value", one).text(one);
                let none = el("option").set("value", "").text(&none);
                el("select").put(none).put_all(options.iter().map(option))
            }
            "number" => el("input").set("type", "number").set("step", "any"),
            "date" => el("input").set("type", "date"),
            _ => el("input").set("type", "text").set("maxlength", "1000"),
        };
        let input = input.class("input").set("data-testid", "widget-ticket-field");
        let input = match hint {
            Some(hint) => input.set("placeholder", &hint),
            None => input,
        };
        let input = if self.is_required { input.set("required", "") } else { input };
        self.inputs.push(input.node());
        el("label.question").put(self.heading()).put(input)
    }

    fn choices(&mut self, options: &[String]) -> El {
        let group = el("fieldset.question").put(el("legend").put(self.heading()));
        options.iter().fold(group, |group, one| {
            let input = el("input").set("type", "checkbox").set("value", one);
            let input = input.set("data-testid", "widget-ticket-field");
            self.inputs.push(input.node());
            group.put(el("label.choice-line").put(input).put(el("span").set("dir", "auto").text(one)))
        })
    }

    fn heading(&self) -> El {
        let label = el("span.question-label").set("dir", "auto").text(&self.label);
        if self.is_required { label } else { label.put(el("i").say("optional")) }
    }
}

fn of(input: &Element, name: &str) -> JsValue {
    Reflect::get(input, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// An answer (`tickets::FormValue`) in words.
pub fn said(answer: &Json) -> Option<String> {
    if let Some(number) = answer.number() {
        return Some(say_with("number", &[("number", Number(number))]));
    }
    let chosen: Vec<_> = answer.each().iter().filter_map(Json::as_text).collect();
    answer.as_text().or_else(|| (!chosen.is_empty()).then(|| chosen.join(", ")))
}
