//! What a message says beside its text when it came or goes by e-mail.

use crate::{
    icons::{Icon, icon},
    say,
};
use leptos::prelude::*;
use shared::{
    email_channel::{DeliveryStatus, EmailMetadata},
    messages::Message,
};

/// How far a mail is, in a word.
pub fn delivery_word(status: DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Pending => "mail-pending",
        DeliveryStatus::Sent => "mail-sent",
        DeliveryStatus::Delivered => "mail-delivered",
        DeliveryStatus::Bounced => "mail-bounced",
        DeliveryStatus::Failed => "mail-failed",
    }
}

/// What stands below the bubble of a mail: from whom and to whom, and how far it is. Nothing for other messages.
pub fn lines(message: &Message) -> Option<AnyView> {
    let people = message.email_metadata.as_ref().map(people);
    let delivery = message.delivery_status.map(|status| {
        let is_bad = matches!(status, DeliveryStatus::Bounced | DeliveryStatus::Failed);
        view! {
            <p class="meta" class:failed=is_bad data-testid="mail-delivery">{icon(Icon::Mail)} <span>{say!(delivery_word(status))}</span></p>
        }
    });
    (people.is_some() || delivery.is_some()).then(|| view! { {people} {delivery} }.into_any())
}

fn people(mail: &EmailMetadata) -> impl IntoView + use<> {
    let cc = mail.cc.clone().unwrap_or_default();
    let from = say!("mail-from", from = mail.from.as_str());
    let to = say!("mail-to", to = mail.to.join(", ").as_str());
    let cc = (!cc.is_empty()).then(|| say!("mail-cc", cc = cc.join(", ").as_str()));
    view! {
        <p class="meta" data-testid="mail-people">
            <span dir="auto">{from}</span> <span dir="auto">{to}</span> {cc.map(|cc| view! { <span dir="auto">{cc}</span> })}
        </p>
    }
}

/// Files that were named by a mail and are not here, and all of its text where only its own words are shown.
pub fn more(message: &Message) -> Option<AnyView> {
    let mail = message.email_metadata.as_ref()?;
    let missing: Vec<String> = mail
        .attachments
        .iter()
        .flatten()
        .filter(|file| file.storage_id.is_none())
        .map(|file| file.filename.clone())
        .collect();
    let missing = (!missing.is_empty()).then(|| {
        view! { <p class="quiet" data-testid="mail-missing">{say!("mail-missing", names = missing.join(", ").as_str())}</p> }
    });
    let whole = (mail.is_trimmed == Some(true)).then(|| {
        let text = message.content.clone();
        view! {
            <details>
                <summary data-testid="mail-whole">{say!("mail-whole")}</summary>
                <div class="plain-text" dir="auto">{text}</div>
            </details>
        }
    });
    (missing.is_some() || whole.is_some()).then(|| view! { {missing} {whole} }.into_any())
}
