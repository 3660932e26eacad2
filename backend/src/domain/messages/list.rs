//! The messages of a conversation for those who may see it.

use super::{rows::columns, topic};
use crate::{
    core::{Query, Reader, Result, everybodys},
    domain::{
        conversations::{Side, visible},
        media, names,
    },
    store::Filter,
};
use shared::{
    id::UserId,
    messages::{self, Listed, Message, SenderKind},
};
use std::collections::HashMap;

impl Query for messages::List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Listed>> {
        let Some((_, side)) = visible(cx, self.conversation_id, self.session_token.as_deref()).await? else {
            return Ok(Vec::new());
        };
        // The whole team is shown the same, and each visitor its own.
        let key = matches!(side, Side::Team(_)).then(|| everybodys(&self)).transpose()?;
        if let Some(messages) = key.as_deref().and_then(|key| cx.shared(key)) {
            return Ok(messages);
        }
        let filter = self.filter(&side);
        let mut messages: Vec<Message> =
            cx.read(topic(self.conversation_id)).filter(filter).fetch_all().await?;
        messages.reverse();
        let shows_email = matches!(side, Side::Team(_));
        let names = names::of_agents(cx, messages.iter().filter_map(agent), shows_email).await?;
        let files =
            media::descriptors(cx, messages.iter().flat_map(|row| row.attachment_ids.iter().flatten()))
                .await?;
        let listed: Vec<Listed> = messages
            .into_iter()
            .map(|message| Listed {
                sender_name: name_of(&message, &names),
                attachments: media::of(&files, message.attachment_ids.as_deref()),
                message,
            })
            .collect();
        if let Some(key) = key {
            cx.share(key, &listed);
        }
        Ok(listed)
    }
}

trait Window {
    /// The newest messages of the window, newest first. Notes are for the team alone.
    fn filter(&self, side: &Side) -> Filter;
}

impl Window for messages::List {
    fn filter(&self, side: &Side) -> Filter {
        Filter::new(concat!(
            "SELECT ",
            columns!(),
            " FROM messages WHERE deleted_at IS NULL AND conversation_id = "
        ))
        .bind(self.conversation_id)
        .push_if(matches!(side, Side::Owner(_)), " AND kind <> 'note'")
        .and(" AND seq < ", self.before_seq)
        .push(" ORDER BY seq DESC")
        .and(" LIMIT ", self.limit.map(|limit| limit.clamp(1, 200)))
    }
}

/// The agent who wrote a message.
fn agent(message: &Message) -> Option<UserId> {
    let id = message.sender_id.filter(|_| message.sender_kind == SenderKind::User)?;
    Some(UserId(id.0))
}

fn name_of(message: &Message, names: &HashMap<UserId, String>) -> Option<String> {
    let name = names.get(&agent(message)?).cloned();
    Some(name.unwrap_or_else(|| names::NAMELESS.into()))
}
