//! Collections as a tree, and how one is moved among its siblings.

use shared::{collections::Counted, id::CollectionId};
use std::collections::HashSet;

/// A collection with its depth, 0 at the root.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    pub row: Counted,
    pub depth: usize,
}

/// Every collection below its parent, siblings in their order.
pub fn branches(all: &[Counted]) -> Vec<Branch> {
    let known: HashSet<CollectionId> = all.iter().map(|row| row.collection.id).collect();
    // A collection whose parent is not among them stands at the root rather than nowhere.
    let parent = |row: &Counted| row.collection.parent_id.filter(|id| known.contains(id));
    let mut out = Vec::with_capacity(all.len());
    let children = |id: Option<CollectionId>, depth: usize| {
        let mut children: Vec<_> = all.iter().filter(|row| parent(row) == id).collect();
        children.sort_by_key(|row| row.collection.order);
        children.into_iter().rev().map(move |row| (row, depth))
    };
    let mut waiting: Vec<_> = children(None, 0).collect();
    while let Some((row, depth)) = waiting.pop() {
        out.push(Branch { row: row.clone(), depth });
        waiting.extend(children(Some(row.collection.id), depth + 1));
    }
    out
}

/// The places that have to be written so that a collection stands one further up (-1) or down (1) among its siblings.
pub fn moved(all: &[Counted], id: CollectionId, by: isize) -> Vec<(CollectionId, i64)> {
    let Some(own) = all.iter().find(|row| row.collection.id == id) else { return Vec::new() };
    let mut siblings: Vec<_> =
        all.iter().filter(|row| row.collection.parent_id == own.collection.parent_id).collect();
    siblings.sort_by_key(|row| row.collection.order);
    let at = siblings.iter().position(|row| row.collection.id == id);
    let to = at.and_then(|at| at.checked_add_signed(by)).filter(|to| *to < siblings.len());
    let (Some(at), Some(to)) = (at, to) else { return Vec::new() };
    siblings.swap(at, to);
    let places = siblings.iter().zip(0..);
    places
        .filter(|(row, place)| row.collection.order != *place)
        .map(|(row, place)| (row.collection.id, place))
        .collect()
}

/// The collection and all below it: where it cannot be moved to.
pub fn within(all: &[Counted], id: CollectionId) -> HashSet<CollectionId> {
    let mut inside = HashSet::from([id]);
    loop {
        let before = inside.len();
        let more =
            all.iter().filter(|row| row.collection.parent_id.is_some_and(|parent| inside.contains(&parent)));
        let more: Vec<_> = more.map(|row| row.collection.id).collect();
        inside.extend(more);
        if inside.len() == before {
            return inside;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{collections::Collection, id::WorkspaceId};

    fn id(n: u8) -> CollectionId {
        format!("67e5504410b1426f9247bb680e5fe0{n:02x}").parse().unwrap()
    }

    fn row(n: u8, parent: Option<u8>, order: i64) -> Counted {
        let workspace: WorkspaceId = "67e5504410b1426f9247bb680e5fe0c8".parse().unwrap();
        let collection = Collection {
            id: id(n),
            creation_time: 0,
            workspace_id: workspace,
            name: String::new(),
            slug: String::new(),
            description: None,
            icon: None,
            parent_id: parent.map(id),
            order,
            created_at: 0,
            updated_at: 0,
        };
        Counted { collection, article_count: 0, published_article_count: 0 }
    }

    #[test]
    fn a_tree_is_drawn_from_a_list_in_any_order() {
        let all =
            [row(3, Some(1), 1), row(2, None, 1), row(1, None, 0), row(4, Some(1), 0), row(5, Some(9), 9)];
        let drawn: Vec<_> =
            branches(&all).into_iter().map(|one| (one.row.collection.id, one.depth)).collect();
        assert_eq!(drawn, [(id(1), 0), (id(4), 1), (id(3), 1), (id(2), 0), (id(5), 0)]);
    }

    #[test]
    fn a_collection_changes_places_with_its_neighbour_and_equal_places_are_told_apart() {
        let all = [row(1, None, 0), row(2, None, 1), row(3, None, 2), row(4, Some(1), 0)];
        assert_eq!(moved(&all, id(2), -1), [(id(2), 0), (id(1), 1)]);
        assert_eq!(moved(&all, id(1), -1), []);
        assert_eq!(moved(&all, id(3), 1), []);
        let equal = [row(1, None, 0), row(2, None, 0)];
        assert_eq!(moved(&equal, id(1), 1), [(id(1), 1)]);
    }

    #[test]
    fn what_is_below_a_collection_is_within_it() {
        let all = [row(1, None, 0), row(2, Some(1), 0), row(3, Some(2), 0), row(4, None, 0)];
        assert_eq!(within(&all, id(1)), HashSet::from([id(1), id(2), id(3)]));
    }
}
