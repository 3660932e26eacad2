//! The conditions of a rule: as a sentence, and as fields to edit. All of them must hold.

use crate::{
    icons::{Icon, icon},
    parts::fields::choose,
    say,
};
use leptos::prelude::*;
use shared::conditions::{Condition, Field, Operator};

/// What can be looked at. The source of a conversation never has a value, so there is nothing to choose.
const FIELDS: [Field; 6] = [
    Field::MessageContent,
    Field::VisitorEmail,
    Field::VisitorName,
    Field::VisitorCountry,
    Field::VisitorCustomAttributes,
    Field::ConversationChannel,
];

const OPERATORS: [Operator; 8] = [
    Operator::Contains,
    Operator::NotContains,
    Operator::Equals,
    Operator::NotEquals,
    Operator::StartsWith,
    Operator::EndsWith,
    Operator::IsSet,
    Operator::IsNotSet,
];

fn field_word(field: Field) -> &'static str {
    match field {
        Field::VisitorEmail => "rule-email",
        Field::VisitorName => "rule-name",
        Field::VisitorCountry => "rule-country",
        Field::VisitorCustomAttributes => "rule-attribute",
        Field::ConversationChannel => "rule-channel",
        Field::ConversationSource => "rule-source",
        Field::MessageContent => "rule-message",
    }
}

fn operator_word(operator: Operator) -> &'static str {
    match operator {
        Operator::Equals => "rule-equals",
        Operator::NotEquals => "rule-not-equals",
        Operator::Contains => "rule-contains",
        Operator::NotContains => "rule-not-contains",
        Operator::StartsWith => "rule-starts",
        Operator::EndsWith => "rule-ends",
        Operator::IsSet => "rule-set",
        Operator::IsNotSet => "rule-not-set",
    }
}

fn needs_value(operator: Operator) -> bool {
    !matches!(operator, Operator::IsSet | Operator::IsNotSet)
}

/// The conditions as a sentence.
pub fn sentence(conditions: &[Condition]) -> String {
    if conditions.is_empty() {
        return say!("rule-always");
    }
    let parts = conditions.iter().map(|one| {
        let field = match &one.attribute_key {
            Some(key) => format!("{} “{key}”", say!(field_word(one.field))),
            None => say!(field_word(one.field)),
        };
        let operator = say!(operator_word(one.operator));
        match &one.value {
            Some(value) if needs_value(one.operator) => format!("{field} {operator} “{value}”"),
            _ => format!("{field} {operator}"),
        }
    });
    parts.collect::<Vec<_>>().join(&format!(" {} ", say!("and")))
}

/// A condition being edited: a row keeps its fields while others come and go.
#[derive(Clone, Copy)]
pub struct Draft {
    key: usize,
    field: RwSignal<Field>,
    operator: RwSignal<Operator>,
    value: RwSignal<String>,
    attribute: RwSignal<String>,
}

/// The conditions being edited.
#[derive(Clone, Copy)]
pub struct Drafts {
    all: RwSignal<Vec<Draft>>,
    next: StoredValue<usize>,
}

impl Drafts {
    pub fn new(conditions: &[Condition]) -> Self {
        let drafts = Self { all: RwSignal::default(), next: StoredValue::new(0) };
        for one in conditions {
            drafts.push(one.clone());
        }
        drafts
    }

    fn push(self, one: Condition) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let draft = Draft {
            key,
            field: RwSignal::new(one.field),
            operator: RwSignal::new(one.operator),
            value: RwSignal::new(one.value.unwrap_or_default()),
            attribute: RwSignal::new(one.attribute_key.unwrap_or_default()),
        };
        self.all.update(|all| all.push(draft));
    }

    /// What was made, or none while a field is empty that must not be.
    pub fn made(self) -> Option<Vec<Condition>> {
        self.all.with(|all| all.iter().map(|draft| draft.made()).collect())
    }

    pub fn view(self) -> impl IntoView {
        let add = move |_| {
            let condition = Condition {
                field: Field::MessageContent,
                operator: Operator::Contains,
                value: None,
                attribute_key: None,
            };
            self.push(condition);
        };
        view! {
            <fieldset class="conditions" data-testid="conditions">
                <legend>{say!("rule-when")}</legend>
                <p class="sub" hidden=move || self.all.with(|all| !all.is_empty())>{say!("rule-always-text")}</p>
                <For each=move || self.all.get() key=|draft| draft.key let:draft>
                    {draft.view(self.all)}
                </For>
                <button type="button" class="button" data-testid="condition-add" on:click=add>{icon(Icon::Plus)} {say!("rule-add")}</button>
            </fieldset>
        }
    }
}

impl Draft {
    fn made(self) -> Option<Condition> {
        let (field, operator) = (self.field.get(), self.operator.get());
        let value = needs_value(operator).then(|| self.value.get().trim().to_owned());
        let attribute =
            (field == Field::VisitorCustomAttributes).then(|| self.attribute.get().trim().to_owned());
        let is_missing = |text: &Option<String>| text.as_ref().is_some_and(String::is_empty);
        (!is_missing(&value) && !is_missing(&attribute)).then_some(Condition {
            field,
            operator,
            value,
            attribute_key: attribute,
        })
    }

    fn view(self, all: RwSignal<Vec<Draft>>) -> impl IntoView {
        let fields = FIELDS.map(|field| (field, say!(field_word(field)))).to_vec();
        let operators = OPERATORS.map(|operator| (operator, say!(operator_word(operator)))).to_vec();
        view! {
            <div class="condition" data-testid="condition">
                {choose(say!("rule-field"), "condition-field", fields, move || self.field.get(), move |field| self.field.set(field))}
                <Show when=move || self.field.get() == Field::VisitorCustomAttributes>
                    <input type="text" dir="auto" aria-label=say!("rule-attribute-key") placeholder=say!("rule-attribute-key") data-testid="condition-attribute" prop:value=self.attribute on:input:target=move |event| self.attribute.set(event.target().value()) />
                </Show>
                {choose(say!("rule-operator"), "condition-operator", operators, move || self.operator.get(), move |operator| self.operator.set(operator))}
                <Show when=move || needs_value(self.operator.get())>
                    <input type="text" dir="auto" aria-label=say!("rule-value") placeholder=say!("rule-value") data-testid="condition-value" prop:value=self.value on:input:target=move |event| self.value.set(event.target().value()) />
                </Show>
                <button type="button" class="plain" aria-label=say!("rule-remove") on:click=move |_| all.update(|all| all.retain(|one| one.key != self.key))>{icon(Icon::Close)}</button>
            </div>
        }
    }
}
