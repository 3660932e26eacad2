//! One mail that goes out. What people wrote is in it, so each part that becomes a header is one line and an address is one address.

use lettre::{
    Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The most identifiers in `References`.
const MOST_REFERENCES: usize = 20;
/// The longest identifier, in bytes.
const LONGEST_ID: usize = 500;

/// A name, perhaps, and an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub name: Option<String>,
    pub email: String,
}

impl Address {
    /// Errors: the text is no address.
    pub fn new(name: Option<&str>, email: &str) -> Result<Self, String> {
        let email = email.trim();
        if email.parse::<lettre::Address>().is_err() {
            return Err(format!("{} is no e-mail address", one_line(email)));
        }
        let name = name.map(one_line).filter(|name| !name.is_empty());
        Ok(Self { name, email: email.to_owned() })
    }

    fn mailbox(&self) -> Result<Mailbox, String> {
        let email = self.email.parse().map_err(|cause| format!("{}: {cause}", one_line(&self.email)))?;
        Ok(Mailbox::new(self.name.as_deref().map(one_line), email))
    }
}

impl FromStr for Address {
    type Err = String;

    /// `ana@example.com` or `Ana <ana@example.com>`, as the operator's options say it.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<'));
        let parsed = match parts {
            Some((name, email)) => Self::new(Some(name.trim().trim_matches('"')), email),
            None => Self::new(None, text),
        };
        parsed.map_err(|_| "--mail-from must be like help@example.com or Help <help@example.com>".into())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mailbox() {
            Ok(mailbox) => mailbox.fmt(f),
            Err(_) => f.write_str(&self.email),
        }
    }
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub from: Address,
    pub to: Vec<Address>,
    #[serde(default)]
    pub cc: Vec<Address>,
    #[serde(default)]
    pub bcc: Vec<Address>,
    pub reply_to: Option<Address>,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// With its angle brackets.
    pub message_id: String,
    pub in_reply_to: Option<String>,
    #[serde(default)]
    pub references: Vec<String>,
    /// No person wrote it.
    pub is_automatic: bool,
    /// Where its receiver says that it wants no more of them.
    #[serde(default)]
    pub settings_url: Option<String>,
}

impl Letter {
    /// As it is sent over SMTP. Errors: an address that is none.
    pub fn message(&self) -> Result<Message, String> {
        let mut builder = Message::builder()
            .from(self.from.mailbox()?)
            .subject(one_line(&self.subject))
            .message_id(Some(self.message_id.clone()));
        for to in &self.to {
            builder = builder.to(to.mailbox()?);
        }
        for cc in &self.cc {
            builder = builder.cc(cc.mailbox()?);
        }
        for bcc in &self.bcc {
            builder = builder.bcc(bcc.mailbox()?);
        }
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.mailbox()?);
        }
        for (name, value) in self.more_headers() {
            let name = HeaderName::new_from_ascii_str(name);
            builder = builder.raw_header(HeaderValue::new(name, value));
        }
        let parts = MultiPart::alternative_plain_html(self.text.clone(), self.html.clone());
        builder.multipart(parts).map_err(|cause| cause.to_string())
    }

    /// What every way of sending sets beside sender, receivers and subject.
    pub fn more_headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = Vec::new();
        if let Some(id) = self.in_reply_to.as_deref().filter(|id| is_id(id)) {
            headers.push(("In-Reply-To", id.to_owned()));
        }
        let references: Vec<&str> =
            self.references.iter().map(String::as_str).filter(|id| is_id(id)).collect();
        let newest = references.len().saturating_sub(MOST_REFERENCES);
        if !references.is_empty() {
            headers.push(("References", references[newest..].join(" ")));
        }
        if self.is_automatic {
            headers.push(("Auto-Submitted", "auto-generated".to_owned()));
        }
        if let Some(url) = &self.settings_url {
            headers.push(("List-Unsubscribe", format!("<{url}>")));
        }
        headers
    }
}

/// Whether this can be one identifier of a mail, `<…@…>`, and nothing else.
pub fn is_id(text: &str) -> bool {
    let within = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    within.is_some_and(|within| {
        (1..=LONGEST_ID).contains(&within.len())
            && within.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(&byte))
    })
}

/// A text without line ends and other control characters.
pub fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Letter {
        let address = |name: &str| Address { name: Some(name.into()), email: "ana@example.com".into() };
        Letter {
            from: address("Eve\r\nBcc: victim@example.com"),
            to: vec![address("Ana\nX-Evil: 1")],
            cc: Vec::new(),
            bcc: Vec::new(),
            reply_to: Some(address("\u{202e}gnp\r\n\r\nbody")),
            subject: "Hello\r\nBcc: victim@example.com\r\n\r\n<b>body</b>".into(),
            text: ".\r\n.\r\nQUIT\r\n".into(),
            html: "<p>.</p>".into(),
            message_id: "<1@example.com>".into(),
            in_reply_to: Some("<2@example.com>\r\nX-Evil: 1".into()),
            references: vec!["<3@example.com>".into(), "<4@example.com> <5\r\nX-Evil: 1>".into()],
            is_automatic: false,
            settings_url: None,
        }
    }

    #[test]
    fn no_text_ends_a_header_and_begins_another() {
        let sent = String::from_utf8(hostile().message().unwrap().formatted()).unwrap();
        let (head, _) = sent.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head
            .lines()
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        let known = [
            "From",
            "Subject",
            "Message-ID",
            "To",
            "Reply-To",
            "References",
            "MIME-Version",
            "Date",
            "Content-Type",
        ];
        assert!(names.iter().all(|name| known.contains(name)), "{head}");
        assert!(head.contains("References: <3@example.com>\r\n"), "{head}");
    }

    #[test]
    fn an_address_is_one_address() {
        for wrong in [
            "",
            "ana",
            "ana@example.com, bob@example.com",
            "ana@example.com\r\nBcc: b@c.d",
            "<a@b.c>",
            "a b@c.d",
        ] {
            assert!(Address::new(None, wrong).is_err(), "{wrong}");
        }
        let address: Address = "Help <help@example.com>".parse().unwrap();
        assert_eq!((address.name.as_deref(), address.email.as_str()), (Some("Help"), "help@example.com"));
        let quoted = Address { name: Some("Ana, \"the\" <first>".into()), email: "a@b.c".into() };
        assert_eq!(quoted.to_string(), r#""Ana, \"the\" <first>" <a@b.c>"#);
    }
}
