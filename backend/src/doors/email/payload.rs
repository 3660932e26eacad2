//! What mail providers say of a mail: at the top of the payload, or in its `data`.

use crate::domain::email_channel::receiving::Mail;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use shared::email_channel::{DeliveryStatus, EmailAttachment};
use std::collections::HashMap;

/// The longest identifier of a mail, in bytes.
const LONGEST_ID: usize = 500;
/// Where receivers stand that the mail itself does not name.
const RECEIVED_FOR: &str = "received_for";

/// What became of a mail.
pub struct Event {
    pub external_id: String,
    pub message_id: Option<String>,
    pub status: DeliveryStatus,
}

/// What the payload tells of a mail that went out, if it does.
pub fn event(told: &Value) -> Option<Event> {
    let status = match told["type"].as_str()? {
        "email.delivered" => DeliveryStatus::Delivered,
        "email.bounced" => DeliveryStatus::Bounced,
        _ => return None,
    };
    let data = &told["data"];
    let message_id = data["message_id"].as_str().map(str::to_owned);
    Some(Event { external_id: data["email_id"].as_str()?.to_owned(), message_id, status })
}

/// Whether it tells of something else than a mail that came in.
pub fn is_other_event(told: &Value) -> bool {
    told["type"].as_str().is_some_and(|kind| kind.starts_with("email.") && kind != "email.received")
}

/// The id of a mail whose text the provider keeps until it is asked for.
pub fn to_fetch(told: &Value) -> Option<&str> {
    let data = within(told);
    let has_text = ["text", "html"].iter().any(|part| data.get(part).is_some());
    data["email_id"].as_str().filter(|_| !has_text)
}

/// A mail that was fetched, with the receivers that were told before.
pub fn joined(told: &Value, mut mail: Value) -> Value {
    mail[RECEIVED_FOR] = within(told)["to"].clone();
    mail
}

fn within(told: &Value) -> &Value {
    if told["data"].is_object() && told.get("from").is_none() { &told["data"] } else { told }
}

/// A mail as a provider hands it over.
pub struct Parcel {
    data: Value,
    /// In lower case, with their values.
    headers: Vec<(String, String)>,
    from: String,
    subject: String,
}

impl Parcel {
    /// None without sender, receiver or subject.
    pub fn of(told: &Value) -> Option<Self> {
        let data = within(told);
        let subject = data.get("subject")?.as_str().unwrap_or_default().to_owned();
        let from = data["from"].as_str()?.to_owned();
        let parcel = Self { headers: headers(&data["headers"]), data: data.clone(), from, subject };
        (!parcel.texts("to").is_empty()).then_some(parcel)
    }

    /// Whom it was sent to: those that it names, those that get a copy, and those whom a mailbox that forwards it has sent it to.
    pub fn receivers(&self) -> Vec<String> {
        let fields = ["to", "cc", "bcc", RECEIVED_FOR].iter().flat_map(|field| self.texts(field));
        let headers = ["delivered-to", "x-original-to", "x-forwarded-to"];
        fields.chain(headers.iter().filter_map(|name| self.header(name)).flat_map(split)).collect()
    }

    /// One text, or several; a text may name several addresses.
    fn texts(&self, field: &str) -> Vec<String> {
        match &self.data[field] {
            Value::String(text) => split(text),
            Value::Array(items) => items.iter().filter_map(Value::as_str).flat_map(split).collect(),
            _ => Vec::new(),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The identifiers of the mails that it answers to.
    pub fn answered(&self) -> impl Iterator<Item = &str> {
        let of = |name| self.header(name).unwrap_or_default().split_whitespace();
        of("in-reply-to").chain(of("references"))
    }

    /// Whether a mail server tells that a mail did not arrive.
    pub fn is_bounce(&self) -> bool {
        let from = self.from.to_lowercase();
        let address = from.rsplit('<').next().unwrap_or_default();
        let is_server =
            ["mailer-daemon@", "postmaster@"].iter().any(|start| address.trim().starts_with(start));
        let is_report =
            self.header("content-type").is_some_and(|kind| kind.to_lowercase().contains("multipart/report"));
        is_server
            || is_report
            || self.header("return-path") == Some("<>")
            || self.header("x-failed-recipients").is_some()
    }

    /// Whether no person has written it (RFC 3834), so that an answer could begin a loop.
    pub fn is_automatic(&self) -> bool {
        let says = |name: &str| self.header(name).map(str::to_lowercase);
        says("auto-submitted").is_some_and(|how| how != "no")
            || says("precedence")
                .is_some_and(|how| ["bulk", "list", "junk", "auto_reply"].contains(&how.as_str()))
            || ["list-id", "x-auto-response-suppress", "x-autoreply", "x-autorespond"]
                .iter()
                .any(|name| self.header(name).is_some())
    }

    pub fn from(&self) -> &str {
        &self.from
    }

    /// Whether files go with it.
    pub fn has_files(&self) -> bool {
        self.files().next().is_some()
    }

    /// The bytes of each file, where they came along or were fetched, by the file's id.
    pub fn contents(&self, mut fetched: HashMap<String, Vec<u8>>) -> Vec<Option<Vec<u8>>> {
        let bytes = |file: &Value| match file["content"].as_str() {
            Some(content) => STANDARD.decode(content).ok(),
            None => fetched.remove(file["id"].as_str()?),
        };
        self.files().map(bytes).collect()
    }

    fn files(&self) -> impl Iterator<Item = &Value> {
        self.data["attachments"].as_array().into_iter().flatten()
    }

    /// Reads its words, which may take a moment.
    pub fn into_mail(self) -> Mail {
        let mut to = self.texts("to");
        to.truncate(100);
        Mail {
            words: crate::domain::email_channel::words(
                self.data["text"].as_str(),
                self.data["html"].as_str(),
            ),
            message_id: self.message_id(),
            in_reply_to: self.header("in-reply-to").map(shortened),
            references: self
                .header("references")
                .unwrap_or_default()
                .split_whitespace()
                .map(shortened)
                .collect(),
            attachments: self.files().map(attachment).collect(),
            to,
            cc: self.texts("cc"),
            from: self.from,
            subject: self.subject.replace('\0', ""),
        }
    }

    /// Its identifier; of a mail without one a name that the same mail gets each time.
    fn message_id(&self) -> String {
        let said = self.header("message-id").or_else(|| self.data["message_id"].as_str().map(str::trim));
        match said.filter(|id| !id.is_empty() && id.len() <= LONGEST_ID && !id.contains('\0')) {
            Some(id) => id.to_owned(),
            None => {
                let mut of = Sha256::new();
                for part in ["from", "to", "subject", "text", "html", "created_at"] {
                    of.update(self.data[part].to_string());
                }
                format!("<{}@inbound>", hex::encode(&of.finalize()[..16]))
            }
        }
    }
}

/// Addresses between commas, but not those in a name's quotes.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut part, mut is_quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars().filter(|letter| *letter != '\0') {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(letter);
    }
    parts.push(part);
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn shortened(id: &str) -> String {
    id.chars().filter(|letter| *letter != '\0').take(LONGEST_ID).collect()
}

/// An object, or a list of `{name, value}`.
fn headers(told: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")),
        _ => None,
    };
    match told {
        Value::Object(fields) => {
            fields.iter().filter_map(|(name, value)| Some((name.to_lowercase(), text(value)?))).collect()
        }
        Value::Array(items) => items
            .iter()
            .filter_map(|item| Some((item["name"].as_str()?.to_lowercase(), text(&item["value"])?)))
            .collect(),
        _ => Vec::new(),
    }
}

fn attachment(file: &Value) -> EmailAttachment {
    let text = |names: [&str; 2]| {
        names.iter().find_map(|name| file[name].as_str()).map(|text| text.replace('\0', ""))
    };
    EmailAttachment {
        filename: text(["filename", "name"]).unwrap_or_else(|| "attachment".into()),
        content_type: text(["content_type", "contentType"])
            .unwrap_or_else(|| "application/octet-stream".into()),
        size: file["size"].as_i64().unwrap_or(0).max(0),
        storage_id: None,
        url: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parcel(headers: Value) -> Parcel {
        let told = json!({"from": "Ana <ana@example.com>", "to": "x@y.z", "subject": "", "headers": headers});
        Parcel::of(&told).unwrap()
    }

    #[test]
    fn what_a_program_wrote_is_known_by_its_headers() {
        for headers in [
            json!({"Auto-Submitted": "auto-replied"}),
            json!({"precedence": "Bulk"}),
            json!([{"name": "List-ID", "value": "<news.example.com>"}]),
            json!({"X-Auto-Response-Suppress": "All"}),
        ] {
            assert!(parcel(headers.clone()).is_automatic(), "{headers}");
        }
        for headers in
            [json!({"Auto-Submitted": "no"}), json!({"Precedence": "normal"}), json!(null), json!({})]
        {
            assert!(!parcel(headers.clone()).is_automatic(), "{headers}");
        }
        assert!(parcel(json!({"Return-Path": "<>"})).is_bounce());
        assert!(parcel(json!({"Content-Type": "multipart/report; report-type=delivery-status"})).is_bounce());
        assert!(!parcel(json!({"Return-Path": "<ana@example.com>"})).is_bounce());
    }

    #[test]
    fn receivers_may_stand_in_one_text() {
        let told =
            json!({"from": "a@b.c", "to": "\"Doe, J\" <x@y.z>, w@y.z", "cc": ["v@y.z"], "subject": "s"});
        let receivers = Parcel::of(&json!({"type": "email.received", "data": told})).unwrap().receivers();
        assert_eq!(receivers, ["\"Doe, J\" <x@y.z>", "w@y.z", "v@y.z"]);
        assert!(Parcel::of(&json!({"from": "a@b.c", "to": [], "subject": "s"})).is_none());
        assert!(Parcel::of(&json!({"from": "a@b.c", "to": "x@y.z"})).is_none());
    }
}
