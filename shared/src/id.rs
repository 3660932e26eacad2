//! Ids: UUID v4, one newtype a table, printed as 32 lower-case hex digits (the functions API's clients require
//! `^[a-z0-9]{32}$`) and parsed in that and the hyphenated form, in any case (domain-model.md §1).

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{borrow::Cow, fmt, str::FromStr};
pub use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(transparent))]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_simple().fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl $name {
            /// As it is printed, without what formatting needs besides: a browser would have to download that.
            pub fn text(&self) -> String {
                self.0.as_simple().encode_lower(&mut Uuid::encode_buffer()).to_owned()
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl FromStr for $name {
            type Err = NoId;
            fn from_str(text: &str) -> Result<Self, NoId> {
                parse(text).map(Self).ok_or(NoId)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.0.as_simple().encode_lower(&mut Uuid::encode_buffer()))
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(from)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

ids! {
    /// Any addressable party; a [`UserId`] or a [`VisitorId`] is one (domain-model.md §1 "Identity").
    IdentityId
    UserId
    VisitorId
    WorkspaceId
    ClientId
    ConversationId
    MessageId
    /// An agent's sign-in session.
    SessionId
    WidgetSessionId
    MembershipId
    InvitationId
    AttachmentId
    ArticleId
    ArticleFeedbackId
    CollectionId
    SegmentId
    MessengerSettingsId
    SnippetId
    TagId
    ConversationTagId
    TicketId
    TicketCommentId
    TicketFormId
    AutoTagRuleId
    AssignmentRuleId
    AiSettingsId
    AuditLogId
    ApiKeyId
    AuditLogSettingsId
    AutomationSettingsId
    OfficeHoursId
    NotificationPreferencesId
    NotificationDefaultsId
    MessengerHomeId
    EventId
    CsatResponseId
    AiResponseId
    SuggestionFeedbackId
    EmailConfigId
    EmailThreadId
    LetterId
    ContentAccessId
    /// Of whatever refers to a segment.
    ReferrerId
    OutboundMessageId
    OutboundImpressionId
    ChecklistId
    ChecklistProgressId
    SurveyId
    SurveyResponseId
    SurveyImpressionId
    TourId
    TourStepId
    TourProgressId
    TourDiagnosticId
    TooltipId
    AuthoringSessionId
    TooltipAuthoringSessionId
    ReportSnapshotId
}

/// The text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoId;

impl fmt::Display for NoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not an id: expected 32 hexadecimal digits")
    }
}
impl std::error::Error for NoId {}

/// These two forms and no other: what `uuid` takes besides (`urn:uuid:…`, braces) would be a second name for the same row.
fn parse(text: &str) -> Option<Uuid> {
    let is_hyphenated = text.len() == 36;
    let (mut value, mut digits) = (0_u128, 0);
    for (at, byte) in text.bytes().enumerate() {
        if is_hyphenated && matches!(at, 8 | 13 | 18 | 23) {
            (byte == b'-').then_some(())?;
            continue;
        }
        value = value << 4 | u128::from((byte as char).to_digit(16)?);
        digits += 1;
    }
    (digits == 32).then_some(Uuid::from_u128(value))
}

impl From<UserId> for IdentityId {
    fn from(id: UserId) -> Self {
        Self(id.0)
    }
}
impl From<VisitorId> for IdentityId {
    fn from(id: VisitorId) -> Self {
        Self(id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_parses_in_both_forms_and_prints_in_one() {
        let plain = "67e5504410b1426f9247bb680e5fe0c8";
        for text in [plain, "67e55044-10b1-426f-9247-bb680e5fe0c8", "67E5504410B1426F9247BB680E5FE0C8"] {
            let id: ConversationId = serde_json::from_value(text.into()).unwrap();
            assert_eq!(serde_json::to_value(id).unwrap(), plain);
        }
        for wrong in [
            "",
            "67e55044",
            "67e5504410b1426f9247bb680e5fe0c",
            "67e5504410b1426f9247bb680e5fe0c89",
            "67e5504410b1426f9247bb680e5fe0cg",
            "67e55044-10b1-426f-9247-bb680e5fe0c",
            "67e550441-0b1-426f-9247-bb680e5fe0c8",
            "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
            "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
            "67e5504410b1426f9247bb680e5fe0c8----",
        ] {
            assert!(serde_json::from_value::<ConversationId>(wrong.into()).is_err(), "{wrong}");
        }
    }
}
