//! How far something is, and what can be done with it then.

use crate::{icons::Icon, say};
use leptos::prelude::*;
use shared::{checklists, engagement, tours};

/// Only what is active is shown to visitors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    Draft,
    Active,
    Paused,
    Archived,
}

impl Stage {
    /// The word in the catalogue and the style sheet.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "engage-draft",
            Self::Active => "engage-active",
            Self::Paused => "engage-paused",
            Self::Archived => "engage-archived",
        }
    }
}

impl From<engagement::Status> for Stage {
    fn from(status: engagement::Status) -> Self {
        match status {
            engagement::Status::Draft => Self::Draft,
            engagement::Status::Active => Self::Active,
            engagement::Status::Paused => Self::Paused,
            engagement::Status::Archived => Self::Archived,
        }
    }
}

impl From<Stage> for engagement::Status {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Draft => Self::Draft,
            Stage::Active => Self::Active,
            Stage::Paused => Self::Paused,
            Stage::Archived => Self::Archived,
        }
    }
}

impl From<tours::Status> for Stage {
    fn from(status: tours::Status) -> Self {
        match status {
            tours::Status::Draft => Self::Draft,
            tours::Status::Active => Self::Active,
            tours::Status::Archived => Self::Archived,
        }
    }
}

impl From<checklists::Status> for Stage {
    fn from(status: checklists::Status) -> Self {
        match status {
            checklists::Status::Draft => Self::Draft,
            checklists::Status::Active => Self::Active,
            checklists::Status::Archived => Self::Archived,
        }
    }
}

/// What can be done with one of a list, or with the one that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    Activate,
    Pause,
    /// Back to a draft.
    Deactivate,
    Archive,
    Duplicate,
    Remove,
}

impl Act {
    /// The word of its button.
    pub fn word(self) -> &'static str {
        match self {
            Self::Activate => "engage-activate",
            Self::Pause => "engage-pause",
            Self::Deactivate => "engage-deactivate",
            Self::Archive => "engage-archive",
            Self::Duplicate => "engage-duplicate",
            Self::Remove => "remove",
        }
    }

    /// What is said when it is done.
    pub fn done(self) -> &'static str {
        match self {
            Self::Activate => "engage-is-active",
            Self::Pause => "engage-is-paused",
            Self::Deactivate => "engage-is-draft",
            Self::Archive => "engage-is-archived",
            Self::Duplicate => "engage-is-duplicated",
            Self::Remove => "removed",
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Activate => Icon::Play,
            Self::Pause | Self::Deactivate => Icon::Pause,
            Self::Archive => Icon::Archive,
            Self::Duplicate => Icon::Copy,
            Self::Remove => Icon::Remove,
        }
    }

    /// Whether it would change something; what has no stage is always shown.
    fn is_offered(self, stage: Option<Stage>) -> bool {
        match self {
            Self::Activate => stage.is_some_and(|stage| stage != Stage::Active),
            Self::Pause | Self::Deactivate => stage == Some(Stage::Active),
            Self::Archive => stage.is_some_and(|stage| stage != Stage::Archived),
            Self::Duplicate | Self::Remove => true,
        }
    }
}

/// Those that would change something.
pub fn offered(acts: &[Act], stage: Option<Stage>) -> Vec<Act> {
    acts.iter().copied().filter(|act| act.is_offered(stage)).collect()
}

/// The stage as a pill.
pub fn pill(stage: Stage) -> impl IntoView {
    view! { <span class=format!("state {}", stage.word()) data-testid="engage-stage">{say!(stage.word())}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_change_something_is_offered() {
        let all = [Act::Activate, Act::Pause, Act::Archive, Act::Duplicate, Act::Remove];
        let rest = [Act::Duplicate, Act::Remove];
        for (stage, acts) in [
            (Some(Stage::Draft), vec![Act::Activate, Act::Archive]),
            (Some(Stage::Active), vec![Act::Pause, Act::Archive]),
            (Some(Stage::Paused), vec![Act::Activate, Act::Archive]),
            (Some(Stage::Archived), vec![Act::Activate]),
            (None, vec![]),
        ] {
            let expected: Vec<_> = acts.into_iter().chain(rest).collect();
            assert_eq!(offered(&all, stage), expected, "{stage:?}");
        }
        assert_eq!(offered(&[Act::Deactivate], Some(Stage::Active)), [Act::Deactivate]);
        assert!(offered(&[Act::Deactivate], Some(Stage::Draft)).is_empty());
    }
}
