//! Addresses below `/dashboard/engage`: a kind of thing that is shown to visitors unasked, and one of them.

use shared::{
    id::{ReferrerId, Uuid},
    permissions::Permission,
};

/// What is shown to visitors, and segments, which say to whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    #[default]
    Tours,
    Surveys,
    Checklists,
    Messages,
    Tooltips,
    Segments,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Tours, Self::Surveys, Self::Checklists, Self::Messages, Self::Tooltips, Self::Segments];

    /// The word in addresses, catalogues and test ids.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tours => "tours",
            Self::Surveys => "surveys",
            Self::Checklists => "checklists",
            Self::Messages => "messages",
            Self::Tooltips => "tooltips",
            Self::Segments => "segments",
        }
    }

    /// What a member needs to see and change them (functions-engagement.md §0.2).
    pub fn permission(self) -> Permission {
        match self {
            Self::Tours => Permission::ToursManage,
            Self::Checklists => Permission::ChecklistsManage,
            Self::Surveys | Self::Messages | Self::Tooltips | Self::Segments => Permission::SettingsWorkspace,
        }
    }
}

/// What of a kind is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    All,
    New,
    One(Uuid),
}

/// The place of what follows the screen's own part; whatever is unknown is the list of tours.
pub fn parse<'p>(mut parts: impl Iterator<Item = &'p str>) -> (Kind, Place) {
    let word = parts.next().unwrap_or_default();
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word).unwrap_or_default();
    let place = match parts.next() {
        None => Place::All,
        Some("new") => Place::New,
        Some(id) => id.parse::<ReferrerId>().map_or(Place::All, |id| Place::One(id.0)),
    };
    (kind, place)
}

/// What follows the screen's own part.
pub fn path(kind: Kind, place: Place) -> String {
    let kind = kind.word();
    match place {
        Place::All => format!("/{kind}"),
        Place::New => format!("/{kind}/new"),
        Place::One(id) => format!("/{kind}/{}", ReferrerId(id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::permissions::{Role, may};

    #[test]
    fn every_place_finds_its_way_back_from_its_address() {
        let id: ReferrerId = "67e5504410b1426f9247bb680e5fe0c8".parse().unwrap();
        for kind in Kind::ALL {
            for place in [Place::All, Place::New, Place::One(id.0)] {
                let path = path(kind, place);
                let parts = path.split('/').filter(|part| !part.is_empty());
                assert_eq!(parse(parts), (kind, place), "{path}");
            }
        }
        assert_eq!(parse(["surveys", "nonsense"].into_iter()), (Kind::Surveys, Place::All));
        assert_eq!(parse(["else"].into_iter()), (Kind::Tours, Place::All));
    }

    #[test]
    fn an_agent_has_checklists_only() {
        let of = |role| {
            let allowed = move |kind: &Kind| may(role, &[], kind.permission());
            Kind::ALL.into_iter().filter(allowed).collect::<Vec<_>>()
        };
        assert_eq!(of(Role::Agent), [Kind::Checklists]);
        assert_eq!(of(Role::Viewer), []);
        assert_eq!(of(Role::Admin), Kind::ALL);
    }
}
