//! What clients with the server's webhook secret may do: the same as its own door for mail that comes in.

use super::{
    configs,
    receiving::{Mail, Receive},
    text,
};
use crate::core::{Mutation, Query, Reader, Result, Writer};
use shared::{
    Error,
    email_channel::{
        EmailConfig, GetEmailConfigByForwardingAddress, ProcessForwardedEmail, ProcessInboundEmail, Received,
    },
};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// Errors: "Webhook internal secret is not configured", "Unauthorized".
fn check(cx: &Reader, given: Option<&str>) -> Result<(), Error> {
    let unset = || Error::not_authorized("Webhook internal secret is not configured");
    let secret = cx.app().mail().webhook_secret().ok_or_else(unset)?;
    let is_good = given.is_some_and(|given| given.as_bytes().ct_eq(secret.as_bytes()).into());
    if is_good { Ok(()) } else { Err(Error::not_authorized("Unauthorized")) }
}

impl Query for GetEmailConfigByForwardingAddress {
    async fn run(self, cx: &mut Reader) -> Result<Option<EmailConfig>> {
        check(cx, self.webhook_secret.as_deref())?;
        let found = configs::of_address(cx, &self.forwarding_address).await?;
        Ok(found.map(|config| config.shown(cx.app())))
    }
}

impl Mutation for ProcessInboundEmail {
    async fn run(self, cx: &mut Writer) -> Result<Received> {
        check(cx, self.webhook_secret.as_deref())?;
        let mail = Mail {
            from: self.from,
            to: self.to,
            cc: self.cc.unwrap_or_default(),
            subject: self.subject,
            words: text::words(self.text_body.as_deref(), self.html_body.as_deref()),
            message_id: self.message_id,
            in_reply_to: self.in_reply_to,
            references: self.references.unwrap_or_default(),
            attachments: self.attachments.unwrap_or_default(),
        };
        cx.mutate(Receive { workspace: self.workspace_id, mail: Arc::new(mail), original_from: None }).await
    }
}

impl Mutation for ProcessForwardedEmail {
    async fn run(self, cx: &mut Writer) -> Result<Received> {
        check(cx, self.webhook_secret.as_deref())?;
        let mail = Mail {
            from: self.forwarder_email,
            to: self.to,
            subject: self.subject,
            words: text::words(self.text_body.as_deref(), self.html_body.as_deref()),
            message_id: self.message_id,
            attachments: self.attachments.unwrap_or_default(),
            ..Mail::default()
        };
        let original_from = Some(self.original_from);
        cx.mutate(Receive { workspace: self.workspace_id, mail: Arc::new(mail), original_from }).await
    }
}
