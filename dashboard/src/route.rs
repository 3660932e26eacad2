//! Addresses below `/dashboard`: each screen has one, so that reload, back and a link to a colleague work.

use crate::{
    engage::place::{self as engage, Kind},
    help::place::Place,
};
use shared::{
    conversations::{AssignedTo, Status},
    id::{ConversationId, TicketId, VisitorId},
    tickets,
};

/// The root of every address.
pub const ROOT: &str = "/dashboard";

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Inbox(Filter, Option<ConversationId>),
    HelpCenter(Place),
    Engage(Kind, engage::Place),
    Tickets(TicketFilter, Option<TicketId>),
    Visitors(Option<VisitorId>),
    Reports,
    Snippets,
    Tags,
    Rules,
    Forms,
    Answers,
    Team,
    Install,
    Look,
    Settings(Section),
    Email,
    /// Sign-up with an e-mail already filled in.
    Invite,
}

/// A page of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    Automation,
    Hours,
    Home,
    Notifications,
    Security,
    Keys,
    Audit,
}

impl Section {
    pub const ALL: [Self; 7] = [
        Self::Automation,
        Self::Hours,
        Self::Home,
        Self::Notifications,
        Self::Security,
        Self::Keys,
        Self::Audit,
    ];

    /// The word in addresses, catalogues and test ids.
    pub fn word(self) -> &'static str {
        match self {
            Self::Automation => "automation",
            Self::Hours => "hours",
            Self::Home => "home",
            Self::Notifications => "notifications",
            Self::Security => "security",
            Self::Keys => "keys",
            Self::Audit => "audit",
        }
    }
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

/// Which tickets the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TicketFilter {
    #[default]
    All,
    Submitted,
    InProgress,
    Waiting,
    Resolved,
}

impl TicketFilter {
    pub const ALL: [Self; 5] = [Self::All, Self::Submitted, Self::InProgress, Self::Waiting, Self::Resolved];

    /// The word in addresses, catalogues and test ids.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Submitted => "submitted",
            Self::InProgress => "in-progress",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
        }
    }

    pub fn status(self) -> Option<tickets::Status> {
        match self {
            Self::All => None,
            Self::Submitted => Some(tickets::Status::Submitted),
            Self::InProgress => Some(tickets::Status::InProgress),
            Self::Waiting => Some(tickets::Status::WaitingOnCustomer),
            Self::Resolved => Some(tickets::Status::Resolved),
        }
    }
}

impl Route {
    /// The screen of a path; whatever is unknown is the inbox.
    pub fn parse(path: &str) -> Self {
        let mut parts = path.strip_prefix(ROOT).unwrap_or("").split('/').filter(|part| !part.is_empty());
        match parts.next() {
            Some("help-center") => Self::HelpCenter(Place::parse(parts)),
            Some("engage") => {
                let (kind, place) = engage::parse(parts);
                Self::Engage(kind, place)
            }
            Some("tickets") => {
                let word = parts.next().unwrap_or_default();
                let filter = TicketFilter::ALL.into_iter().find(|filter| filter.word() == word);
                Self::Tickets(filter.unwrap_or_default(), parts.next().and_then(|id| id.parse().ok()))
            }
            Some("visitors") => Self::Visitors(parts.next().and_then(|id| id.parse().ok())),
            Some("reports") => Self::Reports,
            Some("settings") => {
                let word = parts.next().unwrap_or_default();
                let section = Section::ALL.into_iter().find(|section| section.word() == word);
                Self::Settings(section.unwrap_or_default())
            }
            Some("snippets") => Self::Snippets,
            Some("tags") => Self::Tags,
            Some("rules") => Self::Rules,
            Some("forms") => Self::Forms,
            Some("answers") => Self::Answers,
            Some("team") => Self::Team,
            Some("install") => Self::Install,
            Some("look") => Self::Look,
            Some("email") => Self::Email,
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
            Self::Engage(kind, place) => format!("{ROOT}/engage{}", engage::path(kind, place)),
            Self::Tickets(filter, None) => format!("{ROOT}/tickets/{}", filter.word()),
            Self::Tickets(filter, Some(id)) => format!("{ROOT}/tickets/{}/{id}", filter.word()),
            Self::Visitors(None) => format!("{ROOT}/visitors"),
            Self::Visitors(Some(id)) => format!("{ROOT}/visitors/{id}"),
            Self::Reports => format!("{ROOT}/reports"),
            Self::Settings(section) => format!("{ROOT}/settings/{}", section.word()),
            Self::Snippets => format!("{ROOT}/snippets"),
            Self::Tags => format!("{ROOT}/tags"),
            Self::Rules => format!("{ROOT}/rules"),
            Self::Forms => format!("{ROOT}/forms"),
            Self::Answers => format!("{ROOT}/answers"),
            Self::Team => format!("{ROOT}/team"),
            Self::Install => format!("{ROOT}/install"),
            Self::Look => format!("{ROOT}/look"),
            Self::Email => format!("{ROOT}/email"),
            Self::Invite => format!("{ROOT}/invite"),
        }
    }

    pub fn is_help_center(self) -> bool {
        matches!(self, Self::HelpCenter(_))
    }

    pub fn is_engage(self) -> bool {
        matches!(self, Self::Engage(..))
    }

    pub fn is_inbox(self) -> bool {
        matches!(self, Self::Inbox(..))
    }

    pub fn is_visitors(self) -> bool {
        matches!(self, Self::Visitors(_))
    }

    pub fn is_settings(self) -> bool {
        matches!(self, Self::Settings(_))
    }

    pub fn is_tickets(self) -> bool {
        matches!(self, Self::Tickets(..))
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
        let ticket = "67e5504410b1426f9247bb680e5fe0c8".parse().ok();
        let tickets = TicketFilter::ALL
            .into_iter()
            .flat_map(|filter| [Route::Tickets(filter, None), Route::Tickets(filter, ticket)]);
        let visitor = "67e5504410b1426f9247bb680e5fe0c8".parse().ok();
        let settings = Section::ALL.map(Route::Settings);
        let engage = Kind::ALL.into_iter().flat_map(|kind| {
            [Route::Engage(kind, engage::Place::All), Route::Engage(kind, engage::Place::New)]
        });
        let screens = [
            Route::Visitors(None),
            Route::Visitors(visitor),
            Route::Reports,
            Route::HelpCenter(Place::All),
            Route::Snippets,
            Route::Tags,
            Route::Rules,
            Route::Forms,
            Route::Answers,
            Route::Team,
            Route::Install,
            Route::Look,
            Route::Email,
            Route::Invite,
        ];
        for route in inboxes.chain(tickets).chain(screens).chain(settings).chain(engage) {
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
