//! What an author changes of an article, and what becomes of it when somebody else changes it too.

use serde::{Deserialize, Serialize};
use shared::{
    articles::{Article, Update, Visibility},
    id::{ArticleId, CollectionId},
};

/// The fields of the editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    pub title: String,
    pub slug: String,
    pub content: String,
    pub collection: Option<CollectionId>,
    pub visibility: Visibility,
    pub tags: Vec<String>,
}

impl Fields {
    pub fn of(article: &Article) -> Self {
        Self {
            title: article.title.clone(),
            slug: article.slug.clone(),
            content: article.content.clone(),
            collection: article.collection_id,
            visibility: article.visibility,
            tags: article.tags.clone().unwrap_or_default(),
        }
    }

    /// The call that makes an article that is like `base` like this.
    pub fn since(&self, base: &Self, id: ArticleId) -> Update {
        Update {
            id,
            title: changed(&self.title, &base.title),
            slug: changed(&self.slug, &base.slug),
            content: changed(&self.content, &base.content),
            widget_large_screen: None,
            collection_id: if self.collection == base.collection { None } else { self.collection },
            folder_id: None,
            visibility: changed(&self.visibility, &base.visibility),
            tags: changed(&self.tags, &base.tags),
            audience_rules: None,
        }
    }

    /// Whether the server, given these, holds them now. It writes the address in its own way.
    pub fn is_answered_by(&self, theirs: &Self) -> bool {
        Self { slug: theirs.slug.clone(), ..self.clone() } == *theirs
    }
}

fn changed<T: Clone + PartialEq>(now: &T, before: &T) -> Option<T> {
    (now != before).then(|| now.clone())
}

/// What the editor holds after somebody else's change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub fields: Fields,
    /// Both have changed the same field; ours is kept.
    pub is_contested: bool,
}

/// Ours where we have changed something since `base`, theirs everywhere else.
pub fn merge(ours: &Fields, base: &Fields, theirs: &Fields) -> Merged {
    let mut is_contested = false;
    let mut fields = theirs.clone();
    macro_rules! keep {
        ($($field:ident)*) => {$(
            if ours.$field != base.$field {
                is_contested |= theirs.$field != base.$field && theirs.$field != ours.$field;
                fields.$field = ours.$field.clone();
            }
        )*};
    }
    keep!(title slug content collection visibility tags);
    Merged { fields, is_contested }
}

/// Tags as they are typed: between commas, without empty and repeated ones.
pub fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split([',', '،', '、']).map(str::trim).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(title: &str, content: &str) -> Fields {
        Fields {
            title: title.into(),
            slug: "slug".into(),
            content: content.into(),
            collection: None,
            visibility: Visibility::Public,
            tags: Vec::new(),
        }
    }

    #[test]
    fn only_what_has_changed_is_sent() {
        let id = "67e5504410b1426f9247bb680e5fe0c8".parse().unwrap();
        let update = fields("New", "text").since(&fields("Old", "text"), id);
        assert_eq!((update.title.as_deref(), update.content, update.slug), (Some("New"), None, None));
    }

    #[test]
    fn changes_of_two_people_to_different_fields_are_both_kept() {
        let base = fields("Title", "text");
        let merged = merge(&fields("Title", "ours"), &base, &fields("Theirs", "text"));
        assert_eq!(merged, Merged { fields: fields("Theirs", "ours"), is_contested: false });
        let merged = merge(&fields("Title", "ours"), &base, &fields("Title", "theirs"));
        assert_eq!(merged, Merged { fields: fields("Title", "ours"), is_contested: true });
        let merged = merge(&fields("Title", "same"), &base, &fields("Title", "same"));
        assert!(!merged.is_contested);
    }

    #[test]
    fn an_address_that_the_server_wrote_its_own_way_is_still_ours() {
        let sent = Fields { slug: "My Address".into(), ..fields("Title", "text") };
        assert!(sent.is_answered_by(&Fields { slug: "my-address".into(), ..sent.clone() }));
        assert!(!sent.is_answered_by(&fields("Other", "text")));
    }

    #[test]
    fn tags_are_what_is_between_commas() {
        assert_eq!(tags(" a, b ,,a،ج"), ["a", "b", "ج"]);
        assert!(tags(" , ").is_empty());
    }
}
