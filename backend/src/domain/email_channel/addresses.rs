//! What stands in the headers of a mail, and the addresses of ours.

use crate::core::Keys;
use shared::id::ConversationId;

/// Hexadecimal digits of a conversation's id in an address; its seal follows.
const ID: usize = 32;
const SEALED: usize = ID + 16;

/// The name, if there is one, and the address in lower case, of `Ana <ana@example.com>` or `ana@example.com`.
pub fn parsed(text: &str) -> (Option<String>, String) {
    let text = text.trim();
    let parts = text.rsplit_once('<').and_then(|(name, rest)| Some((name, rest.split_once('>')?.0)));
    let Some((name, email)) = parts else { return (None, text.to_lowercase()) };
    let name = name.trim();
    let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name).trim();
    let name = (!name.is_empty()).then(|| name.replace("\\\"", "\""));
    (name, email.trim().to_lowercase())
}

/// An address here: its inbox, and what stands between `+` and `@`.
pub struct Ours {
    pub inbox: String,
    pub tag: Option<String>,
}

/// The address, if it is one of this server.
pub fn ours(text: &str, domain: &str) -> Option<Ours> {
    let (_, email) = parsed(text);
    let (local, of) = email.rsplit_once('@')?;
    if of != domain {
        return None;
    }
    Some(match local.split_once('+') {
        Some((inbox, tag)) => Ours { inbox: inbox.into(), tag: Some(tag.into()) },
        None => Ours { inbox: local.into(), tag: None },
    })
}

/// The address that mail of a conversation is answered to; nobody can make one for another conversation.
pub fn of_conversation(keys: &Keys, inbox: &str, conversation: ConversationId, domain: &str) -> String {
    format!("{inbox}+{conversation}{}@{domain}", keys.mail_seal(conversation.0))
}

/// The conversation that a tag names, if its seal is good.
pub fn conversation_of(keys: &Keys, tag: &str) -> Option<ConversationId> {
    if tag.len() != SEALED || !tag.is_ascii() {
        return None;
    }
    let (id, seal) = tag.split_at(ID);
    let id: ConversationId = id.parse().ok()?;
    keys.is_mail_seal(id.0, seal).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::Uuid;

    #[test]
    fn a_header_gives_a_name_and_an_address() {
        let cases = [
            ("Ana <Ana@Example.com>", Some("Ana"), "ana@example.com"),
            (" ana@example.com ", None, "ana@example.com"),
            ("\"Ana, the \\\"first\\\"\" <ana@example.com>", Some("Ana, the \"first\""), "ana@example.com"),
            ("\"x <evil@example.com>\" <ana@example.com>", Some("x <evil@example.com>"), "ana@example.com"),
            ("<ana@example.com>", None, "ana@example.com"),
        ];
        for (text, name, email) in cases {
            let (found, address) = parsed(text);
            assert_eq!((found.as_deref(), address.as_str()), (name, email), "{text}");
        }
    }

    #[test]
    fn a_conversations_address_is_known_again_and_cannot_be_made() {
        let keys = Keys::derive(b"one secret", "http://docent.test").unwrap();
        let (one, other) = (ConversationId(Uuid::from_u128(1)), ConversationId(Uuid::from_u128(2)));
        let address = of_conversation(&keys, "inbox-12345678", one, "in.test");
        assert!(address.rsplit_once('@').unwrap().0.len() <= 64, "{address}");
        let found = ours(&format!("Acme <{}>", address.to_uppercase()), "in.test").unwrap();
        assert_eq!(found.inbox, "inbox-12345678");
        assert_eq!(conversation_of(&keys, &found.tag.unwrap()), Some(one));
        let seal = keys.mail_seal(one.0);
        for wrong in
            [format!("{other}{seal}"), format!("{one}"), format!("{one}{}", "0".repeat(16)), "ä".repeat(24)]
        {
            assert_eq!(conversation_of(&keys, &wrong), None, "{wrong}");
        }
        assert!(ours(&address, "elsewhere.test").is_none());
    }
}
