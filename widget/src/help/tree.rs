//! Collections in each other, as `collections:listHierarchyForVisitor` answers them.

use client::codec::Json;

/// Of `collections::Counted`.
#[derive(Debug)]
pub struct Collection {
    pub id: String,
    pub parent: Option<String>,
    /// Directly in it.
    pub articles: f64,
    pub row: Json,
}

/// The answer's collections.
pub fn read(answer: &Json) -> Vec<Collection> {
    let read = |row: Json| {
        let (id, parent) = (row.text("_id")?, row.text("parentId"));
        Some(Collection { id, parent, articles: row.get("articleCount").number().unwrap_or_default(), row })
    };
    answer.each().into_iter().filter_map(read).collect()
}

/// How many articles are in a collection and in all below it.
pub fn count(tree: &[Collection], one: &Collection) -> f64 {
    let below = tree.iter().filter(|child| child.parent.as_ref() == Some(&one.id));
    below.fold(one.articles, |sum, child| sum + count(tree, child))
}

/// The collections directly in one, or the roots: also those whose parent is not shown.
pub fn children<'a>(tree: &'a [Collection], parent: Option<&'a str>) -> impl Iterator<Item = &'a Collection> {
    let is_shown = |id: &&str| tree.iter().any(|one| one.id == *id);
    tree.iter().filter(move |one| one.parent.as_deref().filter(is_shown) == parent)
}

#[cfg(test)]
mod tests {
    use super::{children, count, read};
    use client::codec;
    use serde_json::{Value, from_value, json, to_string};
    use shared::collections::Counted;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn row(id: u8, parent: Option<u8>, articles: i64) -> Counted {
        let hex = |id: u8| format!("{id:032x}");
        let mut row = json!({"_id": hex(id), "_creationTime": 1, "workspaceId": hex(99), "name": "Tea", "slug": "tea", "icon": "🍵",
            "order": 1, "createdAt": 1, "updatedAt": 1, "articleCount": articles, "publishedArticleCount": articles});
        if let Some(parent) = parent {
            row["parentId"] = Value::from(hex(parent));
        }
        from_value(row).expect("a whole row")
    }

    #[test]
    fn a_collection_counts_what_is_below_it_and_stands_at_the_root_without_its_parent() {
        let rows = [row(1, None, 1), row(2, Some(1), 2), row(3, Some(2), 4), row(4, Some(9), 8)];
        let tree = read(&codec::parse(&to_string(&rows).expect("JSON")).expect("JSON"));
        let ids = |parent| children(&tree, parent).map(|one| one.id.as_str()).collect::<Vec<_>>();
        let text = |name| tree[0].row.text(name);
        assert_eq!((text("icon").as_deref(), text("name").as_deref()), (Some("🍵"), Some("Tea")));
        assert_eq!(tree.iter().map(|one| count(&tree, one)).collect::<Vec<_>>(), [7.0, 6.0, 4.0, 8.0]);
        assert_eq!(ids(None), [tree[0].id.as_str(), tree[3].id.as_str()]);
        assert_eq!(ids(Some(&tree[0].id)), [tree[1].id.as_str()]);
    }
}
