//! What the conditions of a rule look at, of one conversation (functions-inbox.md §7).

use super::{messages, visitors};
use crate::core::{Reader, Result};
use serde_json::Value;
use shared::{
    conditions::{Condition, Field},
    conversations::{Channel, Conversation},
    limits,
    visitors::Visitor,
};

/// The most conditions of a rule.
const MOST: usize = 50;

/// A conversation, its visitor, and the first message of that.
pub struct Facts {
    visitor: Option<Visitor>,
    channel: Channel,
    content: String,
}

impl Facts {
    /// `content` is the visitor's first message.
    pub async fn of(cx: &mut Reader, row: &Conversation, content: &str) -> Result<Self> {
        let visitor = match row.visitor_id {
            Some(id) => visitors::by_id(cx, id).await?,
            None => None,
        };
        Ok(Self { visitor, channel: row.channel, content: content.to_owned() })
    }

    /// As [`Facts::of`], with the message as it is stored.
    pub async fn known(cx: &mut Reader, row: &Conversation) -> Result<Self> {
        let content = match row.first_inbound_seq {
            Some(seq) => messages::content(cx, row.id, seq).await?,
            None => None,
        };
        Self::of(cx, row, &content.unwrap_or_default()).await
    }

    pub fn meet(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| condition.holds(&self.text(condition)))
    }

    fn text(&self, condition: &Condition) -> String {
        let visitor = self.visitor.as_ref();
        let text = match condition.field {
            Field::VisitorEmail => visitor.and_then(|visitor| visitor.email.clone()),
            Field::VisitorName => visitor.and_then(|visitor| visitor.name.clone()),
            Field::VisitorCountry => visitor.and_then(|visitor| visitor.location.as_ref()?.country.clone()),
            Field::VisitorCustomAttributes => visitor.and_then(|visitor| attribute(visitor, condition)),
            Field::ConversationChannel => Some(match self.channel {
                Channel::Chat => "chat".into(),
                Channel::Email => "email".into(),
            }),
            Field::ConversationSource => None,
            Field::MessageContent => Some(self.content.clone()),
        };
        text.unwrap_or_default()
    }
}

/// A text as it is, everything else as JSON.
fn attribute(visitor: &Visitor, condition: &Condition) -> Option<String> {
    match visitor.custom_attributes.as_ref()?.get(condition.attribute_key.as_deref()?)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Refuses more conditions, or longer ones, than can be weighed while a message is sent.
pub fn check(conditions: &[Condition]) -> Result<(), shared::Error> {
    limits::at_most("The list of conditions", conditions.len(), MOST, "conditions")?;
    conditions.iter().try_for_each(|condition| {
        limits::title("A condition's value", condition.value.as_deref().unwrap_or_default())?;
        limits::title("An attribute's name", condition.attribute_key.as_deref().unwrap_or_default())
    })
}
