//! Mail: how it is sent (SMTP, or Resend's API), in whose name, and what proves that mail which comes in was sent here by the operator's
//! provider.

mod letter;
mod resend;

pub use letter::{Address, Letter, is_id, one_line};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{Error as SmtpError, extension::ClientId},
};
use resend::Resend;
use serde_json::Value;
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{sync::Notify, time::timeout};

/// How long one mail may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long all files of a mail may take.
const PATIENCE_FOR_FILES: Duration = Duration::from_secs(60);

/// What the operator says about mail. Not printable: it holds secrets.
#[derive(Clone, Default)]
pub struct Settings {
    /// `smtps://user:password@host:port`, or `smtp://…` with STARTTLS, or with `?tls=none` without.
    pub url: Option<String>,
    /// A key for Resend's API.
    pub resend_key: Option<String>,
    /// Where that API is; its own address unless given.
    pub resend_url: Option<String>,
    /// Whom mail comes from.
    pub from: Option<String>,
    /// The part of forwarding addresses behind the `@`.
    pub domain: Option<String>,
    /// What webhooks are signed with.
    pub webhook_secret: Option<String>,
}

/// The server's mail; cheap to clone.
#[derive(Clone)]
pub struct Mail(Arc<State>);

struct State {
    carrier: Carrier,
    resend: Option<Resend>,
    from: Option<Address>,
    domain: String,
    webhook_secret: Option<String>,
    bell: Notify,
}

enum Carrier {
    Nothing,
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Resend,
}

/// Why a mail was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Trying again would not help.
    pub is_final: bool,
    pub reason: String,
}

impl Failure {
    fn once(reason: impl ToString) -> Self {
        Self { is_final: false, reason: reason.to_string() }
    }
    fn always(reason: impl ToString) -> Self {
        Self { is_final: true, reason: reason.to_string() }
    }
}

impl Mail {
    /// A server that neither sends nor receives mail.
    pub fn off(public_url: &str) -> Self {
        Self(Arc::new(State {
            carrier: Carrier::Nothing,
            resend: None,
            from: None,
            domain: host_of(public_url),
            webhook_secret: None,
            bell: Notify::new(),
        }))
    }

    /// Mail as the operator wants it. Errors: what is wrong with the settings, for people.
    pub fn new(settings: Settings, public_url: &str) -> Result<Self, String> {
        let from = settings.from.as_deref().map(str::parse::<Address>).transpose()?;
        let resend_url = settings.resend_url.as_deref().unwrap_or(resend::ADDRESS);
        let resend = settings.resend_key.map(|key| Resend::new(resend_url, key)).transpose()?;
        let domain = settings.domain.unwrap_or_else(|| host_of(public_url)).to_lowercase();
        let carrier = match (&settings.url, &resend) {
            (Some(_), Some(_)) => {
                return Err("mail is sent by --mail-url or by --resend-key, not by both".into());
            }
            (Some(url), None) => Carrier::Smtp(smtp(url, &domain)?),
            (None, Some(_)) => Carrier::Resend,
            (None, None) => Carrier::Nothing,
        };
        if from.is_none() && !matches!(carrier, Carrier::Nothing) {
            return Err("mail needs a sender: give --mail-from".into());
        }
        let webhook_secret = settings.webhook_secret.filter(|secret| !secret.is_empty());
        Ok(Self(Arc::new(State { carrier, resend, from, domain, webhook_secret, bell: Notify::new() })))
    }

    pub fn can_send(&self) -> bool {
        !matches!(self.0.carrier, Carrier::Nothing)
    }
    pub fn can_receive(&self) -> bool {
        self.0.webhook_secret.is_some()
    }
    pub fn domain(&self) -> &str {
        &self.0.domain
    }
    /// Whom the server's own mail comes from.
    pub fn from(&self) -> Option<&Address> {
        self.0.from.as_ref()
    }
    /// What webhooks are signed with.
    pub fn webhook_secret(&self) -> Option<&str> {
        self.0.webhook_secret.as_deref()
    }

    /// Whether a workspace may send as this address: one of the operator's own domains, since nobody else's would believe it.
    pub fn may_send_as(&self, email: &str) -> bool {
        let Some((_, domain)) = email.rsplit_once('@') else { return false };
        let own = self.0.from.as_ref().and_then(|from| Some(from.email.rsplit_once('@')?.1));
        domain.eq_ignore_ascii_case(&self.0.domain) || own.is_some_and(|own| own.eq_ignore_ascii_case(domain))
    }

    /// Something waits to be sent.
    pub fn ring(&self) {
        self.0.bell.notify_one();
    }
    /// Waits until something does.
    pub async fn rung(&self) {
        self.0.bell.notified().await;
    }

    /// Sends one mail; answers what the provider calls it. `key` is the same each time that the same mail is tried.
    pub async fn send(&self, letter: &Letter, key: &str) -> Result<Option<String>, Failure> {
        let sending = async {
            match (&self.0.carrier, &self.0.resend) {
                (Carrier::Smtp(smtp), _) => {
                    let message = letter.message().map_err(Failure::always)?;
                    smtp.send(message).await.map_err(|cause| failure(&cause))?;
                    Ok(None)
                }
                (Carrier::Resend, Some(resend)) => resend.send(letter, key).await.map(Some),
                _ => Err(Failure::always("this server sends no mail")),
            }
        };
        let late = |_| Err(Failure::once("the mail server took too long"));
        timeout(PATIENCE, sending).await.unwrap_or_else(late)
    }

    /// A mail that the provider has received, of which its webhook told the id only; none where nobody can be asked.
    pub async fn received(&self, id: &str) -> Result<Option<Value>, Failure> {
        let Some(resend) = &self.0.resend else { return Ok(None) };
        let late = |_| Err(Failure::once("the mail provider took too long"));
        timeout(PATIENCE, resend.received(id)).await.unwrap_or_else(late).map(Some)
    }

    /// The bytes of the first files of such a mail, by what the provider calls them.
    pub async fn files(
        &self,
        id: &str,
        most: usize,
        largest: usize,
    ) -> Result<HashMap<String, Vec<u8>>, Failure> {
        let Some(resend) = &self.0.resend else { return Ok(HashMap::new()) };
        let late = |_| Err(Failure::once("the mail provider took too long"));
        timeout(PATIENCE_FOR_FILES, resend.files(id, most, largest)).await.unwrap_or_else(late)
    }
}

fn failure(cause: &SmtpError) -> Failure {
    Failure { is_final: cause.is_permanent(), reason: cause.to_string() }
}

/// Without `?tls=` the connection is encrypted or fails: it carries a password.
fn smtp(url: &str, domain: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let url = match url.strip_suffix("?tls=none") {
        Some(plain) => plain.to_owned(),
        None if url.starts_with("smtp://") && !url.contains("?tls=") => format!("{url}?tls=required"),
        None => url.to_owned(),
    };
    // The cause may quote the address, which holds a password.
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).map_err(|_| {
        "--mail-url must be like smtps://user:password@host:465 or smtp://user:password@host:587".to_owned()
    })?;
    Ok(builder.timeout(Some(PATIENCE)).hello_name(ClientId::Domain(domain.into())).build())
}

fn host_of(url: &str) -> String {
    let uri = url.parse::<hyper::Uri>().ok();
    uri.as_ref().and_then(|uri| uri.host()).unwrap_or("localhost").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Settings)) -> Result<Mail, String> {
        let mut settings =
            Settings { from: Some("Docent <docent@example.com>".into()), ..Settings::default() };
        change(&mut settings);
        Mail::new(settings, "https://chat.example.org:8443")
    }

    #[test]
    fn mail_is_off_until_it_is_set_up_and_says_what_is_wrong() {
        let off = with(|_| {}).ok().unwrap();
        assert!(!off.can_send() && !off.can_receive());
        assert_eq!(off.domain(), "chat.example.org");
        let on =
            with(|settings| settings.url = Some("smtps://user:secret@mail.example.com".into())).ok().unwrap();
        assert!(on.can_send());
        let wrong: [fn(&mut Settings); 5] = [
            |settings| settings.url = Some("mail.example.com secret".into()),
            |settings| settings.url = Some("smtp://user:secret@mail.example.com?tls=perhaps".into()),
            |settings| settings.from = Some("nobody".into()),
            |settings| (settings.from, settings.resend_key) = (None, Some("re_secret".into())),
            |settings| {
                settings.url = Some("smtp://mail.example.com".into());
                settings.resend_key = Some("re_secret".into());
            },
        ];
        for change in wrong {
            let reason = with(change).err().unwrap();
            assert!(reason.contains("--mail") && !reason.contains("secret"), "{reason}");
        }
    }

    #[test]
    fn a_workspace_sends_as_the_operators_domains_only() {
        let mail = with(|settings| settings.domain = Some("in.example.com".into())).ok().unwrap();
        for own in ["help@example.com", "help@EXAMPLE.com", "help@in.example.com"] {
            assert!(mail.may_send_as(own), "{own}");
        }
        for other in ["ceo@bank.example", "help@evil-example.com", "help@sub.example.com", "example.com"] {
            assert!(!mail.may_send_as(other), "{other}");
        }
    }
}
