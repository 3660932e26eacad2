//! The questions of a form as fields (`ticket_forms::Field`), and what is answered in them.

use crate::words::{Number, say_with};
use client::{
    codec::Json,
    dom::{El, el, template},
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
        let is_choices = this.kind == "multi-select";
        let drawn = template(if is_choices { "question-multi-select" } else { "question" });
        let drawn = drawn.fill(".question-label > span", &this.label);
        let drawn = if this.is_required { drawn.cut("i") } else { drawn };
        if !is_choices {
            let input = this.field(&options, field.text("placeholder"));
            this.inputs.push(input.node());
            return (this, drawn.put(input));
        }
        let drawn = options.iter().fold(drawn, |drawn, one| {
            let line = template("choice").fill("span", one);
            this.inputs.push(line.part("input").set("value", one).node());
            drawn.put(line)
        });
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
            return (!chosen.is_empty()).then(|| chosen.iter().map(|one| Json::from(one.as_str())).collect());
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

    fn field(&self, options: &[String], hint: Option<String>) -> El {
        let input = template(match self.kind.as_str() {
            "textarea" => "field-textarea",
            "select" => "field-select",
            "number" => "field-number",
            "date" => "field-date",
            _ => "field-text",
        });
        let input =
            options.iter().fold(input, |input, one| input.put(el("option").set("value", one).text(one)));
        input.flag("required", self.is_required);
        let Some(hint) = hint else { return input };
        input.part("option").node().set_text_content(Some(&hint));
        input.set("placeholder", &hint)
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
