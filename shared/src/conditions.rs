//! When a rule holds for a conversation (functions-inbox.md §7). All conditions must hold; none always do. Texts are compared whatever
//! their case, and what is missing is the empty text.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    #[serde(rename = "visitor.email")]
    VisitorEmail,
    #[serde(rename = "visitor.name")]
    VisitorName,
    #[serde(rename = "visitor.country")]
    VisitorCountry,
    /// The attribute that `attributeKey` names.
    #[serde(rename = "visitor.customAttributes")]
    VisitorCustomAttributes,
    #[serde(rename = "conversation.channel")]
    ConversationChannel,
    /// For assignment only; it never has a value.
    #[serde(rename = "conversation.source")]
    ConversationSource,
    /// Of the visitor's first message.
    #[serde(rename = "message.content")]
    MessageContent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    Equals,
    NotEquals,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    IsSet,
    IsNotSet,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Condition {
    pub field: Field,
    pub operator: Operator,
    pub value: Option<String>,
    pub attribute_key: Option<String>,
}

impl Condition {
    /// Whether it holds where the field has this text.
    pub fn holds(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let value = self.value.as_deref().unwrap_or_default().to_lowercase();
        match self.operator {
            Operator::Equals => text == value,
            Operator::NotEquals => text != value,
            Operator::Contains => text.contains(&value),
            Operator::NotContains => !text.contains(&value),
            Operator::StartsWith => text.starts_with(&value),
            Operator::EndsWith => text.ends_with(&value),
            Operator::IsSet => !text.is_empty(),
            Operator::IsNotSet => text.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_whatever_their_case_and_what_is_missing_is_empty() {
        let holds = |operator, value: Option<&str>, text| {
            let value = value.map(str::to_owned);
            Condition { field: Field::VisitorName, operator, value, attribute_key: None }.holds(text)
        };
        for (operator, value, text, expected) in [
            (Operator::Equals, Some("ÄNNE"), "änne", true),
            (Operator::Equals, None, "", true),
            (Operator::NotEquals, Some("a"), "", true),
            (Operator::Contains, Some("ST"), "Faster", true),
            (Operator::Contains, None, "anything", true),
            (Operator::NotContains, Some("st"), "FASTER", false),
            (Operator::StartsWith, Some("fa"), "FASTER", true),
            (Operator::StartsWith, Some("er"), "FASTER", false),
            (Operator::EndsWith, Some("ER"), "faster", true),
            (Operator::EndsWith, Some("fa"), "faster", false),
            (Operator::IsSet, None, "x", true),
            (Operator::IsSet, None, "", false),
            (Operator::IsNotSet, None, "", true),
            (Operator::IsNotSet, Some("x"), "x", false),
        ] {
            assert_eq!(holds(operator, value, text), expected, "{operator:?} {value:?} {text:?}");
        }
    }
}
