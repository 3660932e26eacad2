//! Addresses below `/dashboard/help-center`.

use shared::id::{ArticleId, CollectionId};

/// What of the help centre is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    All,
    Collection(CollectionId),
    Article(ArticleId),
}

impl Place {
    /// The place of what follows the screen's own part; whatever is unknown is all of it.
    pub fn parse<'p>(mut parts: impl Iterator<Item = &'p str>) -> Self {
        match (parts.next(), parts.next()) {
            (Some("collections"), Some(id)) => id.parse().map_or(Self::All, Self::Collection),
            (Some("articles"), Some(id)) => id.parse().map_or(Self::All, Self::Article),
            _ => Self::All,
        }
    }

    /// What follows the screen's own part.
    pub fn path(self) -> String {
        match self {
            Self::All => String::new(),
            Self::Collection(id) => format!("/collections/{id}"),
            Self::Article(id) => format!("/articles/{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_finds_its_way_back_from_its_address() {
        let id = "67e5504410b1426f9247bb680e5fe0c8";
        for place in [Place::All, Place::Collection(id.parse().unwrap()), Place::Article(id.parse().unwrap())]
        {
            let path = place.path();
            assert_eq!(Place::parse(path.split('/').filter(|part| !part.is_empty())), place);
        }
        assert_eq!(Place::parse(["articles", "nonsense"].into_iter()), Place::All);
        assert_eq!(Place::parse(["else"].into_iter()), Place::All);
    }
}
