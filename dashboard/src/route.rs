//! Addresses below `/dashboard`: each screen has one, so that reload, back and a link to a colleague work.

use crate::help::place::Place;
use shared::{
    conversations::{AssignedTo, Status},
    id::ConversationId,
};

/// The root of every address.
pub const ROOT: &str = "/dashboard";

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Inbox(Filter, Option<ConversationId>),
    HelpCenter(Place),
    Team,
    Install,
    Look,
    /// Sign-up with an e-mail already filled in.
    Invite,
}

/// Which conversations the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    Open,
    Mine,
    Unassigned,
    Snoozed,
    Closed,
}

impl Filter {
    pub const ALL: [Self; 5] = [Self::Open, Self::Mine, Self::Unassigned, Self::Snoozed, Self::Closed];

    /// The word in addresses, catalogues and test ids.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
        }
    }

    pub fn status(self) -> Status {
        match self {
            Self::Open | Self::Mine | Self::Unassigned => Status::Open,
            Self::Snoozed => Status::Snoozed,
            Self::Closed => Status::Closed,
        }
    }

    pub fn assigned_to(self) -> Option<AssignedTo> {
        match self {
            Self::Mine => Some(AssignedTo::Me),
            Self::Unassigned => Some(AssignedTo::Nobody),
            _ => None,
        }
    }
}

impl Route {
    /// The screen of a path; whatever is unknown is the inbox.
    pub fn parse(path: &str) -> Self {
        let mut parts = path.strip_prefix(ROOT).unwrap_or("").split('/').filter(|part| !part.is_empty());
        match parts.next() {
            Some("help-center") => Self::HelpCenter(Place::parse(parts)),
            Some("team") => Self::Team,
            Some("install") => Self::Install,
            Some("look") => Self::Look,
            Some("invite") => Self::Invite,
            Some("inbox") => {
                let word = parts.next().unwrap_or_default();
                let filter = Filter::ALL.into_iter().find(|filter| filter.word() == word).unwrap_or_default();
                Self::Inbox(filter, parts.next().and_then(|id| id.parse().ok()))
            }
            _ => Self::default(),
        }
    }

    pub fn path(self) -> String {
        match self {
            Self::Inbox(filter, None) => format!("{ROOT}/inbox/{}", filter.word()),
            Self::Inbox(filter, Some(id)) => format!("{ROOT}/inbox/{}/{id}", filter.word()),
            Self::HelpCenter(place) => format!("{ROOT}/help-center{}", place.path()),
            Self::Team => format!("{ROOT}/team"),
            Self::Install => format!("{ROOT}/install"),
            Self::Look => format!("{ROOT}/look"),
            Self::Invite => format!("{ROOT}/invite"),
        }
    }

    pub fn is_help_center(self) -> bool {
        matches!(self, Self::HelpCenter(_))
    }

    pub fn is_inbox(self) -> bool {
        matches!(self, Self::Inbox(..))
    }
}

impl Default for Route {
    fn default() -> Self {
        Self::Inbox(Filter::Open, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_finds_its_way_back_from_its_address() {
        let id = "67e5504410b1426f9247bb680e5fe0c8".parse().ok();
        let inboxes =
            Filter::ALL.into_iter().flat_map(|filter| [Route::Inbox(filter, None), Route::Inbox(filter, id)]);
        for route in inboxes.chain([
            Route::HelpCenter(Place::All),
            Route::Team,
            Route::Install,
            Route::Look,
            Route::Invite,
        ]) {
            assert_eq!(Route::parse(&route.path()), route);
        }
    }

    #[test]
    fn an_unknown_address_is_the_inbox() {
        for path in ["/dashboard", "/dashboard/", "/dashboard/nonsense", "/dashboard/inbox/nonsense/zzz", ""]
        {
            assert_eq!(Route::parse(path), Route::default(), "{path}");
        }
    }
}
