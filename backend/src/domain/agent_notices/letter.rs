//! A letter to a member: what has happened, the visitor's words as text, where to answer, and where to say that one wants no more of
//! them.

use super::{news::News, telling::Due};
use crate::{
    core::{Result, Topic, Writer},
    domain::{
        email_channel::{self, letters, letters::About},
        media, workspaces,
    },
    outside::mail::{Address, Letter, one_line},
};
use askama::Template;
use shared::id::UserId;

/// Of each text and line so much is shown, in characters.
const LONGEST_TEXT: usize = 1000;
const LONGEST_LINE: usize = 160;

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct Page<'a> {
    lead: &'a str,
    texts: &'a [String],
    link: &'a str,
    workspace: &'a str,
    settings_url: &'a str,
}

/// Writes it down to be sent; nothing where it cannot leave.
pub async fn post(cx: &mut Writer, due: &Due, news: &News) -> Result<()> {
    let Some(workspace) = workspaces::by_id(cx, due.workspace_id).await? else { return Ok(()) };
    let Some(to) = address(cx, due.user_id).await? else { return Ok(()) };
    let workspace = line(&workspace.name);
    // Not as the workspace: what answers that address comes in as a customer's mail.
    let from = cx.app().mail().from().map(|from| Address::new(Some(&workspace), &from.email));
    let Some(Ok(from)) = from else { return Ok(()) };
    let public_url = cx.app().config().public_url.clone();
    let (link, thread) = match news.about {
        About::Ticket(id) => (format!("{public_url}/dashboard/tickets/all/{id}"), format!("ticket-{id}")),
        About::Conversation(id) | About::Message(id, _) => {
            (format!("{public_url}/dashboard/inbox/open/{id}"), format!("conversation-{id}"))
        }
    };
    let settings_url = format!("{public_url}/dashboard/settings/notifications");
    let texts: Vec<String> = news.texts.iter().map(|text| shown(text)).collect();
    let lead = line(&news.lead);
    let page =
        Page { lead: &lead, texts: &texts, link: &link, workspace: &workspace, settings_url: &settings_url };
    let html = email_channel::filled(&page)?;
    let text = plain(&page);
    // No mail has this name: it is what holds a conversation's letters together.
    let thread = format!("<{thread}@{}>", cx.app().mail().domain());
    let letter = Letter {
        from,
        to: vec![to],
        cc: Vec::new(),
        bcc: Vec::new(),
        reply_to: None,
        subject: line(&format!("{workspace}: {}", news.subject)),
        text,
        html,
        message_id: email_channel::new_id(cx, due.workspace_id)?,
        in_reply_to: Some(thread.clone()),
        references: vec![thread],
        is_automatic: true,
        settings_url: Some(settings_url),
    };
    letters::post(cx, due.workspace_id, news.about, letter).await
}

fn plain(page: &Page<'_>) -> String {
    let mut text = format!("{}\n", page.lead);
    for said in page.texts {
        text.push('\n');
        for line in said.lines() {
            text.push_str(&format!("> {line}\n"));
        }
    }
    let Page { link, workspace, settings_url, .. } = page;
    text.push_str(&format!(
        "\nAnswer it here: {link}\n\n-- \nYou are told as a member of {workspace}; an answer to this mail reaches nobody. Change what you \
         are told: {settings_url}\n"
    ));
    text
}

/// A text without what would take the rest of the page along, cut where it is long.
fn shown(text: &str) -> String {
    let is_seen = |letter: &char| *letter == '\n' || !letter.is_control() && !media::turns(*letter);
    let kept = text.chars().filter(is_seen);
    let mut short: String = kept.clone().take(LONGEST_TEXT).collect();
    if kept.count() > LONGEST_TEXT {
        short.push('…');
    }
    short.trim().to_owned()
}

/// The same on one line.
fn line(text: &str) -> String {
    one_line(text).chars().filter(|letter| !media::turns(*letter)).take(LONGEST_LINE).collect()
}

async fn address(cx: &mut Writer, user: UserId) -> Result<Option<Address>> {
    let found: Option<(String,)> = cx
        .read(Topic::new("users", user.0))
        .query("SELECT email FROM users WHERE id = $1")
        .bind(user)
        .fetch_optional()
        .await?;
    Ok(found.and_then(|(email,)| Address::new(None, &email).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_lines_and_turns_nothing_around() {
        assert_eq!(shown("one\r\n\u{202e}two\u{1b}[2J\n"), "one\ntwo[2J");
        assert_eq!(shown(&"ä".repeat(1001)).chars().count(), 1001);
        assert!(shown(&"ä".repeat(1001)).ends_with('…'));
        assert_eq!(line("Ana\r\nBcc: \u{2066}x"), "Ana Bcc: x");
    }
}
