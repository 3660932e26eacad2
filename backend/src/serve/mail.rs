//! How the operator sets mail up.

use super::Stopped;
use crate::outside::mail::{Mail, Settings};
use clap::Args;

#[derive(Args)]
pub struct MailOptions {
    /// The server that takes mail: `smtps://user:password@host:465`, or `smtp://user:password@host:587` with STARTTLS; `?tls=none` behind
    /// it for a relay on this machine. Without it, or a key for Resend, no mail is sent.
    #[arg(long, env = "DOCENT_MAIL_URL", hide_env_values = true)]
    pub mail_url: Option<String>,
    /// A key for Resend's API, by which mail is then sent and fetched.
    #[arg(long, env = "DOCENT_RESEND_KEY", hide_env_values = true)]
    pub resend_key: Option<String>,
    /// Whom mail comes from: `help@example.com` or `Help <help@example.com>`.
    #[arg(long, env = "DOCENT_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// The part of forwarding addresses behind the `@`; the host of the public URL unless given.
    #[arg(long, env = "DOCENT_MAIL_DOMAIN")]
    pub mail_domain: Option<String>,
    /// What the mail provider signs its webhooks with (`whsec_…`); without it mail that comes in is refused. `RESEND_WEBHOOK_SECRET`
    /// does too.
    #[arg(long, env = "DOCENT_EMAIL_WEBHOOK_SECRET", hide_env_values = true)]
    pub email_webhook_secret: Option<String>,
}

impl MailOptions {
    pub fn mail(&self, public_url: &str) -> Result<Mail, Stopped> {
        // As set in a container file, an empty text is nothing.
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let settings = Settings {
            url: given(&self.mail_url),
            resend_key: given(&self.resend_key),
            resend_url: None,
            from: given(&self.mail_from),
            domain: given(&self.mail_domain),
            webhook_secret: given(&self.email_webhook_secret)
                .or_else(|| given(&std::env::var("RESEND_WEBHOOK_SECRET").ok())),
        };
        Mail::new(settings, public_url).map_err(Stopped)
    }
}
